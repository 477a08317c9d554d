"""Makes the directory of a small sweep with `splitscape run`: two uplinks, two policies, two replications.

usage: handmade_sweep.py PROGRAM SCENARIO DIR
"""

import csv
import hashlib
import itertools
import json
import pathlib
import subprocess
import sys

UPLINKS = ["2 Mbps", "10 Mbps"]
POLICIES = ["server_only", "neurosurgeon"]
RUNS = [0, 1]


def main(program: str, scenario: str, directory: str) -> None:
    place = pathlib.Path(directory)
    place.mkdir()
    runs, lines = [], []
    for number, (uplink, policy, run) in enumerate(itertools.product(UPLINKS, POLICIES, RUNS), 1):
        name = hashlib.sha256(f"{uplink} {policy} {run}".encode()).hexdigest()[:16]
        subprocess.run([program, "run", scenario, "--policy", policy, "--run", str(run), "--set", f"links.wifi.up={uplink}",
                        "--set", f"links.wifi.down={uplink}", "--set", "duration=90 s", "--set", "warmup=10 s", "--requests",
                        "--out", place / "runs" / name], check=True, stdout=subprocess.DEVNULL)
        with open(place / "runs" / name / "summary.csv", newline="", encoding="utf-8") as file:
            header, *own = csv.reader(file)
        lines += [[uplink, *line] for line in own]
        runs.append({"number": number, "id": name, "axes": {"uplink": uplink, "policy": policy}, "policy": policy, "seed": 1,
                     "run": run})
    with open(place / "results.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([["uplink", *header], *lines])
    document = {"axes": {"uplink": {"zip": {"links.wifi.up": UPLINKS, "links.wifi.down": UPLINKS}},
                         "policy": {"policies": POLICIES}}, "replications": len(RUNS), "tables": ["requests"]}
    write(place / "study.json", {"format": "splitscape study 1", "version": "0", "name": "uplinks", "file": "study.yaml",
                                 "document": document, "inputs": [], "runs": runs})
    known = hashlib.sha256((place / "results.csv").read_bytes()).hexdigest()
    write(place / "manifest.json", {"format": "splitscape sweep manifest 1", "version": "0", "packages": {},
                                    "results": {"results.csv": known}})


def write(path: pathlib.Path, document: dict) -> None:
    path.write_text(json.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
