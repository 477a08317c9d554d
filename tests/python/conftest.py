"""What the tests of the Python package share. They run from the root of the project, with the program in SPLITSCAPE."""

import json
import os
import pathlib
import stat
import sys

import pytest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "analysis/python"))


@pytest.fixture(autouse=True)
def from_the_root(monkeypatch):
    monkeypatch.chdir(PROJECT)


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A function that makes a program of a shell script and has the package use it; $0 is its path."""

    def make(script, path=None):
        path = pathlib.Path(path or tmp_path / "program")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n" + script, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("SPLITSCAPE", os.fspath(path))
        return path

    return make


SUMMARY = "scenario,policy,seed,run,group,latency_mean_s,verdict\n"


def write_sweep(place, runs, over=None, complete=True):
    """A directory as a sweep leaves it. runs: (axes, policy, run number, latency) each; over: of these so many."""
    over = len(runs) if over is None else over
    listed = [{"number": n + 1, "id": f"{n:016x}", "axes": axes, "policy": policy, "seed": 1, "run": run}
              for n, (axes, policy, run, _) in enumerate(runs)]
    place.mkdir(parents=True)
    study = {"format": "splitscape study 1", "version": "0.1.0", "document": {"name": "made up"}, "runs": listed}
    (place / "study.json").write_text(json.dumps(study), encoding="utf-8")
    names = [name for name in runs[0][0] if name != "policy"]
    lines = [",".join([*names, SUMMARY])]
    for n, (axes, policy, run, latency) in enumerate(runs[:over]):
        line = f"small,{policy},1,{run},cameras,{latency},stable\n"
        lines.append(",".join([*(str(axes[name]) for name in names), line]))
        directory = place / "runs" / f"{n:016x}"
        directory.mkdir(parents=True)
        (directory / "summary.csv").write_text(SUMMARY + line, encoding="utf-8")
        (directory / "links.csv").write_text(
            f"scenario,policy,seed,run,link,direction,bytes\nsmall,{policy},1,{run},wifi,up,{100 * n}\n"
            f"small,{policy},1,{run},wifi,down,\n", encoding="utf-8")
    name = "results.csv" if complete else "results.partial.csv"
    (place / name).write_text("".join(lines), encoding="utf-8")
    if complete:
        (place / "manifest.json").write_text('{"format": "splitscape sweep manifest 1"}', encoding="utf-8")
    return place
