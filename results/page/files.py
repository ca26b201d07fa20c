"""The files of a report: drawn in a folder of their own, then put in place, never over somebody's own files.

``figures/files.json`` keeps the digest of every file that was put in place. What is there with another digest, or
without one, is not ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scenarios.claims import locked, remove
from scenarios.stored_files import (
    PARTIAL,
    StoredFileError,
    WriteError,
    as_json,
    cannot_write,
    digest,
    make_folder,
    read_table,
    write_whole,
)

REPORT, FIGURES = "report.html", "figures"
LIST = f"{FIGURES}/files.json"
LOCK = ".entente-report"
WAIT = 120.0  # seconds for a process that draws into the same folder


@contextmanager
def report_files(folder: Path) -> Iterator[Path]:
    """A new folder to draw into; at the end its files are put into ``folder``, the page last.

    WriteError if a file is in the way that Entente did not write, or if a file cannot be written. If anything goes
    wrong, what was in ``folder`` is still there.
    """
    with locked(folder, WAIT, LOCK, "folder"):
        for old in folder.glob(f".report-*{PARTIAL}"):  # of a process that was killed
            remove(old)
        _check(folder, [REPORT], _recorded(folder))
        beside = folder / f".report-{os.getpid()}{PARTIAL}"
        make_folder(beside / FIGURES)
        try:
            yield beside
            _place(beside, folder)
        except WriteError as error:
            raise _of_final_name(error, beside, folder) from None
        finally:
            remove(beside)


def _of_final_name(error: WriteError, beside: Path, folder: Path) -> WriteError:
    """The error with the name that the file was to have in the end."""
    file = Path(str(error.file))
    if not file.is_relative_to(beside):
        return error
    return WriteError(error.problem, file=folder / file.relative_to(beside), allowed=error.allowed)


def _place(beside: Path, folder: Path) -> None:
    """Move the new files, and remove those of an earlier report."""
    new = {name: digest((beside / name).read_bytes()) for name in _files(beside)}
    ours = _recorded(folder)
    _check(folder, new, ours)
    write_whole(beside / LIST, as_json({"files": new}))
    for name in ours:
        if _is(folder / name, ours[name]):
            remove(folder / name)
    make_folder(folder / FIGURES)
    for name in (LIST, *sorted(new, key=lambda name: name == REPORT)):
        try:
            os.replace(beside / name, folder / name)
        except OSError as error:
            raise cannot_write(folder / name, error) from None


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _check(folder: Path, names: Iterable[str], ours: dict[str, str]) -> None:
    """WriteError if one of the files is there and not ours, or the list of those that are is not."""
    taken = [LIST] if (folder / LIST).exists() and not ours else []
    taken += [name for name in names if (folder / name).exists() and not _is(folder / name, ours.get(name))]
    if taken:
        allowed = "to move it away: nothing that Entente did not write is overwritten"
        raise WriteError("a file that Entente did not write is in the way", file=folder / taken[0], allowed=allowed)


def _is(path: Path, wanted: str | None) -> bool:
    """Whether a file has this digest."""
    try:
        return digest(path.read_bytes()) == wanted
    except OSError:
        return False


def _recorded(folder: Path) -> dict[str, str]:
    """Name -> digest of what an earlier report put there."""
    try:
        found = read_table(folder / LIST).get("files")
    except StoredFileError:
        return {}
    return {str(k): str(v) for k, v in found.items() if _may_be(str(k))} if isinstance(found, dict) else {}


def _may_be(name: str) -> bool:
    return name == REPORT or Path(name).parts[:-1] == (FIGURES,)
