"""A result over two axes of a sweep: a panel a policy, a cell a combination, its value written into it."""

from __future__ import annotations

import look
import result_tables
from kinds.bars import long_table, measures
from look import Drawing, Options
from quantities import in_one_unit
from result_directory import Results
from result_tables import UserError, matplotlib, pd

MOST_PANELS = 12
CELL = 0.46  # inches, that a number takes well
LEAST_CELL = 0.36  # and at least
CELL_HEIGHT = 0.27


def chosen_axes(results: Results, options: Options) -> tuple[str, str]:
    """Along the bottom, and up the side. Of a sweep's axes that vary the last, which varies fastest, is along the bottom."""
    varying = results.varying(results.summary, results.axes)
    for name in options.x:
        if name not in results.axes:
            raise UserError(f"--x: '{name}' is no axis of {results.path}" + result_tables.did_you_mean(
                name, results.axes or ["none: a run has no axes"]))
    if len(options.x) > 2 or len(set(options.x)) < len(options.x):
        raise UserError("a heatmap has two axes")
    if len(options.x) == 2:
        return options.x[0], options.x[1]
    others = [axis for axis in varying if axis not in options.x]
    if len(options.x) + len(others) != 2:
        found = ", ".join(varying) or "none"
        raise UserError(f"a heatmap needs two axes with more than one value, found: {found}; choose with --x A B, and "
                        "one value of the others with --where")
    return (options.x[0], others[0]) if options.x else (others[1], others[0])


def values_in_order(texts: list[str]) -> tuple[list[str], str, list[str]]:
    """Texts in the order of an axis (numbers from small to large), their unit, and what is written at the axis."""
    found = in_one_unit(texts)
    if found is None:
        return texts, "", texts
    numbers, unit = found
    order = sorted(range(len(texts)), key=numbers.__getitem__)
    return [texts[i] for i in order], unit, look.axis_numbers([numbers[i] for i in order])


def draw_panel(axes, grid: pd.DataFrame, norm, write: bool):
    mesh = axes.pcolormesh(grid.to_numpy(dtype=float), cmap="cividis", norm=norm, edgecolors="white", linewidth=0.6)
    if write:
        for row in range(len(grid.index)):
            for column in range(len(grid.columns)):
                value = grid.iat[row, column]
                if pd.notna(value):
                    light = norm(value) > 0.55
                    axes.text(column + 0.5, row + 0.5, look.short(value), ha="center", va="center_baseline",
                              color="black" if light else "white")
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return mesh


def draw(results: Results, options: Options) -> Drawing:
    """--x A B: the axes along the bottom and up the side; --y: a column of the summary; --log: colours by its logarithm."""
    across, up = chosen_axes(results, options)
    column = measures(results, options)[0]
    if len(options.y) > 1:
        raise UserError("a heatmap shows one --y")
    data = long_table(results, [column], bool(options.log))
    by = results.varying(data, [key for key in results.keys if key not in (across, up)])
    other = [key for key in by if key in results.axes]
    if other:
        raise UserError(f"the axis '{other[0]}' varies, too: choose one of its values with --where {other[0]}=...")
    data["panel"] = look.series_names(data, by) if by else ""
    titles = list(dict.fromkeys(data["panel"]))
    look.need_few(titles, "panels", MOST_PANELS, by)
    xs, x_unit, x_labels = values_in_order(list(dict.fromkeys(data[across])))
    ys, y_unit, y_labels = values_in_order(list(dict.fromkeys(data[up])))
    side = look.text_width(y_labels) + 0.5
    columns = max(1, min(len(titles), int((options.width - side - 0.8) / (CELL * len(xs) + 0.08))))
    rows = -(-len(titles) // columns)
    columns = -(-len(titles) // rows)
    cell = (options.width - side - 0.9) / columns / len(xs)
    height = CELL_HEIGHT * len(ys) + 0.3 + 2.4 * look.LINE / rows
    figure, panels = look.panels(rows, columns, options.width, max(height, 1.2), {}, sharex=True, sharey=True)
    factor, title_of_values = look.shown_unit(column, data["value"])
    shown = data.assign(value=data["value"] / factor)
    log = look.is_wide(shown["value"]) if options.log is None else options.log
    notes = ["colours are by the logarithm, since values differ much (--no-log)"] if log and options.log is None else []
    values = shown["value"][shown["value"] > 0] if log else shown["value"]
    norm = (matplotlib.colors.LogNorm if log else matplotlib.colors.Normalize)(values.min(), values.max())
    for axes in panels.flat[len(titles):]:
        axes.set_visible(False)
    for axes, title in zip(panels.flat, titles):
        grid = shown[shown["panel"] == title].pivot(index=up, columns=across, values="value").reindex(index=ys, columns=xs)
        mesh = draw_panel(axes, grid, norm, write=cell >= LEAST_CELL)
        axes.set_title(title)
        rotate = look.text_width(x_labels) > cell - 0.04
        axes.set_xticks([i + 0.5 for i in range(len(xs))], x_labels, rotation=90 if rotate else 0)
        axes.set_yticks([i + 0.5 for i in range(len(ys))], y_labels)
    for axes in panels[:, 0]:
        axes.set_ylabel(f"{up} ({y_unit})" if y_unit else up)
    for number in range(len(titles)):
        if number + columns >= len(titles):
            panels.flat[number].set_xlabel(f"{across} ({x_unit})" if x_unit else across)
            panels.flat[number].tick_params(labelbottom=True)
    bar = figure.colorbar(mesh, ax=panels, label=title_of_values, aspect=30, pad=0.015)
    if log:
        look.logarithmic(bar.ax, "y")
    return Drawing(figure, data.drop(columns="panel"), notes)
