#!/usr/bin/env python3
"""Draws what policies earn while they learn: the mean reward in windows of requests, over several seeds.

It reads result directories of `splitscape run --requests`, one a seed, and reckons
  reward = confidence - second x latency - joule x energy of the device
with the prices of the scenario; an answer whose confidence is not known counts 0 for it, a request without an answer does
not count. A window's line is the mean over the seeds of each seed's mean, its band the 95 % interval of that (Student).

examples:
  for s in 1 2 3 4 5; do splitscape run scenarios/dynamic-channel.yaml --seed $s --requests --out results/dynamic-$s; done
  learning_curve.py results/dynamic-* --csv curve.csv -o curve.png
  learning_curve.py --from-csv curve.csv -o curve.png
"""

import argparse
import math
import pathlib

import result_tables
from result_tables import COLOURS, UserError, pd, plt

# Student's t at 97.5 %, by degrees of freedom.
STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directories", metavar="DIR", nargs="*", help="result directories, one a seed")
    parser.add_argument("--from-csv", metavar="FILE", help="draw a table that --csv wrote")
    parser.add_argument("--window", metavar="N", type=int, default=480, help="requests of a window (default: 480)")
    parser.add_argument("--csv", metavar="FILE", help="table to write")
    parser.add_argument("-o", "--output", metavar="FILE", help="picture to write (.png, .svg, .pdf)")
    return parser.parse_args()


def prices_of(directory, scenario, group):
    document = result_tables.read_scenarios(directory)[scenario]
    prices = document["devices"][group].get("prices", {})
    return float(prices.get("second", 1)), float(prices.get("joule", 0))


def rewards_of(directory):
    """policy -> rewards in the order of arrival, NaN where there was no answer."""
    table = result_tables.read_table(directory, "requests.csv")
    found = {}
    for (scenario, policy, group), lines in table.groupby(["scenario", "policy", "group"], sort=False):
        second, joule = prices_of(directory, scenario, group)
        lines = lines.sort_values("request")
        reward = lines["confidence"].fillna(0) - second * lines["latency_s"]
        if joule > 0:
            energies = [column for column in lines.columns if column.endswith("energy_j")]
            reward -= joule * lines[energies].sum(axis=1, min_count=1)
        found[policy] = reward.reset_index(drop=True)
    return found


def windows(rewards, size):
    """The mean of each whole window."""
    whole = len(rewards) // size
    return [float(rewards[i * size:(i + 1) * size].mean()) for i in range(whole)]


def curve(directories, size):
    if len(directories) < 2:
        raise UserError("an interval needs result directories of two seeds or more")
    if len(directories) > len(STUDENT) + 1:
        raise UserError(f"at most {len(STUDENT) + 1} directories")
    means = {}
    for directory in directories:
        for policy, rewards in rewards_of(directory).items():
            means.setdefault(policy, []).append(windows(rewards, size))
    lines = []
    for policy, of_seeds in means.items():
        if len(of_seeds) != len(directories):
            raise UserError(f"policy '{policy}' is not in all of the directories")
        for window, values in enumerate(zip(*of_seeds)):
            mean = sum(values) / len(values)
            variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
            half = STUDENT[len(values) - 2] * math.sqrt(variance / len(values))
            lines.append((policy, (window + 1) * size, len(values), f"{mean:.5f}", f"{half:.5f}"))
    table = pd.DataFrame(lines, columns=["policy", "requests", "seeds", "reward", "reward_ci95"])
    return table.astype({"reward": float, "reward_ci95": float})


def draw(table, output):
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for number, (policy, lines) in enumerate(table.groupby("policy", sort=False)):
        colour = COLOURS[number % len(COLOURS)]
        axes.plot(lines["requests"], lines["reward"], color=colour, label=policy)
        axes.fill_between(lines["requests"], lines["reward"] - lines["reward_ci95"],
                          lines["reward"] + lines["reward_ci95"], color=colour, alpha=0.25, linewidth=0)
    axes.set_xlabel("requests so far")
    axes.set_ylabel("mean reward in a window")
    axes.grid(color="#dddddd", linewidth=0.7)
    result_tables.legend_above(axes)
    result_tables.save(figure, output)


def main():
    options = arguments()
    if bool(options.directories) == bool(options.from_csv):
        raise UserError("give result directories, or --from-csv")
    if not options.csv and not options.output:
        raise UserError("give --csv or -o: there is nothing to write")
    if options.window < 1:
        raise UserError("a window has at least one request")
    if options.from_csv:
        path = pathlib.Path(options.from_csv)
        table = result_tables.read_table(path.parent, path.name)
    else:
        table = curve(options.directories, options.window)
    if options.csv:
        table.to_csv(options.csv, index=False, lineterminator="\n")
    if options.output:
        draw(table, options.output)


if __name__ == "__main__":
    result_tables.run(main)
