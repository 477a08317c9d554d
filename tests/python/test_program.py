"""Finding the program, and what becomes of its messages."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import pytest
import splitscape
from conftest import PROJECT
from splitscape.program import call

PACKAGE = PROJECT / "analysis/python/splitscape"
SAY = "import splitscape; print(splitscape.program())"


def copy_of_the_package(place):
    shutil.copytree(PACKAGE, place, ignore=shutil.ignore_patterns("__pycache__"))
    return place.parent


def found_by(path, **environment):
    """What a copy of the package finds, in a process of its own."""
    done = subprocess.run([sys.executable, "-B", "-c", SAY], capture_output=True, text=True, check=False,
                          env={"PATH": "/usr/bin:/bin", "PYTHONPATH": os.fspath(path), **environment})
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_the_program_is_the_one_that_the_environment_names_before_all_others(program):
    there = program("echo here\n")
    assert splitscape.program() == os.fspath(there)
    assert call([]) == "here\n"


def test_a_program_that_the_environment_names_wrongly_is_an_error_and_no_other_is_taken(monkeypatch):
    monkeypatch.setenv("SPLITSCAPE", "/nowhere/splitscape")
    with pytest.raises(splitscape.SplitscapeError, match="SPLITSCAPE names '/nowhere/splitscape', which is no program"):
        splitscape.program()


def test_an_installed_package_finds_the_program_that_was_installed_with_it(tmp_path, program):
    path = copy_of_the_package(tmp_path / "prefix/lib/python3/dist-packages/splitscape")
    installed = program("", tmp_path / "prefix/bin/splitscape")
    program("", tmp_path / "elsewhere/splitscape")
    assert found_by(path, PATH=f"{tmp_path}/elsewhere:/usr/bin") == os.fspath(installed)


def test_the_package_of_a_source_tree_finds_what_was_built_there(tmp_path, program):
    path = copy_of_the_package(tmp_path / "tree/analysis/python/splitscape")
    built = program("", tmp_path / "tree/build/splitscape")
    assert found_by(path) == os.fspath(built)


def test_a_package_alone_takes_the_program_in_path_and_says_what_to_do_where_there_is_none(tmp_path, program):
    path = copy_of_the_package(tmp_path / "a/b/c/d/splitscape")
    somewhere = program("", tmp_path / "somewhere/splitscape")
    assert found_by(path, PATH=f"{tmp_path}/somewhere:/usr/bin") == os.fspath(somewhere)
    message = found_by(path)
    assert message.startswith("splitscape.errors.SplitscapeError: there is no program splitscape: neither the environment")
    assert "./dev install PREFIX" in message


def test_the_programs_message_and_exit_code_are_those_of_the_error(program):
    there = program("echo out; echo 'wrong: it is' >&2; exit $1\n")
    with pytest.raises(splitscape.InputError, match="^wrong: it is$") as wrong:
        call(["2"])
    assert wrong.value.exit_code == 2
    assert wrong.value.command == [os.fspath(there), "2"]
    with pytest.raises(splitscape.SplitscapeError) as failed:
        call(["1"])
    assert failed.value.exit_code == 1
    assert not isinstance(failed.value, splitscape.InputError)
    program("exit 3\n")
    with pytest.raises(splitscape.SplitscapeError, match="the program ended with exit code 3"):
        call([])


def test_a_program_that_a_signal_ended_has_the_exit_code_of_a_shell(program):
    program("kill -KILL $$\n")
    with pytest.raises(splitscape.SplitscapeError) as ended:
        call([])
    assert ended.value.exit_code == 128 + signal.SIGKILL


def test_what_cannot_be_run_is_an_error(program):
    program("").write_bytes(b"\x7fELF")
    with pytest.raises(splitscape.SplitscapeError, match="cannot run .*: Exec format error"):
        call([])


def test_an_interrupted_caller_ends_its_program_first(program, tmp_path):
    program("trap 'echo told >told; exit 130' INT\necho $$ >$1/pid\nmv $1/pid $1/process\ncd $1\nwhile :; do sleep 0.02; done\n")
    script = f"from splitscape.program import call\ncall([{os.fspath(tmp_path)!r}], watch=lambda: None, every_s=0.05)\n"
    caller = subprocess.Popen([sys.executable, "-B", "-c", script], stderr=subprocess.PIPE, text=True,
                              env={**os.environ, "PYTHONPATH": os.fspath(PACKAGE.parent)})
    wait_for(lambda: (tmp_path / "process").is_file())
    caller.send_signal(signal.SIGINT)  # to the caller alone, as a notebook does
    _, complaint = caller.communicate(timeout=30)
    assert complaint.strip().endswith("KeyboardInterrupt")
    assert (tmp_path / "told").is_file()
    assert not pathlib.Path("/proc", (tmp_path / "process").read_text().strip()).exists()


def wait_for(holds, seconds=30.0):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_without_pandas_the_package_says_where_it_is(tmp_path):
    path = copy_of_the_package(tmp_path / "splitscape")
    (tmp_path / "pandas.py").write_text("raise ImportError('none here')\n", encoding="utf-8")
    assert found_by(path) == ("ImportError: splitscape needs pandas (none here); on Debian: apt install python3-pandas, "
                              "for /usr/bin/python3")
