"""What the best fixed decision would have earned more, over the answers: a panel a group, a line a policy.

Over replications a line is the mean, a band its 95 % interval (Student's t), up to the answers that all of them have.
"""

from __future__ import annotations

import math

import intervals
import look
import numpy
import result_tables
from look import Drawing, Options
from result_directory import Results
from result_tables import UserError, pd
from student import half_width

MOST_PANELS = 12


def mean_curve(runs: list[pd.DataFrame]) -> pd.DataFrame:
    """answers, regret, low, high and runs, at the answers of the shortest run; the others are straight in between."""
    shortest = min(runs, key=lambda run: run["answers"].max())
    at = shortest["answers"].to_numpy()
    values = [numpy.interp(at, [0, *run["answers"]], [0.0, *run["regret"]]) for run in runs]
    rows = []
    for answers, here in zip(at, zip(*values)):
        here = pd.Series(here)
        half = half_width(here)
        rows.append([answers, here.mean(), here.mean() - half, here.mean() + half, len(here)])
    return pd.DataFrame(rows, columns=["answers", "regret", "low", "high", "runs"])


def curves_of_runs(results: Results) -> pd.DataFrame:
    table = results.table("regret.csv", ["answers", "regret"])
    table = table.dropna(subset=["regret"])
    if table.empty:
        raise UserError(f"{results.file('regret.csv')}: no regret is known")
    tables = []
    for key, lines in table.groupby(results.keys, sort=False, dropna=False):
        runs = [run.sort_values("answers") for _, run in lines.groupby(intervals.REPLICATION, sort=False)]
        curve = mean_curve(runs)
        for place, (name, value) in enumerate(zip(results.keys, key)):
            curve.insert(place, name, value)
        tables.append(curve)
    return pd.concat(tables, ignore_index=True)


def curves_of_replay(results: Results) -> pd.DataFrame:
    """The means over the orders, as the replay says them itself."""
    file = results.file("regret.csv")
    table = result_tables.read_table(results.path, "regret.csv")
    for column in ("policy", "samples", "regret", "regret_ci95"):
        result_tables.need_column(table, column, file)
    conditions = [f"{column}={value}" for column, values in results.conditions.items() for value in values]
    table = result_tables.filtered(table, conditions, file).dropna(subset=["regret"])
    if table.empty:
        raise UserError(f"{file}: no regret is known")
    return pd.DataFrame({"scenario": "", "policy": table["policy"], "group": "", "samples": table["samples"],
                         "regret": table["regret"], "low": table["regret"] - table["regret_ci95"],
                         "high": table["regret"] + table["regret_ci95"]}).reset_index(drop=True)


def make_logarithmic_around_zero(axes, regrets: pd.Series) -> None:
    if (regrets > 0).all():
        look.logarithmic(axes, "y")
        return
    largest = regrets.abs().max() or 1.0
    axes.set_yscale("symlog", linthresh=10.0 ** (math.floor(math.log10(largest)) - 2))
    axes.yaxis.set_major_formatter("{x:g}")


def draw(results: Results, options: Options) -> Drawing:
    """--log: both axes logarithmic; that of the regret linear around 0 where some are negative."""
    if options.x or options.y:
        raise UserError(f"--{'x' if options.x else 'y'}: the kind regret has its own axes, those of regret.csv")
    replay = results.what == "replay"
    data = curves_of_replay(results) if replay else curves_of_runs(results)
    x = "samples" if replay else "answers"
    by = results.varying(data, [key for key in results.keys if key != "policy"])
    names = list(dict.fromkeys(data["policy"]))
    look.need_few(names, "policies", look.MOST_SERIES, ["policy"])
    panel_names = look.series_names(data, by) if by else pd.Series("", index=data.index)
    titles = list(dict.fromkeys(panel_names))
    look.need_few(titles, "panels", MOST_PANELS, by)
    styles = {name: look.line_style(number) for number, name in enumerate(names)}
    legend = {name: look.line_handle(style) for name, style in styles.items()}
    rows, columns = look.grid_of_panels(len(titles), options.width)
    figure, panels = look.panels(rows, columns, options.width, 2.4, legend)
    for axes in panels.flat[len(titles):]:
        axes.set_visible(False)
    for number, (axes, title) in enumerate(zip(panels.flat, titles)):
        for policy, curve in data[panel_names == title].groupby("policy", sort=False):
            axes.plot(curve[x], curve["regret"], **styles[policy])
            known = curve.dropna(subset=["low"])
            if len(known):
                axes.fill_between(known[x], known["low"], known["high"], color=styles[policy]["color"], alpha=0.18,
                                  linewidth=0)
        axes.set_title(title)
        axes.grid(**look.GRID)
        if options.log:
            look.logarithmic(axes, "x")
            make_logarithmic_around_zero(axes, data["regret"])
        elif data["regret"].min() < 0 < data["regret"].max():
            axes.axhline(0, color="black", linewidth=0.7)
        if number + columns >= len(titles):
            axes.set_xlabel(x)
        if number % columns == 0:
            axes.set_ylabel("regret")
    return Drawing(figure, data.drop(columns=["scenario", "group"]) if replay else data)
