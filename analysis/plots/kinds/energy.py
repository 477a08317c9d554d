"""Energy of a device by what it was doing, stacked: a row a policy."""

from __future__ import annotations

import bar_rows
import intervals
import look
from look import Drawing, Options
from result_directory import Results
from result_tables import UserError, pd

STATES = {"idle_energy_j": "idle", "head_energy_j": "computing layers", "exit_energy_j": "computing exit heads",
          "transmit_energy_j": "sending", "receive_energy_j": "receiving"}
STYLES = [look.REST, look.bar_style(0), look.bar_style(1),
          look.bar_style(2), look.bar_style(3)]


def energy_table(results: Results) -> tuple[pd.DataFrame, list[str]]:
    """A line a combination of keys: the mean joules of a device in each state and their sum, with its interval.

    The devices of a run are first averaged, then its replications: these are what differs by chance.
    """
    devices = results.table("devices.csv", ["energy_j", *STATES])
    columns = [*STATES, "energy_j"]
    known = devices.dropna(subset=columns)
    missing = [name for name in dict.fromkeys(devices["policy"]) if name not in set(known["policy"])]
    if known.empty:
        raise UserError(f"{results.file('devices.csv')}: no energy is known, since a power of the hardware is not "
                        "(splitscape hardware)")
    runs = known.groupby([*results.keys, *intervals.REPLICATION], sort=False, as_index=False, dropna=False)[columns].mean()
    total = intervals.estimates(runs, results.keys, "energy_j", results.file("devices.csv"))
    states = runs.groupby(results.keys, sort=False, as_index=False, dropna=False)[list(STATES)].mean()
    total = total.rename(columns={"value": "energy_j", "low": "energy_low_j", "high": "energy_high_j"})
    notes = [f"no energy is known under {', '.join(missing)}: a power of the hardware is not"] if missing else []
    return states.merge(total.drop(columns="interval"), on=results.keys), notes


def draw(results: Results, options: Options) -> Drawing:
    """--x as for bars."""
    if options.y:
        raise UserError("--y: the kind energy has its columns, those of devices.csv")
    if options.log:
        raise UserError("--log: parts that are stacked have no logarithmic axis")
    data, notes = energy_table(results)
    rows = bar_rows.arranged(results, data[results.keys], options.x[0] if options.x else None)
    used = [(state, style) for state, style in zip(STATES, STYLES) if data[state].any()]
    legend = {STATES[state]: look.bar_handle(style) for state, style in used}
    figure, panels = look.panels(1, 1, options.width, bar_rows.height_of(rows), legend)
    axes = panels[0, 0]
    bar_rows.prepare_axes(axes, rows)
    unit, factor = ("kJ", 1e-3) if data["energy_j"].max() >= 1e4 else ("J", 1.0)
    for _, line in data.merge(rows.lines, on=results.keys).iterrows():
        left = 0.0
        for state, style in used:
            axes.barh(line["place"], factor * line[state], 0.8, left=left, **style)
            left += factor * line[state]
        ends = [factor * line["energy_low_j"], factor * line["energy_high_j"]]
        if pd.notna(ends[0]):
            axes.plot(ends, [line["place"]] * 2, color="black", linewidth=1.1, marker="|", markersize=5)
            left = max(left, ends[1])
        axes.annotate(look.short(factor * line["energy_j"]), (left, line["place"]), xytext=(3, 0),
                      textcoords="offset points", ha="left", va="center")
    axes.set_xlim(0, 1.14 * factor * data[["energy_j", "energy_high_j"]].max().max())
    axes.set_xlabel(f"energy of a device over the run ({unit})")
    return Drawing(figure, data, notes)
