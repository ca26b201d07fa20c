"""Where compiled code is kept between processes, and the files it is kept in.

The first place is the folder that ENTENTE_CACHE names, else the user's own cache. What cannot be written there goes to
a folder in the temporary directory that only this user can read and write: whoever can write compiled code there can
run it. Every file carries a digest of its content. A damaged file counts as missing, and its code is compiled anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import stat
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VARIABLE = "ENTENTE_CACHE"
PROBE = 1 << 20  # bytes that must find room where code is to be kept
DIGEST = 16  # bytes


class CodeNotKept(UserWarning):
    """Compiled code could be written nowhere: the next process compiles it again."""


@dataclass(frozen=True)
class Place:
    """A folder for compiled code. ``private``: used only if it is this user's own and closed to all others."""

    root: Path
    version: str
    private: bool = False

    @property
    def folder(self) -> Path:
        """Where the code of this version of the rules lies."""
        return self.root / self.version

    def trusted(self) -> bool:
        """Whether nobody else can have put code there."""
        if not self.private or not hasattr(os, "geteuid"):  # elsewhere the temporary directory is the user's own
            return True
        try:
            found = os.lstat(self.root)
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077

    def make(self, below: str = "") -> Path:
        """Make the folder, or one below it; OSError if it cannot be or is not to be trusted."""
        if self.private:
            with suppress(FileExistsError):
                os.mkdir(self.root, 0o700)
            if not self.trusted():
                raise PermissionError(None, "not this user's own folder, closed to others", str(self.root))
        folder = self.folder / below
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def probe(self) -> None:
        """OSError unless a file of some size can be written."""
        with tempfile.TemporaryFile(dir=self.make()) as file:
            file.write(bytes(PROBE))


def places(version: str) -> tuple[Place, ...]:
    """Where code of this version of the rules may lie, in the order in which the places are tried."""
    import platformdirs

    named = os.environ.get(VARIABLE)
    own = Path(named).expanduser().absolute() if named else Path(platformdirs.user_cache_dir("entente"))
    found = [Place(own, version)] if own.is_absolute() else []  # without a home it is not
    with suppress(OSError):  # no temporary directory either
        temporary = Path(tempfile.gettempdir())
        if not temporary.samefile(Path.cwd()):  # the last resort of tempfile: the folder of somebody's work
            user = os.geteuid() if hasattr(os, "geteuid") else "cache"
            found.append(Place(temporary / f"entente-{user}", version, private=True))
    return tuple(found)


def note_use(found: Sequence[Place]) -> None:
    """Note in the folders that they are used now, and remove those that have not been for long."""
    for place in found:
        with suppress(OSError):
            if place.trusted():
                os.utime(place.folder)
                forget_unused(place.root)


def forget_unused(folder: Path, days: float = 30.0) -> None:
    """Remove compiled code of versions of the rules that nobody has used for so many days."""
    for old in folder.glob(16 * "[0-9a-f]"):
        with suppress(OSError):  # another process may remove it at the same time
            if old.is_dir() and time.time() - old.stat().st_mtime > days * 86400:
                shutil.rmtree(old, ignore_errors=True)


def first_writable(found: Sequence[Place]) -> tuple[Place | None, list[str]]:
    """The place where code will be kept, None if there is none; and what stands against those before it."""
    against = []
    for place in found:
        try:
            place.probe()
        except OSError as error:
            against.append(f"{place.root} cannot be written ({error.strerror or error})")
        else:
            return place, against
    return None, against


# ---- the files of one rule ----------
class CodeFiles:
    """The compiled forms of one rule, by signature and processor: an index ('.nbi') and a file for each ('.nbc').

    stamp : what the code was made from; an index with another one counts as empty.
    """

    def __init__(self, found: Sequence[Place], below: str, base: str, stamp: Any) -> None:
        self._places, self._below, self._base, self._stamp = found, below, base, stamp

    def load(self, key: Any) -> Any:
        """What is kept under the key, None if there is nothing."""
        for folder in self._folders():
            name = self._index(folder).get(key)
            kept = _read(folder / name) if name is not None else None
            if kept is not None and kept[0] == key:  # else another process used the file for another key
                return kept[1]
        return None

    def save(self, key: Any, data: Any) -> None:
        """Keep the data in the first place that can be written; CodeNotKept, a warning, if there is none."""
        for place in self._places:
            with suppress(OSError):
                self._save(place.make(self._below), key, data)
                return
        _warn(self._places)

    def kept(self) -> Iterator[Any]:
        """The keys under which something intact is kept."""
        for folder in self._folders():
            for key, name in self._index(folder).items():
                if _read(folder / name) is not None:
                    yield key

    def flush(self) -> None:
        """Forget all that is kept."""
        for folder in self._folders():
            with suppress(OSError):
                (folder / f"{self._base}.nbi").unlink(missing_ok=True)

    def _folders(self) -> Iterator[Path]:
        return (place.folder / self._below for place in self._places if place.trusted())

    def _index(self, folder: Path) -> dict[Any, str]:
        """Key -> name of a file."""
        kept = _read(folder / f"{self._base}.nbi")
        return kept[1] if kept is not None and kept[0] == self._stamp else {}

    def _save(self, folder: Path, key: Any, data: Any) -> None:
        index = self._index(folder)
        if key not in index:
            numbers = (f"{self._base}.{number}.nbc" for number in range(1, len(index) + 2))
            index[key] = next(name for name in numbers if name not in index.values())
        _write(folder / index[key], (key, data))  # first, so that no index names what is not there
        _write(folder / f"{self._base}.nbi", (self._stamp, index))


def _read(path: Path) -> Any:
    """The content of a file, None if there is none; a damaged file is removed."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, payload = content[:DIGEST], content[DIGEST:]
    try:
        if _digest(payload) == digest:
            return pickle.loads(payload)
    except Exception:
        pass  # written by another version of a library
    with suppress(OSError):
        path.unlink()
    return None


def _write(path: Path, data: Any) -> None:
    """Write beside the file and then put it in place: whoever reads meanwhile finds the old file or the new one."""
    from numba.core.serialize import dumps

    payload = dumps(data)
    beside = path.with_name(f"{path.name}.tmp.{uuid.uuid4().hex[:16]}")
    try:
        beside.write_bytes(_digest(payload) + payload)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _digest(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=DIGEST).digest()


def _warn(found: Sequence[Place]) -> None:
    where = " and ".join(str(place.root) for place in found) or "the user's cache"
    warnings.warn(
        f"compiled code could not be kept in {where}, so it is compiled again next time; set {VARIABLE} to a folder "
        "that can be written",
        CodeNotKept,
        stacklevel=2,
    )
