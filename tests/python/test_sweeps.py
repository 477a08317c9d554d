"""Sweeps: what is told while they run, and what becomes of runs that failed."""

import io
import json
import os

import pytest
import splitscape
from conftest import PROJECT, write_sweep
from splitscape import progress

RUNS = [({"cameras": cameras}, "a", 0, 0.5) for cameras in (10, 20, 30)]


def lines_of(monkeypatch, capsys):
    """Progress in lines of text, whatever is installed."""
    monkeypatch.setattr(progress, "tqdm", None)
    monkeypatch.setattr(progress, "BETWEEN_LINES_S", 0.0)
    return lambda: capsys.readouterr().err.splitlines()


def test_the_runs_that_are_over_are_counted_while_a_sweep_runs(tmp_path, program, monkeypatch, capsys):
    told = lines_of(monkeypatch, capsys)
    made = write_sweep(tmp_path / "made", RUNS)
    # A program that does in steps what a sweep does; a run of another study lies there already.
    program(f"""
set -eu; made={made}; out=$4
mkdir -p $out/runs/ffffffffffffffff; cp $made/study.json $out/new; mv $out/new $out/study.json; sleep 0.6
for n in 0 1 2; do cp -r $made/runs/000000000000000$n $out/runs/; sleep 0.6; done
cp $made/results.csv $out/
""")
    results = splitscape.sweep(tmp_path / "cells.yaml", out=tmp_path / "out")
    assert results["cameras"].tolist() == [10, 20, 30]
    assert told() == [f"cells: {n} of 3 runs" for n in range(4)]


def test_nothing_is_told_where_no_progress_is_wanted(tmp_path, program, monkeypatch, capsys):
    told = lines_of(monkeypatch, capsys)
    made = write_sweep(tmp_path / "made", RUNS)
    program(f"cp -r {made} $4\n")
    splitscape.sweep(tmp_path / "cells.yaml", out=tmp_path / "out", progress=False)
    assert told() == []


def test_the_runs_of_another_study_are_not_counted(tmp_path, program, monkeypatch, capsys):
    told = lines_of(monkeypatch, capsys)
    out = write_sweep(tmp_path / "out", RUNS)
    program("sleep 0.5; echo 'another study is here' >&2; exit 2\n")
    with pytest.raises(splitscape.InputError, match="another study is here"):
        splitscape.sweep(tmp_path / "cells.yaml", out=out)
    assert told() == []


def test_a_file_has_lines_and_no_bar(tmp_path):
    pytest.importorskip("tqdm")
    with open(tmp_path / "log", "w", encoding="utf-8") as log, progress.Progress("cells", file=log) as bar:
        bar.show(4, 4)
    assert (tmp_path / "log").read_text(encoding="utf-8") == "cells: 4 of 4 runs\n"


def test_a_bar_is_tqdms_where_there_is_one(monkeypatch):
    pytest.importorskip("tqdm")
    written = io.StringIO()
    with progress.Progress("cells", bar=True, file=written) as bar:
        bar.show(1, 4)
        bar.show(4, 4)
    last = written.getvalue().rstrip().rpartition("\r")[2]
    assert last.startswith("cells: 100%")
    assert "4/4" in last


def test_lines_are_told_now_and_then_and_at_the_end(monkeypatch):
    monkeypatch.setattr(progress, "tqdm", None)
    written = io.StringIO()
    with progress.Progress("cells", file=written) as bar:
        for done in range(101):
            bar.show(done, 100)
    assert written.getvalue() == "cells: 0 of 100 runs\ncells: 100 of 100 runs\n"


def test_the_words_of_a_sweep_reach_the_program(tmp_path, program):
    made = write_sweep(tmp_path / "made", RUNS)
    program(f'printf "%s\\n" "$@" >{tmp_path}/words; cat >{tmp_path}/read; cp -r {made} $4\n')
    splitscape.sweep({"scenario": "a.yaml", "replications": 3}, out=tmp_path / "out", jobs=2, progress=False,
                     options=["--launcher", "slurm"])
    assert (tmp_path / "words").read_text().split() == ["sweep", "-", "--out", str(tmp_path / "out"), "--launcher", "slurm",
                                                        "--jobs", "2"]
    assert json.loads((tmp_path / "read").read_text()) == {"scenario": "a.yaml", "replications": 3}


def test_a_sweep_that_is_not_waited_for_has_no_results_yet(tmp_path, program):
    program("mkdir -p $4\n")
    submitted = splitscape.sweep("a.yaml", out=tmp_path / "out", options=["--launcher", "slurm", "--no-wait"])
    assert submitted.empty
    assert submitted.attrs == {"directory": str(tmp_path / "out"), "manifest": None, "complete": False}


def test_failed_runs_are_an_error_that_lists_them(tmp_path, program):
    made = write_sweep(tmp_path / "made", RUNS, over=2, complete=False)
    (made / "failures.csv").write_text("number,id,command,message\n2,0000000000000002,splitscape run a.yaml,no memory\n")
    program(f"cp -r {made} $4; echo '1 of 3 runs failed' >&2; exit $(cat {tmp_path}/code)\n")
    (tmp_path / "code").write_text("1")
    with pytest.raises(splitscape.RunsFailed, match="1 of 3 runs failed") as failed:
        splitscape.sweep("a.yaml", out=tmp_path / "out", progress=False)
    assert failed.value.failures["message"].tolist() == ["no memory"]
    assert failed.value.exit_code == 1
    assert len(splitscape.load(tmp_path / "out")) == 2
    (tmp_path / "code").write_text("2")
    with pytest.raises(splitscape.InputError):
        splitscape.sweep("a.yaml", out=tmp_path / "other", progress=False)
