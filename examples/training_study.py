#!/usr/bin/env python3
"""Trains a network in several variants with several seeds, and tells accuracy, size and time with their spread.

  examples/training_study.py SPEC --data DIR --seeds 5 --out study.csv \\
      --variant dense --variant 'fan-out 20' 'sparsity={fc1: {fan_out: 20}}'
  examples/training_study.py --table study.csv

A variant is a name and the keys of the spec that it sets; the others are compared with the first one. The CSV has a line a
variant, seed and exit. The table has the mean over seeds with its 95 % interval (Student's t). Results that are in the CSV
are not trained again, and interrupted trainings (in OUT.running) go on where they stood: the same command completes a study.
Another spec, or other data, need another CSV.

It is called from the root of the project and needs python3-matplotlib and python3-pandas, which ./dev plot installs.
SPLITSCAPE in the environment is the program, where it is not build/splitscape.
"""

import argparse
import hashlib
import io
import math
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# What a study is and how its spread is told is shared with analysis/plots/accuracy_by_density.py.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "analysis/plots"))

import result_tables  # noqa: E402
import study_tables  # noqa: E402
from result_tables import UserError, pd  # noqa: E402

SPLITSCAPE = os.environ.get("SPLITSCAPE", "build/splitscape")
SETS_NOTHING = "-"  # an empty field stands for "not known"


# ---- arguments


def count(text):
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, found '{text}'")
    return int(text)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("spec", nargs="?", metavar="SPEC", help="training spec")
    parser.add_argument("--data", metavar="DIR", help="directory of the data files instead of the spec's")
    parser.add_argument("--seeds", type=count, default=5, metavar="N", help="seeds 1 to N are trained (default 5)")
    parser.add_argument("--variant", action="append", nargs="+", metavar=("NAME", "KEY=VALUE"), help="see above")
    parser.add_argument("--jobs", type=count, default=os.cpu_count(), metavar="N",
                        help="trainings at once, a thread each (default: as many as there are processors)")
    parser.add_argument("--out", type=pathlib.Path, metavar="FILE", help="CSV to write or to complete")
    parser.add_argument("--table", metavar="FILE", help="only print the table of this CSV")
    parser.add_argument("--no-times", action="store_true", help="a table without times, which are others in every run")
    return parser.parse_args()


def check(options):
    if options.table:
        if options.spec or options.out or options.variant:
            raise UserError("--table prints what is there and trains nothing: it takes no spec, --out or --variant")
        return
    if not (options.spec and options.out and options.variant):
        raise UserError("a spec, --out and at least one --variant are needed, or --table; see --help")
    names = [name for name, *_ in options.variant]
    for name, *settings in options.variant:
        if names.count(name) > 1:
            raise UserError(f"two variants are called '{name}'")
        for setting in settings:
            if "=" not in setting:
                raise UserError(f"--variant '{name}': expected KEY=VALUE, found '{setting}' (the spec comes first)")


# ---- trainings


class Training:
    """One variant with one seed, in a directory from which it goes on where it was interrupted."""

    def __init__(self, options, variant, seed):
        self.variant, *self.settings = variant
        self.seed = seed
        self.arguments = [options.spec, "--seed", str(seed)]
        if options.data:
            self.arguments += ["--data", options.data]
        for setting in self.settings:
            self.arguments += ["--set", setting]
        # Whatever is trained otherwise has another directory, and so no checkpoint that is not its own.
        key = "\n".join([text_of(options.spec), *self.arguments])
        self.directory = running_directory(options) / hashlib.sha256(key.encode()).hexdigest()[:16]

    def name(self):
        return f"{self.variant}, seed {self.seed}"

    def start(self):
        command = [SPLITSCAPE, "train", *self.arguments, "--out", self.directory, "--threads", "1"]
        if (self.directory / "checkpoint.cbor").exists():
            command.append("--resume")
        self.errors = tempfile.TemporaryFile("w+")
        self.process = called(subprocess.Popen, command, stdout=subprocess.DEVNULL, stderr=self.errors)

    def result(self):
        """Its lines, one an exit, every field as text. @raise UserError where the training failed"""
        if self.process.returncode != 0:
            self.errors.seek(0)
            said = self.errors.read().strip() or f"{SPLITSCAPE} ended with {self.process.returncode}"
            raise UserError(f"{self.name()}: {said}")
        lines = pd.read_csv(self.directory / "exits.csv", dtype=str)
        epochs = pd.read_csv(self.directory / "training.csv")
        profile = called(subprocess.run, [SPLITSCAPE, "profile", self.directory / "network.yaml", "--csv"], check=True,
                         capture_output=True, text=True)
        layers = pd.read_csv(io.StringIO(profile.stdout))
        lines.insert(0, "variant", self.variant)
        lines.insert(1, "seed", str(self.seed))
        lines["parameters"] = str(layers["parameters"].sum())
        lines["macs"] = str(layers["macs"].sum())
        lines["epochs"] = str(len(epochs))
        lines["epoch_macs"] = str(epochs["macs"].iloc[-1])
        lines["epoch_seconds"] = f"{epochs['seconds'].median():.4g}"
        lines["bytes_held"] = str(epochs["bytes"].iloc[-1])
        lines["settings"] = settings_text(self.settings)
        return lines


def running_directory(options):
    return options.out.with_name(options.out.name + ".running")


def settings_text(settings):
    return " ".join(settings) or SETS_NOTHING


def text_of(path):
    try:
        return pathlib.Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UserError(f"cannot read {path}: {getattr(error, 'strerror', None) or 'no text'}") from None


