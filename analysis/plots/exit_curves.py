#!/usr/bin/env python3
"""Draws how samples leave at the exits of a network: shares over thresholds, and accuracy against cost.

It reads what `splitscape samples FILE --csv` prints; a panel of shares a rule (confidence, entropy), and one panel in which
each rule is a line of accuracy against the multiply-accumulates of a sample, in % of the network without exits, or against
the mean exit where no costs are known.

examples:
  splitscape samples samples.csv --network b-lenet --csv > curves.csv
  exit_curves.py curves.csv -o curves.png
  exit_curves.py curves.csv --rule entropy -o by-entropy.png
"""

import argparse
import pathlib

import result_tables
from result_tables import COLOURS, UserError, plt

RULES = {"confidence": "threshold of the confidence (leaves from there on)",
         "entropy": "threshold of the entropy, nats (leaves below)"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", metavar="FILE", help="CSV of splitscape samples")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="picture to write (.png, .svg, .pdf)")
    parser.add_argument("--rule", metavar="NAME", help="only this rule: confidence or entropy")
    parser.add_argument("--title", metavar="TEXT", help="what is written above the picture")
    return parser.parse_args()


def share_columns(table):
    columns = [f"share_{exit}" for exit in range(1, len(table.columns) + 1) if f"share_{exit}" in table.columns]
    return columns or ["share_1"]  # which is then said to be missing


def draw_shares(axes, lines, rule, file):
    columns = share_columns(lines)
    shares = [100 * result_tables.number_column(lines, column, file) for column in columns]
    names = [f"exit {number}" for number in range(1, len(columns))] + ["end"]
    # Colours come round where there are more exits than colours; their order tells them apart.
    axes.stackplot(result_tables.number_column(lines, "threshold", file), shares, labels=names, linewidth=0.5,
                   colors=[COLOURS[number % len(COLOURS)] for number in range(len(columns))], edgecolor="white")
    if rule == "entropy":
        result_tables.make_logarithmic(axes, "x")
    axes.margins(0)
    axes.set_xlabel(RULES[rule])
    axes.set_ylabel("samples that leave (%)")
    result_tables.legend_above(axes)


def cost_column(table):
    """The column of the costs, what it is in words, and what its numbers are taken times."""
    if table["macs_share"].notna().all():
        return "macs_share", "MACs of a sample (% of the network without exits)", 100
    return "mean_exit", "mean exit", 1


def draw_curve(axes, table, rules, file):
    column, words, factor = cost_column(table)
    for number, rule in enumerate(rules):
        lines = table[table["rule"] == rule]
        axes.plot(factor * result_tables.number_column(lines, column, file),
                  100 * result_tables.number_column(lines, "accuracy", file), "o-", markersize=4, linewidth=1.2,
                  color=COLOURS[number], label=f"by {rule}")
    axes.set_xlabel(words)
    axes.set_ylabel("accuracy (%)")
    axes.grid(color="#dddddd", linewidth=0.7)
    axes.set_axisbelow(True)
    result_tables.legend_above(axes)


def main():
    options = arguments()
    path = pathlib.Path(options.file)
    table = result_tables.read_table(path.parent, path.name)
    for column in ["rule", "threshold", "accuracy", "mean_exit", "macs_share", *share_columns(table)]:
        result_tables.need_column(table, column, path)
    if options.rule:
        table = result_tables.filtered(table, [f"rule={options.rule}"], path)
    rules = [rule for rule in RULES if rule in set(table["rule"])]
    if not rules:
        raise UserError(f"{path} has no line of a rule that is known: {', '.join(RULES)}")
    judged = table["accuracy"].notna().all()
    panels = len(rules) + (1 if judged else 0)
    figure, axes = plt.subplots(1, panels, figsize=(1 + 4.6 * panels, 4.4), squeeze=False, layout="constrained")
    for panel, rule in zip(axes.flat, rules):
        draw_shares(panel, table[table["rule"] == rule].sort_values("threshold"), rule, path)
    if judged:
        draw_curve(axes.flat[-1], table, rules, path)
    figure.suptitle(options.title or path.stem)
    result_tables.save(figure, options.output)


if __name__ == "__main__":
    result_tables.run(main)
