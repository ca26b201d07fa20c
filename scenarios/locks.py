"""Locks of files by the operating system, which end with the process that holds them, however that ends.

(Locks of libraries leave their file in the folder for good, or cannot remove it safely.)
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
NO_LOCKS = (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK)


class Lock:
    """The lock of a file, which is made for it."""

    def __init__(self, path: Path) -> None:
        self.path, self.descriptor = path, -1

    def acquire(self) -> bool:
        """Whether the lock is ours now; FileNotFoundError without its folder."""
        while True:
            descriptor, new = _open(self.path)
            try:
                ours = _lock(descriptor, new)
                if ours and _is_there(descriptor, self.path):
                    self.descriptor = descriptor
                    return True
            finally:
                if self.descriptor != descriptor:
                    os.close(descriptor)
            if not ours:
                return False
            # else its holder removed the file between opening and locking

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self.descriptor < 0:
            return
        descriptor, self.descriptor = self.descriptor, -1
        if sys.platform == "win32":  # an open file cannot be removed there, so that nobody else's is
            os.close(descriptor)
            with suppress(OSError):
                self.path.unlink()
        else:
            with suppress(OSError):
                self.path.unlink()
            os.close(descriptor)


def _open(path: Path) -> tuple[int, bool]:
    """The file opened, and whether it was made for that."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666), True
    except FileExistsError:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666), False


def _lock(descriptor: int, new: bool) -> bool:
    """Lock an open file; where the file system knows no locks, it is ours if it is new."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in NO_LOCKS:
            return new
        if error.errno in HELD:
            return False
        raise
    return True


def _is_there(descriptor: int, path: Path) -> bool:
    """Whether the open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False
