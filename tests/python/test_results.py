"""Reading directories of runs and sweeps."""

import math

import pytest
import splitscape
from conftest import SUMMARY, write_sweep

RUNS = [({"uplink": uplink, "cameras": cameras}, policy, run, latency)
        for uplink, cameras, policy, run, latency in [
            ("2 Mbps", 10, "7", 0, 0.5), ("2 Mbps", 20, "7", 0, 0.75), ("5 Mbps", 10, "7", 0, 0.25), ("5 Mbps", 20, "7", 0, "")]]


def write_run(place):
    place.mkdir()
    (place / "summary.csv").write_text(SUMMARY + "small,7,1,0,12,0.5,stable\nsmall,nan,1,0,12,,stable\n", encoding="utf-8")
    (place / "manifest.json").write_text('{"version": "0.1.0"}', encoding="utf-8")
    return place


def test_the_table_of_a_run_has_names_as_texts_and_what_is_not_known_as_nan(tmp_path):
    summary = splitscape.load(write_run(tmp_path / "run"))
    assert summary["policy"].tolist() == ["7", "nan"]
    assert summary["group"].tolist() == ["12", "12"]
    assert summary["latency_mean_s"][0] == 0.5
    assert math.isnan(summary["latency_mean_s"][1])
    assert summary.attrs == {"directory": str(tmp_path / "run"), "manifest": {"version": "0.1.0"}}


def test_the_results_of_a_sweep_have_its_axes_as_numbers_where_all_are(tmp_path):
    results = splitscape.load(write_sweep(tmp_path / "sweep", RUNS))
    assert results["uplink"].tolist() == ["2 Mbps", "2 Mbps", "5 Mbps", "5 Mbps"]
    assert results["cameras"].tolist() == [10, 20, 10, 20]
    assert results["policy"].tolist() == ["7"] * 4
    assert math.isnan(results["latency_mean_s"][3])
    assert results.attrs["complete"]
    assert results.attrs["study"] == {"name": "made up"}
    assert results.equals(splitscape.load(tmp_path / "sweep", "summary"))


def test_other_tables_of_a_sweep_are_those_of_its_runs_with_the_axes_in_front(tmp_path):
    links = splitscape.load(write_sweep(tmp_path / "sweep", RUNS), table="links")
    assert list(links.columns) == ["uplink", "cameras", "scenario", "policy", "seed", "run", "link", "direction", "bytes"]
    assert links["cameras"].tolist() == [10, 10, 20, 20, 10, 10, 20, 20]
    assert links["uplink"].tolist()[3:5] == ["2 Mbps", "5 Mbps"]
    assert links.loc[links["direction"] == "up", "bytes"].tolist() == [0, 100, 200, 300]
    assert links.index.tolist() == list(range(8))


def test_a_sweep_that_still_runs_has_what_is_over(tmp_path):
    place = write_sweep(tmp_path / "sweep", RUNS, over=2, complete=False)
    results = splitscape.load(place)
    assert len(results) == 2
    assert not results.attrs["complete"]
    assert results.attrs["manifest"] is None
    assert len(splitscape.load(place, "links")) == 4


def test_a_policy_that_is_an_axis_stands_once_in_a_table_of_all_runs(tmp_path):
    runs = [({"policy": policy}, policy, 0, 0.5) for policy in ("a", "b")]
    place = write_sweep(tmp_path / "sweep", runs)
    assert splitscape.load(place, "links")["policy"].tolist() == ["a", "a", "b", "b"]


def test_what_cannot_be_loaded_is_an_error_that_says_why(tmp_path):
    with pytest.raises(splitscape.InputError, match="there is no directory .*nowhere"):
        splitscape.load(tmp_path / "nowhere")
    place = write_run(tmp_path / "run")
    with pytest.raises(splitscape.InputError, match="has no table 'sumary'; did you mean 'summary'"):
        splitscape.load(place, "sumary")
    with pytest.raises(splitscape.InputError, match="has no table 'x'; it has summary"):
        splitscape.load(place, "x")
    with pytest.raises(splitscape.InputError, match=r"no table 'requests' \(splitscape run writes it with --requests"):
        splitscape.load(place, "requests")
    (place / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(splitscape.InputError, match="cannot read .*manifest.json"):
        splitscape.load(place)
    (place / "summary.csv").write_text("", encoding="utf-8")
    with pytest.raises(splitscape.InputError, match="cannot read .*summary.csv: No columns"):
        splitscape.load(place)
    nothing = write_sweep(tmp_path / "nothing", RUNS, over=0, complete=False)
    with pytest.raises(splitscape.InputError, match="no run of the sweep .* is over yet"):
        splitscape.load(nothing, "links")
    (nothing / "results.partial.csv").unlink()
    with pytest.raises(splitscape.InputError, match="there is neither results.csv nor results.partial.csv"):
        splitscape.load(nothing)


def test_quantities_with_one_unit_become_numbers_and_others_are_refused():
    numbers, unit = splitscape.split_units(["1.5e3 kB", "2kB"])
    assert (numbers.tolist(), unit) == ([1500.0, 2.0], "kB")
    assert splitscape.split_units([1, 2])[1] == ""
    with pytest.raises(splitscape.InputError, match="several units: 'Mbps', 'kbps'"):
        splitscape.split_units(["2 Mbps", "500 kbps"])
    with pytest.raises(splitscape.InputError, match="'fast' is no number with a unit"):
        splitscape.split_units(["2 Mbps", "fast"])
