"""Finding the program ``splitscape`` and running it."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence

from .errors import InputError, SplitscapeError

PACKAGE = pathlib.Path(__file__).resolve().parent
BAD_INPUT = 2
PATIENCE_S = 10.0  # for a program that was asked to end, before it is killed


def program() -> str:
    """The path of the program that this package runs.

    The first there is of: the environment variable ``SPLITSCAPE``; the program that was installed with the package
    (``PREFIX/bin`` for a package in ``PREFIX/lib/python3/dist-packages``); ``build/splitscape`` of the source tree that
    the package lies in; ``splitscape`` in ``PATH``.

    Raises:
        SplitscapeError: there is none, or ``SPLITSCAPE`` names something that cannot be run.

    >>> os.path.basename(program())
    'splitscape'
    """
    named = os.environ.get("SPLITSCAPE")
    if named:
        found = shutil.which(named)
        if found is None:
            raise SplitscapeError(f"the environment variable SPLITSCAPE names '{named}', which is no program")
        return os.path.abspath(found)
    tree = PACKAGE.parents[2]
    in_tree = PACKAGE.relative_to(tree) == pathlib.Path("analysis/python/splitscape")
    beside = tree / "build/splitscape" if in_tree else PACKAGE.parents[3] / "bin/splitscape"
    found = shutil.which(beside) or shutil.which("splitscape")
    if found is None:
        raise SplitscapeError(
            f"there is no program splitscape: neither the environment variable SPLITSCAPE, nor {beside}, nor one in PATH; "
            "build it with './dev run', or install it with './dev install PREFIX'"
        )
    return found


def call(arguments: Sequence[str | os.PathLike[str]], *, text: str | None = None,
         watch: Callable[[], None] | None = None, every_s: float = 0.2) -> str:
    """Runs the program with arguments, waits for its end and returns what it printed.

    Args:
        arguments: the words behind ``splitscape``.
        text: what it reads from its standard input; nothing where absent.
        watch: is called again and again while the program runs.
        every_s: seconds between two calls of ``watch``.

    Raises:
        InputError: the program ended with exit code 2: its input is wrong.
        SplitscapeError: it ended with another one but 0.

    Where the caller is interrupted (``KeyboardInterrupt``), the program is told so too, tidies up and ends first.
    """
    command = [program(), *map(os.fspath, arguments)]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaints:
        given.write((text or "").encode("utf-8"))
        given.seek(0)
        try:
            child = subprocess.Popen(command, stdin=given, stdout=printed, stderr=complaints)
        except OSError as error:
            raise SplitscapeError(f"cannot run {command[0]}: {error.strerror}", None, command) from None
        try:
            _wait(child, watch, every_s)
        except BaseException:
            _end(child)
            raise
        if child.returncode == 0:
            return _content(printed)
        message = _content(complaints).strip() or f"the program ended with exit code {child.returncode}"
        code = child.returncode if child.returncode > 0 else 128 - child.returncode
        raise (InputError if code == BAD_INPUT else SplitscapeError)(message, code, command)


def _wait(child: subprocess.Popen[bytes], watch: Callable[[], None] | None, every_s: float) -> None:
    while watch is not None:
        try:
            child.wait(every_s)
            break
        except subprocess.TimeoutExpired:
            watch()
    child.wait()


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends a program that still runs: asked first, so that it leaves nothing behind."""
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGINT)
    try:
        child.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _content(file) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
