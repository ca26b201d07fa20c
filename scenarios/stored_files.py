"""Files that are kept: written whole or not at all, known by their digests, and read with one clear error.

Whatever goes wrong in writing is a ``WriteError``, whatever is wrong with what was stored a ``StoredFileError``; both
name the file. Who may write into a folder is decided in ``scenarios.claims``.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from scenarios.incoming import decoded, json_of, text_or_path, unclean_in
from sim.errors import InputError

PARTIAL = ".partial"  # how the name of a file ends that is not finished
Read = TypeVar("Read")


class StoredFileError(InputError):
    """A stored file is missing or damaged, or does not belong to those beside it; ``file`` says which."""


class WriteError(InputError):
    """A file or folder cannot be written: no space, no permission, no such place; ``file`` says which."""


def cannot_write(path: Path, error: OSError) -> WriteError:
    """The error for a file that could not be written."""
    return WriteError(f"cannot be written: {error.strerror or error}", file=path)


def digest(data: bytes) -> str:
    """SHA-256 of a file's content, as `sha256sum` prints it."""
    return hashlib.sha256(data).hexdigest()


def is_partial(name: str) -> bool:
    """Whether a file of this name is one that was never finished."""
    return name.startswith(".") and name.endswith(PARTIAL)


def named(text: str | Path, key: str) -> Path:
    """The path that somebody named; InputError for an empty name, which would mean the current folder."""
    name = text_or_path(text, key, "the path of a file or folder", clean=False)
    if not name.strip():
        raise InputError("an empty name", key=key, value=name, allowed="a name ('.' is the current folder)")
    if "\0" in name:
        raise InputError("not a name: it has a zero character", key=key, value=name, allowed="a name of a file")
    return Path(name)


# --- writing


def write_whole(path: Path, content: str | bytes) -> str:
    """Write a file and return its digest. It is written beside and then put in its place.

    WriteError if that fails: what stood there before still does, and no half file remains.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    return write_streamed(path, lambda file: file.write(data))


def write_streamed(path: Path, write: Callable[[Digested], object]) -> str:
    """The same for content that ``write`` puts into a file piece by piece, so that it need not fit into memory."""
    beside = path.with_name(f".{path.name}-{os.getpid()}-{threading.get_ident()}{PARTIAL}")
    try:
        with open(beside, "wb") as file:
            digested = Digested(file)
            write(digested)
            file.flush()
            os.fsync(file.fileno())  # a full disk may show only here
        os.replace(beside, path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return digested.digest()


class Digested:
    """A file that is written in one go, and knows the digest of what was written."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self._written = file, hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        """Write bytes; how many."""
        count = self._file.write(data)
        self._hash.update(data)
        self._written += count
        return count

    def tell(self) -> int:
        """How many bytes were written."""
        return self._written

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The file is closed by whoever opened it."""

    def digest(self) -> str:
        """See ``digest``."""
        return self._hash.hexdigest()


def make_folder(path: Path) -> bool:
    """Make a folder with those above it, unless it is there; whether it was made now. WriteError if it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir()
    except OSError as error:
        if path.is_dir():
            return False
        for place in (path, *path.parents):
            if place.exists() and not place.is_dir():
                raise WriteError("a file, not a folder", file=place, allowed="a folder to write to") from None
        raise cannot_write(path, error) from None
    return True


def as_json(content: Any) -> str:
    """JSON with sorted keys: the same bytes for the same content. ValueError for a number that JSON does not know."""
    return json.dumps(content, indent=1, sort_keys=True, allow_nan=False, ensure_ascii=False) + "\n"


# --- reading


def is_stored(path: Path) -> bool:
    """Whether there is such a file; StoredFileError if that cannot be seen."""
    try:
        return path.is_file()
    except OSError as error:
        raise StoredFileError(f"cannot be read: {error.strerror or error}", file=path) from None


def read_stored(path: Path, read: Callable[[bytes], Read], wanted: str | None = None) -> Read:
    """What ``read`` makes of a file's content; StoredFileError, whatever is wrong with it.

    wanted : the digest that was noted when the file was written; None if there is none.
    """
    data = _content(path)
    if wanted is not None:
        check_digest(path, wanted, digest(data))
    return understood(path, lambda: read(data))


def understood(path: Path, make: Callable[[], Read]) -> Read:
    """What is made of a file's content; StoredFileError for whatever goes wrong."""
    try:
        return make()
    except StoredFileError:
        raise
    except InputError as error:
        where = {"row": error.row, "key": error.key, "value": error.value, "allowed": error.allowed}
        raise StoredFileError(error.problem, file=path, **where) from None  # type: ignore[arg-type]
    except Exception as error:  # libraries raise what they like on damaged files
        raise StoredFileError(f"cannot be read: {_reason(error)}", file=path) from None


def read_json(path: Path, wanted: str | None = None) -> Any:
    """What a JSON file holds; StoredFileError if it cannot be read."""
    return read_stored(path, lambda data: json_of(decoded(data, str(path)), str(path)), wanted)


def read_table(path: Path, wanted: str | None = None) -> dict[str, Any]:
    """What a JSON file with a table (an object) at its top holds; StoredFileError if it does not."""
    found = read_json(path, wanted)
    if not isinstance(found, dict):
        raise StoredFileError("not what was written there", file=path, value=type(found).__name__, allowed="an object")
    check_clean(path, found)
    return found


def check_clean(path: Path, content: Any) -> None:
    """StoredFileError for a control character in the names and texts that a file holds (see ``incoming``)."""
    for wrong in unclean_in(content):
        raise StoredFileError(wrong.problem, file=path, key=wrong.key, value=wrong.value, allowed=wrong.allowed)


def _content(path: Path) -> bytes:
    return _read(path, lambda file: file.read())


def file_digest(path: Path) -> str:
    """The digest of a file's content, which need not fit into memory; StoredFileError if it cannot be read."""
    return _read(path, lambda file: hashlib.file_digest(file, "sha256").hexdigest())


def check_digest(path: Path, wanted: str, found: str | None = None) -> None:
    """StoredFileError unless a file's digest (``found``, if it is known) is the one that was noted."""
    if (file_digest(path) if found is None else found) != wanted:
        raise StoredFileError(
            "not what was written there: it was changed, damaged or taken from elsewhere", file=path,
            allowed=f"content with the SHA-256 {wanted}",
        )  # fmt: skip


def _read(path: Path, read: Callable[[BufferedReader], Read]) -> Read:
    try:
        with open(path, "rb") as file:
            return read(file)
    except FileNotFoundError:
        raise StoredFileError("a file is missing", file=path) from None
    except OSError as error:
        raise StoredFileError(f"cannot be read: {error.strerror or error}", file=path) from None


def _reason(error: Exception) -> str:
    """What a library said, in one line."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    said = str(error).strip()
    if isinstance(error, KeyError):
        return f"{said} is missing"
    return said.splitlines()[0] if said else type(error).__name__


# --- content that carries its own digest


def sealed(content: dict[str, Any]) -> dict[str, Any]:
    """The content with a digest of itself under 'digest'."""
    return content | {"digest": _seal(content)}


def is_sealed(content: dict[str, Any]) -> bool:
    """Whether content is what ``sealed`` made, and not changed since."""
    return content.get("digest") == _seal({key: value for key, value in content.items() if key != "digest"})


def _seal(content: dict[str, Any]) -> str:
    """Of the content as it comes back from JSON."""
    return digest(json.dumps(json.loads(json.dumps(content)), sort_keys=True).encode())
