"""Splitscape in Python: runs, studies and their results as pandas tables.

A thin package over the program ``splitscape``: whatever it returns, the program printed or wrote.

    import splitscape

    summary = splitscape.run("scenarios/quickstart.yaml", policies=["neurosurgeon"], links__cat1__up="1 Mbps")
    results = splitscape.sweep("scenarios/studies/thresholds.yaml", out="results/thresholds")
    requests = splitscape.load("results/requests", table="requests")

It needs pandas; with tqdm it shows bars.
"""

try:
    import pandas  # noqa: F401  (asked for here, so that the message says where it is)
except ImportError as error:
    raise ImportError(f"splitscape needs pandas ({error}); on Debian: apt install python3-pandas, for /usr/bin/python3") from None

from .errors import InputError, SplitscapeError
from .program import program
from .results import is_sweep, load, split_units
from .runs import explain, hardware, networks, policies, run, table
from .sweeps import RunsFailed, compare, sweep

del pandas

__all__ = [
    "InputError",
    "RunsFailed",
    "SplitscapeError",
    "compare",
    "explain",
    "hardware",
    "is_sweep",
    "load",
    "networks",
    "policies",
    "program",
    "run",
    "split_units",
    "sweep",
    "table",
]
