"""Accuracy, latency and energy of what was run, pair by pair; what another one dominates is faded.

A point is dominated where another one of the same group (and of the same value of each --x) is as good or better in every
measure and better in one. The stepped line of a panel is the front of its two measures alone.
"""

from __future__ import annotations

import itertools

import intervals
import look
from kinds.bars import known_columns
from look import Drawing, Options
from quantities import in_one_unit
from result_directory import KEYS, Results
from result_tables import UserError, did_you_mean, pd

USUAL = ["accuracy", "latency_mean_s", "device_energy_mean_j"]
MORE_IS_BETTER = {"accuracy", "reward", "throughput_rps", "completed"}

def dominated(points: pd.DataFrame, columns: list[str]) -> list[bool]:
    """Whether another point is as good in all columns and better in one; a point that does not know one is not judged."""
    costs = [[-value if column in MORE_IS_BETTER else value for column, value in zip(columns, row)]
             for row in points[columns].itertuples(index=False, name=None)]

    def better(one: list[float], other: list[float]) -> bool:
        return all(a <= b for a, b in zip(one, other)) and one != other

    return [any(better(other, cost) for other in costs) for cost in costs]


def front(points: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    """The points that nobody dominates in these two columns, along x."""
    return points[[not is_worse for is_worse in dominated(points, [x, y])]].sort_values(x).drop_duplicates([x, y])


def points_table(results: Results, columns: list[str], compete: list[str]) -> pd.DataFrame:
    """A line a combination of keys: each column with its interval, and whether it is dominated (1) or not (0).

    compete: points with the same values of these keys do.
    """
    file = results.file(results.summary_name)
    table = None
    for column in columns:
        found = intervals.estimates(results.summary, results.keys, column, file)
        found = found.rename(columns={"value": column, "low": f"{column}_low", "high": f"{column}_high"})
        found = found.drop(columns=["interval"] if table is None else ["interval", "runs"])
        table = found if table is None else table.merge(found, on=results.keys)
    if table.empty:
        raise UserError(f"{file} has no line that knows all of {', '.join(columns)}")
    worse = pd.Series(0, index=table.index)
    for lines in sets(table, compete):
        worse[lines.index] = [int(is_worse) for is_worse in dominated(lines, columns)]
    return table.assign(dominated=worse)


def sets(points: pd.DataFrame, compete: list[str]) -> list[pd.DataFrame]:
    return [lines for _, lines in points.groupby(compete if len(compete) > 1 else compete[0], sort=False, dropna=False)]


def chosen_columns(results: Results, options: Options) -> list[str]:
    if options.y:
        if not 2 <= len(options.y) <= 3:
            raise UserError("a front is drawn of two or three --y")
        return options.y
    known = known_columns(results.summary, USUAL)
    if len(known) < 2:
        raise UserError(f"{results.file(results.summary_name)} knows {' and '.join(known) or 'none'} of "
                        f"{', '.join(USUAL)}, and a front needs two: choose with --y")
    return known


def draw(results: Results, options: Options) -> Drawing:
    """--y: two or three columns of the summary; --x: keys whose values are judged each for itself; --log: logarithmic
    axes, that of the accuracy excepted."""
    for name in options.x:
        if name not in results.keys:
            raise UserError(f"--x: '{name}' is no key of the lines" + did_you_mean(name, results.keys))
    columns = chosen_columns(results, options)
    compete = list(dict.fromkeys(["group", *options.x]))
    data = points_table(results, columns, compete)
    by = series_columns(results, data, options)
    data["series"] = look.series_names(data, by)
    names = list(dict.fromkeys(data["series"]))
    look.need_few(names, "series of points", look.MOST_SERIES, by)
    styles = {name: {**look.marker_style(number), "linestyle": "none"} for number, name in enumerate(names)}
    legend = {name: look.line_handle(style) for name, style in styles.items()}
    legend["dominated"] = look.line_handle({"marker": "o", "color": look.FAINT, "linestyle": "none", "alpha": 0.35,
                                            "markerfacecolor": "none"})
    pairs = list(itertools.combinations(columns, 2))
    rows, across = look.grid_of_panels(len(pairs), options.width)
    figure, panels = look.panels(rows, across, options.width, 2.4, legend)
    for axes in panels.flat[len(pairs):]:
        axes.set_visible(False)
    shown, titles = in_shown_units(data, columns)
    for axes, (y, x) in zip(panels.flat, pairs):
        draw_panel(axes, sets(shown, compete), x, y, styles, options.log)
        axes.set_xlabel(titles[x])
        axes.set_ylabel(titles[y])
    return Drawing(figure, data.drop(columns="series"))


def series_columns(results: Results, data: pd.DataFrame, options: Options) -> list[str]:
    """What points of one marker have in common: policy, scenario, group, each --x, and axes of names where there is room."""
    by = list(dict.fromkeys([*results.varying(data, [*KEYS, *options.x])]))
    for axis in results.varying(data, results.axes):
        more = [*by, axis]
        if axis not in by and in_one_unit(list(data[axis].unique())) is None and \
                len(data[more].drop_duplicates()) <= look.MOST_SERIES:
            by = more
    return by or ["policy"]


def in_shown_units(data: pd.DataFrame, columns: list[str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """The points in the units of the axes, and the axes' titles."""
    shown, titles = data.copy(), {}
    for column in columns:
        factor, titles[column] = look.shown_unit(column, data[column])
        shown[[column, f"{column}_low", f"{column}_high"]] /= factor
    return shown, titles


def draw_panel(axes, competing: list[pd.DataFrame], x: str, y: str, styles: dict, log: bool | None) -> None:
    data = pd.concat(competing)
    for lines in competing:
        best = front(lines, x, y)
        # What is no better than a point of the front lies beyond it: to its right where less is better along x.
        axes.step(best[x], best[y], where="pre" if x in MORE_IS_BETTER else "post", color=look.FAINT, linewidth=0.9, zorder=1)
    for name, lines in data.groupby("series", sort=False):
        for worse, points in lines.groupby("dominated"):
            style = {**styles[name], "alpha": 0.45, "markerfacecolor": "none"} if worse else styles[name]
            errors = {f"{which}err": (points[f"{column}_high"] - points[column]).fillna(0)
                      for which, column in (("x", x), ("y", y))}
            axes.errorbar(points[x], points[y], **errors, elinewidth=0.8, **style)
    axes.grid(**look.GRID)
    axes.margins(0.1)
    for which, column in (("x", x), ("y", y)):
        if (look.is_wide(data[column]) if log is None else log) and column != "accuracy" and (data[column] > 0).all():
            look.logarithmic(axes, which)
