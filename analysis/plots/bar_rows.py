"""Rows of horizontal bars: a row a policy, in blocks with a heading for each group (scenario, value of an axis, ...)."""

from __future__ import annotations

from typing import NamedTuple

import look
from look import LINE
from result_directory import Results
from result_tables import UserError, pd

MOST_ROWS = 60
PITCH = 0.24  # inches from row to row


class Rows(NamedTuple):
    lines: pd.DataFrame  # with the columns block, row (both texts) and place, from the top
    labels: list[str]
    places: list[float]
    headings: list[int]  # which of the labels are headings
    height: float  # inches of all rows

    def names(self) -> list[str]:
        """The rows' names, each once."""
        return list(dict.fromkeys(self.lines["row"]))


def arranged(results: Results, lines: pd.DataFrame, block: str | None = None) -> Rows:
    """Puts lines into rows. block: the column that makes blocks, where it is not what varies besides the policy.

    @throws UserError where there are too many, or where replications were not put together
    """
    columns = [block] if block else results.varying(lines, [key for key in results.keys if key != "policy"])
    if block is None and lines["policy"].nunique() == 1 and columns:
        rows, blocks = look.series_names(lines, columns), pd.Series("", index=lines.index)
    elif block == "policy":
        others = results.varying(lines, [key for key in results.keys if key != "policy"])
        rows, blocks = look.series_names(lines, others or ["group"]), lines["policy"]
    else:
        others = results.varying(lines, [key for key in results.keys if key not in ("policy", *columns)])
        rows = look.series_names(lines, ["policy", *others])
        blocks = look.series_names(lines, columns) if columns else pd.Series("", index=lines.index)
    lines = lines.assign(block=blocks, row=rows)
    if len(lines) > MOST_ROWS:
        varying = results.varying(lines, results.keys)
        raise UserError(f"{len(lines)} rows are more than the {MOST_ROWS} of a picture (they differ in "
                        f"{' and '.join(varying)}): choose with --where COLUMN=VALUE")
    labels, places, headings, of_line = [], [], [], {}
    at = 0.0
    for name, of_block in lines.groupby("block", sort=False):
        if name:
            at += 0.35 if places else 0.0
            headings.append(len(labels))
            labels.append(name)
            places.append(at)
            at += 1
        for index, line in of_block.iterrows():
            of_line[index] = at
            labels.append(line["row"])
            places.append(at)
            at += 1
    lines = lines.assign(place=pd.Series(of_line))
    return Rows(lines, labels, places, headings, PITCH * at)


def prepare_axes(axes, rows: Rows) -> None:
    """Labels and the direction of a panel of rows, from the top down."""
    axes.set_ylim(max(rows.places) + 0.6, -0.6)
    axes.set_yticks(rows.places, rows.labels)
    axes.tick_params(axis="y", length=0)
    labels = axes.get_yticklabels()
    for number in rows.headings:
        if number < len(labels):  # panels beside the first one have none
            labels[number].set_fontweight("bold")
    axes.grid(axis="x", **look.GRID)


def height_of(rows: Rows) -> float:
    """Inches of a panel with its x axis."""
    return rows.height + 2.9 * LINE
