#!/usr/bin/env python3
"""How many cameras can one Wi-Fi cell serve, under which policy?

Runs a scenario for several numbers of cameras, reads the results with pandas, prints a table, and draws a picture.

  examples/sweep_devices.py            # from the root of the project, after ./dev run

It needs python3-matplotlib and python3-pandas, which ./dev plot and ./dev test install.

SPLITSCAPE in the environment is the program, where it is not build/splitscape.
"""

import os
import pathlib
import subprocess

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

SPLITSCAPE = os.environ.get("SPLITSCAPE", "build/splitscape")
SCENARIO = "scenarios/camera-fleet.yaml"
RESULTS = pathlib.Path("results/sweep-devices")
CAMERAS = [2, 4, 8, 12, 20, 30, 40, 60]
ALLOWED_MISSES = 0.05  # of the requests may be answered after the deadline, or never


def run(cameras):
    """The summary of one run, a line a policy."""
    out = RESULTS / f"{cameras}-cameras"
    subprocess.run([SPLITSCAPE, "run", SCENARIO, "--out", out, "--force", "--set", f"devices.cameras.count={cameras}",
                    "--set", "duration=10 min"], check=True, stdout=subprocess.DEVNULL)
    return pd.read_csv(out / "summary.csv")


def draw(summary, path):
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for policy, lines in summary.groupby("policy", sort=False):
        axes.errorbar(lines["devices"], 100 * lines["deadline_miss_rate"],
                      yerr=100 * lines["deadline_miss_rate_ci95"], marker="o", capsize=3, label=policy)
    axes.axhline(100 * ALLOWED_MISSES, color="grey", linestyle=":")
    axes.set_xlabel("cameras in the cell")
    axes.set_ylabel("deadline missed (%)")
    axes.legend()
    figure.savefig(path, dpi=110)


def main():
    summary = pd.concat([run(cameras) for cameras in CAMERAS], ignore_index=True)

    missed = summary.pivot(index="devices", columns="policy", values="deadline_miss_rate")[summary["policy"].unique()]
    print("deadline missed (%)")
    print((100 * missed).round(1).to_string())
    print()
    for policy in missed:
        kept = missed.index[missed[policy] <= ALLOWED_MISSES]
        print(f"{policy}: " + (f"up to {kept.max()} cameras" if len(kept) else "not even two cameras"))

    draw(summary, RESULTS / "missed.png")
    print(f"\npicture: {RESULTS}/missed.png")


if __name__ == "__main__":
    main()
