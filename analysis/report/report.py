#!/usr/bin/env python3
"""Writes one self-contained, interactive page about the results of a run or of a sweep.

It reads what `splitscape run` or `splitscape sweep` has left in a directory; with requests.csv (--requests, or `tables:
[requests]` in a study) it has the distributions of the latency and single requests, too. The page needs no network. The same
results give the same bytes. `splitscape report DIR --out FILE` starts this script.

example:
  report.py results/quickstart -o report.html
"""

import argparse
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "plots"))  # reading of result files

try:
    import pandas  # noqa: F401
    import plotly.offline
except ImportError as missing:
    sys.exit(f"report.py: {missing}; on Debian: apt install python3-pandas python3-plotly")

from columns import read_meanings  # noqa: E402
from page import whole_page  # noqa: E402
from page_data import as_json, page_data  # noqa: E402
from result_files import UserError  # noqa: E402
from results import read_results  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", metavar="DIR", help="directory of splitscape run or splitscape sweep")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="page to write (.html); it is replaced")
    parser.add_argument("--columns", metavar="FILE", help="what splitscape columns --csv prints: meanings of columns")
    return parser.parse_args()


def write(path: str, text: str) -> None:
    """Under a name of its own first, so that a half-written page is never seen. Raises UserError where it cannot."""
    place = pathlib.Path(path)
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.parent, prefix=".report-", delete=False) as file:
            file.write(text)
        os.chmod(file.name, 0o644)
        os.replace(file.name, place)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from None


def main() -> None:
    options = arguments()
    results = read_results(options.directory)
    data = page_data(results, read_meanings(options.columns))
    write(options.output, whole_page(results, as_json(data), plotly.offline.get_plotlyjs()))


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        print(f"report.py: {error}", file=sys.stderr)
        sys.exit(2)
