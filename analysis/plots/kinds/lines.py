"""Results along a numeric axis of a sweep: a panel a column of the summary, a line a policy, a band its 95 % interval."""

from __future__ import annotations

import look
import result_tables
from kinds.bars import long_table, measures
from look import Drawing, Options
from quantities import in_one_unit
from result_directory import Results
from result_tables import UserError, pd


def key_column(results: Results, key: str) -> pd.Series:
    """The values of a key of the scenario, as text, for each line of a run's summary; {group} is the line's group."""
    values = []
    for line in results.summary.itertuples():
        document = results.scenario(str(results.path), line.scenario)["document"]
        values.append(str(result_tables.scenario_value(document, key.replace("{group}", line.group))))
    return pd.Series(values, index=results.summary.index)


def add_key(results: Results, name: str) -> None:
    """Makes a key of a run's scenario, as links.{group}.up, an axis."""
    if results.what == "run" and "." in name and name not in results.summary:
        results.summary[name] = key_column(results, name)
        results.axes.append(name)


def numeric_axis(results: Results, name: str) -> tuple[dict[str, float], str]:
    """text -> number of an axis, and its unit."""
    if name not in results.axes:
        known = results.axes or ["links.{group}.up"]
        raise UserError(f"--x: '{name}' is no axis of {results.path}" + result_tables.did_you_mean(name, known))
    texts = list(results.summary[name].unique())
    found = in_one_unit(texts)
    if found is None:
        raise UserError(f"lines need numbers of one unit along the x axis; '{name}' is: {', '.join(texts)}")
    return dict(zip(texts, found[0])), found[1]


def numeric_axes(results: Results) -> list[str]:
    """The axes with more than one value, all numbers of one unit."""
    return [axis for axis in results.varying(results.summary, results.axes)
            if in_one_unit(list(results.summary[axis].unique()))]


def chosen_axis(results: Results, options: Options) -> str:
    if len(options.x) > 1:
        raise UserError("lines run along one --x")
    if options.x:
        add_key(results, options.x[0])
        return options.x[0]
    axes = numeric_axes(results)
    if len(axes) == 1:
        return axes[0]
    if axes:
        raise UserError(f"several axes are numbers: choose with --x; one of: {', '.join(axes)}")
    raise UserError(f"{results.path} has no axis of numbers with more than one value: give --x, or choose another --kind")


def draw_panel(axes, lines: pd.DataFrame, styles: dict) -> None:
    for name, points in lines.groupby("series", sort=False):
        points = points.sort_values("x")
        style = styles[name]
        known = points.dropna(subset=["low"])
        if len(known):
            axes.fill_between(known["x"], known["low"], known["high"], color=style["color"], alpha=0.18, linewidth=0)
            axes.errorbar(known["x"], known["value"], yerr=known["high"] - known["value"], fmt="none",
                          ecolor=style["color"], elinewidth=0.9, capsize=2)
        axes.plot(points["x"], points["value"], **style)


def label_x(axes, name: str, unit: str, values: list[float], log: bool, width: float) -> None:
    """Ticks at the values of the axis where they fit."""
    axes.set_xlabel(f"{name} ({unit})" if unit else name)
    if log:
        look.logarithmic(axes, "x")
    texts = look.axis_numbers(values)
    apart = min((b - a for a, b in zip(values, values[1:])), default=1.0) / ((values[-1] - values[0]) or 1.0)
    if log:
        apart = 1 / max(1, len(values) - 1)
    if (look.text_width(texts) + 0.08) < apart * (width - 1.0):
        axes.set_xticks(values, texts)
        axes.set_xticks([], minor=True)


def draw(results: Results, options: Options) -> Drawing:
    """--x: the axis, or a key of a run's scenario; --y: columns of the summary; --log: logarithmic axes."""
    name = chosen_axis(results, options)
    numbers, unit = numeric_axis(results, name)
    columns = measures(results, options)
    data = long_table(results, columns, bool(options.log))
    data.insert(0, "x", data[name].map(numbers))
    series = results.varying(data, [key for key in results.keys if key != name])
    data["series"] = look.series_names(data, series)
    names = list(dict.fromkeys(data["series"]))
    look.need_few(names, "lines", look.MOST_SERIES, series)
    if data.duplicated(["column", "series", "x"]).any():  # '500 kbps' and '0.5 Mbps'
        raise UserError(f"two values of the axis '{name}' are the same number")
    styles = {called: look.marker_style(number) for number, called in enumerate(names)}
    legend = {called: look.line_handle(style) for called, style in styles.items()} if len(names) > 1 else {}
    figure, panels = look.panels(len(columns), 1, options.width, 2.2, legend, sharex=True)
    xs = sorted(set(data["x"]))
    log = xs[0] > 0 and len(xs) > 1 if options.log else options.log is None and look.spaced_by_factors(xs)
    notes = []
    for axes, column in zip(panels[:, 0], columns):
        lines = data[data["column"] == column].copy()
        factor, title = look.shown_unit(column, lines["value"])
        lines[["value", "low", "high"]] /= factor
        draw_panel(axes, lines, styles)
        axes.set_ylabel(title)
        axes.grid(**look.GRID)
        wide = look.is_wide(lines["value"])
        if wide and options.log is None:
            notes.append(f"the axis of {column} is logarithmic, since its values differ much (--no-log)")
        if wide if options.log is None else options.log:
            look.logarithmic(axes, "y")
    label_x(panels[-1, 0], name, unit, xs, log, options.width)
    return Drawing(figure, data.drop(columns="series"), notes)
