"""What the page shows of requests.csv: distributions of all requests, and some requests one by one.

The distributions are made of every request that arrived after the warm-up; a line holds the points of the exact step
function at fixed ranks. Of the requests themselves a fixed number is embedded at most, chosen by rule and not by chance.
"""

import dataclasses
import math

import numpy as np
import pandas as pd
from columns import plain_number
from dimensions import Dimensions
from result_files import need_column
from results import IDENTITY, WORDS, RequestFile, Results, UserError

MOST_REQUESTS = 4000  # embedded, of all lines together
MOST_POINTS = 60000  # of all distributions together
CHUNK = 100000  # lines read at once
NEEDED = [*IDENTITY, "request", "group", "measured", "arrival_s", "latency_s"]


@dataclasses.dataclass
class Series:
    """The requests of one group in one run of one policy."""

    file: int
    key: list[int]
    lines: np.ndarray  # their line numbers in the file, from 0
    latency: np.ndarray  # seconds, NaN without an answer
    measured: np.ndarray  # whether they arrived after the warm-up


def read_columns(path, **how):
    words = {name: str for name in WORDS}
    try:
        return pd.read_csv(path, dtype=words, keep_default_na=False, na_values=[""],
                           float_precision="round_trip", **how)
    except (OSError, ValueError) as error:  # pandas' own errors are ValueErrors
        raise UserError(f"cannot read {path}: {error}") from None


def series_of(number: int, file: RequestFile, dimensions: Dimensions) -> list[Series]:
    header = read_columns(file.path, nrows=0)
    for column in NEEDED:
        need_column(header, column, file.path)
    table = read_columns(file.path, usecols=NEEDED)
    table = table.assign(line=np.arange(len(table)), **file.axes)
    found = []
    for _, lines in table.groupby([*IDENTITY, "group"], sort=False):
        key = dimensions.keys(lines.iloc[:1])[0]
        lines = lines.sort_values("request", kind="stable")
        found.append(Series(number, key, lines["line"].to_numpy(), lines["latency_s"].to_numpy(dtype=float),
                            lines["measured"].to_numpy() == 1))
    return found


def distribution(series: Series, points: int) -> dict:
    """The share of the measured requests that are answered within a time, at some ranks; unanswered ones count."""
    latency = np.sort(series.latency[series.measured & ~np.isnan(series.latency)])
    measured = int(series.measured.sum())
    ranks = ranks_of(len(latency), points)
    return {"key": series.key, "requests": measured, "answered": len(latency),
            "latency": [float(f"{latency[rank]:.7g}") for rank in ranks],
            "share": [float(f"{(rank + 1) / measured:.7g}") for rank in ranks]}


def ranks_of(answers: int, points: int) -> list[int]:
    """All where they are few; else evenly many, a fifth of them in the last hundredth, the first and the last always."""
    if answers <= points:
        return list(range(answers))
    tail = points // 5
    body = np.linspace(0, answers - 1, points - tail)
    last = np.linspace(math.floor(0.99 * (answers - 1)), answers - 1, tail)
    return sorted({int(rank) for rank in (*body.round(), *last.round())})


def chosen(series: Series, most: int) -> np.ndarray:
    """The line numbers of the requests that are embedded: all, or a quarter of them the slowest and the rest evenly
    spaced in the order of arrival."""
    count = len(series.lines)
    if count <= most:
        return series.lines
    known = np.flatnonzero(~np.isnan(series.latency))
    slowest = known[np.argsort(-series.latency[known], kind="stable")[:most // 4]]
    left = np.setdiff1d(np.arange(count), slowest)
    even = left[np.linspace(0, len(left) - 1, most - len(slowest)).round().astype(int)]
    return series.lines[np.unique(np.concatenate([slowest, even]))]


def budgets(counts: list[int], most: int) -> list[int]:
    """Shares out `most` so that none gets more than it has, and what small ones leave goes to the others; at least 1."""
    shares = [0] * len(counts)
    left = most
    for place, number in enumerate(sorted(range(len(counts)), key=lambda number: counts[number])):
        shares[number] = max(1, min(counts[number], left // (len(counts) - place)))
        left = max(0, left - shares[number])
    return shares


def requests_for_page(results: Results, dimensions: Dimensions) -> dict | None:
    """Columns, lines and keys of the embedded requests, how many there are, and the distributions of all of them."""
    all_series = [series for number, file in enumerate(results.requests)
                  for series in series_of(number, file, dimensions)]
    if not all_series:
        return None
    points = min(400, max(25, MOST_POINTS // len(all_series)))
    shares = budgets([len(series.lines) for series in all_series], MOST_REQUESTS)
    columns: list[str] = []
    tables = []
    for number, file in enumerate(results.requests):
        wanted = np.sort(np.concatenate([chosen(series, share) for series, share in zip(all_series, shares)
                                         if series.file == number] or [np.array([], dtype=int)]))
        table = read_only(file, wanted)
        columns.extend(name for name in table.columns if name not in columns)
        tables.append(table)
    own = [name for name in in_order(columns) if name not in {*dimensions.names}]
    lines, keys = [], []
    for table in tables:
        keys.extend(dimensions.keys(table))
        lines.extend(request_lines(table.reindex(columns=own)))
    return {"columns": own, "lines": lines, "keys": keys, "all": sum(len(series.lines) for series in all_series),
            "most": MOST_REQUESTS, "distributions": [distribution(series, points) for series in all_series]}


def in_order(columns: list[str]) -> list[str]:
    """Instants of later hops, which only some files have, before the answer."""
    hops = [name for name in columns if name.startswith("hop")]
    others = [name for name in columns if not name.startswith("hop")]
    at = others.index("answer_s") if "answer_s" in others else len(others)
    return [*others[:at], *sorted(hops, key=lambda name: (int(name[3:name.index("_")]), hops.index(name))), *others[at:]]


def read_only(file: RequestFile, wanted: np.ndarray) -> pd.DataFrame:
    """The lines with these numbers; the file is read in pieces, so that a large one needs not fit into memory whole."""
    pieces = []
    start = 0
    for chunk in read_columns(file.path, chunksize=CHUNK):
        here = wanted[(wanted >= start) & (wanted < start + len(chunk))] - start
        if len(here):
            pieces.append(chunk.iloc[here])
        start += len(chunk)
    table = pd.concat(pieces, ignore_index=True) if pieces else read_columns(file.path, nrows=0)
    return table.assign(**file.axes)


def request_lines(table: pd.DataFrame) -> list[list]:
    columns = []
    for name in table.columns:
        values = table[name].tolist()
        columns.append([None if value != value else value for value in values] if name in WORDS
                       else [plain_number(value) if isinstance(value, (int, float)) else value for value in values])
    return [list(line) for line in zip(*columns)]
