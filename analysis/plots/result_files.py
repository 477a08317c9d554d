"""Reading of result files for the pictures beside this file and for the report, with errors in words for the user."""

import difflib
import fnmatch
import json
import pathlib
import re
import sys

try:
    import pandas as pd
except ImportError as error:
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {error}; on Debian: apt install python3-pandas")

# Colours that most colour-blind people can tell apart (Okabe, Ito 2008), and can be told apart in print.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000"]

UNITS = {"s": "s", "j": "J", "w": "W", "rps": "1/s", "bps": "bit/s"}


class UserError(Exception):
    """What is wrong with the arguments or the files."""


def did_you_mean(written, names):
    near = difflib.get_close_matches(written, names, n=1)
    return f"; did you mean '{near[0]}'?" if near else f"; one of: {', '.join(names)}"


def need_column(table, column, file):
    if column not in table.columns:
        raise UserError(f"{file} has no column '{column}'" + did_you_mean(column, list(table.columns)))


def number_column(table, column, file):
    """The column as numbers; empty fields are not known (NaN)."""
    need_column(table, column, file)
    try:
        numbers = pd.to_numeric(table[column])
    except (ValueError, TypeError):
        raise UserError(f"the column '{column}' of {file} holds text, not numbers") from None
    if numbers.isna().all():
        raise UserError(f"the column '{column}' of {file} is empty: not known in these results")
    return numbers


def read_table(directory, name, columns=None):
    """A result file of a directory. columns: those wanted, all where absent."""
    path = pathlib.Path(directory) / name
    if not path.is_file():
        hint = " (splitscape run writes it with --requests)" if name == "requests.csv" else ""
        raise UserError(f"there is no {path}{hint}")
    try:
        header = pd.read_csv(path, nrows=0)
        for column in columns or []:
            need_column(header, column, path)
        # Names that look like numbers stay names.
        names = {name: str for name in ("scenario", "policy", "group", "variant", "after") if name in header.columns}
        table = pd.read_csv(path, usecols=columns, dtype=names, keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:  # pandas' own errors are ValueErrors
        raise UserError(f"cannot read {path}: {error}") from None
    if table.empty:
        raise UserError(f"{path} has no lines")
    return table


def conditions_by_column(conditions):
    """Column -> values, of conditions COLUMN=VALUE."""
    by_column = {}
    for condition in conditions:
        column, equals, value = condition.partition("=")
        if not equals:
            raise UserError(f"expected COLUMN=VALUE, found '{condition}'")
        by_column.setdefault(column, []).append(value)
    return by_column


def filtered(table, conditions, file):
    """The lines for which the conditions COLUMN=VALUE hold: of each column one; in a value * stands for any text."""
    for column, wanted in conditions_by_column(conditions).items():
        need_column(table, column, file)
        values = table[column].astype(str)
        any_fits = pd.Series(False, index=table.index)
        for value in wanted:
            fits = values.map(lambda text: fnmatch.fnmatchcase(text, value))
            if not fits.any():
                raise UserError(f"{file} has no line with {column}={value}" + did_you_mean(value, sorted(set(values))))
            any_fits |= fits
        table = table[any_fits]
    return table


def read_manifest(directory):
    """The entries of the scenarios of a result directory, by name."""
    path = pathlib.Path(directory) / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return {entry["name"]: entry for entry in manifest["scenarios"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"cannot read {path}: {error}") from None


def read_scenarios(directory):
    """The scenarios of a result directory as they were read, by name."""
    return {name: entry["document"] for name, entry in read_manifest(directory).items()}


def scenario_value(document, key):
    """The value at a.b.c of a scenario."""
    value = document
    walked = []
    for part in key.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            where = f"'{'.'.join(walked)}'" if walked else "the scenario"
            names = list(value) if isinstance(value, dict) else []
            hint = did_you_mean(part, names) if names else ""
            raise UserError(f"{where} has no key '{part}'{hint}")
        walked.append(part)
    if isinstance(value, (dict, list)):
        raise UserError(f"'{key}' of the scenario is no single value")
    return value


def without_common_unit(values):
    """Numbers and their unit for texts like '4 Mbps' that all have the same one; else the values and no unit."""
    matches = [re.fullmatch(r"([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?) *(\S*)", str(value)) for value in values]
    units = {match.group(2) if match else None for match in matches}
    if len(units) != 1 or None in units:
        return list(values), ""
    try:
        return [float(match.group(1)) for match in matches], units.pop()
    except ValueError:
        return list(values), ""


def interval_column(column):
    """The name that the half-width of the 95 % interval of a column has."""
    name, _, unit = column.rpartition("_")
    return f"{name}_ci95_{unit}" if unit in UNITS else f"{column}_ci95"


def title_of(column):
    """A column's name in words, with its unit."""
    name, _, unit = column.rpartition("_")
    if unit in UNITS:
        return f"{name.replace('_', ' ')} ({UNITS[unit]})"
    return column.replace("_", " ")
