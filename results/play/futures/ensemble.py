"""The ensemble of a session: the same choices in many futures, under one design or several, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from results.play.progress import Tick, silent
from scenarios import pools
from scenarios.sampling import draw_rows
from scenarios.scenario_plan import job_of
from scenarios.schema import Scenario
from scenarios.session.log import Log
from scenarios.session.plan import designs_of, roster_of, scenario_of
from scenarios.simulated import Engine, Simulated
from sim.outcomes import OUTCOMES, PAIRED_OUTCOMES
from sim.record import SERIES

REPLICATES = 64
BATCH = 16  # runs between two looks at whether anybody still waits: some 50 ms on the real roster
THREADS = 2  # batches at work at a time, of one asker
_OUTCOMES = [outcome.name for outcome in OUTCOMES]
_PAIRED = [outcome.name for outcome in PAIRED_OUTCOMES]


@dataclass(frozen=True)
class Runs:
    """R futures under one design, replicate by replicate: replicate 0 first. NaN where a run failed.

    months : (T,) month indices.  errors : (R,) what went wrong, '' if nothing.
    """

    months: np.ndarray
    series: np.ndarray  # (R, T, series) in the order of sim.record.SERIES
    outcomes: np.ndarray  # (R, outcomes) in the order of sim.outcomes.OUTCOMES
    paired: np.ndarray  # (R, paired outcomes), each against today's arrangement in the same future
    errors: tuple[str, ...]

    def course(self, name: str) -> np.ndarray:
        """(R, T) a monthly series, by its name in ``SERIES``."""
        return self.series[:, :, SERIES.index(name)]

    def outcome(self, name: str) -> np.ndarray:
        """(R,) an outcome, by its name in ``ALL_OUTCOMES``."""
        if name in _PAIRED:
            return self.paired[:, _PAIRED.index(name)]
        return self.outcomes[:, _OUTCOMES.index(name)]

    @property
    def ok(self) -> np.ndarray:
        """(R,) whether the run did not fail."""
        return np.array([not error for error in self.errors])


def runs_of(
    log: Log, designs: Sequence[str] | None = None, replicates: int = REPLICATES, tick: Tick = silent
) -> dict[str, Runs]:
    """The futures of a log's levers under each of the designs (its own if left out), all on the same draws.

    Decisions of actors are left out (``Log.levers``): they are answers to one world, not to all of them. The same
    draws as in the session, so replicate ``log.replicate`` is its run where no decision was taken, and the same
    numbers as ``scenarios.experiment.run_experiment`` makes of that scenario. ``tick`` is told how many futures of how
    many are done, and ends it by raising. InputError(s) for a design in which a choice cannot be.
    """
    levers = log.levers()
    asked = list(dict.fromkeys(designs)) if designs is not None else [levers.design]
    groups = list(_together(levers, asked))
    done, parts = 0, replicates * sum(len(names) for names, _ in groups)
    found: dict[str, Runs] = {}
    for names, scenario in groups:
        found |= _runs(names, scenario, replicates, lambda more, before=done: tick(before + more, parts))  # type: ignore[misc]
        done += replicates * len(names)
    return {design: found[design] for design in asked}


def _together(log: Log, asked: Sequence[str]) -> Iterator[tuple[dict[str, str], Scenario]]:
    """Designs that have the same later ones can be run together: asked -> as it is run, and their scenario."""
    base = log.base()
    roster = roster_of(base)
    groups: dict[tuple[tuple[int, str], ...], dict[str, str]] = {}
    for design in asked:
        (_, first), *later = designs_of(base, roster, design, log.choices).items()
        groups.setdefault(tuple(later), {})[design] = first
    for names in groups.values():
        scenario = scenario_of(base, next(iter(names)), log.seed, log.choices)
        yield names, scenario.changed(designs=list(dict.fromkeys(names.values())))


def _runs(names: dict[str, str], scenario: Scenario, replicates: int, told: Callable[[int], None]) -> dict[str, Runs]:
    """The runs of one scenario, batch by batch. ``told`` how many runs are done."""
    job, _ = job_of(scenario, roster_of(scenario))
    engine, rows = Engine(), draw_rows(scenario, range(replicates))
    batches: list[Simulated] = []
    step = max(1, BATCH // len(job.recipes))
    starts = range(0, replicates, step)
    with pools.threads(THREADS) as pool:
        made = pools.in_order(pool, lambda k: engine.run(job, rows[k : k + step], series=True), starts, THREADS)
        for first, found in zip(starts, made, strict=True):
            batches.append(found)
            told(min(replicates, first + step) * len(names))
    place = {recipe.name: k for k, recipe in enumerate(job.recipes)}
    months = np.arange(job.end + 1 - batches[0].reduced.series.shape[1], job.end + 1)
    return {name: _of_design(months, batches, place[design], len(job.recipes)) for name, design in names.items()}


def _of_design(months: np.ndarray, batches: Sequence[Simulated], place: int, step: int) -> Runs:
    """What belongs to one design: every ``step``-th run from ``place`` on."""
    reduced = [batch.reduced for batch in batches]

    def own(arrays: Sequence[np.ndarray]) -> np.ndarray:
        return np.concatenate([array[place::step] for array in arrays])

    return Runs(
        months,
        own([one.series for one in reduced]),
        own([one.outcomes for one in reduced]),
        own([batch.paired for batch in batches]),
        tuple(error for batch in batches for error in batch.errors[place::step]),
    )
