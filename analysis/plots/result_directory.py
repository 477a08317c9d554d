"""A directory of results: of a run, of a sweep, or of a replay, with the lines that --where leaves of its tables."""

from __future__ import annotations

import functools
import json
import pathlib

import result_tables
from result_tables import UserError, pd

KEPT = {"requests.csv": "requests", "learned.csv": "learned"}  # tables of a run that a study asks for by name
KEYS = ["scenario", "policy", "group"]  # what tells lines apart besides the axes of a sweep; seed and run repeat them


class Results:
    """The tables of a directory. Axes are the columns that a sweep has and a run has not; their values are texts."""

    def __init__(self, directory: str, conditions: list[str]):
        """@throws UserError where the directory holds no results"""
        self.path = pathlib.Path(directory)
        self.conditions = result_tables.conditions_by_column(conditions)
        self.notes: list[str] = []
        if (self.path / "study.json").is_file():
            self.what = "sweep"
        elif (self.path / "replay.csv").is_file():
            self.what = "replay"
        elif (self.path / "summary.csv").is_file():
            self.what = "run"
        elif self.path.is_dir():
            raise UserError(f"{directory} holds no results: neither summary.csv of splitscape run, nor study.json of "
                            "splitscape sweep, nor replay.csv of splitscape replay")
        else:
            raise UserError(f"there is no directory {directory}")
        self.axes = self._axes() if self.what == "sweep" else []

    @property
    def keys(self) -> list[str]:
        """The columns by which lines of summaries differ, replications apart: axes, scenario, policy, group."""
        return [*self.axes, *KEYS]

    def file(self, name: str) -> str:
        """What a message calls a table."""
        return f"{self.path}/{name}"

    def has(self, name: str) -> bool:
        """Whether runs left this table."""
        if self.what != "sweep":
            return (self.path / name).is_file()
        return any((self.path / "runs" / run["id"] / name).is_file() for run in self._study["runs"])

    @functools.cached_property
    def summary(self) -> pd.DataFrame:
        """A line a run and group: summary.csv of a run, results.csv of a sweep with its axes."""
        name = self.summary_name
        table = self._with_axes_as_text(result_tables.read_table(self.path, name))
        for column in [*self.keys, "seed", "run"]:
            result_tables.need_column(table, column, self.file(name))
        return self._filtered(table, self.file(name))

    @functools.cached_property
    def summary_name(self) -> str:
        if self.what != "sweep":
            return "summary.csv"
        whole = "results.csv"
        if (self.path / whole).is_file():
            return whole
        self.notes.append(f"{self.path} is not complete: drawn is what results.partial.csv holds so far")
        return "results.partial.csv"

    def table(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """A table of the runs, with the axes of a sweep and the column source: the directory of the run.

        columns: those wanted besides the keys, seed and run; all where absent.
        """
        if columns is not None:
            columns = [*KEYS, "seed", "run", *columns, *(c for c in self.conditions if c not in self.axes)]
            columns = list(dict.fromkeys(columns))
        if self.what != "sweep":
            table = result_tables.read_table(self.path, name, columns)
            return self._filtered(table.assign(source=str(self.path)), self.file(name))
        tables = []
        for run in self._wanted_runs():
            directory = self.path / "runs" / run["id"]
            if not directory.is_dir():
                continue  # not run yet, or failed
            if name in KEPT and not (directory / name).is_file():
                raise UserError(f"there is no {directory / name} (runs keep it where the study says tables: [{KEPT[name]}])")
            table = result_tables.read_table(directory, name, columns)
            axes = {axis: str(run["axes"][axis]) for axis in self.axes}
            tables.append(table.assign(**axes, source=str(directory)))
        if not tables:
            raise UserError(f"{self.path}/runs has no run of those that are wanted")
        return self._filtered(pd.concat(tables, ignore_index=True), self.file(f"runs/*/{name}"))

    def scenario(self, source: str, name: str) -> dict:
        """The entry of a scenario in the manifest of a run: document, directory, inputs."""
        entries = _manifest(source)
        if name not in entries:
            raise UserError(f"{source}/manifest.json has no scenario '{name}'")
        return entries[name]

    def varying(self, table: pd.DataFrame, columns: list[str]) -> list[str]:
        """Those of the columns that have more than one value."""
        return [column for column in columns if table[column].nunique(dropna=False) > 1]

    # ---- sweeps

    @functools.cached_property
    def _study(self) -> dict:
        path = self.path / "study.json"
        try:
            study = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(study["runs"], list) or not study["runs"]:
                raise ValueError("it has no runs")
            return study
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UserError(f"cannot read {path}: {error}") from None

    def _axes(self) -> list[str]:
        """The axes; that of the policies is the column policy already."""
        axes = []
        for axis in self._study["runs"][0].get("axes", {}):
            if axis in KEYS:
                continue
            if all(str(run["axes"][axis]) == run.get("policy") for run in self._study["runs"]):
                continue
            axes.append(axis)
        return axes

    def _with_axes_as_text(self, table: pd.DataFrame) -> pd.DataFrame:
        """Names of axes in study.json and columns of results.csv are the same words; so are their values."""
        if self.what != "sweep":
            return table
        name = self.summary_name
        header = list(pd.read_csv(self.path / name, nrows=0).columns)
        for axis in self.axes:
            result_tables.need_column(table, axis, self.file(name))
        texts = pd.read_csv(self.path / name, usecols=[*self.axes], dtype=str, keep_default_na=False)
        return table[header].assign(**{axis: texts[axis] for axis in self.axes})

    def _wanted_runs(self) -> list[dict]:
        """The runs that the conditions on axes, policy, seed and run leave: only these are read."""
        known = [*self.axes, "policy", "seed", "run"]
        rows = [{**{axis: str(run["axes"][axis]) for axis in self.axes},
                 **{name: run.get(name) for name in ("policy", "seed", "run")}} for run in self._study["runs"]]
        conditions = [f"{column}={value}" for column, values in self.conditions.items() if column in known
                      for value in values]
        table = result_tables.filtered(pd.DataFrame(rows), conditions, self.file("study.json"))
        return [self._study["runs"][number] for number in table.index]

    def _filtered(self, table: pd.DataFrame, file: str) -> pd.DataFrame:
        conditions = [f"{column}={value}" for column, values in self.conditions.items() for value in values]
        return result_tables.filtered(table, conditions, file)


@functools.cache
def _manifest(source: str) -> dict:
    return result_tables.read_manifest(source)
