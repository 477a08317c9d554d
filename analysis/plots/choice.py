"""Which kind of picture a directory asks for, and why."""

from __future__ import annotations

from kinds.bars import known_columns
from kinds.lines import numeric_axes
from kinds.pareto import USUAL as OBJECTIVES
from kinds.timeline import uplink_of
from look import Options
from rate_traces import varies
from result_directory import Results
from result_tables import UserError


def has_several_exits(results: Results) -> bool:
    shares = results.summary["exit_shares"].dropna() if "exit_shares" in results.summary else []
    return any(";" in str(text) for text in shares)


def changing_uplink(results: Results) -> str | None:
    """The group whose first link has a rate trace, where all lines are of one group and one world."""
    lines = results.summary
    if results.varying(lines, ["scenario", "group", "seed", "run"]):
        return None
    line = lines.iloc[0]
    entry = results.scenario(str(results.path), line["scenario"])
    return str(line["group"]) if varies(uplink_of(entry, line["group"])) else None


def kind_of_run(results: Results) -> tuple[str, str]:
    if results.has("requests.csv"):
        group = changing_uplink(results)
        if group:
            return "timeline", f"requests.csv is there, and the rate of the uplink of {group} changes over time"
        return "cdf", "requests.csv is there, with the latency of each request"
    if has_several_exits(results):
        return "exits", "requests leave at several exits"
    return "bars", "a run without requests.csv, with one line a policy and group"


def kind_of_sweep(results: Results) -> tuple[str, str]:
    varying = results.varying(results.summary, results.axes)
    numeric = numeric_axes(results)
    if not varying:
        return "bars", "no axis but the policies has more than one value"
    if len(varying) == 1:
        return ("lines", f"one axis of numbers, {varying[0]}") if numeric else ("bars", f"one axis of names, {varying[0]}")
    if len(varying) == 2:
        return "heatmap", f"two axes, {varying[0]} and {varying[1]}"
    if len(known_columns(results.summary, OBJECTIVES)) >= 2:
        return "pareto", f"{len(varying)} axes: every run is a point"
    raise UserError(f"no kind shows {len(varying)} axes ({', '.join(varying)}) of runs that know latency alone: choose one "
                    "value of an axis with --where AXIS=VALUE, or a --kind")


def chosen_kind(results: Results, options: Options) -> tuple[str, str]:
    """The kind and why, of what the directory holds and of the axes that are asked for."""
    if results.what == "replay":
        return "regret", "a replay, with its regret.csv"
    if len(options.x) == 2:
        return "heatmap", "two --x"
    if len(options.x) == 1 and options.x[0] not in results.keys[-3:]:
        return "lines", "an axis is asked for with --x"
    return kind_of_sweep(results) if results.what == "sweep" else kind_of_run(results)
