"""Reading of what a report is made of: the directory of a run or of a sweep (docs/formats/results.md, docs/report.md)."""

import csv
import dataclasses
import hashlib
import json
import pathlib

import pandas as pd
from result_files import UserError, did_you_mean, need_column

# Columns of the result files that hold words; all others hold numbers.
WORDS = {"scenario", "policy", "group", "link", "direction", "server", "route", "cut", "ending", "place", "verdict",
         "best_arm", "exit_shares", "cut_shares", "route_shares"}
IDENTITY = ["scenario", "policy", "seed", "run"]
PLACES = ["devices", "links", "servers", "regret"]


@dataclasses.dataclass
class RequestFile:
    """A requests.csv, and where on the axes of the sweep its run stands (nothing for a run of its own)."""

    path: pathlib.Path
    axes: dict[str, str]


@dataclasses.dataclass
class Results:
    """What a directory holds. Each table begins with the columns of the axes, as words; empty numbers are NaN."""

    directory: pathlib.Path
    axes: list[str]  # their names, the slowest first; none of a run
    summary: pd.DataFrame
    tables: dict[str, pd.DataFrame]  # of PLACES, those that are there
    requests: list[RequestFile]
    scenarios: list[dict]  # the entries of the manifests: name, seed, run, policies, document, inputs
    manifest: dict
    study: dict | None = None  # study.json of a sweep
    failures: list[list[str]] = dataclasses.field(default_factory=list)  # lines of failures.csv, header first
    runs: int = 1  # that are in it
    planned: int = 1
    changed: list[str] = dataclasses.field(default_factory=list)  # files that are not what the manifest says

    @property
    def is_sweep(self) -> bool:
        return self.study is not None

    @property
    def keys(self) -> list[str]:
        """The columns that tell a line of the summary from the others."""
        return [*self.axes, *IDENTITY, "group"]


def read_lines(path: pathlib.Path) -> list[list[str]]:
    """The lines of a CSV file as words, the header first.

    Raises UserError where it cannot be read, or a line has more or fewer fields than the header.
    """
    try:
        with open(path, newline="", encoding="utf-8") as file:
            lines = list(csv.reader(file, strict=True))
    except FileNotFoundError:
        raise UserError(f"there is no {path}") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"cannot read {path}: {error}") from None
    if not lines:
        raise UserError(f"cannot read {path}: it is empty")
    for number, line in enumerate(lines, 1):
        if len(line) != len(lines[0]):
            raise UserError(f"{path}:{number}: {len(line)} fields, the header has {len(lines[0])}")
    return lines


