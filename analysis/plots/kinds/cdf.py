"""Which share of the requests is answered within which time: a panel a group of devices, a line a policy.

Requests that arrived after the warm-up count, those that were never answered (dropped, lost, unfinished) too, so that a
line that ends below 1 shows their share. Replications are put together.
"""

from __future__ import annotations

import look
import result_tables
from look import Drawing, Options
from quantities import read_quantity
from result_directory import Results
from result_tables import UserError, pd

MOST_PANELS = 12
MOST_POINTS = 2000  # of a line: more cannot be seen
WIDE = 20.0  # from the shortest median to the longest 95th percentile: where a linear axis shows some lines only


def distribution(values: pd.Series, requests: int) -> tuple[list[float], list[float]]:
    """Values, and the share of all requests that does not exceed each; the first at 0. Both empty without values."""
    ordered = values.dropna().sort_values().to_numpy()
    if not len(ordered):
        return [], []
    step = max(1, len(ordered) // MOST_POINTS)
    ranks = sorted({*range(0, len(ordered), step), len(ordered) - 1})
    return [float(ordered[0]), *map(float, ordered[ranks])], [0.0, *((rank + 1) / requests for rank in ranks)]


def deadline_of(results: Results, source: str, scenario: str, group: str) -> float | None:
    """Seconds; None where the group has none."""
    document = results.scenario(source, scenario)["document"]
    deadline = document.get("devices", {}).get(group, {}).get("deadline")
    quantity = read_quantity(deadline) if deadline is not None else None
    return quantity.base if quantity else None


def is_wide(requests: pd.DataFrame, column: str) -> bool:
    """Whether lines differ so much that only a logarithmic axis shows them all."""
    values = requests[requests[column] > 0].groupby(["group", "policy"])[column]
    medians, tails = values.quantile(0.5), values.quantile(0.95)
    return len(medians) > 0 and bool(tails.max() > WIDE * medians.min())


def curves(results: Results, requests: pd.DataFrame, column: str, by: list[str]) -> pd.DataFrame:
    """A line a point: the keys, the value and the share of the requests."""
    tables = []
    for key, lines in requests.groupby(by, sort=False, dropna=False):
        values, shares = distribution(lines[column], len(lines))
        points = pd.DataFrame({column: values, "share": shares})
        for place, (name, value) in enumerate(zip(by, key)):
            points.insert(place, name, value)
        tables.append(points)
    return pd.concat(tables, ignore_index=True)


def draw(results: Results, options: Options) -> Drawing:
    """--y: another column of requests.csv than latency_s; --log, --no-log: the scale of its axis."""
    if options.x:
        raise UserError("--x: the kind cdf has its own x axis; --y says of which column of requests.csv")
    if len(options.y) > 1:
        raise UserError("the distribution of one --y is drawn at a time")
    column = options.y[0] if options.y else "latency_s"
    requests = results.table("requests.csv", ["measured", column])
    file = results.file("requests.csv")
    requests[column] = result_tables.number_column(requests, column, file)
    requests = requests[requests["measured"] == 1]
    if requests.empty:
        raise UserError(f"{file}: no request arrived after the warm-up")
    log = is_wide(requests, column) if options.log is None else options.log
    if log and not (requests[column] > 0).any():
        raise UserError(f"--log: the column '{column}' of {file} has no positive number")
    by = results.varying(requests, [key for key in results.keys if key != "policy"])
    data = curves(results, requests, column, results.keys)
    names = list(dict.fromkeys(requests["policy"]))
    silent = [name for name in names if name not in set(data["policy"])]
    look.need_few(names, "policies", look.MOST_SERIES, ["policy"])
    panel_names = look.series_names(data, by) if by else pd.Series("", index=data.index)
    titles = list(dict.fromkeys(panel_names))
    look.need_few(titles, "panels", MOST_PANELS, by)
    styles = {name: look.line_style(number) for number, name in enumerate(names)}
    legend = {f"{name} (no answers)" if name in silent else name: look.line_handle(styles[name]) for name in names}
    rows, columns = look.grid_of_panels(len(titles), options.width)
    deadlines = deadlines_of(results, requests, column)
    dead = {"color": look.FAINT, "linestyle": (0, (2, 2)), "linewidth": 1.0}
    if deadlines:
        legend["deadline"] = look.line_handle(dead)
    figure, panels = look.panels(rows, columns, options.width, 2.3, legend, sharex=log, sharey=True)
    factor, title_of_values = look.shown_unit(column, data[column])
    data["deadline_s"] = [deadlines.get((scenario, group), float("nan"))
                          for scenario, group in zip(data["scenario"], data["group"])]
    for axes in panels.flat[len(titles):]:
        axes.set_visible(False)
    for axes, title in zip(panels.flat, titles):
        lines = data[panel_names == title]
        for policy, points in lines.groupby("policy", sort=False):
            axes.step(points[column] / factor, points["share"], where="post", **styles[policy])
        deadline = lines["deadline_s"].iloc[0]
        if pd.notna(deadline):
            axes.axvline(deadline / factor, **dead)
        axes.set_title(title)
        axes.set_ylim(0, 1.02)
        axes.grid(**look.GRID)
        if not log:
            axes.set_xlim(left=0)
    if log:
        for axes in panels.flat[:len(titles)]:
            look.logarithmic(axes, "x")
    for axes in panels[:, 0]:
        axes.set_ylabel("share of the requests")
    for number in range(len(titles)):
        if number + columns >= len(titles):
            panels.flat[number].set_xlabel(title_of_values)
            panels.flat[number].tick_params(labelbottom=True)
    notes = ["the time axis is logarithmic, since latencies differ much (--no-log)"] if log and options.log is None else []
    return Drawing(figure, data if deadlines else data.drop(columns="deadline_s"), notes)


def deadlines_of(results: Results, requests: pd.DataFrame, column: str) -> dict[tuple[str, str], float]:
    """(scenario, group) -> seconds, where latencies are drawn and there is a deadline that all runs have."""
    if column != "latency_s":
        return {}
    found: dict[tuple[str, str], set] = {}
    for line in requests[["source", "scenario", "group"]].drop_duplicates().itertuples():
        found.setdefault((line.scenario, line.group), set()).add(
            deadline_of(results, line.source, line.scenario, line.group))
    return {key: values.pop() for key, values in found.items() if len(values) == 1 and None not in values}
