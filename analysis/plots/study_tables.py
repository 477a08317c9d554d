"""Tables of training studies, as examples/training_study.py writes them: their lines, and the spread over seeds."""

import functools
import math
import pathlib

import result_tables
from result_tables import UserError


def need(table, column, file, fits, expected):
    """Turns a column into numbers that all fit."""
    numbers = result_tables.number_column(table, column, file)
    wrong = table[column][~fits(numbers)]
    if len(wrong):
        found = "an empty field" if wrong.isna().iloc[0] else wrong.iloc[0]
        raise UserError(f"the column '{column}' of {file} holds {found}; expected {expected}")
    table[column] = numbers


def need_shares(table, column, file, above=-1):
    words = "shares from 0 to 1" if above < 0 else "shares above 0 and up to 1"
    need(table, column, file, lambda numbers: (numbers > above) & numbers.between(0, 1), words)


def need_counts(table, column, file):
    need(table, column, file, lambda numbers: (numbers > 0) & (numbers % 1 == 0), "whole numbers from 1")
    table[column] = table[column].astype("int64")


def read_study(path):
    """The lines of a study, one a variant, seed and exit; the first variant is what the others are compared with."""
    path = pathlib.Path(path)
    table = result_tables.read_table(path.parent, path.name)
    result_tables.need_column(table, "variant", path)
    need(table, "seed", path, lambda numbers: (numbers >= 0) & (numbers % 1 == 0), "whole numbers")
    need_counts(table, "exit", path)
    need_shares(table, "accuracy", path)
    need_counts(table, "macs", path)
    twice = table[table.duplicated(["variant", "seed", "exit"])]
    if len(twice):
        line = twice.iloc[0]
        raise UserError(f"{path} has two lines of '{line['variant']}' with seed {line['seed']:g} and exit {line['exit']}")
    return table


def end_of(lines):
    """The lines of the last exit, the end of the network."""
    return lines[lines["exit"] == lines["exit"].max()]


def share_within(t, freedom):
    """Probability that Student's t lies between -t and t (Abramowitz, Stegun, 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(freedom))
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for k in range(1, freedom // 2 + 1):
        total += term
        term *= math.cos(angle) ** 2 * (2 * k / (2 * k + 1) if odd else (2 * k - 1) / (2 * k))
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if odd else total


@functools.cache
def student(freedom):
    """The quantile .975 of Student's t."""
    low, high = 0.0, 13.0  # of one degree of freedom, which has the largest: 12.706
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if share_within(middle, freedom) < 0.95 else (low, middle)
    return high


def half_width(values):
    """Of the 95 % interval of the mean; not known (NaN) of a single value."""
    return student(len(values) - 1) * values.std() / len(values) ** 0.5 if len(values) > 1 else math.nan
