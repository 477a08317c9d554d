#!/usr/bin/env python3
"""Draws what the policies of one or more runs come to, side by side, with their 95 % intervals.

Each panel is a column of summary.csv, each colour a policy. Along the x axis stands a column of summary.csv (group,
devices, run, ...) or a key of the scenario, which is looked up in manifest.json: links.wifi.up; {group} in it stands for
the group of the line. Several result directories, as a sweep leaves them, come into one picture.

examples:
  compare_policies.py results/camera-fleet -o fleet.png
  compare_policies.py results/quickstart --x 'links.{group}.up' --y latency_mean_s device_energy_mean_j --log -o q.png
  compare_policies.py results/sweep-* --x devices.cameras.count --lines -o sweep.png
"""

import argparse

import result_tables
from look import short
from result_tables import COLOURS, UserError, plt

IDENTITY = ["scenario", "seed", "run", "group"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directories", nargs="+", metavar="DIR", help="result directory of splitscape run")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="picture to write (.png, .svg, .pdf)")
    parser.add_argument("--x", default="group", metavar="COLUMN",
                        help="column of summary.csv or key of the scenario (default: group)")
    parser.add_argument("--y", nargs="+", default=["latency_mean_s"], metavar="COLUMN",
                        help="columns of summary.csv, a panel each (default: latency_mean_s)")
    parser.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE",
                        help="only lines of summary.csv with this value, in which * stands for any text (again for more)")
    parser.add_argument("--lines", action="store_true", help="points joined by lines instead of bars")
    parser.add_argument("--log", action="store_true", help="logarithmic y axis; with --lines the x axis too")
    parser.add_argument("--label", metavar="COLUMN",
                        help="write this column above each bar; of shares like cut_shares, the largest")
    parser.add_argument("--x-label", metavar="TEXT", help="what is written below the x axis")
    parser.add_argument("--title", metavar="TEXT", help="what is written above the picture")
    return parser.parse_args()


def is_key(x, scenarios):
    return "." in x or any(x in document for document in scenarios.values())


def read(directories, x, conditions):
    """The lines of all summaries, with a column `x`."""
    tables = []
    for directory in directories:
        file = f"{directory}/summary.csv"
        table = result_tables.read_table(directory, "summary.csv")
        for column in ["policy", *IDENTITY]:
            result_tables.need_column(table, column, file)
        table = result_tables.filtered(table, conditions, file)
        if x in table.columns:
            table = table.assign(x=table[x])
        elif is_key(x, scenarios := result_tables.read_scenarios(directory)):
            table = table.assign(x=[
                result_tables.scenario_value(scenarios[line.scenario], x.replace("{group}", line.group))
                for line in table.itertuples()])
        else:
            result_tables.need_column(table, x, file)
        tables.append(table)
    return result_tables.pd.concat(tables, ignore_index=True)


def require_one_line_each(table, x):
    """A bar is one line of a summary: a mean over lines would hide what differs between them."""
    for (value, policy), lines in table.groupby(["x", "policy"], sort=False):
        if len(lines) > 1:
            differing = [column for column in IDENTITY if lines[column].nunique() > 1]
            what = f"they differ in {' and '.join(differing)}: choose one with --where, or another --x" \
                if differing else "give each result directory once, or --x the key that was changed"
            shown = f"{value:g}" if isinstance(value, float) else value
            both = f"{x} = {shown} and policy = {policy}" if x != "policy" else f"policy = {policy}"
            raise UserError(f"{len(lines)} lines have {both}; {what}")


def largest_share(text):
    """'max5' of 'max5:0.7;input:0.3'."""
    text = str(text)
    return text.partition(";")[0].rpartition(":")[0] or text


def label_bars(axes, bars, values, errors, labels):
    tops = values if errors is None else values + errors.fillna(0)
    for bar, value, top, label in zip(bars, values, tops, labels):
        if value == value:  # known
            axes.annotate(f"{label}\n{short(value)}" if label else short(value),
                          (bar.get_x() + bar.get_width() / 2, top), xytext=(0, 2),
                          textcoords="offset points", ha="center", va="bottom", fontsize=9, linespacing=1.1)


