"""Result directories whose every number is written down here: of a run, of a sweep, of a replay."""

import hashlib
import json
import pathlib

SUMMARY = ("scenario,policy,seed,run,group,latency_mean_s,latency_mean_ci95_s,accuracy,accuracy_ci95,device_energy_mean_j,"
           "device_energy_mean_ci95_j,exit_shares,cut_shares,verdict\n")
REQUESTS = ("scenario,policy,seed,run,group,request,measured,cut,arrival_s,head_start_s,head_end_s,hop1_send_start_s,"
            "hop1_sent_s,latency_s,uplink_bytes\n")
DEVICES = ("scenario,policy,seed,run,group,device,idle_energy_j,head_energy_j,exit_energy_j,transmit_energy_j,"
           "receive_energy_j,energy_j\n")
REGRET = "scenario,policy,seed,run,group,answers,regret,best_arm\n"

# Three steps of 10 s, in the last of which nothing gets through.
TRACE = "time_s,rate_mbps\n100,4\n110,8\n120,0\n"


def document(**of_group):
    return {"devices": {"g": {"path": ["radio", "edge"], **of_group}},
            "links": {"radio": {"up": {"trace": "rates.csv", "time": "time_s", "rate": "rate_mbps", "start": "5 s"}}}}


def write_manifest(directory, scenario_directory, **of_group):
    entry = {"name": "s", "directory": str(scenario_directory), "document": document(**of_group),
             "inputs": [{"path": "rates.csv", "sha256": hashlib.sha256(TRACE.encode()).hexdigest()}]}
    (directory / "manifest.json").write_text(json.dumps({"scenarios": [entry]}))


def write_run(directory: pathlib.Path, requests=True) -> pathlib.Path:
    """Two policies, near (always cut after input) and far (which changes), two devices, one group."""
    directory.mkdir(parents=True)
    (directory / "rates.csv").write_text(TRACE)
    (directory / "summary.csv").write_text(
        SUMMARY + "s,near,1,0,g,0.25,0.01,,,2,,1:1,input:1,stable\n"
                  "s,far,1,0,g,0.5,0.125,0.75,0.25,3,1,1:0.25;2:0.75,max4:0.75;input:0.25,stable\n")
    (directory / "devices.csv").write_text(
        DEVICES + "s,near,1,0,g,0,1,2,0,3,0.5,6.5\ns,near,1,0,g,1,3,2,0,1,0.5,6.5\n"
                  "s,far,1,0,g,0,1,4,0,0,0,5\ns,far,1,0,g,1,1,8,0,0,0,9\n")
    (directory / "regret.csv").write_text(
        REGRET + "s,near,1,0,g,2,1,a\ns,near,1,0,g,4,3,a\ns,far,1,0,g,2,0,a\ns,far,1,0,g,4,-1,a\n")
    if requests:
        lines = [("near", 0, 0, "input", 0, 0.9), ("near", 1, 1, "input", 4, 0.1), ("near", 2, 1, "input", 12, 0.4),
                 ("near", 3, 1, "input", 21, 0.2), ("near", 4, 1, "input", 29, None),
                 ("far", 0, 0, "input", 0, 0.9), ("far", 1, 1, "max4", 4, 0.5), ("far", 2, 1, "input", 12, 0.5),
                 ("far", 3, 1, "max4", 12.5, 0.5), ("far", 4, 1, "max4", 29, 0.5)]
        text = REQUESTS
        for policy, number, measured, cut, at, latency in lines:
            computing = 0 if cut == "input" else 0.1
            text += (f"s,{policy},1,0,g,{number},{measured},{cut},{at},{at},{at + computing},{at + computing},"
                     f"{at + computing + 0.5},{'' if latency is None else latency},1000\n")
        (directory / "requests.csv").write_text(text)
    write_manifest(directory, directory, deadline="300 ms")
    return directory


def write_sweep(directory: pathlib.Path, axes: dict, outcome, policies=("near", "far"), runs=3, tables=False,
                complete=True) -> pathlib.Path:
    """axes: name -> texts. outcome(values of the axes, policy, run) -> (latency, accuracy, energy)."""
    directory.mkdir(parents=True)
    points = [{}]
    for name, values in axes.items():
        points = [{**point, name: value} for point in points for value in values]
    listed, text = [], ",".join([*axes, SUMMARY])
    for point in points:
        for policy in policies:
            for run in range(runs):
                number = len(listed)
                listed.append({"number": number, "id": f"{number:016x}", "axes": point, "policy": policy, "seed": 1,
                               "run": run})
                latency, accuracy, energy = outcome(point, policy, run)
                line = f"s,{policy},1,{run},g,{latency},0.01,{accuracy},,{energy},,1:1,input:1,stable\n"
                text += ",".join([*map(str, point.values()), line])
                if tables:
                    write_tables(directory / "runs" / listed[-1]["id"], policy, run, line)
    (directory / "study.json").write_text(json.dumps({"format": "splitscape study 1", "runs": listed}))
    (directory / ("results.csv" if complete else "results.partial.csv")).write_text(text)
    return directory


def write_tables(directory: pathlib.Path, policy: str, run: int, summary: str) -> None:
    """regret.csv, whose runs have 4, 5 and 6 answers, and requests.csv with one request, answered after run + 1 s."""
    directory.mkdir(parents=True)
    last = 4 + run
    (directory / "summary.csv").write_text(SUMMARY + summary)
    (directory / "regret.csv").write_text(
        REGRET + f"s,{policy},1,{run},g,2,{2 * run},a\ns,{policy},1,{run},g,{last},{last * run},a\n")
    (directory / "requests.csv").write_text(
        REQUESTS + f"s,{policy},1,{run},g,0,1,input,0,0,0,0,0.5,{run + 1},1000\n")
    write_manifest(directory, directory)


def write_replay(directory: pathlib.Path) -> pathlib.Path:
    directory.mkdir(parents=True)
    (directory / "replay.csv").write_text("policy,samples\nnear,4\n")
    (directory / "regret.csv").write_text("policy,samples,regret,regret_ci95\nnear,2,1,0.5\nnear,4,1.5,0.25\n")
    return directory
