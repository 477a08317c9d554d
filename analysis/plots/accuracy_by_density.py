#!/usr/bin/env python3
"""Draws accuracy against density, with the spread over seeds, from what examples/training_study.py has written.

A file is a study: the variants of one network, the first one dense. Density is the share of its multiply-accumulates that
a variant has. A point is the mean over seeds, a bar its 95 % interval. The band is what lies within half a point of the
dense network. --published draws a curve of others beside it: a CSV with the columns density and accuracy.

examples:
  accuracy_by_density.py study.csv -o study.png
  accuracy_by_density.py 800-100-10=a.csv 'three exits'=b.csv --published 'Dey et al.'=c.csv -o two.png
"""

import argparse
import pathlib

import result_tables
from result_tables import COLOURS, UserError, plt

# Quantiles .975 of Student's t by degrees of freedom, as any table prints them.
STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]
ALLOWED_LOSS = 0.5  # points


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="[NAME=]FILE", help="CSV of a study")
    parser.add_argument("--published", action="append", default=[], metavar="NAME=FILE", help="curve of others")
    parser.add_argument("--all-exits", action="store_true", help="a line an exit, not only the end of the network")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="picture to write (.png, .svg, .pdf)")
    parser.add_argument("--title", metavar="TEXT", help="what is written above the picture")
    return parser.parse_args()


def named(argument):
    name, equals, file = argument.rpartition("=")
    return (name, pathlib.Path(file)) if equals else (pathlib.Path(argument).stem, pathlib.Path(argument))


def half_width(values):
    if len(values) < 2:
        return 0.0
    if len(values) - 2 >= len(STUDENT):
        raise UserError(f"{len(values)} seeds are more than this script knows quantiles for")
    return STUDENT[len(values) - 2] * values.std() / len(values) ** 0.5


def read(path, columns):
    table = result_tables.read_table(path.parent, path.name)
    for column in columns:
        result_tables.number_column(table, column, path)
    return table


def points(lines, whole):
    """Density, mean accuracy and half width, in %, densest first."""
    rows = []
    for _, group in lines.groupby("variant", sort=False):
        accuracy = 100 * group["accuracy"]
        rows.append((100 * group["macs"].iloc[0] / whole, accuracy.mean(), half_width(accuracy)))
    return sorted(rows, reverse=True)


def draw_study(axes, name, path, colour, all_exits):
    table = read(path, ["seed", "exit", "accuracy", "macs"])
    result_tables.need_column(table, "variant", path)
    whole = table["macs"].iloc[0]
    last = table["exit"].max()
    for number in sorted(table["exit"].unique(), reverse=True):
        if number != last and not all_exits:
            continue
        rows = points(table[table["exit"] == number], whole)
        density, mean, width = zip(*rows)
        end = number == last
        axes.errorbar(density, mean, yerr=width, color=colour, marker="o" if end else "s", markersize=4, capsize=3,
                      linestyle="-" if end else ":", alpha=1 if end else 0.6,
                      label=name if end else f"{name}, exit {number}")
        if end:
            axes.axhspan(mean[0] - ALLOWED_LOSS, mean[0], color=colour, alpha=0.1, linewidth=0)


def main():
    options = arguments()
    figure, axes = plt.subplots(figsize=(8, 4.8), layout="constrained")
    for number, argument in enumerate(options.files):
        draw_study(axes, *named(argument), COLOURS[number % len(COLOURS)], options.all_exits)
    for argument in options.published:
        name, path = named(argument)
        table = read(path, ["density", "accuracy"])
        axes.plot(100 * table["density"], 100 * table["accuracy"], "--", color="#555555", marker="x", markersize=5,
                  label=name)
    result_tables.make_logarithmic(axes, "x")
    axes.set_xlabel("density: multiply-accumulates, % of the dense network")
    axes.set_ylabel("test accuracy (%)")
    axes.grid(color="#dddddd", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.legend(fontsize=9, loc="lower right")
    if options.title:
        axes.set_title(options.title, fontsize=11)
    result_tables.save(figure, options.output)


if __name__ == "__main__":
    result_tables.run(main)
