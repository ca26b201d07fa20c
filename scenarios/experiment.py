"""Runs a scenario: all designs in every replicate, with the same result on any number of processes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios import pools, worker
from scenarios.designs import BASELINE, default_designs, design_texts, load_designs, parse_design
from scenarios.ending import note_of
from scenarios.fresh_process import require, with_its_rules
from scenarios.incoming import MAX_REPLICATES, MAX_WORKERS, whole
from scenarios.rosters import load_roster
from scenarios.runs import Runs, frames
from scenarios.sampling import behaviour_prior, draw_replicates
from scenarios.schema import Scenario, load_scenario, scheduled_events
from scenarios.worker import ENGINES, ENSEMBLE, REFERENCE, Job, RunResult
from sim.design import DesignPoint
from sim.errors import InputError
from sim.months import month_index
from sim.record import Record
from sim.roster import Roster

if TYPE_CHECKING:
    from sim.config import RunConfig
    from sim.model import CooperationModel

Progress = Callable[[int, int], None]  # replicates finished, of how many
Row = dict[str, Any]


@dataclass
class _Finished:
    """What has come back so far: replicate -> its runs."""

    total: int
    progress: Progress | None
    results: dict[int, list[RunResult]] = field(default_factory=dict)
    complete: bool = True
    note: str = ""

    def add(self, results: list[RunResult]) -> None:
        self.results[results[0].replicate] = results
        if self.progress is not None:
            self.progress(len(self.results), self.total)

    def ordered(self, names: Sequence[str]) -> list[RunResult]:
        """All runs by replicate, then in the order of the designs' names."""
        by_name = [{run.design: run for run in self.results[r]} for r in sorted(self.results)]
        return [runs[name] for runs in by_name for name in names]

    def stop(self, note: str) -> None:
        self.complete, self.note = False, note


@with_its_rules
def run_experiment(
    scenario: Scenario | str | Path = "default",
    designs: Sequence[str] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    roster: Roster | str | Path | None = None,
    engine: str = ENSEMBLE,
    allow_rules: bool = False,
) -> Runs:
    """Run every design in every replicate; what is left out comes from the scenario.

    The baseline ``adhoc`` is always run, since acceptability is measured against it. All mistakes in the
    input are reported before the first run. A run that fails is a row with its error. Ctrl-C ends the
    experiment and keeps the replicates that are finished (``Runs.complete`` is then False).

    workers : number of threads, or of processes for the reference; 1 runs in this one, None uses all processors.
    engine : 'ensemble' (compiled) or 'reference' (the Mesa model); the results are the same.
    allow_rules : run the Python file that a scenario with [rules] names; without it, such a scenario is refused.
    """
    _check_engine(engine)
    if not (progress is None or callable(progress)):
        raise InputError(
            "not a function", key="progress", value=progress, allowed="a function of (done, in all), or None"
        )
    scenario = _overridden(load_scenario(scenario), designs=designs, replicates=replicates, seed=seed)
    roster = _roster(roster, scenario)
    job, asked = make_job(scenario, roster)
    draws = draw_replicates(scenario)
    rows: list[Row] = [{str(k): v for k, v in row.items()} for row in draws.to_dict("records")]
    workers = worker_count(workers, len(rows))

    started = time.perf_counter()
    finished = _Finished(len(rows), progress)
    if engine == ENSEMBLE:
        _in_threads(job, rows, workers, finished)
    elif workers > 1:
        _in_processes(job, rows, workers, finished)
    else:
        _in_process(job, rows, finished)
    names = asked if BASELINE in asked else [BASELINE, *asked]
    return Runs(
        **frames(finished.ordered(names), names, roster),
        draws=draws[draws["replicate"].isin(list(finished.results))].reset_index(drop=True),
        scenario=scenario,
        designs=_central_points(job, names),
        asked=asked,
        roster=roster,
        seed=scenario.seed,
        behaviour_prior=behaviour_prior(scenario),
        elapsed=time.perf_counter() - started,
        complete=finished.complete,
        note=finished.note,
        engine=engine,
    )


@with_its_rules
def run_single(
    scenario: Scenario | str | Path,
    design: str,
    seed: int | None = None,
    replicate: int = 0,
    keep_decisions: bool = False,
    collect: bool = False,
    roster: Roster | str | Path | None = None,
    allow_rules: bool = False,
) -> Record:
    """The record of one run: exactly the run that an experiment with this seed makes of this replicate.

    ``allow_rules`` as in ``run_experiment``. InputError(s) for all that makes no sense.
    """
    scenario = _overridden(load_scenario(scenario), designs=[design], seed=seed)
    config = _config_of(scenario, replicate, keep_decisions, collect, _roster(roster, scenario))
    return worker.simulate(config, REFERENCE if keep_decisions or collect else ENSEMBLE)


