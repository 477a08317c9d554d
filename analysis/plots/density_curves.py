#!/usr/bin/env python3
"""Draws what pruning leaves of a network: storage, multiply-accumulates and time against density, in % of dense.

It reads what `splitscape sparsity NETWORK --hardware H --csv` prints; a panel a format. A point is where a line crosses
100 %: below that density the format stores less, or runs faster, than dense.

examples:
  splitscape sparsity vgg16 --hardware raspberry-pi-4 --csv > vgg16.csv
  density_curves.py vgg16.csv -o vgg16.png
  density_curves.py vgg16.csv --format predefined --format csr -o two.png
"""

import argparse
import pathlib

import result_tables
from result_tables import COLOURS, UserError, plt

LINES = [("storage_bytes", "storage", "-"), ("macs", "MACs", "-"), ("time_s", "time, known runtime", "-"),
         ("ideal_time_s", "time, ideal runtime", "--")]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", metavar="FILE", help="CSV of splitscape sparsity")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="picture to write (.png, .svg, .pdf)")
    parser.add_argument("--format", action="append", metavar="NAME", help="only this format (again for more)")
    parser.add_argument("--title", metavar="TEXT", help="what is written above the picture")
    return parser.parse_args()


def of_dense(lines, dense, column, file):
    """A column in % of what it is without pruning; None where it is not known."""
    if lines[column].isna().all():
        return None
    whole = float(dense[column].iloc[0])
    if not whole > 0:
        return None
    return result_tables.number_column(lines, column, file) / whole * 100


def crossings(density, shares):
    """The densities at which a line crosses 100 %, straight between its points."""
    points = list(zip(density, shares))
    for (d0, s0), (d1, s1) in zip(points, points[1:]):
        if s0 < 100 < s1:
            yield d0 + (100 - s0) / (s1 - s0) * (d1 - d0)


def draw(axes, lines, dense, file):
    density = lines["density"] * 100
    for number, (column, name, style) in enumerate(LINES):
        shares = of_dense(lines, dense, column, file)
        if shares is None:
            continue
        colour = COLOURS[number]
        axes.plot(density, shares, style, color=colour, label=name)
        for even in crossings(density, shares):
            axes.plot([even], [100], "o", color=colour, markersize=5)
    axes.axhline(100, color="#888888", linewidth=0.8, linestyle=":")
    axes.set_xlabel("density of the pruned junctions (%)")
    axes.grid(color="#dddddd", linewidth=0.7)
    axes.set_axisbelow(True)


def main():
    options = arguments()
    path = pathlib.Path(options.file)
    table = result_tables.read_table(path.parent, path.name)
    for column in ["network", "hardware", "format", "density", *(column for column, _, _ in LINES)]:
        result_tables.need_column(table, column, path)
    dense = table[table["format"] == "dense"]
    if dense.empty:
        raise UserError(f"{path} has no line of the format 'dense', with which the others are compared")
    for name in options.format or []:
        result_tables.filtered(table, [f"format={name}"], path)  # says what is wrong with a name
    formats = [name for name in table["format"].unique()
               if name != "dense" and (not options.format or name in options.format)]
    if not formats:
        raise UserError(f"{path} has only dense lines")

    columns = min(len(formats), 3)
    rows = -(-len(formats) // columns)
    figure, panels = plt.subplots(rows, columns, figsize=(max(7, 4.2 * columns), 1 + 3.8 * rows), sharey=True,
                                  squeeze=False, layout="constrained")
    for axes in panels.flat[len(formats):]:
        axes.set_visible(False)
    for axes, name in zip(panels.flat, formats):
        draw(axes, table[table["format"] == name].sort_values("density"), dense, path)
        axes.set_title(name, fontsize=11)
    for axes in panels.flat[:len(formats)]:
        result_tables.make_logarithmic(axes, "x")
        result_tables.make_logarithmic(axes, "y")
    for axes in panels[:, 0]:
        axes.set_ylabel("% of dense")
    panels[0, 0].legend(fontsize=9)
    first = table.iloc[0]
    figure.suptitle(options.title or f"{first['network']} on {first['hardware']}")
    result_tables.save(figure, options.output)


if __name__ == "__main__":
    result_tables.run(main)
