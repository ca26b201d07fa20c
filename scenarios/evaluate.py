"""Runs of a plan kept in memory, as one table: for samples that are looked at at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.batches import Batches
from scenarios.ending import again
from scenarios.execute import Progress, execute, executor_for, worker_count
from scenarios.parts import MemoryParts
from scenarios.plan import Plan
from scenarios.whole import put_together
from scenarios.worker import ENSEMBLE

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.simulated import Engine


def evaluate(
    plan: Plan,
    workers: int | None = None,
    progress: Progress | None = None,
    engines: dict[int, Engine] | None = None,
) -> pd.DataFrame:
    """A row a unit and design, in the order of the plan: point, design, replicate, outcomes, error, stage ('' if none).

    workers : threads of the ensemble; None: one a processor. The table does not depend on it. An interruption keeps
    nothing.

    engines : by number of the job, kept from call to call by whoever evaluates plans of the same jobs.
    """
    batches, parts = Batches(plan, engines=engines), MemoryParts()
    if note := execute(batches, parts, executor_for(ENSEMBLE, worker_count(workers, len(batches))), progress):
        raise again(note)
    return put_together(plan, parts)["table"].frame()
