"""What is run, in a fixed order: units of work, each one replicate of one point.

A unit runs all designs of its point side by side under the same draws. Whatever makes many runs (an experiment, a
sweep, a sensitivity analysis) is a plan, so that all of them are run, stored and taken up again in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

from scenarios.recipes import Recipe
from scenarios.worker import Job


class Unit(NamedTuple):
    """One replicate of one point.

    point : number of the point in its plan.  job : number of the job in ``Plan.jobs`` (one a setting).
    row : what is drawn in the replicate (``scenarios.sampling``), with what the point sets put into it; its
        'replicate' names the streams of random numbers, which points share (common random numbers).
    recipes : the point's designs, baseline first; None: those of the job. Units that follow one another and share this
        very tuple are run together, which is faster.
    """

    point: int
    job: int
    row: Mapping[str, float]
    recipes: tuple[Recipe, ...] | None = None


class Plan(Protocol):
    """Units in a fixed order. ``units`` makes only those that are asked for: a plan may hold millions."""

    @property
    def jobs(self) -> Sequence[Job]:
        """What units have in common, one a setting (roster, start, end, events)."""

    @property
    def keeps(self) -> tuple[str, ...]:
        """Names of the tables that are kept of its runs, of ``scenarios.batch_tables.TABLES``."""

    @property
    def by_point(self) -> bool:
        """Whether the tables tell points apart, by a column 'point' (False: there is one point)."""

    def __len__(self) -> int:
        """Number of units."""

    def units(self, first: int, last: int) -> list[Unit]:
        """The units from number ``first`` up to ``last``, which is left out."""

    def outline(self) -> dict[str, Any]:
        """Plain values that say what is run: two plans with the same outline have the same units.

        What the units have in common is said by ``scenarios.outlines.job_outline``; what the code is need not be said.
        """


@dataclass(frozen=True)
class ListedPlan:
    """A plan whose units are all there."""

    jobs: tuple[Job, ...]
    listed: tuple[Unit, ...]
    said: Mapping[str, Any]
    keeps: tuple[str, ...] = ("table",)
    by_point: bool = True

    def __len__(self) -> int:
        return len(self.listed)

    def units(self, first: int, last: int) -> list[Unit]:
        """See ``Plan``."""
        return list(self.listed[first:last])

    def outline(self) -> dict[str, Any]:
        """See ``Plan``."""
        return dict(self.said)


def job_of_unit(plan: Plan, unit: Unit) -> Job:
    """The unit's job, with the designs of its point."""
    job = plan.jobs[unit.job]
    return job if unit.recipes is None else replace(job, recipes=unit.recipes)
