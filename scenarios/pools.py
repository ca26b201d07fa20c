"""Threads and processes at work for this one: a stop leaves none of them; where none can start, it works alone."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from scenarios import ending
from sim.errors import EntenteError

T = TypeVar("T")
R = TypeVar("R")
A_MOMENT = 1.0  # seconds that are waited in one go: a stop that comes just before is heard after them
ALONE = "worker processes could not start; all ran in one process"


class NoWorkers(BrokenProcessPool):
    """Worker processes cannot be started here."""


@contextmanager
def threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Threads; what breaks off the work waits for none of them."""
    pool = ThreadPoolExecutor(count)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


class _Processes(ProcessPoolExecutor):
    """Processes are started as work is handed out: they must not hear what stops this one."""

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        with ending.shielded():
            return super().submit(*args, **kwargs)


@contextmanager
def processes(count: int, begin: Callable[..., object], *args: Any) -> Iterator[ProcessPoolExecutor]:
    """Worker processes in which ``begin(*args)`` was called first; they end with the block and with this process.

    NoWorkers, or another BrokenProcessPool from the work, where none can be started.
    """
    if not may_start():
        raise NoWorkers("a daemonic process starts no others")
    before = set(multiprocessing.active_children())
    try:
        context = multiprocessing.get_context("spawn")
        _start_tracker()
        pool = _Processes(count, mp_context=context, initializer=_begin, initargs=(begin, args))
    except (OSError, ImportError, NotImplementedError) as error:  # a system without semaphores
        raise NoWorkers(str(error)) from error
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.kill()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def spread(
    work: Callable[[T], R], items: Sequence[T], workers: int, begin: Callable[..., object], *args: Any
) -> Iterator[R]:
    """Results in the order of the items, from worker processes in which ``begin(*args)`` was called first.

    One worker, or a system where none can start, does the work here. EntenteError if a process dies in the midst.
    """
    done = 0
    if workers > 1:
        try:
            with processes(workers, begin, *args) as pool:
                for result in in_order(pool, work, items, 4 * workers):
                    done += 1
                    yield result
            return
        except BrokenProcessPool as error:
            if done:  # this process would die of it too
                raise EntenteError("a worker process died, perhaps for lack of memory; try fewer workers") from error
    begin(*args)
    yield from map(work, items)


def as_they_come(pool: Executor, work: Callable[[T], R], items: Iterable[T], most: int) -> Iterator[R]:
    """Results as they come, with at most ``most`` items handed out at a time; what broke off comes last."""
    left = iter(items)
    waiting: set[Future[R]] = set()
    while True:
        for item in islice(left, most - len(waiting)):
            waiting.add(pool.submit(work, item))
        if not waiting:
            return
        done, waiting = wait(waiting, A_MOMENT, FIRST_COMPLETED)
        for future in sorted(done, key=lambda one: one.exception() is not None):
            yield future.result()


def in_order(pool: Executor, work: Callable[[T], R], items: Iterable[T], most: int) -> Iterator[R]:
    """Results in the order of the items, with at most ``most`` items handed out at a time."""
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def may_start() -> bool:
    """Whether this process may start others.

    A worker that is importing a script without a main guard ends here: whoever started it then works alone.
    """
    current = multiprocessing.current_process()
    if getattr(current, "_inheriting", False):
        os._exit(0)
    return not current.daemon


def _begin(begin: Callable[..., object], args: tuple[Any, ...]) -> None:
    ending.as_worker()
    begin(*args)


def _start_tracker() -> None:
    """Python's own helper process, which would else be started, and let signals through, in the midst of it."""
    if os.name == "posix":
        from multiprocessing import resource_tracker

        with ending.shielded():
            resource_tracker.ensure_running()
