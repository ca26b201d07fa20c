"""The deviation finder: each design and replicate up to the months asked for, and all deviations from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from results.stability import tables, words
from results.stability.answer import Answer
from results.stability.branches import Branches
from results.stability.deviations import gains_of, possible
from results.stability.verdicts import Found, of_design
from scenarios import pools, worker
from scenarios.experiment import make_job, worker_count
from scenarios.incoming import whole
from scenarios.sampling import behaviour_prior, draw_replicates
from scenarios.schema import LAST_MONTH, Scenario
from sim.errors import InputError, InputErrors, raise_all
from sim.months import month_index, month_label

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]  # designs and replicates done, of how many
WINDOW, LONGEST = 24, 120  # months; the usual window, and the longest


class Stability(Answer):
    """Who would gain by what, under each design that was asked for; as a table, as plain data, and as a text."""

    def frame(self) -> pd.DataFrame:
        """A row a design and deviation: who gains how much, with intervals, and whether it pays."""
        return tables.frame(self)

    def _repr_html_(self) -> str:
        from results.stability.notebook import stability_html

        return stability_html(self)

    def to_json(self) -> dict[str, Any]:
        """The same as plain data, with the verdicts of the designs."""
        return tables.to_json(self)

    def __str__(self) -> str:
        return words.text(self)


def find(
    scenario: Scenario,
    at: Sequence[str] | str | None = None,
    window: int = WINDOW,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Stability:
    """Rerun every design of a scenario with each deviation forced, on the same draws (``results.stability``).

    at : months 'YYYY-MM' as which begin the deviations happen; left out: the month after the scenario's end.
    window : months over which each state's mean welfare is compared.
    """
    roster = scenario.load_roster()
    window = whole(window, "window", 1, LONGEST)
    months = months_of(scenario, at, window)
    job, asked = make_job(scenario, roster)
    job = replace(job, end=max(job.end, months[-1] + window - 1))
    rows = [{str(k): v for k, v in row.items()} for row in draw_replicates(scenario).to_dict("records")]
    recipes = [recipe for name in asked for recipe in job.recipes if recipe.name == name]
    units = [(recipe, row) for recipe in recipes for row in rows]
    found: list[Found] = []
    with pools.threads(worker_count(workers, len(units))) as pool:
        work = partial(_of_unit, job, months, window)
        for done, parts in enumerate(pools.in_order(pool, work, units, 64), 1):
            found += parts
            if progress is not None:
                progress(done, len(units))
    designs = tuple(of_design(name, found) for name in asked)
    return Stability(scenario, roster, designs, tuple(months), window, behaviour_prior(scenario))


def _of_unit(job: worker.Job, months: Sequence[int], window: int, unit: tuple[Any, Any]) -> list[Found]:
    """All deviations of one design in one replicate."""
    recipe, row = unit
    config = worker.config_for(job, recipe, row)
    found = []
    for month in months:
        branches = Branches(config, month, window)
        as_it_is = branches.welfare()
        gains = {deviation: gains_of(branches, deviation, as_it_is) for deviation in possible(branches.here)}
        found.append(Found(recipe.name, int(row["replicate"]), month, gains))
    return found


def months_of(scenario: Scenario, at: Sequence[str] | str | None, window: int) -> list[int]:
    """The months of the deviations, in order; InputError(s) for what is no month, or none of a run."""
    if at is None:
        at = [month_label(min(scenario.end_month + 1, LAST_MONTH - window + 1))]
    texts = [part.strip() for part in at.split(",")] if isinstance(at, str) else list(at)
    last, errors, found = LAST_MONTH - window + 1, [], set()
    allowed = f"{scenario.adopt} (the adoption) to {month_label(last)}"
    if not texts:
        raise InputError("no month", key="at", allowed=allowed)
    for text in texts:
        try:
            month = month_index(text)
            if not scenario.adopt_month <= month <= last:
                raise InputError("out of range", key="at", value=text, allowed=allowed)
            found.add(month)
        except InputErrors as error:
            errors += error.errors
        except InputError as error:
            errors.append(InputError(error.problem, key="at", value=text, allowed=error.allowed or allowed))
    raise_all(errors)
    return sorted(found)
