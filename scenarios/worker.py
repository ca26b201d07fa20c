"""One replicate: every design under the same draws, reduced to what tables and figures need.

Runs in a worker process or in this one with the same result, which depends on the job and the draws alone.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.recipes import Quantile, Recipe
from scenarios.sampling import field_quantiles, parameter_vector
from scenarios.sharing_modes import sharing_modes
from sim import outcomes
from sim.config import RunConfig, ScheduledEvent
from sim.design import DesignPoint
from sim.errors import EntenteError, RuleError
from sim.record import SERIES, Record
from sim.roster import Roster
from sim.rules.pairs import edges_at_end

if TYPE_CHECKING:
    from sim.ensemble.reduction import Reduced
    from sim.ensemble.runs import Ensemble

SERIES_REPLICATES = 200  # monthly series are kept for so many replicates
ENSEMBLE, REFERENCE = ENGINES = ("ensemble", "reference")  # the compiled loop, and the Mesa model: same results


@dataclass(frozen=True)
class Job:
    """All that the replicates of an experiment have in common. The first recipe is the baseline."""

    roster: Roster
    recipes: tuple[Recipe, ...]
    start: str
    adopt: int
    end: int
    seed: int
    setup_months: float | None = None
    events: tuple[ScheduledEvent, ...] = ()
    later: tuple[tuple[int, Recipe], ...] = ()  # month of the decision, design


@dataclass
class RunResult:
    """One run, reduced. An error leaves the rest empty.

    outcomes : name -> number. states : name -> (J,). months : (T,). series : (T, len(SERIES)), or None.
    edges : (E, 3) node, node, bit mask of tie types at the end. flow : (E,) mean share of months in which
    the pair shared, over categories and both directions.
    sharing : (categories, 3) share of pairs that share, decide case by case, withhold.
    """

    design: str
    replicate: int
    error: str = ""
    outcomes: dict[str, float] = field(default_factory=dict)
    states: dict[str, np.ndarray] = field(default_factory=dict)
    months: np.ndarray | None = None
    series: np.ndarray | None = None
    edges: np.ndarray | None = None
    flow: np.ndarray | None = None
    sharing: np.ndarray | None = None


def simulate(config: RunConfig, engine: str = ENSEMBLE) -> Record:
    """One run. Decisions and frames are kept by the reference only."""
    if engine == REFERENCE:
        from sim.model import CooperationModel

        return CooperationModel(config).run()
    from sim.ensemble.runs import record_of

    return record_of(config)


def design_point(job: Job, recipe: Recipe, quantile: Quantile) -> DesignPoint:
    """A design of the job at a quantile, with the scenario's own set-up time if it has one."""
    point = recipe.point(quantile)
    return point if job.setup_months is None else point.replace(setup_months=job.setup_months)


def config_for(
    job: Job, recipe: Recipe, row: Mapping[str, float], keep_decisions: bool = False, collect: bool = False
) -> RunConfig:
    """What one run needs: all designs of a replicate stand at the same quantiles, in the same world."""
    quantiles = field_quantiles(row)
    return RunConfig(
        roster=job.roster,
        design=design_point(job, recipe, quantiles),
        baseline=job.recipes[0].point(quantiles),
        params=parameter_vector(row),
        start=job.start,
        end=job.end,
        adopt=job.adopt,
        seed=job.seed,
        replicate=int(row["replicate"]),
        events=job.events,
        later=tuple((month, recipe.point(quantiles)) for month, recipe in job.later),
        keep_decisions=keep_decisions,
        collect=collect,
    )


def run_replicate(job: Job, row: Mapping[str, float]) -> list[RunResult]:
    """Every design of one replicate by the reference, in the order of the job; a run that fails becomes its error."""
    results: list[RunResult] = []
    for recipe in job.recipes:
        result = RunResult(recipe.name, int(row["replicate"]))
        results.append(result)
        try:
            _reduce(simulate(config_for(job, recipe, row), REFERENCE), result)
            _accept(result, results[0], job)
        except RuleError:
            raise  # it would fail every run
        except Exception as error:
            results[-1] = RunResult(recipe.name, int(row["replicate"]), error_text(error))
    return results


def run_replicate_compiled(job: Job, ensemble: Ensemble, row: Mapping[str, float]) -> list[RunResult]:
    """The same by the ensemble, which must be one of the job's setting."""
    number = int(row["replicate"])
    try:
        configs = [config_for(job, recipe, row) for recipe in job.recipes]
        found = ensemble.reduce(configs, series=number < SERIES_REPLICATES, edges=True)
    except RuleError:
        raise  # it would fail every run
    except Exception as error:
        return [RunResult(recipe.name, number, error_text(error)) for recipe in job.recipes]
    results = [_unpacked(found, k, RunResult(r.name, number), configs[k]) for k, r in enumerate(job.recipes)]
    for result in results:
        _accept(result, results[0], job)
    return results


def _unpacked(found: Reduced, k: int, result: RunResult, config: RunConfig) -> RunResult:
    """Row k of what the ensemble left, as a result."""
    result.outcomes = {o.name: float(v) for o, v in zip(outcomes.OUTCOMES, found.outcomes[k], strict=True)}
    result.states = {name: found.states[k, n].copy() for n, name in enumerate(outcomes.STATE_OUTCOMES)}
    result.months = np.arange(config.first, config.end + 1)
    result.series = found.series[k].copy() if len(found.series) else None
    tied = int(found.n_edges[k])
    result.edges, result.flow = found.edges[k, :tied].copy(), found.flow[k, :tied].copy()
    result.sharing = found.sharing[k].copy()
    return result


def error_text(error: Exception) -> str:
    """What went wrong, and for a fault of the program, where."""
    if isinstance(error, EntenteError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = "/".join(Path(frames[-1].filename).parts[-2:]) if frames else "?"
    line = frames[-1].lineno if frames else 0
    return f"{type(error).__name__}: {error} ({where}, line {line})"


def _reduce(record: Record, result: RunResult) -> None:
    """Fills ``result`` from a record."""
    result.outcomes = {name: float(value) for name, value in outcomes.compute(record).items()}
    result.states = {k: np.asarray(v, dtype=float) for k, v in outcomes.state_outcomes(record).items()}
    result.months = np.asarray(record.months, dtype=np.int64)
    if result.replicate < SERIES_REPLICATES:
        result.series = np.column_stack([np.asarray(record.series[name], dtype=float) for name in SERIES])
    result.edges, result.flow = edges_of(record)
    result.sharing = sharing_modes(record)


def _accept(result: RunResult, baseline: RunResult, job: Job) -> None:
    """Adds what can only be said against the baseline in the same replicate."""
    if not baseline.error:
        welfare, before = result.states["welfare"], baseline.states["welfare"]
        found = outcomes.acceptability(welfare, before, job.roster, job.adopt)
        result.outcomes.update({name: float(value) for name, value in found.items()})


def edges_of(record: Record) -> tuple[np.ndarray, np.ndarray]:
    """(E, 3) pairs with a tie at the end and their types; (E,) how much flows between them (see ``RunResult``)."""
    most = np.count_nonzero(record.ties_end) // 2
    edges, flow = np.empty((most, 3), dtype=np.int64), np.empty(most)
    edges_at_end(record.ties_end, record.pair_counts, record.months_after, edges, flow)
    return edges, flow


# --- worker processes

_job: Job | None = None


def start_worker(job: Job) -> None:
    """Called once in each worker process."""
    global _job
    _job = job


def work(row: dict[str, Any]) -> list[RunResult]:
    """One replicate in a worker process."""
    assert _job is not None
    return run_replicate(_job, row)
