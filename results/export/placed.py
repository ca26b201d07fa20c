"""Where exported files go: into a folder, in which only files of an earlier export are replaced.

``export.json`` keeps the digest of every file that was put there. What is there with another digest, or without one, is
somebody's own, and never overwritten.
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
    file_digest,
    make_folder,
    read_table,
    write_whole,
)

LIST = "export.json"
LOCK = ".entente-export"
WAIT = 60.0  # seconds for a process that exports into the same folder


@contextmanager
def export_files(folder: Path) -> Iterator[Path]:
    """A new folder to write into; at the end its files are put into ``folder``, in the place of an earlier export.

    WriteError if a file is in the way that is not of an earlier export, or if one cannot be written: what was there is
    there still.
    """
    with locked(folder, WAIT, LOCK):
        for left in folder.glob(f".export-*{PARTIAL}"):  # of a process that was killed
            remove(left)
        beside = folder / f".export-{os.getpid()}{PARTIAL}"
        make_folder(beside)
        try:
            yield beside
            _place(beside, folder)
        finally:
            remove(beside)


def _check(folder: Path, names: Iterable[str], ours: dict[str, str]) -> None:
    """WriteError if one of the files is there and not ours."""
    for name in names:
        if os.path.lexists(folder / name) and not _is_ours(folder / name, ours.get(name)):
            allowed = "to move it away, or another folder: only files of an earlier export are overwritten"
            raise WriteError(
                "a file that entente export did not write is in the way", file=folder / name, allowed=allowed
            )


def _is_ours(path: Path, wanted: str | None) -> bool:
    return wanted is not None and path.is_file() and file_digest(path) == wanted


def _recorded(folder: Path) -> dict[str, str]:
    """Name -> digest of what an earlier export put there."""
    try:
        found = read_table(folder / LIST).get("files")
    except StoredFileError:
        return {}
    return {str(k): str(v) for k, v in found.items() if Path(str(k)).name == k} if isinstance(found, dict) else {}


def _place(beside: Path, folder: Path) -> None:
    """Move the new files, and remove those of an earlier export that are no longer made."""
    new, ours = {path.name: file_digest(path) for path in sorted(beside.iterdir())}, _recorded(folder)
    _check(folder, [*new, *([] if ours else [LIST])], ours)
    write_whole(folder / LIST, as_json({"files": new}))
    for name in sorted(set(ours) - set(new)):
        if _is_ours(folder / name, ours[name]):
            remove(folder / name)
    for name in new:
        try:
            os.replace(beside / name, folder / name)
        except OSError as error:
            raise cannot_write(folder / name, error) from None
