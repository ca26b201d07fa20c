"""Who may write into a folder: one process at a time, and never over somebody's own files.

A claim is a lock of the operating system on a small file in the folder. The lock ends with its process, however that
ends, so that a killed process blocks nobody; the file is removed when a claim is given back.
"""

from __future__ import annotations

import shlex
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from scenarios.locks import Lock
from scenarios.stored_files import cannot_write, is_partial, is_stored, make_folder, named
from sim.errors import InputError

CLAIM = ".entente-claim"
ATTEMPTS = 100  # to get hold of a folder that others make and remove
PAUSE = 0.05  # seconds between two attempts


class TakenError(InputError):
    """The folder belongs to another process, or holds something already."""


@dataclass(frozen=True)
class Kind:
    """What a folder will hold. ``last``: the file that is written last; with it the folder is finished.

    work : names of what holds unfinished work that can be taken up, at the end the file that says that there is some;
        it goes when all is done.
    shown_by : the command that shows a finished folder, if there is one.
    """

    what: str  # 'a run'
    last: str
    parts: tuple[str, ...]  # the other files
    work: tuple[str, ...] = ()
    shown_by: str = ""


@contextmanager
def locked(folder: Path, wait: float = 0.0, name: str = CLAIM, key: str = "out") -> Iterator[None]:
    """Hold a folder, made if it is missing, whatever it holds; TakenError if another process does.

    wait : seconds to wait for that one.
    """
    made = make_folder(folder)
    lock, until = Lock(folder / name), time.monotonic() + wait
    while not _acquired(lock):
        if time.monotonic() >= until:
            raise _busy(folder, key)
        time.sleep(PAUSE)
    try:
        yield
    finally:
        lock.release()
        if made:
            _drop(folder)


def _acquired(lock: Lock) -> bool:
    try:
        return lock.acquire()
    except OSError as error:
        raise cannot_write(lock.path.parent, error) from None


# --- folders for something new


class Claim:
    """A folder of ours, until the block ends. If it is not finished then, what we put there is removed.

    Unless it holds work that can be taken up: that stays.
    """

    def __init__(self, path: Path, kind: Kind, lock: Lock, made: bool) -> None:
        self.path, self.kind, self._lock, self._made = path, kind, lock, made

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if (self.path / self.kind.last).exists():
            for name in self.kind.work:
                remove(self.path / name)
        elif not _has_work(self.path, self.kind):
            _clear(self.path, self.kind)
        self.release()

    def release(self) -> None:
        """Give the folder back; it goes if we made it and nothing stands in it."""
        self._lock.release()
        if self._made:
            _drop(self.path)


TakeUp = Callable[[Path], object]  # raises TakenError unless the work in a folder is what is to be done


def claim(folder: Path, kind: Kind, take_up: TakeUp | None = None) -> Claim:
    """A folder for something new, ours before anything is computed: a new one, an empty one, or what a killed one left.

    take_up : says whether unfinished work that is there may be gone on with; without it none may.

    TakenError if another process works there, or if it holds anything else; WriteError if it cannot be written.
    """
    for _ in range(ATTEMPTS):
        stale = _is_claimed(folder) or _has_work(folder, kind)
        if not stale:
            _check_free(folder, kind)
        made = make_folder(folder)
        lock = Lock(folder / CLAIM)
        try:
            if not lock.acquire():
                raise _busy(folder)
        except FileNotFoundError:  # its last holder removed the folder
            continue
        except OSError as error:
            raise cannot_write(folder, error) from None
        ours = Claim(folder, kind, lock, made)
        try:
            if _has_work(folder, kind):
                _check_work(folder, kind, take_up)
                return ours
            if stale and _only_parts(folder, kind):
                _clear(folder, kind)
            _check_free(folder, kind)
        except BaseException:
            ours.release()
            raise
        return ours
    raise _busy(folder)


def _has_work(folder: Path, kind: Kind) -> bool:
    """Whether unfinished work stands there."""
    return bool(kind.work) and is_stored(folder / kind.work[-1])


def _check_work(folder: Path, kind: Kind, take_up: TakeUp | None) -> None:
    """TakenError unless the work that stands there may be gone on with; files that were half written are removed."""
    if take_up is None:
        raise _taken(f"the folder holds {kind.what} that is not finished", folder)
    take_up(folder)
    for name in names(folder):
        if is_partial(name):
            remove(folder / name)


def claim_next(folder: Path, kind: Kind, take_up: TakeUp | None = None) -> Claim:
    """The folder, or the first of '<folder>-2', '<folder>-3', ... that can be had."""
    count, path = 1, folder
    while True:
        try:
            return claim(path, kind, take_up)
        except TakenError:
            count += 1
            path = folder.with_name(f"{folder.name}-{count}")


def claim_for(out: str | None, default: Path, kind: Kind, take_up: TakeUp | None = None) -> Claim:
    """The folder that was asked for as ``out``, else ``default`` or the next one that can be had.

    InputError if the one asked for is another's, not empty or not writable.
    """
    return claim_next(default, kind, take_up) if out is None else claim(named(out, "out"), kind, take_up)


def _is_claimed(folder: Path) -> bool:
    """Whether there is a claim, of a process at work or of a killed one."""
    try:
        return (folder / CLAIM).exists()
    except OSError as error:
        raise cannot_write(folder, error) from None


def _check_free(folder: Path, kind: Kind) -> None:
    """TakenError if the folder holds anything."""
    there = names(folder)
    if kind.last in there:
        shows = f"`{kind.shown_by} {shlex.quote(str(folder))}` shows what is there" if kind.shown_by else ""
        raise _taken(f"the folder holds {kind.what} already", folder, shows)
    if there:
        raise _taken(f"the folder is not empty: it holds {there[0]!r}", folder)


def _taken(problem: str, folder: Path, more: str = "") -> TakenError:
    allowed = "a new folder or an empty one: nothing is overwritten" + (f"; {more}" if more else "")
    return TakenError(problem, key="out", value=str(folder), allowed=allowed)


def _busy(folder: Path, key: str = "out") -> TakenError:
    allowed = f"another folder, or this one when it is done (if nobody is at work there, remove its {CLAIM})"
    return TakenError("another process is writing there just now", key=key, value=str(folder), allowed=allowed)


def names(folder: Path) -> list[str]:
    """The names of what stands in a folder, beside a claim; WriteError if it is none."""
    try:
        return sorted(path.name for path in folder.iterdir() if path.name != CLAIM)
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        make_folder(folder)  # says what is in the way
        raise
    except OSError as error:
        raise cannot_write(folder, error) from None


def _only_parts(folder: Path, kind: Kind) -> bool:
    """Whether all that stands there is what a process leaves that was killed at work."""
    return all(_is_part(name, kind) for name in names(folder))


def _is_part(name: str, kind: Kind) -> bool:
    return name in (*kind.parts, *kind.work) or is_partial(name)


def _clear(folder: Path, kind: Kind) -> None:
    for name in names(folder):
        if _is_part(name, kind):
            remove(folder / name)


def remove(path: Path) -> None:
    """Remove a file or a folder of ours, if that is possible."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def _drop(folder: Path) -> None:
    """Remove the folder if nothing stands in it."""
    with suppress(OSError):
        folder.rmdir()
