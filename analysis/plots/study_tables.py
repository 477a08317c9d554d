"""Tables of training studies, as examples/training_study.py writes them: their lines, and the spread over seeds."""

import pathlib

import result_tables
from result_tables import UserError
from student import half_width  # noqa: F401  (offered here, too: what a study's spread is told by)


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
