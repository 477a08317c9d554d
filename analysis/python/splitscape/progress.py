"""How many runs are done: a bar of tqdm, where there is one, on terminals and in notebooks; lines of text elsewhere."""

from __future__ import annotations

import sys
import time
import warnings
from types import TracebackType
from typing import TextIO

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it falls back to text in a notebook without ipywidgets
        from tqdm.auto import tqdm
except ImportError:
    tqdm = None

BETWEEN_LINES_S = 5.0  # of plain text


class Progress:
    """Shows ``done`` of ``total`` runs on standard error while it is entered; the total may become known later.

    ``bar`` says whether it is a bar; where absent, it is one for whoever can see one.
    """

    def __init__(self, title: str, *, shown: bool = True, bar: bool | None = None, file: TextIO | None = None) -> None:
        self._title = title
        self._shown = shown
        self._file = file or sys.stderr
        self._bar = None
        bar = True if bar is None and "ipykernel" in sys.modules else bar
        self._wants_bar = tqdm is not None and (self._file.isatty() if bar is None else bar)
        self._written = (-1, 0.0)  # runs, and when they were told

    def __enter__(self) -> Progress:
        return self

    def show(self, done: int, total: int) -> None:
        """Tells that so many runs are done."""
        if not self._shown or total <= 0:
            return
        if not self._wants_bar:
            self._show_line(done, total)
            return
        if self._bar is None:
            self._bar = _make_bar(total, self._title, self._file, done)
        self._bar.total = total
        self._bar.n = done
        self._bar.refresh()

    def _show_line(self, done: int, total: int) -> None:
        before, when = self._written
        now = time.monotonic()
        if done == before or (0 <= before and done < total and now - when < BETWEEN_LINES_S):
            return
        self._written = (done, now)
        print(f"{self._title}: {done} of {total} runs", file=self._file, flush=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()


def _make_bar(total: int, title: str, file: TextIO, done: int):
    """A bar of tqdm; the one of the terminal where the notebook lacks what its own needs."""
    arguments = {"total": total, "desc": title, "unit": "run", "file": file, "initial": done, "leave": True}
    try:
        return tqdm(**arguments)
    except ImportError:  # tqdm.auto takes a notebook's bar, which needs ipywidgets
        from tqdm import tqdm as plain

        return plain(**arguments)
