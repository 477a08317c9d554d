"""How fast Splitscape is beside SimGrid alone, and what it takes: see docs/performance.md.

    compare.py --splitscape PROGRAM --bare PROGRAM [--repetitions N]
    compare.py --splitscape PROGRAM --bare PROGRAM --check

The whole program `splitscape run` is measured on cells.yaml, from its start to its last result file, and
bare_simgrid.cpp likewise. A time is the processor time of a process and its children, which other programs on the
machine disturb less than they do the time on the clock. --check compares no times: it holds that both programs
simulate the same, by the mean latency of the requests.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

SCENARIO = Path(__file__).with_name("cells.yaml")
SPEED_REQUESTS = 200_000
SPEED_RATIO = 0.75  # of the requests/s of SimGrid alone
SPEED_RATE = 45_000  # requests/s, with 1,000 devices in 100 cells of 10
MEMORY_REQUESTS = 1_000_000
MEMORY_MB = 250
START_REQUESTS = 100
START_TIMES = 20
START_SECONDS = 0.15
FLEETS = [(10, 1), (1_000, 100), (1_000, 20), (10_000, 1_000), (10_000, 200)]  # devices, cells
FLOWS = [(1, 100_000), (10, 100_000), (100, 50_000), (1_000, 10_000)]  # at once on one medium, requests


class Workload(NamedTuple):
    devices: int
    cells: int
    requests: int
    saturated: bool = False  # the devices send all the time
    latency: str = "0.003"  # of the medium, s


class Cost(NamedTuple):
    cpu_s: float
    wall_s: float
    peak_mb: float  # of the largest process
    output: str


def run(command):
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{text}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1000, text)


class Bare:
    def __init__(self, program):
        self.program = program

    def run(self, work):
        command = [self.program, "--devices", work.devices, "--cells", work.cells]
        command += ["--requests", work.requests, "--latency", work.latency]
        if work.saturated:
            command += ["--think", "0.001"]
        return run([str(word) for word in command])

    def mean_latency(self, work):
        return float(self.run(work).output)


class Splitscape:
    def __init__(self, program, directory):
        self.program = program
        self.directory = directory

    def run(self, work):
        settings = {
            "requests": work.requests,
            "devices.boards.count": work.devices,
            "links.cell.cells": work.cells,
            "links.cell.latency": f"{work.latency} s",
            "servers.edge.count": work.cells,
        }
        if work.saturated:
            settings["devices.boards.arrivals"] = "{closed: 1 ms, law: exponential}"
            settings["policy.cut"] = "input"
        command = [str(self.program), "run", str(SCENARIO), "--out", self.directory, "--force"]
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        return run(command)

    def mean_latency(self, work):
        self.run(work)
        with open(Path(self.directory) / "summary.csv", newline="") as file:
            return float(next(csv.DictReader(file))["latency_mean_s"])


class Pair(NamedTuple):
    ours: float  # requests/s
    bare: float
    ratio: float
    ratios: list


def compare(splitscape, bare, work, repetitions):
    """Runs both in turn: what disturbs the machine for a while disturbs both."""
    times = [(splitscape.run(work).cpu_s, bare.run(work).cpu_s) for _ in range(repetitions)]
    ratios = sorted(theirs / ours for ours, theirs in times)
    ours, theirs = (statistics.median(column) for column in zip(*times))
    return Pair(work.requests / ours, work.requests / theirs, statistics.median(ratios), ratios)


def row(*fields):
    print("| " + " | ".join(str(field) for field in fields) + " |", flush=True)


def header(*fields):
    print()
    row(*fields)
    row(*["---:"] * len(fields))


def figures_of(pair):
    spread = f"{pair.ratios[0]:.2f} to {pair.ratios[-1]:.2f}"
    return f"{pair.ours:,.0f}", f"{pair.bare:,.0f}", f"{pair.ratio:.2f}", spread


def verdict(holds):
    return "holds" if holds else "MISSED"


def speed(splitscape, bare, repetitions):
    header("devices", "cells", "requests", "Splitscape, requests/s", "SimGrid alone, requests/s", "ratio",
           "lowest to highest")
    targets = []
    for devices, cells in FLEETS:
        pair = compare(splitscape, bare, Workload(devices, cells, SPEED_REQUESTS), repetitions)
        row(f"{devices:,}", f"{cells:,}", f"{SPEED_REQUESTS:,}", *figures_of(pair))
        targets.append((f"ratio, {devices:,} devices in cells of {devices // cells}", f">= {SPEED_RATIO}", f"{pair.ratio:.2f}",
                        pair.ratio >= SPEED_RATIO))
        if (devices, cells) == (1_000, 100):
            rate = ("requests/s, 1,000 devices in cells of 10", f">= {SPEED_RATE:,}", f"{pair.ours:,.0f}",
                    pair.ours >= SPEED_RATE)
    return [*targets, rate]


def saturated_medium(splitscape, bare, repetitions):
    header("flows on one medium", "requests", "Splitscape, requests/s", "SimGrid alone, requests/s", "ratio",
           "lowest to highest")
    for flows, requests in FLOWS:
        pair = compare(splitscape, bare, Workload(flows, 1, requests, saturated=True), repetitions)
        row(f"{flows:,}", f"{requests:,}", *figures_of(pair))


def memory(splitscape):
    cost = splitscape.run(Workload(1_000, 100, MEMORY_REQUESTS))
    # Two processes, the one that reads and the one that simulates, and the peak of the larger is known.
    most = 2 * cost.peak_mb
    return [(f"MB, {MEMORY_REQUESTS:,} requests", f"< {MEMORY_MB}", f"at most {most:.0f}", most < MEMORY_MB)]


def start_to_finish(splitscape):
    work = Workload(10, 1, START_REQUESTS)
    seconds = statistics.median(splitscape.run(work).wall_s for _ in range(START_TIMES))
    return [(f"s on the clock, {START_REQUESTS} requests", f"< {START_SECONDS}", f"{seconds:.3f}",
             seconds < START_SECONDS)]


def check(splitscape, bare):
    same = True
    for work in (Workload(50, 2, 2_000, latency="0"), Workload(20, 1, 2_000, saturated=True, latency="0")):
        ours, theirs = splitscape.mean_latency(work), bare.mean_latency(work)
        same &= abs(ours - theirs) <= 1e-9 * theirs
        print(f"{work}: mean latency {ours:.12g} s, SimGrid alone {theirs:.12g} s")
    return same


def machine():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = "unknown processor"
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{os.cpu_count()} cores, {model}; load before: {load}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splitscape", required=True, help="the program splitscape")
    parser.add_argument("--bare", required=True, help="the program splitscape_bare_simgrid")
    parser.add_argument("--repetitions", type=int, default=7, help="of each comparison (7)")
    parser.add_argument("--check", action="store_true", help="only: do both simulate the same?")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        splitscape, bare = Splitscape(arguments.splitscape, directory), Bare(arguments.bare)
        if not check(splitscape, bare):
            sys.exit("the two programs do not simulate the same")
        if arguments.check:
            return
        print(machine())
        targets = speed(splitscape, bare, arguments.repetitions)
        saturated_medium(splitscape, bare, arguments.repetitions)
        targets += memory(splitscape) + start_to_finish(splitscape)
        header("what", "target", "measured", "verdict")
        for what, target, measured, holds in targets:
            row(what, target, measured, verdict(holds))


if __name__ == "__main__":
    main()
