"""Sessions as files: each is one JSON file, written whole after each change, and read when somebody asks for it.

A file's name is the session's key and nothing else; whoever has no key finds no file. A file that is handed on (see
``session_file``) holds the same without the key and without the room, in which people's names stand.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scenarios.incoming import decoded, json_of, unclean_in
from scenarios.schema_checks import mistakes_of
from scenarios.session.log import Log
from scenarios.stored_files import StoredFileError, as_json, cannot_write, make_folder, write_whole
from sim.errors import InputError, raise_all

KEY = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 random bits: whoever has no link finds no table
VERSION = 1
LARGEST_LOG, LARGEST_FILE = 200_000, 400_000  # bytes: of a log (and a file that is handed in), and with its room
MOST_FILES = 5_000


class Kept(BaseModel):
    """What a session's file holds. played : months that are played, from the one of adoption on.

    room : what ``Room`` writes of itself, if several people play.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    entente: Literal["session"] = "session"
    version: int = VERSION
    played: int = Field(0, ge=0, le=10_000, description="a whole number of months")
    log: dict[str, Any] = Field(description="the log of the session")
    room: dict[str, Any] | None = Field(None, description="the room in which it is played")

    @classmethod
    def of(cls, log: Log, at: int, room: dict[str, Any] | None = None) -> Self:
        """How a session stands; ``at`` is a month index."""
        return cls(played=at - log.base().adopt_month, log=log.plain(), room=room)

    def session(self, file: str) -> tuple[Log, int]:
        """The log, and the month (index) that is played next; InputError(s) if they make no sense."""
        log = Log.of(self.log, file)
        check_size(log)
        return log, log.base().adopt_month + self.played

    def text(self) -> str:
        """The file."""
        return as_json(self.model_dump(exclude_none=True))


def check_size(log: Log) -> None:
    """InputError for a log that is too long to be kept, whatever makes it so."""
    if (size := len(log.text().encode())) > LARGEST_LOG:
        allowed = f"at most {LARGEST_LOG:,} bytes: undo choices, or begin a new session"
        raise InputError("the session has become too long", key="session", value=f"{size:,} bytes", allowed=allowed)


def session_file(log: Log, at: int) -> str:
    """A file to hand on: ``of_file`` reads it."""
    return Kept.of(log, at).text()


def of_file(data: bytes, file: str = "the file") -> tuple[Log, int]:
    """The log that a file holds, and the month (index) that is played next; InputError(s) for all else."""
    if len(data) > LARGEST_LOG:
        problem = "too large for a session"
        raise InputError(problem, file=file, value=f"{len(data):,} bytes", allowed=f"at most {LARGEST_LOG:,} bytes")
    return _read(data, file).session(file)


def kept_in(path: Path) -> Kept:
    """What a session's file holds, of those that are handed on and those of a server's folder; InputError(s)."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        problem = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(problem, file=path, allowed="the file of a saved session, or its link") from None
    if len(data) > LARGEST_FILE:
        raise InputError("too large for a session", file=path, allowed=f"at most {LARGEST_FILE:,} bytes")
    return _read(data, str(path))


def _read(data: bytes, file: str) -> Kept:
    content = json_of(decoded(data, file), file, "a session that was saved here")
    if not isinstance(content, dict) or content.get("entente") != "session":
        raise InputError("not a session of Entente", file=file, allowed="a session that was saved in the workshop")
    if (version := content.get("version")) != VERSION:
        problem = "the session was saved by another version of Entente"
        raise InputError(problem, file=file, key="version", value=version, allowed=str(VERSION))
    raise_all(unclean_in(content, file))
    try:
        return Kept.model_validate(content)
    except ValidationError as error:
        raise_all(mistakes_of(error, Kept, file))
        raise  # not reached: a ValidationError has at least one mistake


# ---- the folder ------------------------------------------------------------------------------------------------------
class Folder:
    """The folder with the files of all sessions of a server. Nothing else is read or written through it.

    Links, folders and whatever else somebody has put there are no sessions.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        make_folder(path)
        if not os.access(path, os.W_OK | os.X_OK):
            raise cannot_write(path, PermissionError(13, "Permission denied"))
        self._count = len(self.keys())
        self._unplayed: list[str] | None = None  # looked for once, when the folder is full

    def new_key(self) -> str:
        """A key for a new session, which has no file so far."""
        return secrets.token_urlsafe(16)

    def write(self, key: str, kept: Kept) -> None:
        """Write a session's file whole; WriteError if that fails, InputError if the folder is full."""
        file = self._file(key)
        if not file.exists():
            self._make_place()
        write_whole(file, kept.text())

    def _make_place(self) -> None:
        """Count one file more. In a full folder the oldest session that nobody played goes; InputError without any."""
        if self._count >= MOST_FILES:
            self._count = len(self.keys())  # somebody may have moved files elsewhere
        if self._count >= MOST_FILES:
            if self._unplayed is None:
                self._unplayed = [key for key in self.keys() if self._is_unplayed(key)]
            while self._unplayed and not self._is_unplayed(self._unplayed[-1]):  # played since
                self._unplayed.pop()
            if not self._unplayed:
                problem = f"has no place in the folder, which holds {self._count:,} sessions"
                raise InputError(f"{problem}: move old files elsewhere", allowed=f"at most {MOST_FILES:,}")
            self._file(self._unplayed.pop()).unlink(missing_ok=True)
            self._count -= 1
        self._count += 1

    def _is_unplayed(self, key: str) -> bool:
        """Whether a file holds nothing that anybody has done. Damaged ones stay, whatever they hold."""
        try:
            kept = self.read(key)
        except InputError:
            return False
        return kept is not None and not (kept.played or kept.room or kept.log.get("choices"))

    def read(self, key: str) -> Kept | None:
        """What is kept under a key, None if nothing is. InputError if the file is damaged or of another version."""
        file = self._file(key)
        data = _plain_file(file)
        if data is None:
            return None
        if len(data) > LARGEST_FILE:
            raise StoredFileError("too large for a session", file=file.name)
        return _read(data, file.name)

    def keys(self) -> list[str]:
        """The keys of all sessions, the newest first."""
        files = [entry for entry in self.path.glob("*.json") if KEY.fullmatch(entry.stem)]
        return [entry.stem for entry in sorted(files, key=lambda entry: -entry.lstat().st_mtime)]

    def _file(self, key: str) -> Path:
        """The file of a key; InputError for anything that is no key, as the name of a path."""
        if not KEY.fullmatch(key):
            raise InputError("not a session", key="session", value=key, allowed="the link of a session, whole")
        return self.path / f"{key}.json"


def _plain_file(file: Path) -> bytes | None:
    """The content of a plain file, a little more than is allowed at the most; None for links, folders and nothing."""
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return None
        with open(
            os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)), "rb"
        ) as open_file:
            return open_file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoredFileError(f"cannot be read: {error.strerror or error}", file=file.name) from None
