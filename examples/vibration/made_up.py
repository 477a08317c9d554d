#!/usr/bin/env python3
"""Writes train.csv and test.csv of this directory: vibrations of motors that are made up, not measured.

  examples/vibration/made_up.py DIRECTORY

A line is a motor at some speed: how strong it vibrates in 12 bands of frequency, from 0 to 9, and its state. Every motor hums at its
speed, in one of three bands. One out of balance (state 1) hums louder; one that is loose (2) hums at twice and three times
its speed, too; a worn bearing (3) adds two bands above the hum. Where a state is seen thus depends on the speed, which the
table does not tell. All bands have noise.
"""

import csv
import pathlib
import random
import sys

BANDS = 12
STATES = 4


def motor(state, chance):
    speed = chance.randrange(1, 4)
    peaks = {speed: 6}
    if state == 1:
        peaks[speed] = 9
    elif state == 2:
        peaks |= {2 * speed + 1: 6, 3 * speed + 1: 5}
    elif state == 3:
        peaks |= {speed + 4: 6, speed + 7: 5}
    # The noise is made of even chances only, which every version of Python draws alike.
    noise = [1.6 * (chance.random() + chance.random() - 1) for _ in range(BANDS)]
    return [min(9, max(0, round(peaks.get(band, 2) + noise[band]))) for band in range(BANDS)]


def write(path, motors, seed):
    chance = random.Random(seed)
    with open(path, "w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([*(f"band{band}" for band in range(BANDS)), "state"])
        for number in range(motors):
            state = number % STATES
            lines.writerow([*motor(state, chance), state])


def main():
    directory = pathlib.Path(sys.argv[1])
    write(directory / "train.csv", 400, seed=1)
    write(directory / "test.csv", 200, seed=2)


if __name__ == "__main__":
    main()
