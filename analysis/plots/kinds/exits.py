"""Shares of the answers of each exit (or of cuts, of paths), stacked: a row a policy."""

from __future__ import annotations

import bar_rows
import look
import result_tables
from look import Drawing, Options
from result_directory import Results
from result_tables import UserError, pd

SHARES = {"exit_shares": "exit", "cut_shares": "cut", "route_shares": "path"}
MOST_PARTS = 9  # more are put together as others
LEAST_LABEL = 0.07  # share of the width that its number needs, in a picture of 7.2 inches


def read_shares(text: str) -> dict[str, float]:
    """'max5' -> .7, 'input' -> .3 of 'max5:0.7;input:0.3'."""
    pairs = (part.rpartition(":") for part in str(text).split(";"))
    return {name: float(share) for name, _, share in pairs}


def share_table(results: Results, column: str) -> pd.DataFrame:
    """A line a combination of keys and part: what, share (the mean over replications) and runs."""
    file = results.file(results.summary_name)
    result_tables.need_column(results.summary, column, file)
    if results.summary[column].isna().all():
        raise UserError(f"the column '{column}' of {file} is empty: not known in these results")
    rows = []
    for key, lines in results.summary.groupby(results.keys, sort=False, dropna=False):
        shares = [read_shares(text) for text in lines[column].dropna()]
        for part in dict.fromkeys(part for share in shares for part in share):
            mean = sum(share.get(part, 0.0) for share in shares) / len(shares)
            rows.append([*key, part, mean, len(shares)])
    return pd.DataFrame(rows, columns=[*results.keys, SHARES[column], "share", "runs"])


def in_order(data: pd.DataFrame, what: str) -> list[str]:
    """The parts as they are stacked: exits by their number, cuts and paths the largest first."""
    if what == "exit":
        return sorted(data[what].unique(), key=int)
    return list(data.groupby(what)["share"].sum().sort_values(ascending=False, kind="stable").index)


def with_others(data: pd.DataFrame, keys: list[str], what: str) -> pd.DataFrame:
    """Where there are too many parts, the small ones together: as 'others', exits as 'k and later'."""
    parts = in_order(data, what)
    if len(parts) <= MOST_PARTS:
        return data
    rest = parts[MOST_PARTS - 1:]
    if what == "exit":  # the end of the network stays by itself: it is the last
        rest, end = parts[MOST_PARTS - 2:-1], parts[-1]
        names = {part: f"{rest[0]} to {rest[-1]}" for part in rest} | {end: end}
    else:
        names = {part: "others" for part in rest}
    renamed = data.assign(**{what: data[what].map(lambda part: names.get(part, part))})
    return renamed.groupby([*keys, what], sort=False, as_index=False, dropna=False).agg({"share": "sum", "runs": "max"})


def draw(results: Results, options: Options) -> Drawing:
    """--y: exit_shares, cut_shares or route_shares; --x as for bars."""
    column = options.y[0] if options.y else "exit_shares"
    if len(options.y) > 1 or column not in SHARES:
        wrong = next((name for name in options.y if name not in SHARES), "")
        raise UserError(f"--y: '{wrong}' holds no shares" + result_tables.did_you_mean(wrong, list(SHARES)) if wrong else
                        "shares of one column are drawn at a time")
    if options.log:
        raise UserError("--log: parts that are stacked have no logarithmic axis")
    what = SHARES[column]
    data = with_others(share_table(results, column), results.keys, what)
    keyed = data.drop_duplicates(results.keys)[results.keys].reset_index(drop=True)
    rows = bar_rows.arranged(results, keyed, options.x[0] if options.x else None)
    parts = list(dict.fromkeys(data[what])) if what == "exit" else in_order(data, what)
    if what == "exit":
        parts.sort(key=lambda part: int(part.split()[0]))
    if "others" in parts:
        parts.append(parts.pop(parts.index("others")))
    called = {part: f"exit {part}" if what == "exit" else str(part) for part in parts}
    styles = {part: look.bar_style(number) if part != "others" else look.REST for number, part in enumerate(parts)}
    legend = {called[part]: look.bar_handle(styles[part]) for part in parts}
    figure, panels = look.panels(1, 1, options.width, bar_rows.height_of(rows), legend)
    axes = panels[0, 0]
    bar_rows.prepare_axes(axes, rows)
    stacked = data.merge(rows.lines, on=results.keys)
    for _, lines in stacked.groupby("place"):
        draw_stack(axes, lines, parts, what, styles, LEAST_LABEL * 7.2 / options.width)
    axes.set_xlim(0, 100)
    axes.set_xlabel(f"share of the {'answers' if what == 'exit' else 'requests'} (%)")
    return Drawing(figure, data)


def draw_stack(axes, lines: pd.DataFrame, parts: list[str], what: str, styles: dict, least: float) -> None:
    shares = dict(zip(lines[what], lines["share"]))
    left = 0.0
    for part in parts:
        share = shares.get(part, 0.0)
        if not share:
            continue
        axes.barh(lines["place"].iloc[0], 100 * share, 0.8, left=100 * left, **styles[part])
        if share >= least:
            axes.text(100 * (left + share / 2), lines["place"].iloc[0], f"{100 * share:.3g}", ha="center",
                      va="center_baseline",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85})
        left += share
