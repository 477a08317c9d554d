"""Means and their 95 % intervals: of replications by Student's t, of a single run as it says itself."""

from __future__ import annotations

import math

import result_tables
from result_tables import pd
from student import half_width

REPLICATION = ["seed", "run"]


def own_half_width(lines: pd.DataFrame, column: str) -> float:
    """What the only line of a summary says of the interval of a column; NaN where it says nothing."""
    named = result_tables.interval_column(column)
    return float(lines[named].iloc[0]) if named in lines else math.nan


def estimates(table: pd.DataFrame, keys: list[str], column: str, file: str) -> pd.DataFrame:
    """A line for each combination of the keys, in the order in which they come: the mean of a column over the lines.

    value is in the column's unit, low and high bound its 95 % interval (NaN where it is not known), runs counts the lines
    that know the column, interval says where it comes from: "replications" (Student's t over them), "batch means" (of the
    one run) or nothing. Combinations in which nobody knows the column are left out.
    """
    numbers = result_tables.number_column(table, column, file)
    rows = []
    for key, lines in table.groupby(keys, sort=False, dropna=False):
        known = numbers[lines.index].dropna()
        if known.empty:
            continue
        several = len(known) > 1
        half = half_width(known) if several else own_half_width(lines.loc[known.index], column)
        value = known.mean()
        interval = "" if math.isnan(half) else "replications" if several else "batch means"
        rows.append([*key, value, value - half, value + half, len(known), interval])
    return pd.DataFrame(rows, columns=[*keys, "value", "low", "high", "runs", "interval"])
