"""What can go wrong: the errors of the program as exceptions."""

from __future__ import annotations

from collections.abc import Sequence


class SplitscapeError(Exception):
    """The program could not be run, or did not do what it was asked for. The text is the program's own message.

    ``exit_code`` is the program's (1: it failed, 2: its input is wrong, 128 + n: it was ended by signal n), ``None``
    where no program ran; ``command`` is its command line, a list of words.
    """

    def __init__(self, message: str, exit_code: int | None = None, command: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.command = list(command)


class InputError(SplitscapeError, ValueError):
    """What was asked for is wrong: a scenario, a study, a name, a directory. The text says where, and what was expected."""
