#!/usr/bin/env python3
"""Draws the results of a run, of a sweep or of a replay; splitscape plot starts it. docs/plots.md shows every kind.

Beside each picture stands a CSV of the same name with the numbers drawn, bounds of intervals included. The same results
give the same bytes.

examples:
  draw.py results/camera-fleet
  draw.py results/dynamic-channel --kind timeline --where policy=neurosurgeon --where policy=dqn --format png,pdf
  draw.py results/sweep --kind lines --x uplink --y latency_mean_s accuracy --width 3.5 --out figure.pdf
"""

from __future__ import annotations

import argparse
import importlib.util
import signal
import sys

if missing := [name for name in ("matplotlib", "pandas") if importlib.util.find_spec(name) is None]:
    print("splitscape plot: drawing needs Python 3 with matplotlib and pandas (Debian packages python3, python3-matplotlib, "
          f"python3-pandas; '{sys.executable}' has no {' and no '.join(missing)})", file=sys.stderr)
    sys.exit(2)

import look
import picture_files
import result_tables
from choice import chosen_kind
from kinds import bars, cdf, energy, exits, heatmap, lines, pareto, regret, timeline
from result_directory import Results
from result_tables import UserError

KINDS = {"cdf": cdf, "pareto": pareto, "lines": lines, "bars": bars, "heatmap": heatmap, "timeline": timeline,
         "energy": energy, "exits": exits, "regret": regret}
OF_REPLAY = ["regret"]


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="splitscape plot", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", metavar="DIR", help="directory of results, of a run, a sweep or a replay")
    parser.add_argument("--kind", default="auto", metavar="KIND",
                        help=f"auto (default): what DIR asks for; or one of: {', '.join(KINDS)}")
    parser.add_argument("--format", default=None, metavar="FORMATS", help="png (default), svg, pdf; several: png,svg,pdf")
    parser.add_argument("--out", metavar="FILE", help="picture to write (default: DIR/plots/KIND.FORMAT)")
    parser.add_argument("--x", nargs="+", action="extend", default=[], metavar="AXIS",
                        help="axis of the sweep, or key of the scenario; a heatmap has two")
    parser.add_argument("--y", nargs="+", action="extend", default=[], metavar="COLUMN", help="columns to draw")
    parser.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE",
                        help="only lines with this value, in which * stands for any text (again for more)")
    parser.add_argument("--log", action=argparse.BooleanOptionalAction, default=None, help="logarithmic axes")
    parser.add_argument("--width", type=float, default=7.2, metavar="INCHES",
                        help="of the picture in print: 3.5 a column, 7.2 (default) a page")
    parser.add_argument("--force", action="store_true", help="replace a picture that --out names")
    return parser.parse_args(given)


def checked_options(asked: argparse.Namespace) -> look.Options:
    if not 2 <= asked.width <= 40:
        raise UserError(f"--width: expected inches from 2 to 40, found {asked.width:g}")
    if asked.kind != "auto" and asked.kind not in KINDS:
        raise UserError(f"--kind: there is no '{asked.kind}'" + result_tables.did_you_mean(asked.kind, ["auto", *KINDS]))
    return look.Options(asked.x, asked.y, asked.log, asked.width)


def draw_kind(results: Results, kind: str, options: look.Options) -> look.Drawing:
    if results.what == "replay" and kind not in OF_REPLAY:
        raise UserError(f"{results.path} holds a replay, of which is drawn: {', '.join(OF_REPLAY)}")
    look.prepare()
    return KINDS[kind].draw(results, options)


def plot(asked: argparse.Namespace) -> None:
    """@throws UserError where something is wrong with the arguments or the files"""
    options = checked_options(asked)
    formats = picture_files.wanted_formats(asked.format, asked.out)
    results = Results(asked.directory, asked.where)
    kind = asked.kind
    if kind == "auto":
        kind, why = chosen_kind(results, options)
        print(f"{kind}: {why}")
    files = picture_files.PictureFiles(results.path, kind, formats, asked.out, asked.force)
    drawing = draw_kind(results, kind, options)
    for note in [*results.notes, *drawing.notes]:
        print(f"splitscape plot: {note}", file=sys.stderr)
    for path in files.write(drawing):
        print(f"drawn: {path}")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that temporary files go away
    try:
        plot(arguments())
    except UserError as error:
        print(f"splitscape plot: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        return 128 + signal.SIGPIPE
    return 0


if __name__ == "__main__":
    sys.exit(main())
