"""How the columns of result files are shown: title, unit with its prefix, interval, meaning."""

import csv
import math

import pandas as pd
from result_files import UNITS, interval_column, title_of

# Shares of one, shown in %.
SHARES = {"accuracy", "deadline_miss_rate", "offload_rate", "server_utilisation_max", "utilisation", "utilisation_max",
          "busy"}
# Numbers of things, shown whole.
COUNTS = {"devices", "requests", "completed", "dropped", "lost", "unfinished", "transfers", "arrived", "turned_away",
          "served", "batches", "copies", "slots", "media", "seed", "run"}
# What is counted in bytes.
BYTES = {"uplink_bytes_mean", "device_weights_bytes", "sent_bytes", "delivered_bytes", "lost_bytes"}
PREFIXES = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n")]
LOWER_IS_BETTER = {"latency", "energy", "power", "cost", "miss", "regret"}


def unit_of(name: str) -> str:
    """'s' of latency_mean_s, 'B' of bytes; '' of a bare number."""
    if name in BYTES:
        return "B"
    return UNITS.get(name.rpartition("_")[2], "") if "_" in name else ""


def prefixed(values: pd.Series, unit: str) -> tuple[float, str]:
    """What to multiply values by, and the unit with the prefix in which their median has one to three digits."""
    known = values.abs()[values.abs() > 0].dropna()
    if not unit or unit == "1/s" or known.empty:
        return 1.0, unit
    middle = float(known.median())
    for size, prefix in PREFIXES:
        if middle >= size:
            return 1 / size, prefix + unit
    return 1e9, "n" + unit


def exact_factor(factor: float) -> float:
    """1000 and not 999.9999: prefixes are powers of ten."""
    return 10.0 ** round(math.log10(factor))


def bare_title(name: str) -> str:
    """'latency mean' of latency_mean_s."""
    if name in BYTES:
        return name.replace("_bytes", "").replace("_", " ")
    return title_of(name).partition(" (")[0]


def read_meanings(path: str | None) -> dict[tuple[str, str], str]:
    """(file, column) -> meaning, from what `splitscape columns --csv` prints."""
    if path is None:
        return {}
    with open(path, newline="", encoding="utf-8") as file:
        return {(line["file"], line["column"]): line["meaning"] for line in csv.DictReader(file)}


def described(table: pd.DataFrame, names: list[str], words: set[str], file: str, meanings: dict) -> list[dict]:
    """The columns of a table for the page, intervals left out: they belong to their columns.

    A column is {name, title, unit, factor, kind, interval, meaning, known, better}: kind is word, count or number; a value
    times factor has the unit; interval is the name of the column of half the 95 % interval or None; known is whether any
    line has a value; better is -1 where less is better, 1 where more is, 0 where that cannot be said.
    """
    intervals = {interval_column(name) for name in names} & set(names)
    columns = []
    latencies = prefixed(table["latency_mean_s"], "s") if "latency_mean_s" in names else None
    for name in names:
        if name in intervals:
            continue
        kind = "word" if name in words else "count" if name in COUNTS else "number"
        factor, unit = 1.0, ""
        if name in SHARES:
            factor, unit = 100.0, "%"
        elif kind == "number":
            same = latencies if name.startswith("latency_") else None  # so that they can be compared at sight
            factor, unit = same or prefixed(table[name], unit_of(name))
            factor = exact_factor(factor)
        interval = interval_column(name) if interval_column(name) in intervals else None
        known = (table[name] != "").any() if kind == "word" else table[name].notna().any()
        columns.append({"name": name, "title": bare_title(name), "unit": unit, "factor": factor, "kind": kind,
                        "interval": interval, "meaning": meanings.get((file, name), ""), "known": bool(known),
                        "better": better(name)})
    return columns


def better(name: str) -> int:
    if name in {"accuracy", "reward", "throughput_rps"}:
        return 1
    return -1 if any(word in name for word in LOWER_IS_BETTER) else 0


def values_of(table: pd.DataFrame, names: list[str], words: set[str]) -> list[list]:
    """The lines with None for what is not known, whole numbers without a point."""
    columns = []
    for name in names:
        if name in words:
            columns.append([value or None for value in table[name]])
        else:
            columns.append([plain_number(value) for value in table[name].tolist()])
    return [list(line) for line in zip(*columns)]


def plain_number(value: float) -> float | int | None:
    if value != value or math.isinf(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value
