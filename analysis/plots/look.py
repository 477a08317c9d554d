"""How pictures look: sizes of columns of print, colours, markers, dashes and hatches that differ without colour, legends."""

from __future__ import annotations

import math
from typing import NamedTuple

import result_tables
from result_tables import COLOURS, matplotlib, pd, plt

FONT = 9.0  # points, at the width at which the picture is printed
TEXT_WIDTH = 0.076  # inches that a letter takes in the mean
LINE = 0.175  # inches from line to line

YELLOW = "#F0E442"
LINE_COLOURS = [colour for colour in COLOURS if colour != YELLOW]  # a yellow line is not seen on white
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "<", ">", "p", "*"]
DASHES = ["-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (3, 1, 1, 1)), (0, (1, 2)), (0, (5, 4))]
HATCHES = ["", "///", "...", "\\\\\\", "xxx", "---", "+++", "ooo", "|||"]
REST = {"color": "#c8c8c8", "edgecolor": "white", "linewidth": 0.4}  # of bars: what is not looked at

MOST_SERIES = 16
GRID = {"color": "#dddddd", "linewidth": 0.6}
FAINT = "#777777"


class Options(NamedTuple):
    """What the command line asks for; None and [] leave it to the kind."""

    x: list[str] = []
    y: list[str] = []
    log: bool | None = None
    width: float = 7.2  # inches


class Drawing(NamedTuple):
    figure: matplotlib.figure.Figure
    data: pd.DataFrame  # the numbers drawn
    notes: list[str] = []


def prepare() -> None:
    """The settings that all kinds share."""
    matplotlib.rcParams.update({
        "font.size": FONT, "axes.titlesize": FONT, "axes.labelsize": FONT, "xtick.labelsize": FONT,
        "ytick.labelsize": FONT, "legend.fontsize": FONT, "figure.titlesize": FONT, "axes.spines.top": False,
        "axes.spines.right": False, "legend.frameon": False, "svg.hashsalt": "splitscape", "pdf.fonttype": 42,
        "hatch.linewidth": 0.5, "lines.linewidth": 1.4, "lines.markersize": 4.5, "axes.axisbelow": True,
        "axes.formatter.useoffset": False})


def line_style(number: int) -> dict:
    """Of the n-th line without markers."""
    return {"color": LINE_COLOURS[number % len(LINE_COLOURS)], "linestyle": DASHES[number % len(DASHES)]}


def marker_style(number: int) -> dict:
    """Of the n-th line with markers, or of points."""
    return {"color": LINE_COLOURS[number % len(LINE_COLOURS)], "marker": MARKERS[number % len(MARKERS)],
            "linestyle": "-" if number < len(LINE_COLOURS) else "--"}


def bar_style(number: int) -> dict:
    """Of the n-th part of a bar."""
    return {"color": COLOURS[number % len(COLOURS)], "hatch": HATCHES[number % len(HATCHES)], "edgecolor": "white",
            "linewidth": 0.4}


def short(value: float) -> str:
    """'0.470', '58.6', '1230', '36.1µ', '1.72M': three significant digits, and a prefix where the number is long."""
    if value and not 0.01 <= abs(value) < 1e4:
        return matplotlib.ticker.EngFormatter(sep="")(float(f"{value:.3g}"))
    return f"{value:#.3g}".rstrip(".") if abs(value) < 1000 else f"{value:.4g}"


def axis_numbers(values: list[float]) -> list[str]:
    """Numbers of an axis as they are written at it: three digits where these tell them apart."""
    short_ones = [f"{float(f'{value:.3g}'):g}" for value in values]
    return short_ones if len(set(short_ones)) == len(values) else [f"{value:g}" for value in values]


def series_names(table: pd.DataFrame, columns: list[str]) -> pd.Series:
    """What each line is called by: its values of the columns, the axes with their names."""
    if not columns:
        return table["policy"].astype(str)
    said = [table[column].astype(str) if column in ("policy", "scenario", "group")
            else column + " " + table[column].astype(str) for column in columns]
    names = said[0]
    for more in said[1:]:
        names = names + ", " + more
    return names


def need_few(names: list[str], what: str, most: int, varying: list[str]) -> None:
    """@throws UserError where a picture would show more than can be told apart"""
    if len(names) > most:
        raise result_tables.UserError(f"{len(names)} {what} are more than the {most} of a picture (they differ in "
                                      f"{' and '.join(varying)}): choose with --where COLUMN=VALUE")


def text_width(texts: list[str]) -> float:
    """Inches that the longest of them takes."""
    return TEXT_WIDTH * max((len(text) for text in texts), default=0)


def panels(rows: int, columns: int, width: float, height: float, legend: dict, *, row_heights=None, sharex=False,
           sharey=False):
    """A figure of width x (rows of the given height + the legend above them), inches, and its panels.

    legend: name -> handle. Names go in as many columns as fit.
    """
    fits = max(1, int((width - 0.1) / (text_width(list(legend)) + 0.55))) if legend else 1
    lines = math.ceil(len(legend) / fits)
    above = LINE * lines + 0.08 if legend else 0.0
    total = (sum(row_heights) if row_heights else rows * height) + above
    figure, axes = plt.subplots(rows, columns, figsize=(width, total), squeeze=False, layout="constrained",
                                sharex=sharex, sharey=sharey,
                                gridspec_kw={"height_ratios": row_heights} if row_heights else None)
    figure.get_layout_engine().set(rect=(0, 0, 1, 1 - above / total), h_pad=0.04, w_pad=0.04)
    if legend:
        figure.legend(list(legend.values()), list(legend), loc="upper center", ncols=math.ceil(len(legend) / lines),
                      bbox_to_anchor=(0.5, 1.0), borderaxespad=0.1, columnspacing=1.4, handlelength=2.4,
                      labelspacing=0.25)
    return figure, axes


def grid_of_panels(number: int, width: float) -> tuple[int, int]:
    """Rows and columns for so many panels of one kind: two inches are the least."""
    columns = max(1, min(number, 3, int(width / 2.2)))
    if number == 4 and columns == 3:
        columns = 2
    return math.ceil(number / columns), columns


def logarithmic(axes, which: str) -> None:
    """Makes the 'x' or 'y' axis of a drawn panel logarithmic, with as many plain numbers as it takes to read it."""
    result_tables.make_logarithmic(axes, which)
    axis = getattr(axes, f"{which}axis")
    low, high = axis.get_view_interval()
    powers = [power for power in axis.get_majorticklocs() if low <= power <= high]
    if high < 4 * low:
        axis.set_major_locator(matplotlib.ticker.MaxNLocator(4))
        axis.set_minor_locator(matplotlib.ticker.NullLocator())
    elif len(powers) < 2:
        axis.set_minor_formatter("{x:g}")


WIDE = 50.0  # from the smallest to the largest: where a linear axis shows the large ones only


def is_wide(values: pd.Series) -> bool:
    """Whether only a logarithmic axis shows all values; it can where all are positive."""
    known = values.dropna()
    return len(known) > 1 and bool((known > 0).all()) and bool(known.max() > WIDE * known.min())


PREFIXES = [(1e-9, "n"), (1e-6, "µ"), (1e-3, "m"), (1.0, ""), (1e3, "k"), (1e6, "M"), (1e9, "G")]


def shown_unit(column: str, values: pd.Series) -> tuple[float, str]:
    """By what a column is divided at an axis, and its title there: seconds and joules in thousandths where they are short."""
    title = result_tables.title_of(column)
    unit = next((unit for unit in ("s", "J", "W", "bit/s") if title.endswith(f" ({unit})")), None)
    # Where the axis is logarithmic its middle says the unit.
    largest = math.sqrt(values.min() * values.max()) if is_wide(values) else values.abs().max()
    if unit is None or not largest > 0 or (unit == "s" and largest >= 0.5):
        return 1.0, title
    factor, prefix = next(((f, p) for f, p in reversed(PREFIXES) if largest >= 0.5 * f), PREFIXES[0])
    if 0.5 <= largest < 1e4:
        factor, prefix = 1.0, ""
    return factor, f"{title.removesuffix(f'({unit})')}({prefix}{unit})"


def spaced_by_factors(values: list[float]) -> bool:
    """Whether sorted values lie rather at equal factors than at equal distances, over a factor of eight or more."""
    if len(values) < 3 or values[0] <= 0 or values[-1] < 8 * values[0]:
        return False

    def unevenness(numbers: list[float]) -> float:
        gaps = [b - a for a, b in zip(numbers, numbers[1:])]
        return max(gaps) / min(gaps)

    return unevenness([math.log(value) for value in values]) < unevenness(values)


def line_handle(style: dict):
    return matplotlib.lines.Line2D([], [], **style)


def bar_handle(style: dict):
    return matplotlib.patches.Patch(**{"facecolor" if key == "color" else key: value for key, value in style.items()})
