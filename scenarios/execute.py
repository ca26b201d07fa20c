"""Batches made by workers: threads, processes, or whatever else hands back tables. One process keeps what they make."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from scenarios import pools
from scenarios.batches import Batches
from scenarios.ending import note_of
from scenarios.incoming import MAX_WORKERS, whole
from scenarios.parts import Parts
from scenarios.worker import ENSEMBLE

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[int, int], None]  # units finished, of how many
Made = tuple[int, "dict[str, pa.Table]"]  # number of the batch, its tables
DIED = "a worker process died, perhaps for lack of memory; try fewer workers"


class Executor(Protocol):
    """Makes batches somewhere."""

    def make(self, batches: Batches, numbers: Sequence[int]) -> Generator[Made, None, None]:
        """The batches of these numbers as they come, in any order. Closing the generator ends the work."""


class Threads:
    """Threads of this process. For the ensemble, whose compiled loop lets them work at the same time."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def make(self, batches: Batches, numbers: Sequence[int]) -> Generator[Made, None, None]:
        """See ``Executor``."""
        try:
            with pools.threads(self.workers) as pool:
                yield from pools.as_they_come(pool, lambda n: (n, batches.run(n)), numbers, 2 * self.workers)
        except BaseException:
            batches.stop()  # else this process would end only with the batches at work
            raise


class Here:
    """This thread, one batch after another."""

    def make(self, batches: Batches, numbers: Sequence[int]) -> Generator[Made, None, None]:
        """See ``Executor``."""
        for number in numbers:
            yield number, batches.run(number)


class Processes:
    """Worker processes, each with its own engine; where none can start, this process does the work.

    ``alone`` says afterwards whether that was so.
    """

    def __init__(self, workers: int) -> None:
        self.workers, self.alone = workers, False

    def make(self, batches: Batches, numbers: Sequence[int]) -> Generator[Made, None, None]:
        """See ``Executor``."""
        begun = False
        try:
            with pools.processes(self.workers, _begin, batches.plan, batches.engine) as pool:
                for made in pools.as_they_come(pool, _work, numbers, 2 * self.workers):
                    begun = True
                    yield made
        except BrokenProcessPool:
            if begun:
                raise
            self.alone = True
            yield from Here().make(batches, numbers)


def worker_count(workers: int | None, most: int) -> int:
    """As many workers as asked for, or one a processor, but none without work."""
    available = getattr(os, "process_cpu_count", os.cpu_count)() or 1
    return max(1, min(available if workers is None else whole(workers, "workers", 1, MAX_WORKERS), most))


def executor_for(engine: str, workers: int) -> Executor:
    """Threads for the ensemble, processes for the reference, which is plain Python."""
    if engine == ENSEMBLE:
        return Threads(workers)
    return Processes(workers) if workers > 1 else Here()


def execute(batches: Batches, parts: Parts, executor: Executor, progress: Progress | None = None) -> str:
    """Make the batches that are not there yet and keep each as it comes; '' or a note of what ended it early.

    progress : called with (units finished, units in all), those of earlier processes among them.
    """
    units = {number: batches.span(number)[1] - batches.span(number)[0] for number in range(len(batches))}
    there = parts.done()
    done = sum(units[number] for number in there)
    try:
        if progress is not None and there:
            progress(done, len(batches.plan))
        with closing(executor.make(batches, sorted(units.keys() - set(there)))) as made:
            for number, tables in made:
                parts.put(number, tables)
                done += units[number]
                if progress is not None:
                    progress(done, len(batches.plan))
    except KeyboardInterrupt as error:
        return note_of(error)
    except BrokenProcessPool:
        return DIED
    return ""


# ---- worker processes ----------
_batches: Batches | None = None


def _begin(plan: object, engine: str) -> None:
    """Called once in each worker process."""
    global _batches
    _batches = Batches(plan, engine)  # type: ignore[arg-type]


def _work(number: int) -> Made:
    """One batch in a worker process."""
    assert _batches is not None
    return number, _batches.run(number)
