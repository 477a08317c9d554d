"""The rate of a link over time, as the scenario of a run says it (docs/formats/rate-traces.md)."""

from __future__ import annotations

import calendar
import csv
import hashlib
import itertools
import math
import pathlib
import re

from quantities import UNITS, read_quantity

PACKET_BITS = 8 * 1500  # of the packets of Mahimahi

Steps = tuple[list[float], list[float]]  # instants, s, the first 0; rates from there on, bit/s


def seconds(text: object, otherwise: float) -> float:
    quantity = read_quantity(text)
    return quantity.base if quantity else otherwise


def instant(text: str, unit: float) -> float:
    """Seconds of a number, or since 1970 of a date and time, whatever stands between its groups of digits."""
    if not re.search("[:_ ]", text):
        return float(text) * unit
    year, month, day, hour, minute, second = map(int, re.findall("[0-9]+", text)[:6])
    fraction = re.fullmatch(r"(?:[^0-9]*[0-9]+){6}(\.[0-9]+).*", text)
    return calendar.timegm((year, month, day, hour, minute, second)) + (float(fraction.group(1)) if fraction else 0.0)


def fields_of(text: str) -> list[list[str]]:
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip(" \t")]
    separator = next((mark for mark in "\t;," if mark in lines[0]), " ")
    return list(csv.reader(lines, delimiter=separator, skipinitialspace=separator == " "))


def read_pairs(text: str, table: dict) -> tuple[Steps, float]:
    """The steps of a file with times and rates, and after how many seconds it begins anew (0: never)."""
    rows = fields_of(text)
    time, rate = 0, 1
    if "time" in table:
        header = rows.pop(0)
        time, rate = header.index(table["time"]), header.index(table["rate"])
    unit = UNITS[table.get("time_unit", "s")][1]
    factor = UNITS[table.get("rate_unit", "Mbps")][1]
    steps: dict[float, float] = {}  # of two lines with one time the later holds
    begin = instant(rows[0][time], unit)
    for row in rows:
        steps[instant(row[time], unit) - begin] = float(row[rate]) * factor
    last = max(steps)
    return (list(steps), list(steps.values())), last * len(steps) / (len(steps) - 1) if last > 0 else 0.0


def read_mahimahi(text: str, table: dict) -> tuple[Steps, float]:
    """Likewise of a file with the milliseconds of packets: a bin's rate is what its packets carry."""
    instants = [float(row[0]) * 1e-3 for row in fields_of(text)]
    width = seconds(table.get("bin"), 0.1)
    last = instants[-1]
    bins = [max(0, math.ceil(at / width - 1e-9) - 1) for at in instants]
    packets = [0] * (bins[-1] + 1)
    for number in bins:
        packets[number] += 1
    times = [number * width for number in range(len(packets))]
    widths = [min(width, last - at) for at in times]
    return (times, [PACKET_BITS * count / of for count, of in zip(packets, widths)]), last


def rate_until(steps: Steps, period: float, start: float, end: float) -> Steps:
    """The steps from `start` of a trace on, shifted to 0 and repeated every `period` seconds, before `end`."""
    times, rates = [], []
    for turn in itertools.count():
        for number, (at, rate) in enumerate(zip(*steps)):
            shifted = at + turn * period - start
            if shifted >= end:
                return times, rates
            if shifted <= 0:
                times, rates = [0.0], [rate]
            else:
                times.append(shifted)
                rates.append(rate)
        if period <= 0:
            return times, rates


def varies(rate: object) -> bool:
    """Whether a scenario's `up` or `down` of a link is a trace."""
    return isinstance(rate, dict) and "trace" in rate


def rate_over_time(rate: object, entry: dict, end: float) -> tuple[Steps | None, str]:
    """What `up` or `down` of a link says, as steps up to `end`, s; or None and why not.

    entry: the scenario's entry of a manifest, whose `directory` a path starts from and whose `inputs` say what the file
    held when the scenario ran.
    """
    if not varies(rate):
        quantity = read_quantity(rate)
        return (([0.0], [quantity.base]), "") if quantity else (None, f"the rate is {rate}")
    path = pathlib.Path(entry.get("directory", ""), rate["trace"])
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, f"cannot read {path}: {error.strerror}"
    known = {listed["sha256"] for listed in entry.get("inputs", [])}
    if known and hashlib.sha256(content).hexdigest() not in known:
        return None, f"{path} has changed since the run"
    text = content.decode("utf-8", "replace")
    steps, period = (read_mahimahi if rate.get("layout") == "mahimahi" else read_pairs)(text, rate)
    if len(steps[0]) == 1 or str(rate.get("repeat")).lower() in ("false", "no", "off"):
        period = 0.0
    return rate_until(steps, period, seconds(rate.get("start"), 0.0), end), ""
