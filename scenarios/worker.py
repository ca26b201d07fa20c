"""One run: from a job, a design and a replicate's draws to its configuration and its record, by either engine."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scenarios.recipes import Quantile, Recipe
from scenarios.sampling import field_quantiles, parameter_vector
from sim.config import RunConfig, ScheduledEvent
from sim.design import DesignPoint
from sim.errors import EntenteError
from sim.forced import Forced
from sim.record import Record
from sim.roster import Roster
from sim.rules.pairs import edges_at_end

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
    forced: tuple[Forced, ...] = ()
    shown: tuple[str, ...] = ()  # the designs in the order of tables, where it is another


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
        forced=job.forced,
        later=tuple((month, recipe.point(quantiles)) for month, recipe in job.later),
        keep_decisions=keep_decisions,
        collect=collect,
    )


def error_text(error: Exception) -> str:
    """What went wrong, and for a fault of the program, where."""
    if isinstance(error, EntenteError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = "/".join(Path(frames[-1].filename).parts[-2:]) if frames else "?"
    line = frames[-1].lineno if frames else 0
    return f"{type(error).__name__}: {error} ({where}, line {line})"


def edges_of(record: Record) -> tuple[np.ndarray, np.ndarray]:
    """(E, 3) pairs with a tie at the end and their types; (E,) how much flows between them (mean share of months, over
    categories and both directions)."""
    most = np.count_nonzero(record.ties_end) // 2
    edges, flow = np.empty((most, 3), dtype=np.int64), np.empty(most)
    edges_at_end(record.ties_end, record.pair_counts, record.months_after, edges, flow)
    return edges, flow
