"""Runs a scenario: all designs in every replicate, with the same result on any number of processes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios import pools, worker
from scenarios.batches import Batches
from scenarios.designs import design_texts
from scenarios.execute import Processes, Progress, execute, executor_for, worker_count
from scenarios.fresh_process import with_its_rules
from scenarios.incoming import MAX_REPLICATES, whole
from scenarios.parts import FolderParts, MemoryParts, Parts
from scenarios.rosters import load_roster
from scenarios.runs import Runs
from scenarios.sampling import behaviour_prior, draw_rows
from scenarios.scenario_plan import ScenarioPlan, job_of, make_job
from scenarios.schema import Scenario, load_scenario
from scenarios.whole import put_together
from scenarios.worker import ENGINES, ENSEMBLE, REFERENCE, Job
from sim.design import DesignPoint
from sim.errors import InputError
from sim.record import Record
from sim.roster import Roster

if TYPE_CHECKING:
    from sim.config import RunConfig
    from sim.model import CooperationModel


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
    folder: Path | None = None,
) -> Runs:
    """Run every design in every replicate; what is left out comes from the scenario.

    The baseline ``adhoc`` is always run, since acceptability is measured against it. All mistakes in the
    input are reported before the first run. A run that fails is a row with its error. Ctrl-C ends the
    experiment and keeps the replicates that are finished (``Runs.complete`` is then False).

    workers : number of threads, or of processes for the reference; 1 runs in this one, None uses all processors.
    engine : 'ensemble' (compiled) or 'reference' (the Mesa model); the results are the same.
    allow_rules : run the Python file that a scenario with [rules] names; without it, such a scenario is refused.
    folder : where the runs go as they finish and the tables when all have, so that memory does not grow with them; it
        must be claimed for them (``scenarios.store``). What an earlier process finished there is not run again. Without
        it all is kept in memory. WriteError if it cannot be written, TakenError if it is at work on something else.
    """
    _check_engine(engine)
    if not (progress is None or callable(progress)):
        raise InputError(
            "not a function", key="progress", value=progress, allowed="a function of (done, in all), or None"
        )
    scenario = _overridden(load_scenario(scenario), designs=designs, replicates=replicates, seed=seed)
    plan = ScenarioPlan(scenario, _roster(roster, scenario))
    batches, started = Batches(plan, engine), time.perf_counter()
    parts: Parts = MemoryParts() if folder is None else FolderParts(folder, plan, batches.size)
    executor = executor_for(engine, worker_count(workers, len(batches)))
    note = execute(batches, parts, executor, progress)
    tables = put_together(plan, parts, folder if parts.done() else None)
    alone = pools.ALONE if isinstance(executor, Processes) and executor.alone else ""
    return Runs(
        tables=tables,
        scenario=scenario,
        designs=_central_points(plan.job),
        asked=plan.asked,
        roster=plan.roster,
        seed=scenario.seed,
        behaviour_prior=behaviour_prior(scenario),
        elapsed=time.perf_counter() - started,
        complete=not note,
        note=note or alone,
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
    (row,) = draw_rows(scenario, [replicate])
    return worker.config_for(job, recipe, row, decisions, collect)


def _central_points(job: Job) -> list[DesignPoint]:
    """The designs at their central values, in the order of tables."""
    points = {recipe.name: worker.design_point(job, recipe, None) for recipe in job.recipes}
    return [points[name] for name in job.shown]


def _roster(roster: Roster | str | Path | None, scenario: Scenario) -> Roster:
    if isinstance(roster, Roster):
        return roster
    return scenario.load_roster() if roster is None else load_roster(roster, scenario.roster_changes)


def _overridden(scenario: Scenario, **changes: Any) -> Scenario:
    given = {key: value for key, value in changes.items() if value is not None}
    if "designs" in given:
        given["designs"] = design_texts(given["designs"])
        if not given["designs"]:
            raise InputError("no design to run", key="designs", allowed="at least one design")
    return scenario.changed(**given) if given else scenario


def _check_engine(engine: str) -> None:
    if not isinstance(engine, str) or engine not in ENGINES:
        raise InputError("unknown engine", key="engine", value=engine, allowed=", ".join(ENGINES), choices=ENGINES)


__all__ = ["Record", "Runs", "job_of", "make_job", "run_experiment", "run_single"]
