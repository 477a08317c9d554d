"""What a run of a sweep costs besides its simulation: see docs/performance.md.

    sweep.py --splitscape PROGRAM [--runs N] [--repetitions N]

A sweep of N runs of cells.yaml is made twice, with few requests in a run and with many, each time into a directory of its
own. Between the two only the simulations differ, which are so many requests longer: that gives the time of a request, and
what is left of the shorter sweep without its requests is the cost of its runs. It holds reading and checking all
scenarios, a process a run, the start of SimGrid, all files, and results.csv; so it is more than what the sweep adds. A time
is the processor time of the program and its children.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SCENARIO = Path(__file__).with_name("cells.yaml")
FEW, MANY = 200, 4000  # requests in a run
MOST_MS = 10.0  # a run, besides its simulation


def study(runs: int, requests: int) -> str:
    return (
        f"scenario: {SCENARIO}\n"
        f"set: {{requests: {requests}, devices.boards.count: 10}}\n"
        f"axes: {{latency: {{key: links.cell.latency, from: 1 ms, to: 2 ms, points: {runs}}}}}\n"
    )


def cpu_seconds(program: str, runs: int, requests: int) -> float:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "study.yaml"
        file.write_text(study(runs, requests))
        command = [program, "sweep", str(file), "--out", f"{directory}/out"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}: ended with code {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splitscape", required=True)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--repetitions", type=int, default=5)
    arguments = parser.parse_args()
    runs = arguments.runs
    costs = []
    for _ in range(arguments.repetitions):
        few = cpu_seconds(arguments.splitscape, runs, FEW)
        many = cpu_seconds(arguments.splitscape, runs, MANY)
        request = (many - few) / (runs * (MANY - FEW))
        costs.append((1e3 * (few / runs - FEW * request), 1e6 * request))
    milliseconds, microseconds = (statistics.median(values) for values in zip(*costs))
    lowest, highest = min(cost for cost, _ in costs), max(cost for cost, _ in costs)
    print(f"{runs} runs: {milliseconds:.1f} ms a run besides its requests ({lowest:.1f} to {highest:.1f}), "
          f"{microseconds:.1f} us a request; the target, {MOST_MS:g} ms, {'holds' if milliseconds < MOST_MS else 'is missed'}")


if __name__ == "__main__":
    main()
