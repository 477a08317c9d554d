"""Draws kinds of pictures of made-up results and compares the numbers beside them with what they must be.

usage: check_kinds.py PROJECT CASE
A case is a function below; it says nothing where all holds. Each works in a directory of its own that goes away.
"""

import contextlib
import csv
import io
import math
import pathlib
import sys
import tempfile

PROJECT = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(PROJECT / "analysis/plots"))

import draw  # noqa: E402
import look  # noqa: E402
import made_up_results as made_up  # noqa: E402
import rate_traces  # noqa: E402
from matplotlib import pyplot  # noqa: E402
from quantities import in_one_unit, read_quantity  # noqa: E402
from result_tables import UserError  # noqa: E402

# Student's t, 97.5 %, two degrees of freedom: P(-t < T < t) = t / sqrt(t^2 + 2) (Abramowitz, Stegun, table 26.10: 4.303).
T_OF_TWO = 0.95 * math.sqrt(2 / (1 - 0.95**2))
BEGIN = {"png": b"\x89PNG\r\n\x1a\n", "svg": b"<?xml", "pdf": b"%PDF"}


def plotted(*given):
    """What is printed and noted."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        draw.plot(draw.arguments([str(word) for word in given]))
    pyplot.close("all")
    return out.getvalue(), err.getvalue()


def drawn(directory, kind, *more):
    """The numbers of a kind, a dictionary a line; '' is not known."""
    out, _ = plotted(directory, "--kind", kind, *more)
    stem = directory / "plots" / kind
    assert out == f"drawn: {stem}.png\ndrawn: {stem}.csv\n", out
    assert stem.with_suffix(".png").read_bytes().startswith(BEGIN["png"])
    return numbers(stem.with_suffix(".csv"))


def numbers(path):
    def value(text):
        try:
            return float(text)
        except ValueError:
            return text

    with open(path, newline="", encoding="utf-8") as file:
        return [{key: value(text) for key, text in line.items()} for line in csv.DictReader(file)]


def of(lines, *columns):
    return [tuple(line[column] for column in columns) for line in lines]


def same(found, expected):
    assert len(found) == len(expected), f"{found}\nexpected {expected}"
    for left, right in zip(found, expected):
        assert len(left) == len(right) and all(
            a == b or (isinstance(a, float) and isinstance(b, (int, float)) and math.isclose(a, b, rel_tol=1e-12,
                                                                                            abs_tol=1e-12))
            for a, b in zip(left, right)), f"{found}\nexpected {expected}"


def refused(words, *given):
    try:
        plotted(*given)
    except UserError as error:
        assert str(error) == words, f"{error}\nexpected: {words}"
        return
    raise AssertionError(f"{given} is not refused")


# ---- kinds of a run


def bars_exits_and_energy(place):
    run = made_up.write_run(place / "run")
    same(of(drawn(run, "bars"), "policy", "column", "value", "low", "high", "runs", "interval"),
         [("near", "latency_mean_s", 0.25, 0.24, 0.26, 1, "batch means"),
          ("far", "latency_mean_s", 0.5, 0.375, 0.625, 1, "batch means"),
          ("near", "device_energy_mean_j", 2, "", "", 1, ""),
          ("far", "device_energy_mean_j", 3, 2, 4, 1, "batch means"),
          ("far", "accuracy", 0.75, 0.5, 1, 1, "batch means")])  # what is not known is no bar of zero
    same(of(drawn(run, "bars", "--y", "accuracy", "--where", "policy=f*"), "policy", "value"), [("far", 0.75)])
    same(of(drawn(run, "exits"), "policy", "exit", "share"), [("near", 1, 1), ("far", 1, 0.25), ("far", 2, 0.75)])
    same(of(drawn(run, "exits", "--y", "cut_shares"), "policy", "cut", "share"),
         [("near", "input", 1), ("far", "max4", 0.75), ("far", "input", 0.25)])
    columns = ["idle_energy_j", "head_energy_j", "transmit_energy_j", "receive_energy_j", "energy_j"]
    same(of(drawn(run, "energy"), "policy", *columns),  # means over the two devices
         [("near", 2, 2, 2, 0.5, 6.5), ("far", 1, 6, 0, 0, 7)])


def cdf_and_regret(place):
    run = made_up.write_run(place / "run")
    lines = drawn(run, "cdf", "--where", "policy=near")
    # Four were measured, and one of these was never answered; the one of the warm-up does not count.
    same(of(lines, "latency_s", "share", "deadline_s"),
         [(0.1, 0, 0.3), (0.1, 0.25, 0.3), (0.2, 0.5, 0.3), (0.4, 0.75, 0.3)])
    same(of(drawn(run, "cdf", "--y", "uplink_bytes", "--log", "--where", "policy=near"), "uplink_bytes", "share"),
         [(1000, 0), (1000, 0.25), (1000, 0.5), (1000, 0.75), (1000, 1)])
    same(of(drawn(run, "regret", "--log"), "policy", "answers", "regret", "low", "runs"),
         [("near", 2, 1, "", 1), ("near", 4, 3, "", 1), ("far", 2, 0, "", 1), ("far", 4, -1, "", 1)])
    replay = made_up.write_replay(place / "replay")
    same(of(drawn(replay, "regret"), "policy", "samples", "regret", "low", "high"),
         [("near", 2, 1, 0.5, 1.5), ("near", 4, 1.5, 1.25, 1.75)])


def timeline(place):
    run = made_up.write_run(place / "run")
    lines = drawn(run, "timeline")
    # 29 s in fields of .2 s. The trace lasts 30 s, begins 5 s into its first step and then begins anew.
    rates = [line for line in lines if line["policy"] == ""]
    same(of(rates, "time_s", "until_s", "rate_bps"),
         [(0, 5, 4e6), (5, 15, 8e6), (15, 25, 0), (25, rates[-1]["until_s"], 4e6)])
    fields = [line for line in lines if line["policy"] == "far"]
    same(of(fields, "time_s", "until_s", "cut", "share", "requests"),
         [(0, 0.2, "input", 1, 1), (4, 4.2, "max4", 1, 1), (12, 12.2, "input", 1, 1), (12.4, 12.6, "max4", 1, 1),
          (29, 29.2, "max4", 1, 1)])
    # Where the file is not what the run read, the rate is that of the transfers: 1,000 bytes in half a second.
    (run / "rates.csv").write_text(made_up.TRACE + "130,1\n")
    out, noted = plotted(run, "--kind", "timeline", "--where", "policy=near")
    assert noted == (f"splitscape plot: the rate shown is that of the transfers: {run}/rates.csv has changed since the run\n")
    lines = numbers(run / "plots/timeline.csv")
    same(of([line for line in lines if line["policy"] == ""], "time_s", "rate_bps"),
         [(0, 16000), (4, 16000), (12, 16000), (21, 16000), (29, 16000)])
    (run / "rates.csv").unlink()
    _, noted = plotted(run, "--kind", "timeline", "--where", "policy=near")
    assert noted.endswith(f"cannot read {run}/rates.csv: No such file or directory\n"), noted


# ---- kinds of a sweep


def lines_of_a_sweep(place):
    latency = {"500 kbps": 1, "2 Mbps": 10, "1 Mbps": 4}
    sweep = made_up.write_sweep(place / "sweep", {"uplink": list(latency)}, lambda point, policy, run: (
        latency[point["uplink"]] + (run if policy == "far" else 0), "", 3))
    half = T_OF_TWO / math.sqrt(3)  # of three values one apart
    found = of(drawn(sweep, "lines", "--y", "latency_mean_s"), "x", "uplink", "policy", "value", "low", "high", "runs",
               "interval")
    same(found, [(0.5, "500 kbps", "near", 1, 1, 1, 3, "replications"),
                 (0.5, "500 kbps", "far", 2, 2 - half, 2 + half, 3, "replications"),
                 (2, "2 Mbps", "near", 10, 10, 10, 3, "replications"),
                 (2, "2 Mbps", "far", 11, 11 - half, 11 + half, 3, "replications"),
                 (1, "1 Mbps", "near", 4, 4, 4, 3, "replications"),
                 (1, "1 Mbps", "far", 5, 5 - half, 5 + half, 3, "replications")])
    single = drawn(sweep, "lines", "--y", "latency_mean_s", "--where", "run=1", "--where", "policy=far")
    same(of(single, "value", "low", "high", "runs", "interval"),  # a run by itself says its interval itself
         [(2, 1.99, 2.01, 1, "batch means"), (11, 10.99, 11.01, 1, "batch means"), (5, 4.99, 5.01, 1, "batch means")])
    run = made_up.write_run(place / "run")
    document = (run / "manifest.json").read_text().replace('"path":', '"count": 7, "path":')
    (run / "manifest.json").write_text(document)
    same(of(drawn(run, "lines", "--x", "devices.{group}.count", "--y", "latency_mean_s"), "x", "value"),
         [(7, 0.25), (7, 0.5)])


def heatmap_and_pareto(place):
    sweep = made_up.write_sweep(
        place / "sweep", {"uplink": ["5 Mbps", "2 Mbps"], "density": ["10 %", "50 %"]},
        lambda point, policy, run: (int(point["uplink"][0]) + run, 0.9 if point["density"] == "50 %" else 0.8,
                                    1 if policy == "near" else 2), runs=2)
    found = drawn(sweep, "heatmap", "--where", "policy=near")
    same(of(found, "uplink", "density", "value", "runs"),
         [("5 Mbps", "10 %", 5.5, 2), ("5 Mbps", "50 %", 5.5, 2), ("2 Mbps", "10 %", 2.5, 2), ("2 Mbps", "50 %", 2.5, 2)])
    points = drawn(sweep, "pareto")
    # Fast, accurate and frugal: one point is best in all three.
    same(of(points, "uplink", "density", "policy", "accuracy", "latency_mean_s", "device_energy_mean_j", "dominated"),
         [(uplink, density, policy, 0.9 if density == "50 %" else 0.8, float(uplink[0]) + 0.5,
           1 if policy == "near" else 2, 0 if (uplink, density, policy) == ("2 Mbps", "50 %", "near") else 1)
          for uplink in ("5 Mbps", "2 Mbps") for density in ("10 %", "50 %") for policy in ("near", "far")])
    # Without energy near and far are as good as each other: neither is dominated. A value of --x is judged for itself.
    points = drawn(sweep, "pareto", "--y", "accuracy", "latency_mean_s", "--x", "uplink")
    assert [line["dominated"] for line in points] == [1, 1, 0, 0, 1, 1, 0, 0], points


def tables_of_the_runs_of_a_sweep(place):
    sweep = made_up.write_sweep(place / "sweep", {"uplink": ["2 Mbps", "5 Mbps"]}, lambda *_: (1, 1, 1), tables=True)
    found = drawn(sweep, "regret", "--where", "policy=far", "--where", "uplink=5 Mbps")
    # Regrets of 0, 1 and 2 an answer, of runs of 4, 5 and 6 answers: at 2, and where the shortest ends.
    half = T_OF_TWO / math.sqrt(3)
    same(of(found, "uplink", "answers", "regret", "low", "high", "runs"),
         [("5 Mbps", 2, 2, 2 - 2 * half, 2 + 2 * half, 3), ("5 Mbps", 4, 4, 4 - 4 * half, 4 + 4 * half, 3)])
    # The requests of all replications together. What --where leaves out is not read.
    number = 2 * 3  # runs of uplink 2 Mbps
    for unread in range(number):
        (sweep / "runs" / f"{unread:016x}" / "requests.csv").unlink()
    found = drawn(sweep, "cdf", "--where", "uplink=5 Mbps", "--where", "policy=near")
    same(of(found, "uplink", "latency_s", "share"),
         [("5 Mbps", 1, 0), ("5 Mbps", 1, 1 / 3), ("5 Mbps", 2, 2 / 3), ("5 Mbps", 3, 1)])
    part = made_up.write_sweep(place / "part", {"uplink": ["2 Mbps", "5 Mbps"]}, lambda *_: (1, 1, 1), complete=False)
    _, noted = plotted(part, "--kind", "lines")
    assert noted == f"splitscape plot: {part} is not complete: drawn is what results.partial.csv holds so far\n", noted


# ---- auto, files, errors


def the_kind_that_a_directory_asks_for(place):
    def chosen(directory, *more):
        asked = draw.arguments([str(directory), *more])
        return ": ".join(draw.chosen_kind(draw.Results(asked.directory, asked.where), draw.checked_options(asked)))

    run = made_up.write_run(place / "run")
    why = "timeline: requests.csv is there, and the rate of the uplink of g changes over time"
    assert chosen(run) == why
    assert plotted(run)[0] == f"{why}\ndrawn: {run}/plots/timeline.png\ndrawn: {run}/plots/timeline.csv\n"
    manifest = (run / "manifest.json").read_text()
    (run / "manifest.json").write_text(manifest.replace('"trace"', '"no trace"'))
    draw.Results.scenario.__globals__["_manifest"].cache_clear()
    assert chosen(run) == "cdf: requests.csv is there, with the latency of each request"
    assert chosen(run, "--x", "links.radio.up.start").startswith("lines: an axis is asked for")
    (run / "requests.csv").unlink()
    assert chosen(run) == "exits: requests leave at several exits"
    assert chosen(run, "--where", "policy=near") == "bars: a run without requests.csv, with one line a policy and group"
    assert chosen(made_up.write_replay(place / "replay")) == "regret: a replay, with its regret.csv"

    def sweep(name, axes):
        return made_up.write_sweep(place / name, axes, lambda *_: (1, 1, 1), runs=1)

    two = ["1", "2"]
    assert chosen(sweep("none", {"a": ["1"]})) == "bars: no axis but the policies has more than one value"
    assert chosen(sweep("one", {"a": two})) == "lines: one axis of numbers, a"
    assert chosen(sweep("names", {"a": ["slow", "fast"]})) == "bars: one axis of names, a"
    assert chosen(sweep("two", {"a": two, "b": ["slow", "fast"]})) == "heatmap: two axes, a and b"
    assert chosen(place / "two", "--where", "b=slow") == "lines: one axis of numbers, a"
    three = sweep("three", {"a": two, "b": two, "c": two})
    assert chosen(three) == "pareto: 3 axes: every run is a point"
    assert chosen(three, "--x", "a", "b", "--where", "c=1") == "heatmap: two --x"
    # An axis of policies says what the column policy says.
    of_policies = sweep("policies", {"a": two})
    study = (of_policies / "study.json").read_text()
    (of_policies / "study.json").write_text(study.replace('"axes": {', '"axes": {"policy": "any", '))
    assert chosen(of_policies) == "lines: one axis of numbers, a"


def the_files(place):
    run = made_up.write_run(place / "run")
    plotted(run, "--kind", "bars", "--format", "png,svg,pdf", "--out", place / "a")
    plotted(run, "--kind", "bars", "--format", "png,svg,pdf", "--out", place / "b.png")
    for ending in ["png", "svg", "pdf", "csv"]:
        bytes_of = (place / f"a.{ending}").read_bytes()
        assert bytes_of == (place / f"b.{ending}").read_bytes(), ending  # the same results, the same bytes
        assert bytes_of.startswith(BEGIN.get(ending, b"scenario,policy,group,column,value,low,high"))
    assert pyplot.imread(place / "a.png").shape[1] == 7.2 * 150
    plotted(run, "--kind", "bars", "--width", "3.5", "--out", place / "c.svg", "--log")
    assert 'width="252pt"' in (place / "c.svg").read_text()
    assert sorted(path.name for path in place.iterdir()) == [
        "a.csv", "a.pdf", "a.png", "a.svg", "b.csv", "b.pdf", "b.png", "b.svg", "c.csv", "c.svg", "run"]
    refused(f"{place}/c.svg is there already; --force replaces it", run, "--out", place / "c.svg")
    plotted(run, "--kind", "exits", "--out", place / "c.svg", "--force")
    for width in ["7.2", "3.5"]:  # those of DIR/plots are drawn again
        plotted(run, "--kind", "exits", "--width", width)
    assert sorted(path.name for path in (run / "plots").iterdir()) == ["exits.csv", "exits.png"]
    refused(f"{run}/requests.csv, where the numbers of the picture would go, is a table of the results: choose another --out",
            run, "--out", run / "requests.png", "--force")
    refused(f"cannot write {place}/nowhere/.a.png." + str(draw.picture_files.os.getpid()) + ": No such file or directory",
            run, "--out", place / "nowhere/a.png")
    refused("pictures are png, svg, pdf; there is no format 'pgn'; did you mean 'png'?", run, "--format", "pgn")
    refused("pictures are png, svg, pdf; there is no format 'jpeg'; one of: png, svg, pdf", run, "--out", "a.jpeg")
    refused("--out ends in .png, and --format asks for svg", run, "--out", "a.png", "--format", "svg")


def what_is_refused(place):
    run = made_up.write_run(place / "run")
    sweep = made_up.write_sweep(place / "sweep", {"uplink": ["2 Mbps", "5 Mbps"], "link": ["slow", "fast"]},
                                lambda *_: (1, "", ""), tables=True)
    summary, results = f"{run}/summary.csv", f"{sweep}/results.csv"
    refused("--kind: there is no 'cdff'; did you mean 'cdf'?", run, "--kind", "cdff")
    refused("--width: expected inches from 2 to 40, found 1", run, "--width", "1")
    refused(f"there is no directory {place}/nowhere", place / "nowhere")
    refused(f"{place} holds no results: neither summary.csv of splitscape run, nor study.json of splitscape sweep, nor "
            "replay.csv of splitscape replay", place)
    refused(f"{summary} has no column 'latency_men_s'; did you mean 'latency_mean_s'?", run, "--kind", "bars", "--y",
            "latency_men_s")
    refused(f"the column 'verdict' of {summary} holds text, not numbers", run, "--kind", "bars", "--y", "verdict")
    refused(f"{summary} has no column 'polcy'; did you mean 'policy'?", run, "--where", "polcy=near", "--kind", "bars")
    refused(f"{summary} has no line with policy=nera; did you mean 'near'?", run, "--where", "policy=nera", "--kind", "bars")
    refused("expected COLUMN=VALUE, found 'policy'", run, "--where", "policy")
    refused("--x: 'grup' is no key of the lines; did you mean 'group'?", run, "--kind", "bars", "--x", "grup")
    refused(f"--x: 'uplnk' is no axis of {sweep}; did you mean 'uplink'?", sweep, "--kind", "lines", "--x", "uplnk")
    refused("lines need numbers of one unit along the x axis; 'link' is: slow, fast", sweep, "--kind", "lines", "--x", "link")
    refused(f"{run} has no axis of numbers with more than one value: give --x, or choose another --kind", run, "--kind",
            "lines")
    refused("'links.radio' has no key 'upp'; did you mean 'up'?", run, "--kind", "lines", "--x", "links.radio.upp")
    refused("a heatmap needs two axes with more than one value, found: uplink; choose with --x A B, and one value of the "
            "others with --where", sweep, "--kind", "heatmap", "--where", "link=slow")
    refused(f"{results} knows latency_mean_s of accuracy, latency_mean_s, device_energy_mean_j, and a front needs two: "
            "choose with --y", sweep, "--kind", "pareto")
    refused("a timeline shows one world, and these differ in uplink and link and run: choose with --where uplink=... "
            "(2 Mbps, 5 Mbps)", sweep, "--kind", "timeline")
    refused(f"{sweep}/study.json has no line with uplink=3 Mbps; did you mean '5 Mbps'?", sweep, "--kind", "cdf", "--where",
            "uplink=3 Mbps")
    (sweep / "runs" / "0000000000000000" / "requests.csv").unlink()
    refused(f"there is no {sweep}/runs/0000000000000000/requests.csv (runs keep it where the study says tables: [requests])",
            sweep, "--kind", "cdf")
    refused("--y: 'exit_share' holds no shares; did you mean 'exit_shares'?", run, "--kind", "exits", "--y", "exit_share")
    refused("--log: parts that are stacked have no logarithmic axis", run, "--kind", "energy", "--log")
    refused("a timeline has its own axes: --x, --y and --log are not for it", run, "--kind", "timeline", "--log")
    refused(f"{run}/requests.csv has no column 'latency'; did you mean 'latency_s'?", run, "--kind", "cdf", "--y", "latency")
    replay = made_up.write_replay(place / "replay")
    refused(f"{replay} holds a replay, of which is drawn: regret", replay, "--kind", "bars")
    bare = made_up.write_run(place / "bare", requests=False)
    refused(f"there is no {bare}/requests.csv (splitscape run writes it with --requests)", bare, "--kind", "cdf")
    many = made_up.write_sweep(place / "many", {"a": [str(i) for i in range(9)], "b": ["1", "2"]}, lambda *_: (1, "", ""))
    refused("18 lines are more than the 16 of a picture (they differ in a and policy): choose with --where COLUMN=VALUE",
            many, "--kind", "lines", "--x", "b")
    (sweep / "study.json").write_text("{}")
    refused(f"cannot read {sweep}/study.json: 'runs'", sweep)


# ---- texts with units, rates over time


def rates_over_time(place):
    def steps(text, end, **table):
        (place / "rates.csv").write_text(text)
        found, why = rate_traces.rate_over_time({"trace": "rates.csv", **table}, {"directory": str(place)}, end)
        assert why == ""
        return list(zip(*found))

    pairs = "0 1\n40 2.5\n60 0\n65 1\n"
    # docs/formats/rate-traces.md: four steps, of which three last 65 s, begin anew after 86.67 s.
    same(steps(pairs, 100), [(0, 1e6), (40, 2.5e6), (60, 0), (65, 1e6), (65 * 4 / 3, 1e6)])
    same(steps(pairs, 70, repeat=False, start="50 s"), [(0, 2.5e6), (10, 0), (15, 1e6)])
    same(steps(pairs, 9, repeat="false", start="1 h"), [(0, 1e6)])
    same(steps("t;r\n2020.02.13_13.57.29;5\n2020.02.13_13.58.29;6\n", 90, time="t", rate="r", rate_unit="kB/s"),
         [(0, 4e4), (60, 4.8e4)])
    same(steps("0,1\n0,2\n", 10), [(0, 2e6)])  # the later holds
    same(steps("0,1\n100,2\n", 0.15, time_unit="ms"), [(0, 1e6), (0.1, 2e6)])
    same(steps("20\n60\n100\n140\n200\n200\n", 0.3, layout="mahimahi"), [(0, 3.6e5), (0.1, 3.6e5), (0.2, 3.6e5)])
    assert rate_traces.rate_over_time("2 Mbps", {}, 9) == (([0.0], [2e6]), "")
    assert rate_traces.rate_over_time("unlimited", {}, 9) == (None, "the rate is unlimited")


def texts_with_units(place):
    del place
    assert read_quantity("18 Mibit/s").base == 18 * 1024**2
    assert read_quantity("1.5e3 ms").base == 1.5
    assert read_quantity(4) == (4, "") and read_quantity("20%") == (20, "%")
    assert read_quantity("fast") is None and read_quantity("4 Mbqs") is None
    assert in_one_unit(["1 s", "250 ms", "500 ms"]) == ([1000, 250, 500], "ms")
    assert in_one_unit(["1 s", "2 Mbps"]) is None and in_one_unit(["1", "fast"]) is None
    assert look.axis_numbers([200, 430.887, 20000]) == ["200", "431", "20000"]
    assert look.axis_numbers([1.001, 1.002]) == ["1.001", "1.002"]
    assert look.short(0.47) == "0.470" and look.short(1234.4) == "1234" and look.short(3.61e-5) == "36.1µ"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for case in sys.argv[2:]:
            directory = pathlib.Path(scratch) / case
            directory.mkdir()
            globals()[case](directory)
