"""Running scenarios, and the program's tables."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from . import scenarios
from .errors import InputError
from .program import call
from .results import TEXTS, load
from .scenarios import Scenario


def run(scenario: Scenario, *, policies: str | Mapping[str, Any] | Iterable[Any] | None = None, seed: int | None = None,
        run: int | None = None, table: str = "summary", requests: bool = False, jobs: int | None = None,
        out: str | os.PathLike[str] | None = None, force: bool = False, overrides: Mapping[str, Any] | None = None,
        **keys: Any) -> pd.DataFrame:
    """Runs a scenario under each of its policies, as ``splitscape run`` does, and returns its results.

    Args:
        scenario: path of a scenario file, or of a manifest; a YAML text; or a mapping with a scenario's keys. Paths in a
            text or a mapping start from the working directory.
        policies: names or labels of the scenario's policies, or of the catalogue; where one of them is a mapping
            (``{"name": "split_exit", "threshold": 0.8}``) they stand in place of the scenario's.
        seed: of the experiment; the scenario's where absent.
        run: number of the replication, likewise.
        table: the table that is returned: ``summary`` (a line a policy and group of devices), ``requests`` (a line a
            request), ``regret``, ``devices``, ``links``, ``servers``, ``learned``.
        requests: whether ``requests.csv`` is written to ``out``.
        jobs: runs at once; as many as there are processors where absent. The results do not depend on it.
        out: directory that keeps the results; without it none are left.
        force: replace results that are in ``out``.
        overrides: keys of the scenario to change: ``{"links.wifi.up": "5 Mbps"}``.
        keys: likewise, as keywords, with ``__`` in place of a point: ``duration="1 min"``, ``links__wifi__up="5 Mbps"``.

    Returns:
        The table (docs/formats/columns.md says its columns and units); ``attrs["manifest"]`` says what it comes from,
        ``attrs["directory"]`` is ``out``, or ``None``.

    Raises:
        InputError: the scenario is wrong; the text says where, and what was expected.
        SplitscapeError: a run failed.

    >>> summary = run("scenarios/quickstart.yaml", policies=["server_only", "neurosurgeon"], overrides={"requests": 50})
    >>> summary.loc[summary["group"] == "mbps-4", ["policy", "latency_mean_s"]].round(3).values.tolist()
    [['server_only', 2.065], ['neurosurgeon', 0.766]]
    >>> run("scenarios/quickstart.yaml", duratoin="1 min")
    Traceback (most recent call last):
    splitscape.errors.InputError: --set duratoin=1 min: unknown key 'duratoin' in a scenario; did you mean 'duration'?
    """
    if not isinstance(requests, bool):
        raise InputError("requests= says whether requests.csv is written; their number is overrides={'requests': ...}")
    if requests and out is None:
        raise InputError("requests=True writes requests.csv to a directory: give out=, or take table='requests'")
    file, text = scenarios.file_and_text(scenario)
    words = ["run", file, *scenarios.policy_words(policies), *scenarios.assignments(overrides, keys)]
    for option, value in (("--seed", seed), ("--run", run), ("--jobs", jobs)):
        words += [] if value is None else [option, str(value)]
    words += ["--requests"] if requests or table == "requests" else []
    words += ["--learned"] if table == "learned" else []
    words += ["--force"] if force else []
    if out is not None:
        call([*words, "--out", out], text=text)
        return load(out, table)
    with tempfile.TemporaryDirectory(prefix="splitscape-") as scratch:
        directory = os.path.join(scratch, "results")
        call([*words, "--out", directory], text=text)
        frame = load(directory, table)
    frame.attrs["directory"] = None
    return frame


def explain(scenario: Scenario, *, overrides: Mapping[str, Any] | None = None, **keys: Any) -> pd.DataFrame:
    """What every cut of a scenario costs on an idle system, and which one each policy takes: ``splitscape explain``.

    Returns:
        A line a cut: seconds, joules and bytes, as the names of the columns say.

    >>> cuts = explain("scenarios/camera-fleet.yaml")
    >>> cuts.sort_values("total_s").iloc[0][["cut", "chosen_by"]].tolist()
    ['max3', 'neurosurgeon;neurosurgeon-energy']
    """
    file, text = scenarios.file_and_text(scenario)
    return table("explain", file, *scenarios.assignments(overrides, keys), text=text)


def policies() -> pd.DataFrame:
    """The catalogue of the policies: what each does, and where it is from.

    >>> "neurosurgeon" in set(policies()["policy"])
    True
    """
    return table("policies")


def networks() -> pd.DataFrame:
    """The catalogue of the networks: MACs in millions, parameters in millions, sizes in MB and kB."""
    return table("networks")


def hardware() -> pd.DataFrame:
    """The catalogue of the hardware and the radios: a line a figure, with its unit and its source."""
    return table("hardware")


def table(*words: str | os.PathLike[str], text: str | None = None) -> pd.DataFrame:
    """What any command of the program that knows ``--csv`` prints, as a table.

    >>> table("sparsity", "mlp-800-100-10", "--prune", "fc1", "--hardware", "stm32h7a3", "--densities", "20")["parameters"].tolist()
    [81110, 17110]
    """
    printed = call([*words, "--csv"], text=text)
    return pd.read_csv(io.StringIO(printed), dtype={name: str for name in TEXTS}, keep_default_na=False, na_values=[""])