def called(function, command, **how):
    try:
        return function(command, **how)
    except OSError as error:
        raise UserError(f"cannot run {SPLITSCAPE}: {error.strerror}; ./dev run builds it") from None


def run_all(trainings, jobs, done):
    """Runs them, so many at a time, and tells each that has ended; what ends this in the middle stops them."""
    waiting = list(trainings)
    running = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                waiting[0].start()
                running.append(waiting.pop(0))
            time.sleep(0.02)
            for training in [one for one in running if one.process.poll() is not None]:
                running.remove(training)
                done(training)
    finally:
        for training in running:
            training.process.terminate()  # it leaves a checkpoint
        for training in running:
            training.process.wait()


# ---- the CSV


class Study:
    """What is known so far, in a file that is complete whenever somebody looks."""

    def __init__(self, options):
        self.out = options.out
        self.order = [name for name, *_ in options.variant]
        self.lines = pd.DataFrame(columns=["variant", "seed", "exit"])
        if self.out.exists():
            study_tables.read_study(self.out)  # says what is wrong with it
            self.lines = pd.read_csv(self.out, dtype=str, keep_default_na=False)  # every field stays as it is
            self.insert_others()
            self.check_settings(options.variant)

    def insert_others(self):
        """Variants that only the file has keep their place behind the one before."""
        place = 0
        for name in self.lines["variant"].unique():
            if name not in self.order:
                self.order.insert(place, name)
            place = self.order.index(name) + 1

    def check_settings(self, variants):
        for name, *settings in variants:
            for was in self.lines[self.lines["variant"] == name].get("settings", []):
                if was not in ("", settings_text(settings)):
                    raise UserError(f"{self.out} has a variant '{name}' that sets {was}; this one needs another name")

    def has(self, variant, seed):
        return ((self.lines["variant"] == variant) & (self.lines["seed"] == str(seed))).any()

    def add(self, lines):
        self.lines = pd.concat([self.lines, lines], ignore_index=True).fillna("")
        places = pd.DataFrame({"variant": self.lines["variant"].map(self.order.index),
                               "seed": self.lines["seed"].astype(int), "exit": self.lines["exit"].astype(int)})
        self.lines = self.lines.loc[places.sort_values(["variant", "seed", "exit"]).index].reset_index(drop=True)
        new = self.out.with_name(self.out.name + ".new")
        self.lines.to_csv(new, index=False)
        os.replace(new, self.out)


class Interrupted(Exception):
    pass


def raise_interrupted(number, _):
    raise Interrupted(number)


def study(options):
    known = Study(options)
    wanted = [Training(options, variant, seed) for variant in options.variant for seed in range(1, options.seeds + 1)
              if not known.has(variant[0], seed)]

    def done(training):
        lines = training.result()
        known.add(lines)
        shutil.rmtree(training.directory)
        print(f"{training.name()}: {100 * float(lines['accuracy'].iloc[-1]):.2f} %", file=sys.stderr, flush=True)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup has it
            signal.signal(number, raise_interrupted)
    try:
        running_directory(options).mkdir(parents=True, exist_ok=True)
        run_all(wanted, options.jobs, done)
        if not any(running_directory(options).iterdir()):
            running_directory(options).rmdir()
    except OSError as error:
        raise UserError(f"cannot write {error.filename}: {error.strerror}") from None
    except Interrupted as interruption:
        print("training_study.py: interrupted; the same command goes on", file=sys.stderr)
        sys.exit(128 + interruption.args[0])


# ---- the table


def with_spread(accuracy):
    """In percent; what is not known is a dash."""
    if accuracy.empty:
        return "-"
    width = study_tables.half_width(100 * accuracy)
    return f"{100 * accuracy.mean():.2f}" + ("" if math.isnan(width) else f" ± {width:.2f}")


def print_table(path, times):
    """Markdown, a line a variant in the order of the file."""
    lines = study_tables.read_study(path)
    for column in ["parameters", "bytes_held"] + ["epoch_seconds"] * times:
        result_tables.number_column(lines, column, path)
    first = lines[lines["variant"] == lines["variant"].iloc[0]]
    branches = range(1, lines["exit"].max())
    header = ["MACs", "of the first %", "parameters", *(f"exit {k} %" for k in branches), "accuracy %", "loss, points"]
    header += ["s an epoch"] * times + ["MB held"]
    print("| variant | " + " | ".join(header) + " |")
    print("| --- |" + " ---: |" * len(header))
    for variant, group in lines.groupby("variant", sort=False):
        one = group.iloc[0]
        end = study_tables.end_of(group)["accuracy"]
        before = group[group["exit"] < group["exit"].max()]
        loss = 100 * (study_tables.end_of(first)["accuracy"].mean() - end.mean())
        fields = [variant, f"{one['macs']:,}", f"{100 * one['macs'] / first['macs'].iloc[0]:.1f}",
                  f"{one['parameters']:,}", *(with_spread(before[before["exit"] == k]["accuracy"]) for k in branches),
                  with_spread(end), f"{loss:.2f}"]
        fields += [f"{group['epoch_seconds'].mean():.3f}"] * times + [f"{one['bytes_held'] / 1e6:.2f}"]
        print("| " + " | ".join(fields) + " |")


def main():
    options = arguments()
    check(options)
    if not options.table:
        study(options)
    print_table(options.table or options.out, not options.no_times)


if __name__ == "__main__":
    result_tables.run(main)
