#!/usr/bin/env python3
"""Trains a network in several variants with several seeds, and tells accuracy, size and time with their spread.

  examples/training_study.py SPEC --data DIR --seeds 5 --out study.csv \\
      --variant dense --variant 'fan-out 20' 'sparsity={fc1: {fan_out: 20}}'
  examples/training_study.py --table study.csv

A variant is a name and the keys of the spec that it sets. The CSV has a line a variant, seed and exit. The table has the
mean over seeds with its 95 % interval (Student's t). Results that are in the CSV are not trained again.

SPLITSCAPE in the environment is the program, where it is not build/splitscape.
"""

import argparse
import concurrent.futures
import io
import os
import pathlib
import subprocess
import sys
import tempfile

import pandas as pd

SPLITSCAPE = os.environ.get("SPLITSCAPE", "build/splitscape")
# Quantiles .975 of Student's t by degrees of freedom, as any table prints them.
STUDENT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("spec", nargs="?", help="training spec")
    parser.add_argument("--data", help="directory with the data files")
    parser.add_argument("--seeds", type=int, default=5, help="seeds 1 to this are trained")
    parser.add_argument("--variant", action="append", nargs="+", metavar=("NAME", "KEY=VALUE"), help="see above")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="trainings at once, a thread each")
    parser.add_argument("--out", help="CSV to write or to complete")
    parser.add_argument("--table", metavar="FILE", help="print the table of a CSV")
    return parser.parse_args()


def train(options, variant, seed):
    """Lines of one training, one an exit."""
    name, *assignments = variant
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory, "trained")
        command = [SPLITSCAPE, "train", options.spec, "--out", out, "--data", options.data, "--seed", str(seed),
                   "--threads", "1"]
        for assignment in assignments:
            command += ["--set", assignment]
        ran = subprocess.run(command, capture_output=True, text=True)
        if ran.returncode != 0:
            sys.exit(f"{name}, seed {seed}: {ran.stderr}")
        lines = pd.read_csv(out / "exits.csv", dtype={"after": str})
        epochs = pd.read_csv(out / "training.csv")
        costs = subprocess.run([SPLITSCAPE, "profile", out / "network.yaml", "--csv"], check=True, capture_output=True,
                               text=True).stdout
    layers = pd.read_csv(io.StringIO(costs))
    lines.insert(0, "variant", name)
    lines.insert(1, "seed", seed)
    lines["parameters"] = int(layers["parameters"].sum())
    lines["macs"] = int(layers["macs"].sum())
    lines["epochs"] = len(epochs)
    lines["epoch_macs"] = int(epochs["macs"].iloc[-1])
    lines["epoch_seconds"] = round(epochs["seconds"].median(), 4)
    lines["bytes_held"] = int(epochs["bytes"].iloc[-1])
    return lines


def study(options):
    out = pathlib.Path(options.out)
    done = [pd.read_csv(out, dtype={"after": str})] if out.exists() else []
    known = {(v, s) for table in done for v, s in zip(table["variant"], table["seed"])}
    wanted = [(variant, seed) for variant in options.variant for seed in range(1, options.seeds + 1)
              if (variant[0], seed) not in known]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for lines in pool.map(lambda one: train(options, *one), wanted):
            done.append(lines)
            last = lines.iloc[-1]
            print(f"{last['variant']}, seed {last['seed']}: {100 * last['accuracy']:.2f} %", file=sys.stderr)
            pd.concat(done).to_csv(out, index=False)


def half_width(values):
    """Of the 95 % interval of the mean."""
    return STUDENT[len(values) - 2] * values.std() / len(values) ** 0.5 if len(values) > 1 else float("nan")


def print_table(path):
    """Markdown, a line a variant in the order of the file."""
    lines = pd.read_csv(path, dtype={"after": str})
    exits = sorted(lines["exit"].unique())
    first = lines["variant"].iloc[0]
    whole = lines[lines["variant"] == first].iloc[0]
    names = [f"exit {k} %" for k in exits[:-1]] + ["accuracy %"]
    print("| variant | MACs | of the first % | parameters | " + " | ".join(names)
          + " | loss, points | s an epoch | MB held |")
    print("| --- |" + " ---: |" * (len(names) + 6))
    end = lines[lines["exit"] == exits[-1]]
    best = end[end["variant"] == first]["accuracy"].mean()
    for variant, group in lines.groupby("variant", sort=False):
        one = group.iloc[0]
        fields = [variant, f"{one['macs']:,}", f"{100 * one['macs'] / whole['macs']:.1f}", f"{one['parameters']:,}"]
        for k in exits:
            accuracy = 100 * group[group["exit"] == k]["accuracy"]
            fields.append(f"{accuracy.mean():.2f} ± {half_width(accuracy):.2f}")
        loss = 100 * (best - group[group["exit"] == exits[-1]]["accuracy"].mean())
        fields += [f"{loss:.2f}", f"{group['epoch_seconds'].mean():.3f}", f"{one['bytes_held'] / 1e6:.2f}"]
        print("| " + " | ".join(fields) + " |")


def main():
    options = arguments()
    if options.table:
        print_table(options.table)
    elif options.spec and options.data and options.out and options.variant:
        study(options)
    else:
        sys.exit("training_study.py: a spec, --data, --out and a --variant are needed, or --table; see --help")


if __name__ == "__main__":
    main()
