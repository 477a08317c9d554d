"""Policies side by side: a panel a column of the summary, a row a policy, with 95 % intervals."""

from __future__ import annotations

import bar_rows
import intervals
import look
import result_tables
from look import Drawing, Options
from result_directory import Results
from result_tables import UserError, pd

USUAL = ["latency_mean_s", "device_energy_mean_j", "accuracy"]  # those that are known
PANEL = 1.7  # inches that bars need besides their names


def known_columns(table: pd.DataFrame, columns: list[str]) -> list[str]:
    return [column for column in columns if column in table and table[column].notna().any()]


def measures(results: Results, options: Options, usual: list[str] = USUAL) -> list[str]:
    """The columns to draw: those asked for, or the usual ones that are known."""
    if options.y:
        return options.y
    known = known_columns(results.summary, usual)
    if not known:
        raise UserError(f"{results.file(results.summary_name)} knows none of {', '.join(usual)}: choose with --y")
    return known


def long_table(results: Results, columns: list[str], log: bool) -> pd.DataFrame:
    """A line a combination of keys and column: column, value, low, high, runs, interval."""
    file = results.file(results.summary_name)
    tables = []
    for column in columns:
        found = intervals.estimates(results.summary, results.keys, column, file)
        if log and not (found["value"] > 0).any():
            raise UserError(f"--log: the column '{column}' of {file} has no positive number")
        found.insert(len(results.keys), "column", column)
        tables.append(found)
    return pd.concat(tables, ignore_index=True)


def draw_panel(axes, lines: pd.DataFrame, names: list[str], log: bool) -> None:
    """The bars of one column, in the unit of its axis, with their values behind them."""
    right = max(lines["high"].fillna(lines["value"]).max(), 0)
    left = min(lines["low"].fillna(lines["value"]).min(), 0)
    for _, line in lines.iterrows():
        style = look.bar_style(names.index(line["row"]))
        axes.barh(line["place"], line["value"], 0.78, **style)
        if line["high"] - line["value"] > 1e-3 * abs(line["value"]):  # else it is not seen
            axes.plot([line["low"], line["high"]], [line["place"]] * 2, color="black", linewidth=1.1, marker="|",
                      markersize=5)
        end = max(line["high"] if pd.notna(line["high"]) else line["value"], 0 if not log else line["value"])
        axes.annotate(look.short(line["value"]), (end, line["place"]), xytext=(3, 0), textcoords="offset points",
                      ha="left", va="center")
    if log:
        positive = lines["value"][lines["value"] > 0]
        axes.set_xlim(positive.min() / 2, positive.max() * 4)
        look.logarithmic(axes, "x")
        return
    span = right - left or 1.0
    axes.set_xlim(left - (0.05 * span if left < 0 else 0), right + 0.32 * span)
    axes.locator_params(axis="x", nbins=4)
    if left < 0:
        axes.axvline(0, color="black", linewidth=0.8)


def draw(results: Results, options: Options) -> Drawing:
    """--x: the key that makes blocks of rows (all that vary, besides the policy); --y: columns of the summary."""
    log = bool(options.log)
    columns = measures(results, options)
    data = long_table(results, columns, log)
    if len(options.x) > 1:
        raise UserError("bars stand in blocks of one --x")
    for name in options.x:
        if name not in results.keys:
            raise UserError(f"--x: '{name}' is no key of the lines" + result_tables.did_you_mean(name, results.keys))
    keyed = data.drop_duplicates(results.keys)[results.keys].reset_index(drop=True)
    rows = bar_rows.arranged(results, keyed, options.x[0] if options.x else None)
    placed = data.merge(rows.lines, on=results.keys)
    across = max(1, min(len(columns), int((options.width - look.text_width(rows.labels) - 0.2) / PANEL)))
    down = -(-len(columns) // across)
    figure, panels = look.panels(down, across, options.width, bar_rows.height_of(rows), {}, sharey=True)
    names = rows.names()
    for axes in panels.flat[len(columns):]:
        axes.set_visible(False)
    for axes, column in zip(panels.flat, columns):
        bar_rows.prepare_axes(axes, rows)
        lines = placed[placed["column"] == column].copy()
        factor, title = look.shown_unit(column, lines["value"])
        lines[["value", "low", "high"]] /= factor
        draw_panel(axes, lines, names, log)
        axes.set_xlabel(title)
    return Drawing(figure, data)
