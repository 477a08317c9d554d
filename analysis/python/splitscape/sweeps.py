"""Studies: many runs of one scenario, and what they say."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from . import scenarios
from .errors import InputError, SplitscapeError
from .program import call
from .progress import Progress
from .results import load
from .runs import table


class RunsFailed(SplitscapeError):
    """Runs of a sweep failed; the others are over, and their results are in the directory.

    ``failures`` has a line a run that failed: its number, id, command line and message.
    """

    def __init__(self, error: SplitscapeError, failures: pd.DataFrame) -> None:
        super().__init__(str(error), error.exit_code, error.command)
        self.failures = failures


def sweep(study: str | os.PathLike[str] | Mapping[str, Any], out: str | os.PathLike[str], jobs: int | None = None,
          progress: bool = True, options: Sequence[str] = ()) -> pd.DataFrame:
    """Runs a study, as ``splitscape sweep`` does, and returns its results.

    Args:
        study: path of a study file, a YAML text, or a mapping with its keys (docs/formats/study.md). Paths in a text or a
            mapping start from the working directory.
        out: directory of the results. Where the same study was run there before, only what is missing is run.
        jobs: runs at once; as many as there are processors where absent. The results do not depend on it.
        progress: whether a bar shows how many runs are over: in a notebook, on a terminal, or as lines of text.
        options: more words for the command line, such as ``["--launcher", "slurm"]``.

    Returns:
        A line a run and group of devices: the columns of the axes, then those of ``summary.csv``; see :func:`load`.

    Raises:
        InputError: the study or its scenario is wrong, or the directory is that of something else.
        RunsFailed: runs failed; all others are over.
        SplitscapeError: the sweep could not be run.

    A launcher that is told not to wait (``--no-wait``) has submitted the runs: the table is empty then, and
    ``splitscape collect`` and :func:`load` get the results later.

    >>> study = {"scenario": "scenarios/quickstart.yaml", "set": {"requests": 50},
    ...          "axes": {"uplink": {"key": "links.mbps-4.up", "values": ["2 Mbps", "8 Mbps"]},
    ...                   "policy": {"policies": ["device_only", "server_only"]}}}
    >>> results = sweep(study, out=scratch / "uplinks", progress=False)
    >>> at = results[results["group"] == "mbps-4"]
    >>> at.pivot(index="uplink", columns="policy", values="latency_mean_s").round(2).loc["8 Mbps"].to_dict()
    {'device_only': 1.82, 'server_only': 1.16}
    """
    file, text = scenarios.file_and_text(study)
    words: list[Any] = ["sweep", file, "--out", out, *options]
    words += [] if jobs is None else ["--jobs", str(jobs)]
    place = pathlib.Path(out)
    with Progress(_name_of(study), shown=progress) as bar:
        watch = _Watch(place, bar)
        try:
            call(words, text=text, watch=watch if progress else None)
        except InputError:
            raise
        except SplitscapeError as error:
            failed = place / "failures.csv"
            if error.exit_code == 1 and failed.is_file():
                raise RunsFailed(error, pd.read_csv(failed, dtype=str, keep_default_na=False)) from None
            raise
        if "--no-wait" in options:
            submitted = pd.DataFrame()
            submitted.attrs.update(directory=str(place), manifest=None, complete=False)
            return submitted
        watch(ended=True)
    return load(out)


class _Watch:
    """Looks into the directory of a sweep: which of the study's runs are over."""

    def __init__(self, place: pathlib.Path, bar: Progress) -> None:
        self._place = place
        self._bar = bar
        self._before = self._written()  # study.json may be there of another study, which is refused then
        self._read: tuple[int, set[str]] = (0, set())  # when it was written, and its runs

    def __call__(self, ended: bool = False) -> None:
        if not ended and self._written() == self._before:
            return
        ids = self._ids()
        try:
            there = {entry.name for entry in os.scandir(self._place / "runs")}
        except OSError:
            there = set()
        if ids:
            self._bar.show(len(ids & there), len(ids))

    def _written(self) -> int:
        """When study.json was written, in ns; 0 where it is not there."""
        try:
            return (self._place / "study.json").stat().st_mtime_ns
        except OSError:
            return 0

    def _ids(self) -> set[str]:
        written = self._written()
        if written != self._read[0]:
            runs = json.loads((self._place / "study.json").read_text(encoding="utf-8"))["runs"]
            self._read = (written, {run["id"] for run in runs})
        return self._read[1]


def _name_of(study: Any) -> str:
    if isinstance(study, Mapping):
        return str(study.get("name", "study"))
    if isinstance(study, str) and "\n" in study:
        return "study"
    return pathlib.Path(os.fspath(study)).stem


def compare(where: Any, *, options: Sequence[str] = ()) -> pd.DataFrame:
    """What ``splitscape compare --csv`` prints, as a table.

    Args:
        where: a directory of results, or a scenario (path, YAML text or mapping), which is run first.
        options: more words for the command line.

    >>> table = compare("scenarios/quickstart.yaml", options=["--policies", "server_only,neurosurgeon", "--set", "requests=50"])
    >>> list(table.columns)[:3], len(table)
    (['scenario', 'group', 'policy'], 10)
    """
    file, text = scenarios.file_and_text(where)
    return table("compare", file, *options, text=text)