def model_of(
    scenario: Scenario, design: str, replicate: int = 0, roster: Roster | str | Path | None = None
) -> CooperationModel:
    """The reference model of that run, not begun, which keeps decisions and data frames. InputError(s) as above."""
    from sim.model import CooperationModel

    scenario = _overridden(scenario, designs=[design])
    return CooperationModel(_config_of(scenario, replicate, True, True, _roster(roster, scenario)))


def _config_of(scenario: Scenario, replicate: int, decisions: bool, collect: bool, roster: Roster) -> RunConfig:
    """The configuration of a replicate of the scenario's one design."""
    replicate = whole(replicate, "replicate", 0, MAX_REPLICATES - 1)
    job, (asked,) = make_job(scenario, roster)
    recipe = next(r for r in job.recipes if r.name == asked)
    row = draw_replicates(scenario, replicates=[replicate]).iloc[0].to_dict()
    return worker.config_for(job, recipe, {str(k): v for k, v in row.items()}, decisions, collect)


def make_job(scenario: Scenario, roster: Roster) -> tuple[Job, list[str]]:
    """The job of a scenario on a roster, baseline first, and the names of the designs that were asked for."""
    require(scenario)
    return job_of(scenario, roster)


def job_of(scenario: Scenario, roster: Roster) -> tuple[Job, list[str]]:
    """The same under the rules that are in force here, whichever the scenario has."""
    recipes = load_designs(scenario.designs or default_designs(roster), roster)
    events = scheduled_events(scenario, roster)
    asked = [recipe.name for recipe in recipes]
    if BASELINE not in asked:
        recipes = [parse_design(BASELINE, roster), *recipes]
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
        events=events,
        later=tuple((month_index(change.date), parse_design(change.design, roster)) for change in scenario.later),
    )
    return job, asked


def _central_points(job: Job, names: Sequence[str]) -> list[DesignPoint]:
    """The designs at their central values, in the order of ``names``."""
    points = {recipe.name: worker.design_point(job, recipe, None) for recipe in job.recipes}
    return [points[name] for name in names]


def _roster(roster: Roster | str | Path | None, scenario: Scenario) -> Roster:
    if isinstance(roster, Roster):
        return roster
    return load_roster(scenario.roster if roster is None else roster)


def _overridden(scenario: Scenario, **changes: Any) -> Scenario:
    given = {key: value for key, value in changes.items() if value is not None}
    if "designs" in given:
        given["designs"] = design_texts(given["designs"])
        if not given["designs"]:
            raise InputError("no design to run", key="designs", allowed="at least one design")
    return scenario.changed(**given) if given else scenario


def worker_count(workers: int | None, replicates: int) -> int:
    """As many workers as asked for, or one a processor, but none without work."""
    available = getattr(os, "process_cpu_count", os.cpu_count)() or 1
    return min(available if workers is None else whole(workers, "workers", 1, MAX_WORKERS), replicates)


def _check_engine(engine: str) -> None:
    if not isinstance(engine, str) or engine not in ENGINES:
        raise InputError("unknown engine", key="engine", value=engine, allowed=", ".join(ENGINES), choices=ENGINES)


def _in_threads(job: Job, rows: Sequence[Row], workers: int, finished: _Finished) -> None:
    """The compiled ensemble, a replicate at a time in each thread."""
    from sim.ensemble.runs import Ensemble

    ensemble = Ensemble(worker.config_for(job, job.recipes[0], rows[0]))
    work = partial(worker.run_replicate_compiled, job, ensemble)
    try:
        with pools.threads(workers) as pool:
            for results in pools.as_they_come(pool, work, rows, 2 * workers):
                finished.add(results)
    except KeyboardInterrupt as error:
        finished.stop(note_of(error))


def _in_process(job: Job, rows: Sequence[Row], finished: _Finished) -> None:
    """One replicate after another, here."""
    try:
        for row in rows:
            finished.add(worker.run_replicate(job, row))
    except KeyboardInterrupt as error:
        finished.stop(note_of(error))


def _in_processes(job: Job, rows: Sequence[Row], workers: int, finished: _Finished) -> None:
    """Replicates on worker processes. If these cannot even start, the work is done here."""
    try:
        with pools.processes(workers, worker.start_worker, job) as pool:
            for results in pools.as_they_come(pool, worker.work, rows, 2 * workers):
                finished.add(results)
    except KeyboardInterrupt as error:
        finished.stop(note_of(error))
    except BrokenProcessPool:
        if finished.results:
            finished.stop("a worker process died, perhaps for lack of memory; try fewer workers")
        else:
            _in_process(job, rows, finished)
            finished.note = finished.note or pools.ALONE


__all__ = ["Record", "Runs", "make_job", "run_experiment", "run_single"]
