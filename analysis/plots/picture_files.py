"""Where pictures and their numbers go. They are written under other names first, and get their own all at the end."""

from __future__ import annotations

import os
import pathlib

from look import Drawing
from result_tables import UserError, did_you_mean

FORMATS = ["png", "svg", "pdf"]
DOTS = 150  # an inch, of .png
# Without dates and versions, so that the same results give the same bytes.
METADATA = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
TABLES = {"summary", "regret", "devices", "links", "servers", "requests", "learned", "results", "results.partial",
          "failures", "replay", "orders"}


def wanted_formats(asked: str | None, out: str | None) -> list[str]:
    """Of --format, else of the ending of --out, else png."""
    ending = pathlib.Path(out).suffix.lstrip(".") if out else ""
    names = asked.split(",") if asked else [ending] if ending else ["png"]
    for name in names:
        if name not in FORMATS:
            raise UserError(f"pictures are {', '.join(FORMATS)}; there is no format '{name}'" +
                            (did_you_mean(name, FORMATS) if name else ""))
    if asked and ending and ending not in names and ending in FORMATS:
        raise UserError(f"--out ends in .{ending}, and --format asks for {asked}")
    return list(dict.fromkeys(names))


class PictureFiles:
    """The files of one drawing: a picture a format, and the CSV of its numbers."""

    def __init__(self, results: pathlib.Path, kind: str, formats: list[str], out: str | None, force: bool):
        """@throws UserError where a file of --out is there and must not be replaced"""
        self._own = out is None
        if out is None:
            stem = results / "plots" / kind
        elif out.endswith("/") or pathlib.Path(out).is_dir():
            stem = pathlib.Path(out) / kind
        else:
            stem = pathlib.Path(out)
            if stem.suffix.lstrip(".") in FORMATS:
                stem = stem.with_suffix("")
        self._data = stem.with_name(stem.name + ".csv")
        self._pictures = {name: stem.with_name(f"{stem.name}.{name}") for name in formats}
        if stem.name in TABLES and any((stem.parent / name).exists() for name in ("manifest.json", "study.json")):
            raise UserError(f"{self._data}, where the numbers of the picture would go, is a table of the results: choose "
                            "another --out")
        for path in [*self._pictures.values(), self._data]:
            if path.is_dir():
                raise UserError(f"{path} is a directory")
            if path.exists() and not self._own and not force:
                raise UserError(f"{path} is there already; --force replaces it")

    def write(self, drawing: Drawing) -> list[pathlib.Path]:
        """@return the paths written, the pictures first"""
        written: dict[pathlib.Path, pathlib.Path] = {}
        try:
            if self._own:
                self._data.parent.mkdir(exist_ok=True)
            for name, path in self._pictures.items():
                written[path] = temporary_beside(path)
                drawing.figure.savefig(written[path], format=name, dpi=DOTS, metadata=METADATA[name])
            written[self._data] = temporary_beside(self._data)
            drawing.data.to_csv(written[self._data], index=False, lineterminator="\n")
            for path, temporary in written.items():
                os.replace(temporary, path)
        except OSError as error:
            raise UserError(f"cannot write {error.filename}: {error.strerror}") from None
        finally:
            for temporary in written.values():
                temporary.unlink(missing_ok=True)
        return list(written)


def temporary_beside(path: pathlib.Path) -> pathlib.Path:
    return path.with_name(f".{path.name}.{os.getpid()}")
