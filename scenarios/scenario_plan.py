"""The plan of an experiment: one point, all designs of a scenario in every replicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scenarios import posterior
from scenarios.batch_tables import TABLES
from scenarios.designs import BASELINE, default_designs, load_designs, parse_design
from scenarios.fresh_process import require
from scenarios.outlines import job_outline
from scenarios.plan import Unit
from scenarios.provenance import without_folders
from scenarios.sampling import behaviour_prior, draw_rows, posterior_of
from scenarios.schema import Scenario
from scenarios.schema_decisions import forced_decisions
from scenarios.schema_events import decided_later, scheduled_events
from scenarios.worker import Job
from sim.months import month_index
from sim.roster import Roster


@dataclass(frozen=True)
class ScenarioPlan:
    """Replicates of a scenario on a roster; see ``scenarios.plan.Plan``."""

    scenario: Scenario
    roster: Roster
    keeps: tuple[str, ...] = TABLES
    by_point: bool = False

    @cached_property
    def _job(self) -> tuple[Job, list[str]]:
        return make_job(self.scenario, self.roster)

    @property
    def job(self) -> Job:
        """The one job."""
        return self._job[0]

    @property
    def asked(self) -> list[str]:
        """Names of the designs that were asked for."""
        return self._job[1]

    @property
    def jobs(self) -> Sequence[Job]:
        """See ``Plan``."""
        return (self.job,)

    def __len__(self) -> int:
        return self.scenario.replicates

    def units(self, first: int, last: int) -> list[Unit]:
        """See ``Plan``."""
        return [Unit(0, 0, row) for row in draw_rows(self.scenario, range(first, last))]

    def outline(self) -> dict[str, Any]:
        """See ``Plan``."""
        return {"job": job_outline(self.job), "draws": draws_outline(self.scenario)}


def draws_outline(scenario: Scenario) -> dict[str, Any]:
    """What the draws of a scenario's replicates depend on, but for their seed, as plain values."""
    path = posterior_of(scenario)
    return {
        "prior": without_folders(behaviour_prior(scenario)),
        "posterior": None if path is None else posterior.digest(path),
        "settings": {name: list(values) for name, values in sorted(scenario.settings().items())},
    }


def make_job(scenario: Scenario, roster: Roster) -> tuple[Job, list[str]]:
    """The job of a scenario on a roster, baseline first, and the names of the designs that were asked for."""
    require(scenario)
    return job_of(scenario, roster)


def job_of(scenario: Scenario, roster: Roster) -> tuple[Job, list[str]]:
    """The same under the rules that are in force here, whichever the scenario has."""
    recipes = load_designs(scenario.designs or default_designs(roster), roster)
    asked = [recipe.name for recipe in recipes]
    if BASELINE not in asked:
        recipes = [parse_design(BASELINE, roster), *recipes]
    shown = tuple(recipe.name for recipe in recipes)
    later = decided_later(scenario.later, scenario.events)
    # The baseline is run first, so that the others can be compared with it on the spot.
    recipes.sort(key=lambda recipe: recipe.name != BASELINE)
    job = Job(
        roster=roster,
        recipes=tuple(recipes),
        start=scenario.start,
        adopt=scenario.adopt_month,
        end=scenario.end_month,
        seed=scenario.seed,
        setup_months=scenario.setup_months,
        events=scheduled_events(scenario.events, roster),
        later=tuple((month_index(change.date), parse_design(change.design, roster)) for change in later),
        forced=forced_decisions(scenario.decisions, roster, scenario.start, scenario.end_month),
        shown=shown,
    )
    return job, asked
