"""The cut chosen over time under the rate of the uplink: the rate on top, below it a panel a policy.

A panel's rows are cuts, the shallowest on top; the darker a field, the more of the requests that arrived in its time were
cut there. The rate is that of the scenario's trace; where its file cannot be read, that of the transfers of the requests.
"""

from __future__ import annotations

import math

import look
from look import LINE, Drawing, Options
from rate_traces import rate_over_time
from result_directory import Results
from result_tables import UserError, matplotlib, pd

COLUMNS = ["arrival_s", "cut", "measured", "head_start_s", "head_end_s", "uplink_bytes"]
SENDING = ["hop1_send_start_s", "hop1_sent_s"]  # only where there is a hop
MOST_POLICIES = 12
MOST_ROWS = 8  # of a panel; rarer cuts stand together
RARE = 0.01  # share of a policy's requests
OTHERS = "other cuts"
FIELDS = 160  # of a row, at most
SHADES = matplotlib.colors.LinearSegmentedColormap.from_list("shades", ["white", "#0072B2"])


def nice_width(span: float) -> float:
    """1, 2 or 5 times a power of ten, so that a row has at most FIELDS fields."""
    least = span / FIELDS
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9))


def fields_of(instants: pd.Series, width: float) -> pd.Series:
    """Which field an instant lies in; one that is a field's begin but for rounding lies in it."""
    return (instants / width + 1e-9).astype("int64")


def begin_of(field: int, width: float) -> float:
    """Instant at which a field begins, s: of .2 s the 19th at 3.8 and not at 3.8000000000000003."""
    return float(f"{field * width:.12g}")


def time_unit(end: float) -> tuple[str, float]:
    return ("h", 3600.0) if end >= 3 * 3600 else ("min", 60.0) if end >= 300 else ("s", 1.0)


def depths(requests: pd.DataFrame) -> pd.Series:
    """cut -> median time that the device computed before it: the deeper, the longer."""
    time = (requests["head_end_s"] - requests["head_start_s"]).fillna(0.0)
    return time.groupby(requests["cut"]).median()


def rows_of(requests: pd.DataFrame, order: list[str]) -> dict[str, str]:
    """cut -> row of a policy's panel: its own, or that of the rare ones."""
    shares = requests["cut"].value_counts(normalize=True)
    often = [cut for cut in shares.index if shares[cut] >= RARE][:MOST_ROWS]
    if len(shares) == len(often) + 1:
        often = list(shares.index)  # a row for one cut says which
    return {cut: cut if cut in often else OTHERS for cut in order if cut in shares.index}


def shares_over_time(requests: pd.DataFrame, width: float, order: list[str]) -> pd.DataFrame:
    """policy, time_s (the field's begin), until_s, cut, share and requests (of the field), a line a field that is not white."""
    tables = []
    for policy, lines in requests.groupby("policy", sort=False):
        rows = rows_of(lines, order)
        field = fields_of(lines["arrival_s"], width)
        counts = pd.crosstab(field, lines["cut"].map(rows)).reindex(columns=list(dict.fromkeys(rows.values())))
        of_field = counts.sum(axis=1)
        shares = counts.div(of_field, axis=0).stack()
        shares = shares[shares > 0].rename("share").reset_index()
        shares.columns = ["field", "cut", "share"]
        shares["requests"] = shares["field"].map(of_field)
        shares.insert(0, "policy", policy)
        shares.insert(1, "time_s", shares["field"].map(lambda number: begin_of(number, width)))
        shares.insert(2, "until_s", shares["field"].map(lambda number: begin_of(number + 1, width)))
        tables.append(shares.drop(columns="field"))
    return pd.concat(tables, ignore_index=True)


def measured_rate(requests: pd.DataFrame, width: float) -> tuple[list[float], list[float]]:
    """Mean bit/s of the transfers that began in each field, over all policies."""
    if not set(SENDING) <= set(requests.columns):
        return [], []
    sent = requests.dropna(subset=SENDING)
    sent = sent[sent["hop1_sent_s"] > sent["hop1_send_start_s"]]
    if sent.empty:
        return [], []
    rate = 8 * sent["uplink_bytes"] / (sent["hop1_sent_s"] - sent["hop1_send_start_s"])
    means = rate.groupby(fields_of(sent["hop1_send_start_s"], width)).mean()
    return [begin_of(field, width) for field in means.index], [float(value) for value in means]


def link_of(entry: dict, group: str) -> str | None:
    """The first link on the way of a group; None where it has none."""
    device = entry["document"].get("devices", {}).get(group, {})
    path = device.get("path") or next(iter(device.get("paths", {}).values()), [])
    return path[0] if path else None


def uplink_of(entry: dict, group: str) -> object:
    """What the scenario says of the rate of a group's first link; None where it has none."""
    link = link_of(entry, group)
    return entry["document"].get("links", {}).get(link, {}).get("up") if link else None


def one_world(results: Results, requests: pd.DataFrame) -> pd.DataFrame:
    """@throws UserError where the requests are of several groups, scenarios, seeds or values of an axis"""
    columns = [*results.axes, "scenario", "group", "seed", "run"]
    varying = results.varying(requests, columns)
    if varying:
        name = varying[0]
        values = ", ".join(str(value) for value in list(dict.fromkeys(requests[name]))[:6])
        raise UserError(f"a timeline shows one world, and these differ in {' and '.join(varying)}: choose with "
                        f"--where {name}=... ({values})")
    look.need_few(list(requests["policy"].unique()), "policies", MOST_POLICIES, ["policy"])
    return requests


