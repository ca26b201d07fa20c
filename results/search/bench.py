"""Runs of designs on common replicates: every design is held against every other under the same draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from results.numbers import Meta
from scenarios.designs import BASELINE, parse_design
from scenarios.evaluate import evaluate
from scenarios.plan import ListedPlan, Unit
from scenarios.recipes import Recipe
from scenarios.sampling import draw_rows
from scenarios.scenario_plan import make_job
from scenarios.schema import Scenario
from sim.roster import Roster

if TYPE_CHECKING:
    from scenarios.simulated import Engine

Tell = Callable[[int], None]  # so many runs more are made


@dataclass(eq=False)
class Bench:
    """What designs come to on the replicates of a scenario; what was run once is kept.

    metas : (O,) outcomes.  known : design -> (R, O) values; NaN where an outcome does not apply or a run failed.
    """

    scenario: Scenario
    metas: tuple[Meta, ...]
    workers: int | None = None
    tell: Tell | None = None
    known: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.roster: Roster = self.scenario.load_roster()
        self._job, _ = make_job(self.scenario, self.roster)
        self._rows = draw_rows(self.scenario, range(self.scenario.replicates))
        self._engines: dict[int, Engine] = {}

    @property
    def signs(self) -> np.ndarray:
        """(O,) +1 where more is better, -1 where less is."""
        return np.array([float(meta.better) for meta in self.metas])

    def run(self, texts: Sequence[str]) -> list[np.ndarray]:
        """(R, O) values of each design text, run if it is new."""
        recipes = {text: parse_design(text, self.roster) for text in texts}
        new = {r.name: r for r in recipes.values() if r.name not in self.known}
        if new:
            self._run(list(new.values()))
        return [self.known[recipes[text].name] for text in texts]

    def _run(self, recipes: Sequence[Recipe]) -> None:
        baseline = parse_design(BASELINE, self.roster)
        together = (baseline, *(r for r in recipes if r.name != BASELINE))
        units = tuple(Unit(0, 0, row, together) for row in self._rows)
        job = replace(self._job, recipes=(baseline,))
        table = evaluate(ListedPlan((job,), units, {}), self.workers, engines=self._engines)
        names = [meta.name for meta in self.metas]
        for design, own in table.groupby("design", sort=False):
            values = own.sort_values("replicate").reindex(columns=names).to_numpy(np.float64)
            self.known[str(design)] = np.where((own["error"] != "").to_numpy()[:, None], np.nan, values)
        if self.tell is not None:
            self.tell(len(table))


def mean_apart(values: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(O,) mean difference over the replicates in which both have a value, its standard error, and their number."""
    apart = values - reference
    there = np.isfinite(apart)
    number = there.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, apart, 0.0).sum(axis=0) / number
        spread = np.where(there, (apart - mean) ** 2, 0.0).sum(axis=0) / (number - 1)
        error = np.sqrt(spread / number)
    return mean, error, number
