"""The runs of a screening, on worker processes: each gives its outcomes and what every state gained.

All runs of a replicate share its draws and its seed, so that whatever differs is due to the one number changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from results.studies.screening.factors import FIELD_KIND, Factor, changed
from scenarios import pools, worker
from scenarios.designs import BASELINE
from scenarios.worker import Job
from sim import outcomes
from sim.outcomes import ALL_OUTCOMES

NAMES = tuple(o.name for o in ALL_OUTCOMES)
PART = 4  # tasks that a worker takes at a time
OTHER_SEED = 1_000_003  # added to the seed for the runs that measure noise

Row = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """One point: a replicate, and what is changed in it (``factor`` None: nothing)."""

    replicate: int  # row of the draws
    factor: Factor | None = None
    value: float = float("nan")
    reseeded: bool = False


@dataclass
class Point:
    """What the designs of a task gave: design -> (outcomes,) numbers, and (J,) welfare under the baseline."""

    task: Task
    found: dict[str, np.ndarray]
    welfare: dict[str, np.ndarray]


def run_task(job: Job, row: Row, task: Task) -> Point:
    """Runs the reference designs of a task, and the baseline where it changes too."""
    found, welfare = {}, {}
    for recipe in job.recipes:
        if recipe.name == BASELINE and task.factor is not None and task.factor.kind == FIELD_KIND:
            continue  # the baseline stays what it is when a field of the new design changes
        config = worker.config_for(job, recipe, row)
        if task.reseeded:
            config = replace(config, seed=config.seed + OTHER_SEED)
        if task.factor is not None:
            config = changed(config, task.factor, task.value)
        record = worker.simulate(config)
        numbers = outcomes.compute(record)
        found[recipe.name] = np.array([numbers.get(name, np.nan) for name in NAMES])
        welfare[recipe.name] = outcomes.state_outcomes(record)["welfare"]
    return Point(task, found, welfare)


def accept(point: Point, baseline: np.ndarray, job: Job) -> None:
    """Adds the outcomes that compare with the baseline, whose (J,) welfare is given."""
    for design, numbers in point.found.items():
        for name, value in outcomes.acceptability(point.welfare[design], baseline, job.roster).items():
            numbers[NAMES.index(name)] = value


def run_all(job: Job, rows: Sequence[Row], tasks: Sequence[Task], workers: int) -> Iterator[Point]:
    """All points, in the order of the tasks; run here by one worker, and where worker processes cannot start."""
    parts = [tasks[k : k + PART] for k in range(0, len(tasks), PART)]
    for points in pools.spread(_work, parts, workers, _start, job, list(rows)):
        yield from points


_job: Job | None = None
_rows: list[Row] = []


def _start(job: Job, rows: list[Row]) -> None:
    global _job, _rows
    _job, _rows = job, rows


def _work(tasks: Sequence[Task]) -> list[Point]:
    assert _job is not None
    return [run_task(_job, _rows[task.replicate], task) for task in tasks]