def half_widths(lines, interval, values):
    """Those that can be seen: below a thousandth of the value it is rounding, not spread."""
    if interval not in lines:
        return None
    errors = lines[interval].astype(float)
    errors = errors.where(errors > 1e-3 * values.abs())
    return None if errors.isna().all() else errors


def draw(axes, table, y, xs, options):
    """A panel. xs: the values of the x axis in their order."""
    policies = list(table["policy"].unique())
    width = 0.84 / len(policies)
    interval = result_tables.interval_column(y)
    for number, policy in enumerate(policies):
        lines = table[table["policy"] == policy].set_index("x").reindex(xs)
        values = lines[y].astype(float)
        errors = half_widths(lines, interval, values)
        style = {"color": COLOURS[number % len(COLOURS)], "label": policy}
        if options.lines:
            axes.errorbar(xs, values, yerr=errors, marker="o", markersize=5, capsize=3, **style)
            continue
        places = [place + (number - (len(policies) - 1) / 2) * width for place in range(len(xs))]
        bars = axes.bar(places, values, width * 0.94, yerr=errors, capsize=2, error_kw={"elinewidth": 1}, **style)
        if len(xs) * len(policies) <= 24:
            labels = [largest_share(text) for text in lines[options.label]] if options.label else [""] * len(xs)
            label_bars(axes, bars, values, errors, labels)
    axes.set_ylabel(result_tables.title_of(y))
    axes.grid(axis="y", color="#dddddd", linewidth=0.7)
    axes.set_axisbelow(True)
    if options.log:
        axes.margins(y=0.15)
        result_tables.make_logarithmic(axes, "y")
    elif not options.lines:
        axes.margins(y=0.15)


def label_x(axes, xs, unit, options):
    name = options.x_label or (f"{options.x} ({unit})" if unit else options.x)
    axes.set_xlabel(name)
    if not options.lines:
        texts = [f"{x:g}" if isinstance(x, float) else str(x) for x in xs]
        long = max(len(text) for text in texts) * len(texts) > 70
        axes.set_xticks(range(len(xs)), texts, rotation=30 if long else 0, ha="right" if long else "center")
        axes.tick_params(axis="x", length=0)
        return
    if options.log:
        result_tables.make_logarithmic(axes, "x")
    if len(xs) <= 10:
        axes.set_xticks(xs, [f"{x:g}" for x in xs])
        axes.set_xticks([], minor=True)


def main():
    options = arguments()
    table = read(options.directories, options.x, options.where)
    for column in options.y:
        table[column] = result_tables.number_column(table, column, "summary.csv")
        if options.log and not (table[column] > 0).any():
            raise UserError(f"--log: the column '{column}' of summary.csv has no positive number")
    if options.label:
        result_tables.need_column(table, options.label, "summary.csv")
    table["x"], unit = result_tables.without_common_unit(table["x"])
    xs = list(table["x"].unique())
    if all(isinstance(x, float) for x in xs):
        xs.sort()
    elif options.lines:
        raise UserError(f"--lines needs numbers of one unit along the x axis; '{options.x}' is: "
                        + ", ".join(str(x) for x in xs))
    require_one_line_each(table, options.x)

    figure, panels = plt.subplots(len(options.y), 1, figsize=(9, 0.9 + 3.1 * len(options.y)), sharex=True,
                                  squeeze=False, layout="constrained")
    for axes, column in zip(panels[:, 0], options.y):
        draw(axes, table, column, xs, options)
    label_x(panels[-1, 0], xs, unit, options)
    result_tables.legend_above(panels[0, 0])
    if options.title:
        figure.suptitle(options.title)
    result_tables.save(figure, options.output)


if __name__ == "__main__":
    result_tables.run(main)
