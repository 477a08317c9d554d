#!/usr/bin/env python3
"""Draws accuracy against density, with the spread over seeds, from what examples/training_study.py has written.

A file is a study: the variants of one network, the first one dense. Density is the share of its multiply-accumulates that
a variant has, side branches included. A point is the mean over seeds, a bar its 95 % interval. The band reaches half a
point below the dense network. --published draws a curve of others beside it: a CSV with the columns density and accuracy,
both shares.

examples:
  accuracy_by_density.py study.csv -o study.png
  accuracy_by_density.py 800-100-10=a.csv 'three exits'=b.csv --published 'Dey et al.'=c.csv -o two.png
"""

import argparse
import pathlib

import result_tables
import study_tables
from result_tables import COLOURS, UserError, plt

ALLOWED_LOSS = 0.5  # points


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="[NAME=]FILE", help="CSV of a study")
    parser.add_argument("--published", action="append", default=[], metavar="[NAME=]FILE",
                        help="curve of others (again for more)")
    parser.add_argument("--all-exits", action="store_true", help="a line an exit, not only the end of the network")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="picture to write (.png, .svg, .pdf)")
    parser.add_argument("--title", metavar="TEXT", help="what is written above the picture")
    return parser.parse_args()


def named(argument):
    name, _, file = argument.rpartition("=")
    return name or pathlib.Path(file).stem, pathlib.Path(file)


def read_densities(path):
    """The lines of a study with their density."""
    table = study_tables.read_study(path)
    dense = table.iloc[0]
    more = table[table["macs"] > dense["macs"]]
    if len(more):
        raise UserError(f"'{more['variant'].iloc[0]}' of {path} has more multiply-accumulates than '{dense['variant']}', "
                        "the first variant, which is to be the dense one")
    table["density"] = table["macs"] / dense["macs"]
    return table


def points(lines):
    """Density, mean accuracy and half-width of its interval, in %: a row a variant, the densest first."""
    rows = []
    for _, group in lines.groupby("variant", sort=False):
        accuracy = 100 * group["accuracy"]
        rows.append((100 * group["density"].iloc[0], accuracy.mean(), study_tables.half_width(accuracy)))
    return sorted(rows, key=lambda row: -row[0])


def draw_lines(axes, lines, **how):
    density, mean, width = zip(*points(lines))
    axes.errorbar(density, mean, yerr=width, markersize=4, capsize=3, **how)


def draw_study(axes, name, path, colour, all_exits):
    table = read_densities(path)
    ends = table[table["exit"] == table.groupby("variant")["exit"].transform("max")]
    draw_lines(axes, ends, color=colour, marker="o", label=name)
    top = 100 * ends[ends["variant"] == table["variant"].iloc[0]]["accuracy"].mean()
    axes.axhspan(top - ALLOWED_LOSS, top, color=colour, alpha=0.1, linewidth=0)
    if not all_exits:
        return
    branches = table.drop(ends.index)
    for number in sorted(branches["exit"].unique(), reverse=True):
        draw_lines(axes, branches[branches["exit"] == number], color=colour, marker="s", linestyle=":", alpha=0.6,
                   label=f"{name}, exit {number}")


def draw_published(axes, name, path):
    table = result_tables.read_table(path.parent, path.name)
    study_tables.need_shares(table, "density", path, above=0)
    study_tables.need_shares(table, "accuracy", path)
    table = table.sort_values("density")
    axes.plot(100 * table["density"], 100 * table["accuracy"], "--", color="#555555", marker="x", markersize=5,
              label=name)


def main():
    options = arguments()
    figure, axes = plt.subplots(figsize=(8, 4.8), layout="constrained")
    for number, argument in enumerate(options.files):
        draw_study(axes, *named(argument), COLOURS[number % len(COLOURS)], options.all_exits)
    for argument in options.published:
        draw_published(axes, *named(argument))
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
