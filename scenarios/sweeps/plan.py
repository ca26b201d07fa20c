"""The plan of a sweep: units made as they are asked for, from the draws of a replicate and what a point sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from scenarios.designs import BASELINE
from scenarios.outlines import designs_outline, job_outline
from scenarios.plan import Unit
from scenarios.recipes import Recipe
from scenarios.sampling import QUANTILE, draw_rows
from scenarios.scenario_plan import draws_outline
from scenarios.schema import Scenario
from scenarios.sweep_factors import COMMON, KINDS
from scenarios.sweep_schema import TABLES, Sampling
from scenarios.sweeps.points import Points
from scenarios.worker import Job
from sim.design import FIELD_NAMES

BLOCK = 1024  # replicates whose draws are made, and kept, at a time


@dataclass(frozen=True, eq=False)
class SweepPlan:
    """A sweep as a ``scenarios.plan.Plan``: unit n is replicate n % R of point n // R.

    settings : scenario of each job, with its designs, replicates and seed.  asked : designs, without the baseline if
        nobody asked for it.  changed : designs whose fields the points set.  alone : designs that a point runs by
        itself, by job and text.
    """

    scenario: Scenario
    sampling: Sampling
    points: Points
    settings: tuple[Scenario, ...]
    jobs: Sequence[Job]
    asked: tuple[str, ...]
    replicates: int
    changed: tuple[str, ...]
    alone: Mapping[tuple[int, str], Recipe] = field(default_factory=dict, repr=False)

    by_point = True

    def __len__(self) -> int:
        return len(self.points) * self.replicates

    @property
    def keeps(self) -> tuple[str, ...]:
        """See ``scenarios.plan.Plan``."""
        return tuple(name for name in TABLES if name in self.sampling.keep)

    @property
    def runs(self) -> int:
        """How many runs the units hold."""
        alone = np.array([1 if name == BASELINE else 2 for name in self.points.designs], dtype=int)
        several = np.array([len(job.recipes) for job in self.jobs])
        every = self.points.design < 0
        count = several[self.points.setting[every]].sum() + alone[self.points.design[~every]].sum()
        return int(count) * self.replicates

    def units(self, first: int, last: int) -> list[Unit]:
        """See ``scenarios.plan.Plan``."""
        found: list[Unit] = []
        for point in range(first // self.replicates, -(-last // self.replicates)):
            begin = max(first - point * self.replicates, 0)
            end = min(last - point * self.replicates, self.replicates)
            found += self._units_of(point, begin, end)
        return found

    @property
    def designs(self) -> tuple[str, ...]:
        """All designs that are run, the baseline first."""
        return (BASELINE, *(name for name in self.asked if name != BASELINE))

    def outline(self) -> dict[str, Any]:
        """See ``scenarios.plan.Plan``."""
        return {
            "kind": "sweep",
            "jobs": [job_outline(job) for job in self.jobs],
            "draws": [draws_outline(setting) for setting in self.settings],
            "points": self.points.digest(),
            "replicates": self.replicates,
            "common draws": self.sampling.common_draws,
            "changed designs": list(self.changed),
            "designs of points": {f"{job}: {name}": designs_outline((r,)) for (job, name), r in self.alone.items()},
        }

    def _units_of(self, point: int, begin: int, end: int) -> list[Unit]:
        """Units of one point, from one of its replicates up to another."""
        job = int(self.points.setting[point])
        given = self.points.set_by(point)
        fields = {name: value for name, value in given.items() if KINDS[name].what == "field"}
        recipes = self._recipes(job, int(self.points.design[point]), fields)
        row = _in_row(given)
        start = 0 if self.sampling.common_draws else point * self.replicates
        numbers = range(start + begin, start + end)
        return [Unit(point, job, self._draw(job, number) | row, recipes) for number in numbers]

    def _recipes(self, job: int, design: int, fields: Mapping[str, float]) -> tuple[Recipe, ...] | None:
        """The point's designs, with its fields; None where they are the job's."""
        if design < 0 and not fields:
            return None
        base = self.jobs[job].recipes
        if design >= 0:
            base = (base[0], *self._own(job, design))
        return tuple(with_fields(r, fields) if self._is_changed(r) else r for r in base)

    def _own(self, job: int, design: int) -> tuple[Recipe, ...]:
        recipe = self.alone[job, self.points.designs[design]]
        return () if recipe.name == BASELINE else (recipe,)

    def _is_changed(self, recipe: Recipe) -> bool:
        return recipe.name in self.changed

    def _draw(self, job: int, number: int) -> dict[str, float]:
        return _block(self, job, number // BLOCK)[number % BLOCK]


@lru_cache(maxsize=8)
def _block(plan: SweepPlan, job: int, block: int) -> list[dict[str, float]]:
    """The draws of ``BLOCK`` replicates of a job."""
    numbers = range(block * BLOCK, (block + 1) * BLOCK)
    if plan.sampling.common_draws:
        numbers = range(block * BLOCK, min((block + 1) * BLOCK, plan.replicates))
    return draw_rows(plan.settings[job], numbers)


def _in_row(given: Mapping[str, float]) -> dict[str, float]:
    """What a point puts into the row of a replicate: parameters, and quantiles, a field's own before the common one."""
    row = {name: value for name, value in given.items() if KINDS[name].what == "parameter"}
    if COMMON in given:
        row |= {QUANTILE + name: given[COMMON] for name in FIELD_NAMES}
    return row | {name: value for name, value in given.items() if name.startswith(QUANTILE)}


def with_fields(recipe: Recipe, fields: Mapping[str, float], where: str | None = None) -> Recipe:
    """The design with some fields fixed, under its own name. where : what a message calls the place of the mistake."""
    if not fields:
        return recipe
    return recipe.changed({name: (v, v, v) for name, v in fields.items()}, name=recipe.name, where=where)
