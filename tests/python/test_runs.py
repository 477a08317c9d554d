"""Running scenarios with the real program."""

import json
import pathlib

import pytest
import splitscape

TEXT = """
name: one camera
requests: 20
networks: {detector: {profile: tiny-yolov2}}
devices: {camera: {hardware: raspberry-pi-3, network: detector, path: [wifi, edge], arrivals: {periodic: 10 s}}}
links: {wifi: {up: 10 Mbps, radio: wifi-2012}}
servers: {edge: {hardware: cloud-8core}}
policy: [device_only, {name: fixed_cut, label: deep, cut: max5}]
"""
DOCUMENT = {
    "name": "one camera", "requests": 20, "networks": {"detector": {"profile": "tiny-yolov2"}},
    "devices": {"camera": {"hardware": "raspberry-pi-3", "network": "detector", "path": ["wifi", "edge"],
                           "arrivals": {"periodic": "10 s"}}},
    "links": {"wifi": {"up": "10 Mbps", "radio": "wifi-2012"}}, "servers": {"edge": {"hardware": "cloud-8core"}},
    "policy": ["device_only", {"name": "fixed_cut", "label": "deep", "cut": "max5"}]}


def test_a_file_a_text_and_a_mapping_of_one_scenario_have_the_same_results(tmp_path):
    path = tmp_path / "camera.yaml"
    path.write_text(TEXT, encoding="utf-8")
    of_file = splitscape.run(path)
    assert of_file["policy"].tolist() == ["device_only", "deep"]
    assert of_file["scenario"].tolist() == ["one camera"] * 2
    assert of_file.equals(splitscape.run(TEXT))
    assert of_file.equals(splitscape.run(DOCUMENT))


def test_files_that_a_text_names_are_found_from_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "rates.csv").write_text("time_s,rate_mbps\n0,10\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    text = TEXT.replace("up: 10 Mbps", "up: {trace: rates.csv, time: time_s, rate: rate_mbps}, down: 10 Mbps")
    assert splitscape.run(text)["latency_mean_s"].equals(splitscape.run(TEXT)["latency_mean_s"])


def test_keys_are_changed_as_a_mapping_and_as_keywords():
    slow = splitscape.run(TEXT, overrides={"links.wifi.up": "1 Mbps"}, policies="deep")
    assert slow["policy"].tolist() == ["deep"]
    assert slow.equals(splitscape.run(TEXT, links__wifi__up="1 Mbps", policies=["deep"]))
    assert slow["latency_mean_s"][0] > splitscape.run(TEXT, policies="deep")["latency_mean_s"][0]
    assert slow.attrs["manifest"]["scenarios"][0]["document"]["links"]["wifi"]["up"] == "1 Mbps"


def test_policies_with_parameters_stand_in_place_of_the_scenarios():
    results = splitscape.run(TEXT, policies=["server_only", {"name": "fixed_cut", "cut": "max4"}])
    assert results["policy"].tolist() == ["server_only", "fixed_cut"]
    assert results["cut_shares"].tolist() == ["input:1", "max4:1"]


def test_seed_and_run_reach_the_results():
    results = splitscape.run(TEXT, policies="deep", seed=7, run=3, jobs=1)
    assert (results["seed"][0], results["run"][0]) == (7, 3)


def test_another_table_is_returned_and_nothing_is_left(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    requests = splitscape.run(TEXT, policies="deep", table="requests")
    assert len(requests) == 20
    assert requests["latency_s"].gt(0).all()
    assert requests.attrs["directory"] is None
    assert list(tmp_path.iterdir()) == []


def test_results_are_kept_where_a_directory_is_named_and_replaced_only_by_force(tmp_path):
    out = tmp_path / "results"
    summary = splitscape.run(TEXT, out=out, requests=True)
    assert summary.attrs["directory"] == str(out)
    assert summary.equals(splitscape.load(out))
    assert len(splitscape.load(out, "requests")) == 40
    with pytest.raises(splitscape.InputError, match="force"):
        splitscape.run(TEXT, out=out)
    assert len(splitscape.run(TEXT, policies="deep", out=out, force=True)) == 1


def test_a_manifest_is_run_again(tmp_path):
    first = splitscape.run(TEXT, out=tmp_path / "first")
    assert first.equals(splitscape.run(tmp_path / "first/manifest.json"))
    manifest = json.loads((tmp_path / "first/manifest.json").read_text(encoding="utf-8"))
    assert first.equals(splitscape.run(manifest))


def test_what_is_wrong_with_a_scenario_is_said_with_its_place():
    with pytest.raises(splitscape.InputError, match=r"^standard input:7:\d+: .*'cloud-8cores'.*did you mean 'cloud-8core'"):
        splitscape.run(TEXT.replace("cloud-8core", "cloud-8cores"))
    with pytest.raises(splitscape.InputError, match="nowhere.yaml"):
        splitscape.run(pathlib.Path("nowhere.yaml"))
    with pytest.raises(splitscape.InputError, match="give out=, or take table='requests'"):
        splitscape.run(TEXT, requests=True)
    with pytest.raises(splitscape.InputError, match="requests= says whether"):
        splitscape.run(TEXT, requests=50)


def test_cuts_are_explained_of_a_text_as_of_a_file():
    cuts = splitscape.explain(TEXT, links__wifi__up="1 Mbps")
    assert cuts.loc[cuts["chosen_by"].fillna("") == "deep", "cut"].tolist() == ["max5"]
    assert cuts["total_s"].gt(0).all()


def test_the_catalogues_are_tables():
    assert {"server_only", "dads"} <= set(splitscape.policies()["policy"])
    assert splitscape.networks().set_index("network").loc["alexnet", "MMAC"] == pytest.approx(724.4)
    assert "raspberry-pi-3" in set(splitscape.hardware().iloc[:, 0])
