#!/usr/bin/env python3
"""How many cameras can one Wi-Fi cell serve, under which policy?

Sweeps the number of cameras with the Python package, prints a table, and draws a picture.

  examples/sweep_devices.py            # from the root of the project, after ./dev run

It needs python3-matplotlib and python3-pandas, which ./dev plot and ./dev test install. The same study with replications is
scenarios/studies/devices-x-policies.yaml.
"""

import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

# Not needed where Splitscape is installed.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "analysis/python"))
import splitscape

STUDY = {
    "name": "cameras",
    "scenario": "scenarios/camera-fleet.yaml",
    "set": {"duration": "10 min"},
    "axes": {"cameras": {"key": "devices.cameras.count", "values": [2, 4, 8, 12, 20, 30, 40, 60]}},
}
RESULTS = pathlib.Path("results/sweep-devices")
ALLOWED_MISSES = 0.05  # of the requests may be answered after the deadline, or never


def draw(results, path):
    figure, axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for policy, lines in results.groupby("policy", sort=False):
        axes.errorbar(lines["cameras"], 100 * lines["deadline_miss_rate"],
                      yerr=100 * lines["deadline_miss_rate_ci95"], marker="o", capsize=3, label=policy)
    axes.axhline(100 * ALLOWED_MISSES, color="grey", linestyle=":")
    axes.set_xlabel("cameras in the cell")
    axes.set_ylabel("deadline missed (%)")
    axes.legend()
    figure.savefig(path, dpi=110)


def main():
    results = splitscape.sweep(STUDY, out=RESULTS, progress=sys.stderr.isatty())

    missed = results.pivot(index="cameras", columns="policy", values="deadline_miss_rate")[results["policy"].unique()]
    print("deadline missed (%)")
    print((100 * missed).round(1).to_string())
    print()
    for policy in missed:
        kept = missed.index[missed[policy] <= ALLOWED_MISSES]
        print(f"{policy}: " + (f"up to {kept.max()} cameras" if len(kept) else "not even two cameras"))

    draw(results, RESULTS / "missed.png")
    print(f"\npicture: {RESULTS}/missed.png")


if __name__ == "__main__":
    main()
