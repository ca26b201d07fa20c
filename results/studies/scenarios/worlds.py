"""Runs the worlds of the study: every design of a world under the same draws, reduced to the quantities asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from results.studies.evidence.contrast import known_quantity
from results.studies.evidence.measure import experiments
from results.studies.scenarios.comparisons import Side, Values, World
from scenarios import pools, worker
from scenarios.designs import parse_design
from scenarios.experiment import make_job
from scenarios.sampling import draw_replicates
from scenarios.worker import Job
from sim.outcomes import OUTCOMES
from sim.record import SERIES

if TYPE_CHECKING:
    from sim.ensemble.runs import Ensemble

Progress = Callable[[int, int], None]  # replicates of worlds finished, of how many
PLACE = {outcome.name: k for k, outcome in enumerate(OUTCOMES)}


@dataclass(frozen=True)
class Running:
    """A world ready to run: its job (whose first recipe is in force until a design works), and what to look at.

    looked : (design, quantities) in the order in which they are asked for.
    """

    world: World
    job: Job
    ensemble: Ensemble
    rows: tuple[Mapping[str, float], ...]
    looked: tuple[tuple[str, tuple[str, ...]], ...]


def ready(world: World, looked: Mapping[str, Sequence[str]], replicates: int) -> Running:
    """A world with its draws, which are those of `entente compare` with its scenario."""
    from sim.ensemble.runs import Ensemble

    experiments()  # registers the numbers of the evidence rows
    made = world.made().changed(designs=list(looked), replicates=replicates)
    roster = made.load_roster()
    job, _ = make_job(made, roster)
    by_text = {text: parse_design(text, roster) for text in looked}
    job = replace(job, recipes=(job.recipes[0], *by_text.values()))
    rows = tuple({str(k): v for k, v in row.items()} for row in draw_replicates(made).to_dict("records"))
    ensemble = Ensemble(worker.config_for(job, job.recipes[0], rows[0]))
    return Running(world, job, ensemble, rows, tuple((text, tuple(names)) for text, names in looked.items()))


def values(
    needed: Mapping[World, Mapping[str, Sequence[str]]],
    replicates: int,
    workers: int = 1,
    progress: Progress | None = None,
) -> Values:
    """(replicates,) values of all quantities on all sides. They do not depend on the number of threads."""
    total, done = len(needed) * replicates, 0
    found: Values = {}
    with pools.threads(workers) as pool:
        for world, looked in needed.items():
            running = ready(world, looked, replicates)
            table = []
            for numbers in pools.in_order(pool, partial(_replicate, running), range(replicates), 4 * workers):
                table.append(numbers)
                done += 1
                if progress is not None:
                    progress(done, total)
            columns = [(Side(world, text), name) for text, names in running.looked for name in names]
            found.update(zip(columns, np.array(table, dtype=float).T, strict=True))
    return found


def _replicate(running: Running, number: int) -> list[float]:
    """All quantities of a replicate, by design; runs whose whole record is looked at are made by themselves."""
    configs = [worker.config_for(running.job, recipe, running.rows[number]) for recipe in running.job.recipes[1:]]
    outcomes = running.ensemble.reduce(configs).outcomes
    numbers: list[float] = []
    for k, (_, names) in enumerate(running.looked):
        others = [name for name in names if name not in PLACE]
        record = running.ensemble.record(configs[k]) if others else None
        numbers += [
            outcomes[k, PLACE[name]] if name in PLACE else float(known_quantity(name).function(record))  # type: ignore[arg-type]
            for name in names
        ]
    return numbers


def series(
    world: World, designs: Sequence[str], names: Sequence[str], replicates: int, workers: int = 1
) -> dict[str, np.ndarray]:
    """Name of a monthly series (``sim.record.SERIES``) -> its values in every run (designs, replicates, months)."""
    running = ready(world, {design: () for design in designs}, replicates)
    places = [SERIES.index(name) for name in names]

    def one(number: int) -> np.ndarray:
        configs = [worker.config_for(running.job, recipe, running.rows[number]) for recipe in running.job.recipes[1:]]
        return running.ensemble.reduce(configs, series=True).series[:, :, places]

    with pools.threads(workers) as pool:
        found = np.stack(list(pools.in_order(pool, one, range(replicates), 4 * workers)), axis=1)
    return {name: found[..., k] for k, name in enumerate(names)}
