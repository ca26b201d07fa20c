"""Runs of two designs at any values of their inputs: who is better in an outcome, on how many streams."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from results.comparison import ties
from results.discovery.inputs import Input, central_row, inputs_of, own_quantiles
from results.numbers import Meta
from results.robust.futures import chosen_metas
from scenarios.designs import BASELINE, load_designs, parse_design
from scenarios.evaluate import evaluate
from scenarios.plan import ListedPlan, Unit
from scenarios.recipes import Recipe, Spread
from scenarios.scenario_plan import make_job
from scenarios.schema import Scenario
from scenarios.worker import Job
from sim.errors import EntenteError, InputError
from sim.outcomes import ALL_OUTCOMES
from sim.roster import Roster

if TYPE_CHECKING:
    from scenarios.simulated import Engine

Tell = Callable[[str, int, int], None]  # part, done, of how many


@dataclass(frozen=True, eq=False)
class Pair:
    """Two designs of a scenario, an outcome, and the inputs (K) that may be changed.

    recipes : the two designs.  centre : (K,) inputs at their best or median values.
    apart : the designs have quantiles of their own.  engines : kept from call to call (see ``evaluate``).
    """

    scenario: Scenario
    roster: Roster
    job: Job
    recipes: tuple[Recipe, Recipe]
    meta: Meta
    inputs: tuple[Input, ...]
    workers: int | None = None
    apart: bool = False
    engines: dict[int, Engine] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two designs."""
        return self.recipes[0].name, self.recipes[1].name

    @property
    def centre(self) -> np.ndarray:
        """(K,) the central point, in the inputs' own units."""
        return np.array([one.centre for one in self.inputs])

    def scaled(self, x: np.ndarray) -> np.ndarray:
        """(..., K) values as shares of the inputs' ranges."""
        low, high = self._ends
        return (x - low) / (high - low)

    def unscaled(self, u: np.ndarray) -> np.ndarray:
        """(..., K) shares of the ranges as values."""
        low, high = self._ends
        return low + u * (high - low)

    @property
    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        return np.array([one.low for one in self.inputs]), np.array([one.high for one in self.inputs])

    def lead(self, x: np.ndarray, streams: np.ndarray, tell: Callable[[int, int], None] | None = None) -> np.ndarray:
        """(P, S) how much the first design is better than the second, at (P, K) inputs on (P, S) streams.

        0 where they tie; NaN where the outcome does not apply to both or a run failed. Streams are numbers of
        replicates. EntenteError if every run failed.
        """
        central = central_row(self.scenario, self.inputs)
        names = [one.name for one in self.inputs]
        rows = [central | dict(zip(names, map(float, values), strict=True)) for values in x]
        units = tuple(
            Unit(p, 0, row | {"replicate": int(number)}, recipes)
            for p, row in enumerate(rows)
            for recipes in (self._recipes(row),)
            for number in streams[p]
        )
        table = evaluate(ListedPlan((self.job,), units, {}), self.workers, tell, self.engines)
        failed = (table["error"] != "").to_numpy()
        if failed.all():
            raise EntenteError(f"every run failed, the first with: {table['error'].iloc[0]}")
        values = np.where(failed, np.nan, table[self.meta.name].to_numpy(np.float64))
        values = values.reshape(len(units), len(self.job.recipes))
        order = [recipe.name for recipe in self.job.recipes]
        first, second = (values[:, order.index(name)] for name in self.names)
        with np.errstate(invalid="ignore"):
            apart = np.where(ties(first, second), 0.0, self.meta.better * (first - second))
        return apart.reshape(streams.shape)

    def _recipes(self, row: dict[str, float]) -> tuple[Recipe, ...] | None:
        """The designs of a point, each fixed at its own quantiles; None where they share the row's."""
        if not self.apart:
            return None
        fixed = {r.name: _fixed(r, own_quantiles(row, self.inputs, r.name)) for r in self.recipes}
        return tuple(fixed.get(recipe.name, recipe) for recipe in self.job.recipes)


def _fixed(recipe: Recipe, quantiles: dict[str, float]) -> Recipe:
    """A recipe without ranges: the design at these quantiles."""
    point = recipe.point(quantiles)
    return Recipe(recipe.name, ((1.0, Spread(point.values, point.values, point.values, point.seat)),))


def make_pair(
    scenario: Scenario, a: str, b: str, outcome: str, workers: int | None = None, apart: bool = False
) -> Pair:
    """A pair of designs in a scenario; InputError(s) for designs and outcomes that make no sense."""
    roster = scenario.load_roster()
    (meta,) = chosen_metas([o.name for o in ALL_OUTCOMES], [outcome])
    first, second = load_designs([a, b], roster)
    job, _ = make_job(scenario.changed(designs=[a, b]), roster)
    baseline = parse_design(BASELINE, roster)
    job = replace(job, recipes=(baseline, *(r for r in (first, second) if r.name != BASELINE)))
    inputs = inputs_of(scenario, (first, second), apart)
    if not inputs:
        raise InputError("no input has a range", key="scenario", value=scenario.name, allowed="a scenario with ranges")
    return Pair(scenario, roster, job, (first, second), meta, inputs, workers, apart)
