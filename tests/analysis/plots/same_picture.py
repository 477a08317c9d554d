"""Draws a picture of README.md again with its command there and compares the pictures.

usage: same_picture.py PROJECT NAME RESULTS PICTURE
NAME is that of the results in the command, results/NAME, and of the picture, docs/images/NAME.png.
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

DRAWN_WITH = "3.6.3"
LARGEST_MEAN_DIFFERENCE = 0.0 if matplotlib.__version__ == DRAWN_WITH else 0.02  # of a channel that goes from 0 to 1


def command_of(page, name):
    lines = iter(page.splitlines())
    for line in lines:
        if line.startswith(f"$ ./dev plot compare_policies results/{name} "):
            while line.endswith("\\"):
                line = line[:-1] + next(lines)
            return shlex.split(line[len("$ ./dev plot "):])
    raise SystemExit(f"README.md does not draw the picture with ./dev plot compare_policies results/{name}")


def main(project, name, results, picture):
    project = pathlib.Path(project)
    of_readme = f"docs/images/{name}.png"
    script, _, *options = command_of((project / "README.md").read_text(encoding="utf-8"), name)
    options[options.index("-o") + 1] = picture
    subprocess.run([sys.executable, "-B", project / f"analysis/plots/{script}.py", results, *options], check=True)
    committed = matplotlib.image.imread(project / of_readme)
    anew = matplotlib.image.imread(picture)
    if committed.shape != anew.shape:
        raise SystemExit(f"{of_readme} is {committed.shape}, drawn anew {anew.shape}")
    difference = float(numpy.abs(committed - anew).mean())
    if difference > LARGEST_MEAN_DIFFERENCE:
        raise SystemExit(f"{of_readme} differs by {difference:.2g} from the picture drawn anew: draw it with the command "
                         "of README.md")


if __name__ == "__main__":
    main(*sys.argv[1:])
