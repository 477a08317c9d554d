"""Draws docs/images/quickstart.png again with the command of README.md and compares the pictures.

usage: same_picture.py PROJECT RESULTS PICTURE
With Debian 12's matplotlib every pixel must be the same; another release draws the edges of letters otherwise, and pixels
may differ a little.
"""

import pathlib
import shlex
import subprocess
import sys

import matplotlib
import matplotlib.image
import numpy

OF_README = "docs/images/quickstart.png"
DRAWN_WITH = "3.6.3"
LARGEST_MEAN_DIFFERENCE = 0.0 if matplotlib.__version__ == DRAWN_WITH else 0.02  # of a channel that goes from 0 to 1


def command_of(page):
    lines = iter(page.splitlines())
    for line in lines:
        if line.startswith("$ ./dev plot compare_policies results/quickstart "):
            while line.endswith("\\"):
                line = line[:-1] + next(lines)
            return shlex.split(line[len("$ ./dev plot "):])
    raise SystemExit("README.md does not draw the picture with ./dev plot compare_policies results/quickstart")


def main(project, results, picture):
    project = pathlib.Path(project)
    name, _, *options = command_of((project / "README.md").read_text(encoding="utf-8"))
    options[options.index("-o") + 1] = picture
    subprocess.run([sys.executable, "-B", project / f"analysis/plots/{name}.py", results, *options], check=True)
    committed = matplotlib.image.imread(project / OF_README)
    anew = matplotlib.image.imread(picture)
    if committed.shape != anew.shape:
        raise SystemExit(f"{OF_README} is {committed.shape}, drawn anew {anew.shape}")
    difference = float(numpy.abs(committed - anew).mean())
    if difference > LARGEST_MEAN_DIFFERENCE:
        raise SystemExit(f"{OF_README} differs by {difference:.2g} from the picture drawn anew: draw it with the command "
                         "of README.md")


if __name__ == "__main__":
    main(*sys.argv[1:])
