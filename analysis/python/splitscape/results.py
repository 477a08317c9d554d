"""Reading what runs and sweeps leave."""

from __future__ import annotations

import difflib
import json
import os
import pathlib
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from .errors import InputError

# Columns that hold names or texts, which may look like numbers and stay texts.
TEXTS = ("scenario", "policy", "group", "verdict", "exit_shares", "cut_shares", "route_shares", "best_arm", "device",
         "link", "direction", "server", "route", "cut", "ending")


def load(directory: str | os.PathLike[str], table: str | None = None) -> pd.DataFrame:
    """A table of a result directory, of ``splitscape run`` or of ``splitscape sweep``.

    Args:
        directory: what stood behind ``--out``.
        table: a file of the directory without ``.csv``: ``summary`` (also where nothing is said), ``requests``,
            ``regret``, ``devices``, ``links``, ``servers``, ``learned``. Of a sweep ``results`` (also where nothing is
            said) is a line a run and group of devices; any other table is put together of all runs, with the columns
            of the study's axes in front.

    Returns:
        The table with its columns as they are documented (docs/formats/columns.md): seconds, joules, bytes and shares
        from 0 to 1, as the names say. A field that is not known is ``NaN``. ``attrs["directory"]`` is where it comes
        from, ``attrs["manifest"]`` the manifest (``None`` where there is none yet), and of a sweep ``attrs["study"]`` the
        study and ``attrs["complete"]`` whether all runs are there.

    Raises:
        InputError: there is no such directory or table, or it cannot be read.

    A sweep that is still running can be loaded: it has the runs that are over, in the order of the study.
    """
    place = pathlib.Path(directory)
    if not place.is_dir():
        raise InputError(f"there is no directory {place}")
    return _of_sweep(place, table or "results") if is_sweep(place) else _of_run(place, table or "summary")


def is_sweep(directory: str | os.PathLike[str]) -> bool:
    """Whether a directory is that of a sweep, and not of one run."""
    return (pathlib.Path(directory) / "study.json").is_file()


def split_units(values: Iterable[Any]) -> tuple[pd.Series, str]:
    """The numbers of quantities like ``"5 Mbps"``, and the unit that they all have, for axes and sums.

    Raises:
        InputError: a value is no number with a unit, or they have several units.

    >>> numbers, unit = split_units(["0.5 Mbps", "2 Mbps"])
    >>> list(numbers), unit
    ([0.5, 2.0], 'Mbps')
    """
    series = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype=object)
    found = series.astype(str).str.extract(r"^\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*(.*?)\s*$")
    numbers = pd.to_numeric(found[0], errors="coerce")
    if numbers.isna().any():
        raise InputError(f"'{series[numbers.isna()].iloc[0]}' is no number with a unit")
    units = list(dict.fromkeys(found[1]))
    if len(units) > 1:
        raise InputError(f"the values have several units: {', '.join(repr(unit) for unit in units)}")
    return numbers.rename(series.name), units[0] if units else ""


def _of_run(place: pathlib.Path, table: str) -> pd.DataFrame:
    frame = _read(_file_of(place, table))
    frame.attrs.update(directory=str(place), manifest=_manifest(place))
    return frame


def _of_sweep(place: pathlib.Path, table: str) -> pd.DataFrame:
    study = _json(place / "study.json")
    axes = _axes_of(study)
    if table in ("results", "summary"):
        whole = place / "results.csv"
        path = whole if whole.is_file() else place / "results.partial.csv"
        if not path.is_file():
            raise InputError(f"no run of the sweep {place} is over yet: there is neither results.csv nor results.partial.csv")
        frame = _read(path, axes)
    else:
        frame = _of_all_runs(place, table, study, axes)
    frame.attrs.update(directory=str(place), manifest=_manifest(place), study=study.get("document"),
                       complete=(place / "results.csv").is_file())
    return frame


def _of_all_runs(place: pathlib.Path, table: str, study: dict[str, Any], axes: list[str]) -> pd.DataFrame:
    """The tables of all runs that are over, one below the other, with the values of the axes in front."""
    frames = []
    for run in study["runs"]:
        directory = place / "runs" / run["id"]
        if not directory.is_dir():
            continue  # it failed, or is not over
        frame = _read(_file_of(directory, table))
        # What a table tells of its runs anyhow is not told twice.
        values = {name: run["axes"].get(name) for name in axes if name not in frame.columns}
        for at, (name, value) in enumerate(values.items()):
            frame.insert(at, name, [value] * len(frame))
        frames.append(frame)
    if not frames:
        raise InputError(f"no run of the sweep {place} is over yet")
    whole = pd.concat(frames, ignore_index=True)
    for name in axes:
        whole[name] = _numbers_if_all(whole[name])
    return whole


def _axes_of(study: dict[str, Any]) -> list[str]:
    names: dict[str, None] = {}
    for run in study.get("runs", []):
        names.update(dict.fromkeys(run.get("axes", {})))
    return list(names)


def _file_of(place: pathlib.Path, table: str) -> pathlib.Path:
    path = place / f"{table}.csv"
    if path.is_file():
        return path
    there = sorted(file.stem for file in place.glob("*.csv"))
    near = difflib.get_close_matches(table, there, n=1)
    message = f"{place} has no table '{table}'"
    if table in ("requests", "learned"):
        message += f" (splitscape run writes it with --{table}, a study with 'tables: [{table}]')"
    elif near:
        message += f"; did you mean '{near[0]}'?"
    elif there:
        message += f"; it has {', '.join(there)}"
    raise InputError(message)


def _read(path: pathlib.Path, axes: Iterable[str] = ()) -> pd.DataFrame:
    axes = list(axes)
    try:
        frame = pd.read_csv(path, dtype={name: str for name in (*TEXTS, *axes)}, keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:  # pandas' own errors are ValueErrors
        raise InputError(f"cannot read {path}: {error}") from None
    for name in axes:
        if name in frame.columns and name not in TEXTS:
            frame[name] = _numbers_if_all(frame[name])
    return frame


def _numbers_if_all(values: pd.Series) -> pd.Series:
    """Values of an axis as numbers where each is one, as texts otherwise."""
    texts = values.map(lambda value: value if isinstance(value, str) else json.dumps(value))
    numbers = texts.map(lambda text: re.fullmatch(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?", text) is not None)
    return pd.to_numeric(texts) if numbers.all() else texts


def _manifest(place: pathlib.Path) -> dict[str, Any] | None:
    path = place / "manifest.json"
    return _json(path) if path.is_file() else None


def _json(path: pathlib.Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path}: {error}") from None
