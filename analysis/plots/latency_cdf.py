#!/usr/bin/env python3
"""Draws which share of the requests is answered within which time: a panel a group of devices, a line a policy.

It reads requests.csv, which splitscape run writes with --requests, and takes the requests that arrived after the warm-up.
Requests that were never answered (dropped, lost, unfinished) count, so that a line that ends below 1 shows their share.

examples:
  latency_cdf.py results/camera-fleet -o latency.png
  latency_cdf.py results/camera-fleet --policy neurosurgeon --policy fixed_cut --log -o latency.png
"""

import argparse

import result_tables
from kinds.cdf import distribution
from result_tables import COLOURS, UserError, plt

COLUMNS = ["scenario", "policy", "group", "measured", "latency_s"]
MOST_PANELS = 12


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", metavar="DIR", help="result directory of splitscape run --requests")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="picture to write (.png, .svg, .pdf)")
    parser.add_argument("--policy", action="append", metavar="NAME", help="only this policy (again for more)")
    parser.add_argument("--group", action="append", metavar="NAME", help="only this group (again for more)")
    parser.add_argument("--log", action="store_true", help="logarithmic time axis")
    parser.add_argument("--title", metavar="TEXT", help="what is written above the picture")
    return parser.parse_args()


def only(table, column, names, file):
    """The lines whose column is one of the names."""
    for name in names or []:
        result_tables.filtered(table, [f"{column}={name}"], file)  # says what is wrong with a name
    return table[table[column].isin(names)] if names else table


def draw(axes, requests, colours):
    for policy, of_policy in requests.groupby("policy", sort=False):
        latencies, shares = distribution(of_policy["latency_s"], len(of_policy))
        label = policy if latencies else f"{policy} (no answers)"
        axes.step(latencies, shares, where="post", color=colours[policy], label=label)
    axes.set_ylim(0, 1.02)
    axes.grid(color="#dddddd", linewidth=0.7)
    axes.set_xlabel("latency (s)")


def main():
    options = arguments()
    file = f"{options.directory}/requests.csv"
    requests = result_tables.read_table(options.directory, "requests.csv", COLUMNS)
    requests = only(requests, "group", options.group, file)
    requests = only(requests, "policy", options.policy, file)
    requests = requests[requests["measured"] == 1]
    if requests.empty:
        raise UserError(f"{file}: no request arrived after the warm-up")
    policies = requests["policy"].unique()
    colours = {policy: COLOURS[number % len(COLOURS)] for number, policy in enumerate(policies)}
    groups = list(requests.groupby(["scenario", "group"], sort=False))
    if len(groups) > MOST_PANELS:
        raise UserError(f"{len(groups)} groups are more than the {MOST_PANELS} panels of a picture: choose with --group")

    columns = min(len(groups), 3)
    rows = -(-len(groups) // columns)
    figure, panels = plt.subplots(rows, columns, figsize=(max(7, 3.8 * columns), 0.9 + 3.3 * rows), sharey=True,
                                  squeeze=False, layout="constrained")
    for axes in panels.flat[len(groups):]:
        axes.set_visible(False)
    several = requests["scenario"].nunique() > 1
    for axes, ((scenario, group), of_group) in zip(panels.flat, groups):
        draw(axes, of_group, colours)
        axes.set_title(f"{scenario}: {group}" if several else group, fontsize=11)
        if options.log:
            result_tables.make_logarithmic(axes, "x")
    for axes in panels[:, 0]:
        axes.set_ylabel("share of requests")
    if len(groups) == 1:
        panels[0, 0].set_title("")
        result_tables.legend_above(panels[0, 0], rows_of=3)
    else:
        for axes in panels.flat[:len(groups)]:
            axes.legend(fontsize=8)
    if options.title:
        figure.suptitle(options.title)
    result_tables.save(figure, options.output)


if __name__ == "__main__":
    result_tables.run(main)