def read_json(path: pathlib.Path, keys: list[str]) -> dict:
    """Raises UserError where it cannot be read or has not all of the keys."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"there is no {path}") from None
    except (OSError, ValueError) as error:
        raise UserError(f"cannot read {path}: {error}") from None
    for key in keys:
        if not isinstance(document, dict) or key not in document:
            raise UserError(f"{path} has no key '{key}'")
    return document


def as_table(header: list[str], lines: list[list[str]], words: set[str], file) -> pd.DataFrame:
    """The lines with numbers as numbers. Raises UserError where a column of numbers holds something else."""
    table = pd.DataFrame(lines, columns=header, dtype=str)
    for column in header:
        if column in words:
            continue
        try:
            table[column] = pd.to_numeric(table[column].mask(table[column] == ""))
        except (ValueError, TypeError):
            raise UserError(f"the column '{column}' of {file} holds text, not numbers") from None
    return table


def digest(path: pathlib.Path) -> str:
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()


def changed_files(directory: pathlib.Path, manifest: dict, shown: str = "") -> list[str]:
    """The files whose SHA-256 is not that of the manifest; those that are gone are told elsewhere."""
    changed = []
    for name, known in manifest.get("results", {}).items():
        path = directory / name
        if name.endswith((".csv", "study.json")) and "/" not in name and path.is_file() and digest(path) != known:
            changed.append(shown + name)
    return changed


def read_results(directory: str) -> Results:
    """Raises UserError where the directory holds no results, or not those of one run or sweep."""
    path = pathlib.Path(directory)
    if not path.is_dir():
        raise UserError(f"there is no directory {path}")
    results = read_sweep(path) if (path / "study.json").is_file() else read_run(path)
    if results.summary.empty:
        raise UserError(f"{path} has no lines of results")
    for column in results.keys:
        need_column(results.summary, column, path)
    return results


def read_run(path: pathlib.Path) -> Results:
    """A directory of `splitscape run --out`."""
    if not (path / "summary.csv").is_file():
        what = "a replay, of which there is no report" if (path / "replay.csv").is_file() else "neither a run nor a sweep"
        raise UserError(f"{path} holds {what}: there is no summary.csv and no study.json in it")
    manifest = read_json(path / "manifest.json", ["version", "scenarios"])
    header, *lines = read_lines(path / "summary.csv")
    tables = {}
    for name in PLACES:
        if (path / f"{name}.csv").is_file():
            head, *rest = read_lines(path / f"{name}.csv")
            tables[name] = as_table(head, rest, WORDS, path / f"{name}.csv")
    requests = [RequestFile(path / "requests.csv", {})] if (path / "requests.csv").is_file() else []
    return Results(directory=path, axes=[], summary=as_table(header, lines, WORDS, path / "summary.csv"), tables=tables,
                   requests=requests, scenarios=manifest["scenarios"], manifest=manifest,
                   changed=changed_files(path, manifest))


def read_sweep(path: pathlib.Path) -> Results:
    """A directory of `splitscape sweep --out`, complete or not."""
    study = read_json(path / "study.json", ["document", "runs"])
    complete = (path / "results.csv").is_file()
    file = path / ("results.csv" if complete else "results.partial.csv")
    header, *lines = read_lines(file)
    names = axis_names(header, file)
    results = Results(directory=path, axes=names, study=study, planned=len(study["runs"]), runs=0, tables={}, requests=[],
                      summary=as_table([*names, *header[len(names):]], lines, {*WORDS, *names}, file), scenarios=[],
                      manifest=read_json(path / "manifest.json", ["version"]) if complete else {})
    if (path / "failures.csv").is_file():
        results.failures = read_lines(path / "failures.csv")
    results.changed = changed_files(path, results.manifest)
    read_runs_of_sweep(results, lines)
    return results


def axis_names(header: list[str], file) -> list[str]:
    """The names of the columns before those of a summary. One that the summary has too is told from it."""
    begins = [at for at in range(len(header)) if header[at:at + 5] == [*IDENTITY, "group"]]
    if not begins:
        raise UserError(f"{file} has not the columns {', '.join(IDENTITY)} and group of a summary")
    return [f"{name} (axis)" if name in header[begins[-1]:] else name for name in header[:begins[-1]]]


def read_runs_of_sweep(results: Results, lines: list[list[str]]) -> None:
    """Adds the tables of the runs: their lines in results.csv, which come in the order of the runs, say the axes."""
    found: dict[str, tuple[list[str], list[list[str]]]] = {}
    axes = len(results.axes)
    at = 0  # the line of results.csv that the next run begins with
    for run in results.study["runs"]:
        folder = results.directory / "runs" / run["id"]
        if at == len(lines) or not (folder / "summary.csv").is_file():
            continue
        _, *summary = read_lines(folder / "summary.csv")
        if [line[axes:] for line in lines[at:at + len(summary)]] != summary:
            raise UserError(f"{folder}/summary.csv is not what {results.directory} says of run {run['number']}")
        place = lines[at][:axes]
        at += len(summary)
        results.runs += 1
        add_run(results, folder, place, found)
    for name, (header, rows) in found.items():
        words = {*WORDS, *results.axes}
        results.tables[name] = as_table([*results.axes, *header], rows, words, f"{name}.csv of the runs")


def add_run(results: Results, folder: pathlib.Path, place: list[str], found: dict) -> None:
    manifest = read_json(folder / "manifest.json", ["version", "scenarios"])
    results.scenarios.extend(manifest["scenarios"])
    results.changed.extend(changed_files(folder, manifest, f"runs/{folder.name}/"))
    for name in PLACES:
        if not (folder / f"{name}.csv").is_file():
            continue
        header, *lines = read_lines(folder / f"{name}.csv")
        known, rows = found.setdefault(name, (header, []))
        if header != known:
            raise UserError(f"{folder}/{name}.csv has other columns than those of the runs before it")
        rows.extend([*place, *line] for line in lines)
    if (folder / "requests.csv").is_file():
        results.requests.append(RequestFile(folder / "requests.csv", dict(zip(results.axes, place))))


__all__ = ["IDENTITY", "PLACES", "WORDS", "RequestFile", "Results", "UserError", "did_you_mean", "digest", "read_results"]