def draw_rate(axes, steps, end: float, factor: float, label: str) -> None:
    times, rates = steps
    axes.step([*(at / factor for at in times), end / factor], [*(rate / 1e6 for rate in rates), rates[-1] / 1e6],
              where="post", color="black", linewidth=1.1)
    axes.set_ylim(0, 1.08 * max(rates) / 1e6 or 1)
    axes.set_ylabel("rate\n(Mbit/s)")
    axes.set_title(label, loc="left")
    axes.grid(**look.GRID)


def draw_policy(axes, shares: pd.DataFrame, rows: list[str], factor: float) -> None:
    for line in shares.itertuples():
        axes.broken_barh([(line.time_s / factor, (line.until_s - line.time_s) / factor)],
                         (rows.index(line.cut) - 0.42, 0.84), facecolor=SHADES(0.12 + 0.88 * line.share), linewidth=0)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", **look.GRID)


def draw(results: Results, options: Options) -> Drawing:
    """Takes no --x, --y or --log; --where policy=A --where policy=B chooses policies."""
    if options.x or options.y or options.log:
        raise UserError("a timeline has its own axes: --x, --y and --log are not for it")
    requests = one_world(results, results.table("requests.csv", COLUMNS + SENDING if has_hops(results) else COLUMNS))
    requests["cut"] = requests["cut"].fillna("none")
    depth = depths(requests)
    order = sorted(depth.index, key=lambda cut: (depth[cut], cut))
    end = float(requests["arrival_s"].max())
    width = nice_width(end or 1.0)
    end = begin_of(int(end / width + 1e-9) + 1, width)  # of the last field
    entry = results.scenario(requests["source"].iloc[0], requests["scenario"].iloc[0])
    group = requests["group"].iloc[0]
    link = link_of(entry, group)
    steps, why = rate_over_time(uplink_of(entry, group), entry, end) if link else (None, "nothing is sent")
    notes = []
    label = f"rate of {link}, up"
    if steps is None and link:
        steps = measured_rate(requests, width)
        label += ", as its transfers had it"
        notes.append(f"the rate shown is that of the transfers: {why}")
    if not (steps and steps[0]):
        steps = None
    shares = shares_over_time(requests, width, order)
    policies = list(dict.fromkeys(requests["policy"]))
    panel_rows = {name: rows_in(shares[shares["policy"] == name], order) for name in policies}
    heights = [*([1.25] if steps else []), *(LINE * len(rows) + 0.33 for rows in panel_rows.values())]
    heights[-1] += 0.3
    mixed = bool((shares["share"] < 0.999).any())
    figure, panels = look.panels(len(heights), 1, options.width, 0, {}, row_heights=heights, sharex=True)
    unit, factor = time_unit(end)
    panels = list(panels[:, 0])
    if steps:
        draw_rate(panels[0], steps, end, factor, label)
    warm = float(requests["arrival_s"][requests["measured"] == 1].min()) if (requests["measured"] == 0).any() else 0.0
    for axes, name in zip(panels[-len(policies):], policies):
        draw_policy(axes, shares[shares["policy"] == name], panel_rows[name], factor)
        axes.set_title(name, loc="left", pad=3)
    for axes in panels:
        if warm > 0:
            axes.axvline(warm / factor, color=look.FAINT, linestyle=(0, (2, 2)), linewidth=0.9)
    if warm > 0:
        panels[0].annotate("warm-up ends", (warm / factor, 1.0), xycoords=("data", "axes fraction"), xytext=(3, 1),
                           textcoords="offset points", ha="left", va="bottom", color=look.FAINT)
    panels[-1].set_xlim(0, end / factor)
    panels[-1].set_xlabel(f"time ({unit})")
    if mixed:
        shade = matplotlib.cm.ScalarMappable(matplotlib.colors.Normalize(0, 1), SHADES)
        below = sum(heights[-len(policies):])
        figure.colorbar(shade, ax=panels[-len(policies):], label="share of the requests", aspect=15, pad=0.015,
                        shrink=min(1.0, 1.8 / below), anchor=(0, 1))
    return Drawing(figure, data_of(shares, steps, end), notes)


def has_hops(results: Results) -> bool:
    """Whether requests.csv has the instants of a first hop."""
    if results.what == "sweep":
        return all(set(SENDING) <= set(pd.read_csv(path, nrows=0).columns)
                   for path in results.path.glob("runs/*/requests.csv"))
    path = results.path / "requests.csv"
    return not path.is_file() or set(SENDING) <= set(pd.read_csv(path, nrows=0).columns)


def rows_in(shares: pd.DataFrame, order: list[str]) -> list[str]:
    found = set(shares["cut"])
    return [*(cut for cut in order if cut in found), *([OTHERS] if OTHERS in found else [])]


def data_of(shares: pd.DataFrame, steps, end: float) -> pd.DataFrame:
    """Fields, and as lines without policy the steps of the rate."""
    fields = shares.assign(rate_bps=math.nan)
    if steps is None:
        return fields
    times, rates = steps
    rate = pd.DataFrame({"policy": "", "time_s": times, "until_s": [*times[1:], end], "rate_bps": rates})
    return pd.concat([rate, fields], ignore_index=True)[["policy", "time_s", "until_s", "cut", "share", "requests",
                                                         "rate_bps"]]
