"""A plan cut into batches, each a piece of work of its own: a pure function of the plan and of its number.

How it is cut depends on the plan alone, so that the same batches are made by any number of workers, here or elsewhere.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from itertools import groupby
from typing import TYPE_CHECKING

from scenarios.batch_tables import SERIES_REPLICATES, Block, tables_of
from scenarios.plan import Plan, Unit, job_of_unit
from scenarios.simulated import Engine, nothing_found
from scenarios.worker import ENSEMBLE

if TYPE_CHECKING:
    import pyarrow as pa

MOST_RUNS = 1000  # of a batch: about a second of one thread
FEWEST_BATCHES = 32  # so that a few workers have enough to do, and a few replicates are not one batch
AT_ONCE = 128  # runs that are handed to the engine in one call: their arrays take some 10 MB


def batch_size(plan: Plan) -> int:
    """Units of each batch of a plan; the last may have fewer."""
    if not len(plan):
        return 1
    (first,) = plan.units(0, 1)
    most = max(1, MOST_RUNS // len(job_of_unit(plan, first).recipes))
    return max(1, min(most, len(plan) // FEWEST_BATCHES))


class Batches:
    """The batches of a plan, made by one engine. Threads may share it; each process has its own.

    The tables do not depend on the engine. ``len``: number of batches.

    engines : by number of the job, made ready before.
    """

    def __init__(self, plan: Plan, engine: str = ENSEMBLE, engines: dict[int, Engine] | None = None) -> None:
        self.plan, self.size = plan, batch_size(plan)
        self._engines: dict[int, Engine] = {} if engines is None else engines
        self.engine, self._lock, self._stopped = engine, threading.Lock(), threading.Event()

    def __len__(self) -> int:
        return -(-len(self.plan) // self.size)

    def span(self, number: int) -> tuple[int, int]:
        """First unit of a batch, and the one after its last."""
        return number * self.size, min(len(self.plan), (number + 1) * self.size)

    def run(self, number: int) -> dict[str, pa.Table]:
        """The tables that the plan keeps, of one batch (``scenarios.batch_tables``). CancelledError after ``stop``."""
        plan = self.plan
        blocks = [self._block(units) for units in _alike(plan, plan.units(*self.span(number)))]
        return tables_of(blocks, plan.keeps, plan.by_point)

    def stop(self) -> None:
        """Break off the batches at work, in whichever thread, before the next runs of theirs."""
        self._stopped.set()

    def _block(self, units: list[Unit]) -> Block:
        if self._stopped.is_set():
            raise CancelledError
        plan, job = self.plan, job_of_unit(self.plan, units[0])
        rows = [unit.row for unit in units]
        series = "series" in plan.keeps and any(row["replicate"] < SERIES_REPLICATES for row in rows)
        found = self._engine_of(units[0].job).run(job, rows, series, edges="network" in plan.keeps)
        return Block(job, units, found)

    def _engine_of(self, job: int) -> Engine:
        with self._lock:
            return self._engines.setdefault(job, Engine(self.engine))


def empty_tables(plan: Plan) -> dict[str, pa.Table]:
    """The tables that a plan keeps, without a row."""
    (unit,) = plan.units(0, 1)
    job = job_of_unit(plan, unit)
    found = nothing_found(job, 1, series="series" in plan.keeps, edges="network" in plan.keeps)
    tables = tables_of([Block(job, [unit], found)], plan.keeps, plan.by_point)
    return {name: table.slice(0, 0) for name, table in tables.items()}


def _alike(plan: Plan, units: list[Unit]) -> Iterator[list[Unit]]:
    """Units that follow one another and have their job and designs in common, as many as are run at once.

    One by one where rules are not compiled: a run takes a second then, and a stop must be heard.
    """
    from sim.jit import JIT

    most = AT_ONCE if JIT else 1
    for _, group in groupby(units, key=lambda unit: (unit.job, id(unit.recipes))):
        same = list(group)
        step = max(1, most // len(job_of_unit(plan, same[0]).recipes))
        yield from (same[k : k + step] for k in range(0, len(same), step))
