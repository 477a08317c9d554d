"""What the page draws and lists, as one JSON document that its script reads."""

import json

import pandas as pd
from columns import described, plain_number, values_of
from dimensions import Dimensions
from request_sample import requests_for_page
from results import WORDS, Results
from student import student

MOST_REGRET_POINTS = 30000  # of all lines together

STATES = ["idle", "head", "exit", "transmit", "receive"]
RUN = {"scenario", "policy", "seed", "run"}


def page_data(results: Results, meanings: dict) -> dict:
    """Everything for the script. Keys are those of Dimensions; columns are described in columns.py."""
    dimensions = Dimensions(results)
    words = {*WORDS, *results.axes}
    summary = results.summary
    own = [name for name in summary.columns if name not in results.keys]
    return {
        "sweep": results.is_sweep,
        "dimensions": dimensions.described(),
        "summary": {"columns": described(summary, own, words, "summary.csv", meanings), "names": own,
                    "keys": dimensions.keys(summary), "lines": values_of(summary, own, words)},
        "student": student_quantiles(summary, results),
        "ledger": ledger(results, dimensions),
        "links": place_lines(results, dimensions, "links", ["link", "direction"], meanings),
        "servers": place_lines(results, dimensions, "servers", ["server"], meanings),
        "regret": regret_lines(results, dimensions),
        "requests": requests_for_page(results, dimensions),
        "paths": paths_of(results),
    }


def as_json(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def student_quantiles(summary: pd.DataFrame, results: Results) -> list[float]:
    """The quantiles .975 of Student's t for 1, 2, ... degrees of freedom, as many as replications can need."""
    same = [name for name in results.keys if name not in ("seed", "run")]
    most = int(summary.groupby(same, sort=False).size().max())
    return [round(student(freedom), 10) for freedom in range(1, most)]


def ledger(results: Results, dimensions: Dimensions) -> dict | None:
    """Joules by state of each group, summed over its devices; None where a device's is not known."""
    table = results.tables.get("devices")
    if table is None or table.empty:
        return None
    columns = [f"{state}_energy_j" for state in STATES]
    groups = table.groupby(results.keys, sort=False)
    known = table[columns].notna().groupby([table[key] for key in results.keys], sort=False).all()
    sums = groups[columns].sum().where(known)
    counts = groups.size().tolist()
    at = sums.index.to_frame(index=False)
    lines = [[plain_number(value) for value in line] for line in sums.to_numpy().tolist()]
    return {"states": STATES, "keys": dimensions.keys(at), "devices": counts, "lines": lines}


def place_lines(results: Results, dimensions: Dimensions, name: str, place: list[str], meanings: dict) -> dict | None:
    """links.csv or servers.csv: where, and the columns with numbers."""
    table = results.tables.get(name)
    if table is None or table.empty:
        return None
    own = [column for column in table.columns if column not in {*results.axes, *RUN, *place}]
    where = table[place].agg(" ".join, axis=1).tolist()
    return {"places": where, "columns": described(table, own, WORDS, f"{name}.csv", meanings), "names": own,
            "keys": dimensions.keys(table), "lines": values_of(table, own, WORDS)}


def regret_lines(results: Results, dimensions: Dimensions) -> list[dict]:
    """A curve each: regret after so many answers, thinned evenly where all curves have more points than are drawn."""
    table = results.tables.get("regret")
    if table is None or table.empty:
        return []
    every = max(1, -(-len(table) // MOST_REGRET_POINTS))
    curves = []
    for _, lines in table.groupby(results.keys, sort=False):
        kept = sorted({*range(0, len(lines), every), len(lines) - 1})
        shown = lines.iloc[kept]
        curves.append({"key": dimensions.keys(lines.iloc[:1])[0], "arm": lines["best_arm"].iloc[-1],
                       "answers": [plain_number(value) for value in shown["answers"].tolist()],
                       "regret": [plain_number(value) for value in shown["regret"].tolist()]})
    return curves


def paths_of(results: Results) -> dict:
    """scenario -> group -> route ('' where there is one) -> links and servers in turn, to name the hops of a request."""
    found: dict = {}
    for entry in results.scenarios:
        for group, device in (entry["document"].get("devices") or {}).items():
            if not isinstance(device, dict):
                continue
            paths = device.get("paths") or {"": device.get("path")}
            named = {route: path for route, path in paths.items() if is_path(path)} if isinstance(paths, dict) else {}
            found.setdefault(entry["name"], {}).setdefault(group, named)
    return found


def is_path(path) -> bool:
    return isinstance(path, list) and all(isinstance(place, str) for place in path)
