"""How a process ends: what stops it, what it says and with which exit code, and that what it started ends with it.

Ctrl-C raises KeyboardInterrupt. On the command line SIGTERM and SIGHUP raise ``Stopped``, which is one too: whatever
keeps finished work after Ctrl-C keeps it after these. Nothing here takes hold of a signal by being imported.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
INTERRUPTED = "interrupted"
NOTES = {INTERRUPTED if s == signal.SIGINT else f"stopped by {s.name}": 128 + int(s) for s in SIGNALS}  # note -> code


class Stopped(KeyboardInterrupt):
    """A signal asked the process to end."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.number = number


def note_of(error: BaseException) -> str:
    """What stopped the work, as runs note it: a key of ``NOTES``."""
    number = error.number if isinstance(error, Stopped) else int(signal.SIGINT)
    return next(note for note, code in NOTES.items() if code == 128 + number)


def again(note: str) -> KeyboardInterrupt:
    """The interruption that left this note."""
    return Stopped(NOTES.get(note, 128 + signal.SIGINT) - 128)


# ---- signals ----------
_received: list[int] = []  # by this command line
_put_off: list[int] = []  # interruptions that waited for an import, or for the compiler
A_LITTLE = 0.05  # seconds that they wait at a time
WHILE_IMPORTING, WHILE_COMPILING = 200, 20  # how often at most
_unheeded: list[int] = []  # of these, those since work was last kept


def received() -> Stopped | None:
    """The interruption that this command line was asked for, if it was."""
    return Stopped(_received[0]) if _received else None


@contextmanager
def listening() -> Iterator[None]:
    """While it lasts these signals interrupt the main thread; those that are ignored (``nohup``) stay so.

    The second one does nothing: many systems send two, and the first is still at keeping what is finished. The third
    interrupts again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _received.clear()
    _unheeded.clear()
    _put_off.clear()
    before = {number: _set(number, _interrupt) for number in SIGNALS if _is_heard(number)}
    usual, sys.unraisablehook = sys.unraisablehook, _unraisable(sys.unraisablehook)
    try:
        hear()
        yield
    finally:
        sys.unraisablehook = usual
        for number, handler in before.items():
            _set(number, handler)


def hear_again() -> None:
    """From here on the next signal interrupts: what was finished is kept."""
    _unheeded.clear()


def hear() -> None:
    """For a process that was started with these signals held back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _interrupt(number: int, frame: FrameType | None) -> None:
    if len(_put_off) < _times_to_wait(frame):
        _put_off.append(number)
        _raise_later(number)
        return
    _received.append(number)
    _unheeded.append(number)
    if len(_unheeded) != 2:
        raise Stopped(number)


def _unraisable(usual: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Python drops an interruption that falls into a callback: raise it again a little later."""

    def hook(what: Any) -> None:
        if not isinstance(what.exc_value, Stopped):
            usual(what)
            return
        _received.clear()
        _unheeded.clear()
        _raise_later(what.exc_value.number)

    return hook


def _raise_later(number: int) -> None:
    """Send it to the main thread: one that arrives at another thread does not wake a main thread that waits."""
    send: tuple[Callable[..., Any], list[int | None]] = (signal.raise_signal, [number])
    if hasattr(signal, "pthread_kill"):
        send = (signal.pthread_kill, [threading.main_thread().ident, number])
    timer = threading.Timer(A_LITTLE, *send)
    timer.daemon = True
    timer.start()


def _times_to_wait(frame: FrameType | None) -> int:
    """How often an interruption is put off where the main thread stands; 0: not at all.

    An extension that is interrupted while it is imported prints a traceback of its own; the compiler's objects that are
    interrupted while they are made may be freed twice.
    """
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return WHILE_IMPORTING
        if f"{os.sep}llvmlite{os.sep}" in file or f"{os.sep}numba{os.sep}" in file:
            return WHILE_COMPILING
        frame = frame.f_back
    return 0


@contextmanager
def shielded() -> Iterator[None]:
    """Hold these signals back while it lasts, here and in processes that are started meanwhile."""
    if threading.current_thread() is not threading.main_thread():
        with _blocked():
            yield
        return
    waiting: list[int] = []
    before = {n: _set(n, lambda number, frame: waiting.append(number)) for n in SIGNALS if _is_heard(n)}
    try:
        with _blocked():
            yield
    finally:
        for number, handler in before.items():
            _set(number, handler)
    for number in waiting:
        signal.raise_signal(number)


@contextmanager
def _blocked() -> Iterator[None]:
    """A process that is started meanwhile never hears these signals."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_heard(number: int) -> bool:
    return signal.getsignal(number) not in (signal.SIG_IGN, None)


def _set(number: int, handler: Any) -> Any:
    return signal.signal(number, handler)


# ---- the end of the command line ----------
def said(error: BaseException) -> str:
    """What stopped the command, as the beginning of a sentence."""
    note = note_of(error)
    return note[0].upper() + note[1:]


def code_of(error: BaseException) -> int:
    """The exit code that tells what stopped the command."""
    return NOTES[note_of(error)]


def leave(code: int) -> NoReturn:
    """Exit. After a stop at once: threads may still be at work, for minutes if they compile."""
    for number in SIGNALS:
        _set(number, signal.SIG_IGN)
    if code not in NOTES.values():
        sys.exit(code)
    end_workers()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    last = threading.Thread(target=atexit._run_exitfuncs, daemon=True)  # whatever hangs there is left behind
    last.start()
    last.join(2.0)
    os._exit(code)


# ---- processes that end with the one that started them ----------
def end_workers() -> None:
    """End the worker processes of this one, which hear no other signal."""
    if (multiprocessing := sys.modules.get("multiprocessing")) is not None:
        for process in multiprocessing.active_children():
            process.kill()


def as_worker() -> None:
    """For a worker process: leave stops to the process that started it, and end when that one does."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    for number in SIGNALS:
        _set(number, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None
    _end_after(lambda: wait([parent.sentinel]))


def end_with(pipe: int) -> None:
    """End when the other end of a pipe is closed, as it is however its process ends."""
    _end_after(lambda: os.read(pipe, 1))


def _end_after(blocks: Callable[[], object]) -> None:
    def watch() -> None:
        with suppress(OSError):
            blocks()
        end_workers()
        os._exit(1)

    threading.Thread(target=watch, name="ends with its parent", daemon=True).start()
