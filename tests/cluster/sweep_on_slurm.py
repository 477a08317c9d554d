#!/usr/bin/python3
"""Sweeps a study on a Slurm cluster, ends tasks of it in the middle, and compares every file of the results with those
of a sweep on this machine, byte for byte.

    one_node_slurm.py -- sweep_on_slurm.py PROGRAM

The cluster is the one that SLURM_CONF names. Ends with code 1, saying what differs, where anything does.
"""
from __future__ import annotations

import filecmp
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LONGEST_SECONDS = 120.0  # of any single step
ROOT = Path(__file__).resolve().parents[2]

# Twelve runs, each of some tenths of a second, in three tasks of four: long enough to be hit in the middle.
STUDY = """\
scenario: {root}/scenarios/camera-fleet.yaml
set: {{duration: {duration}, devices.cameras.battery: 100000 Wh}}
axes:
  rate:
    zip: {{links.wifi.up: [5 Mbps, 10 Mbps, 20 Mbps], links.wifi.down: [5 Mbps, 10 Mbps, 20 Mbps]}}
    labels: [low, middle, high]
  policy: {{policies: [device_only, server_only]}}
replications: 2
"""


class Failed(Exception):
    """Something does not hold; the text says what."""


def check(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(what)


def splitscape(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the program to its end."""
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=LONGEST_SECONDS)


def told(ran: subprocess.CompletedProcess[str]) -> str:
    return f"code {ran.returncode}\n{ran.stdout}{ran.stderr}"


def wait_until(what: str, holds: object) -> None:
    """Raises Failed where it does not come true in time."""
    latest = time.monotonic() + LONGEST_SECONDS
    while not holds():  # type: ignore[operator]
        check(time.monotonic() < latest, f"waited in vain until {what}")
        time.sleep(0.02)


def finished(directory: Path) -> int:
    """Runs whose results are there; what begins with a dot is still being written."""
    return sum(1 for run in directory.glob("runs/[!.]*/manifest.json"))


def processes_of_tasks(directory: Path) -> dict[int, int]:
    """Process of each task of a sweep that is at work, by the number of the task. A task has a process a run, too,
    which looks the same but is the child of the other."""
    found: dict[int, tuple[int, int]] = {}  # task and parent, by process
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().decode().split("\0")
            if "sweep-task" not in words or str(directory) not in words:
                continue
            variables = (entry / "environ").read_bytes().decode(errors="replace").split("\0")
            task = next(each for each in variables if each.startswith("SLURM_ARRAY_TASK_ID="))
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            found[int(entry.name)] = (int(task.partition("=")[2]), parent)
        except (OSError, StopIteration):
            continue
    return {task: process for process, (task, parent) in found.items() if parent not in found}


def files_below(directory: Path) -> set[str]:
    """The files of a sweep that results consist of: all but what belongs to how it was done."""
    return {str(path.relative_to(directory)) for path in directory.rglob("*")
            if path.is_file() and path.relative_to(directory).parts[0] not in ("slurm", "lock")}


def compare(one: Path, other: Path) -> None:
    """Raises Failed where two sweeps have left different results."""
    names = files_below(one)
    check(names == files_below(other), f"files differ: {sorted(names ^ files_below(other))}")
    check({"results.csv", "manifest.json"} <= names and any(name.endswith("summary.csv") for name in names),
          f"these are no results: {sorted(names)}")
    different = [name for name in sorted(names) if not filecmp.cmp(one / name, other / name, shallow=False)]
    check(not different, f"these files differ between {one} and {other}: {different}")
    print(f"  {len(names)} files are the same, byte for byte", flush=True)


def submitted_runs(directory: Path) -> list[str]:
    """The runs of every task that was submitted, as jobs.json tells them."""
    record = json.loads((directory / "slurm/jobs.json").read_text())
    return [runs for array in record["arrays"] for runs in array["tasks"]]


def waiting_sweep_survives(program: str, study: Path, directory: Path) -> None:
    """Two tasks are ended in the middle: one's process is killed, the other is cancelled."""
    sweep = subprocess.Popen([program, "sweep", str(study), "--out", str(directory), "--launcher", "slurm", "--chunk",
                              "4", "--slurm-args", "--comment='killed in the middle'"],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    tasks: dict[int, int] = {}

    def in_the_middle() -> bool:
        tasks.clear()
        tasks.update(processes_of_tasks(directory))
        return finished(directory) > 0 and len(tasks) == 2 or sweep.poll() is not None

    wait_until("two tasks are in the middle", in_the_middle)
    if sweep.poll() is not None:
        raise Failed(f"the sweep ended too early: {sweep.communicate()[0]}")
    for process in tasks.values():
        os.kill(process, signal.SIGSTOP)  # it makes no other run before its end comes
    killed, cancelled = sorted(tasks)
    job = json.loads((directory / "slurm/jobs.json").read_text())["arrays"][0]["job"]
    os.kill(tasks[killed], signal.SIGKILL)
    subprocess.run(["scancel", f"{job}_{cancelled}"], check=True)
    print(f"  finished: {finished(directory)}; process of task {killed} killed, task {cancelled} cancelled",
          flush=True)
    output, _ = sweep.communicate(timeout=LONGEST_SECONDS)
    check(sweep.returncode == 0, f"the sweep ended with code {sweep.returncode}:\n{output}")
    submitted = submitted_runs(directory)
    check(submitted[:3] == ["1-4", "5-8", "9-12"], f"other tasks than expected: {submitted}")
    check(len(submitted) >= 5, f"what had died was not submitted again: {submitted}")
    print(f"  submitted: {submitted[:3]}, and again: {submitted[3:]}", flush=True)


def left_sweep_is_collected(program: str, study: Path, directory: Path) -> None:
    """--no-wait returns; nobody else may sweep there; collect says how things stand, and at last collects."""
    left = splitscape(program, "sweep", str(study), "--out", str(directory), "--launcher", "slurm", "--chunk", "3", "-j",
                      "2", "--no-wait")
    check(left.returncode == 0 and f"splitscape collect {directory}" in left.stdout, f"--no-wait: {told(left)}")
    refused = splitscape(program, "sweep", str(study), "--out", str(directory))
    check(refused.returncode == 2 and "Slurm" in refused.stderr, f"a second sweep was not refused: {told(refused)}")
    early = splitscape(program, "collect", str(directory))
    check(early.returncode == 3 and "of 12 runs" in early.stdout, f"collect of what is not complete: {told(early)}")
    check((directory / "results.partial.csv").exists() and not (directory / "results.csv").exists(),
          "a sweep that is not complete has results.csv, or no results.partial.csv")
    wait_until("all runs have finished", lambda: finished(directory) == 12)
    wait_until("collect has collected", lambda: splitscape(program, "collect", str(directory)).returncode == 0)
    check(not (directory / "results.partial.csv").exists(), "results.partial.csv is still there")
    print(f"  submitted: {submitted_runs(directory)}", flush=True)


def main() -> int:
    program = str(Path(sys.argv[1]).resolve())
    duration = sys.argv[2] if len(sys.argv) > 2 else "6 h"
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sweep-on-slurm-") as scratch:
        place = Path(scratch)
        study = place / "study.yaml"
        study.write_text(STUDY.format(root=ROOT, duration=duration))
        try:
            print("on this machine", flush=True)
            local = splitscape(program, "sweep", str(study), "--out", str(place / "local"), "-j", "2")
            check(local.returncode == 0, f"a sweep on this machine fails: {told(local)}")
            print(f"  {finished(place / 'local')} runs in {time.monotonic() - start:.1f} s", flush=True)
            print("on Slurm, waiting, with tasks that die", flush=True)
            waiting_sweep_survives(program, study, place / "waited")
            compare(place / "local", place / "waited")
            print("on Slurm, left and collected", flush=True)
            left_sweep_is_collected(program, study, place / "left")
            compare(place / "local", place / "left")
        except Failed as failure:
            print(f"sweep_on_slurm: {failure}", file=sys.stderr)
            for log in sorted(place.glob("*/slurm/logs/*")):
                print(f"--- {log}\n{log.read_text(errors='replace')[-2000:]}", file=sys.stderr)
            return 1
    print(f"sweeps on Slurm leave what a sweep on one machine leaves ({time.monotonic() - start:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
