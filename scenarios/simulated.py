"""Units of work to arrays: many runs at once by the ensemble, one after another by the reference; the same numbers."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scenarios import worker
from scenarios.sampling import QUANTILE, parameter_vector
from scenarios.sharing_modes import sharing_modes
from scenarios.worker import ENSEMBLE, REFERENCE, Job
from sim import draws, outcomes
from sim.catalogue import CATEGORIES
from sim.design import FIELD_NAMES, SETUP
from sim.errors import RuleError
from sim.record import SERIES, Record
from sim.setting import inputs_of

if TYPE_CHECKING:
    from sim.ensemble.reduction import Reduced
    from sim.ensemble.runs import Ensemble

SET_UP, SIMULATION, OUTCOMES = "set-up", "simulation", "outcomes"  # stages in which a run can fail
Row = Mapping[str, float]
_QUANTILES = [QUANTILE + name for name in FIELD_NAMES]


@dataclass
class Simulated:
    """R runs: every design of every row, row by row, in the order of ``Job.recipes``. NaN where a run failed.

    reduced : what is left of each run, see ``sim.ensemble.reduction.Reduced``.  paired : (R, paired outcomes).
    errors, stages : (R,) what went wrong, '' if nothing, and in which stage.
    """

    reduced: Reduced
    paired: np.ndarray
    errors: list[str]
    stages: list[str]


class Inputs(NamedTuple):
    """What ``Ensemble.reduce_arrays`` takes for R runs."""

    streams: np.ndarray  # (R,)
    params: np.ndarray  # (R, parameters)
    designs: np.ndarray  # (R, D, fields)
    seats: np.ndarray  # (R, D, J)
    decided: np.ndarray  # (D,)

    def rows(self, first: int, last: int) -> Inputs:
        """Those of the runs from ``first`` up to ``last``."""
        streams, params, designs, seats = (array[first:last] for array in self[:4])
        return Inputs(streams, params, designs, seats, self.decided)


def inputs_of_rows(job: Job, rows: Sequence[Row]) -> Inputs:
    """All designs of a job under each row of draws, row by row: what ``worker.config_for`` says of each."""
    quantiles = np.array([[row[name] for name in _QUANTILES] for row in rows])
    baseline, later = job.recipes[0].points(quantiles), [recipe.points(quantiles) for _, recipe in job.later]
    values, seats = [], []
    for recipe in job.recipes:
        own = recipe.points(quantiles)
        if job.setup_months is not None:
            own[0][:, SETUP] = job.setup_months
        values.append(np.stack([baseline[0], own[0], *(point[0] for point in later)], axis=1))
        seats.append(np.stack([baseline[1], own[1], *(point[1] for point in later)], axis=1))
    count = len(job.recipes)
    return Inputs(
        np.repeat(np.array([draws.stream_of(job.seed, int(row["replicate"])) for row in rows], np.uint64), count),
        np.repeat(np.array([parameter_vector(row) for row in rows]), count, axis=0),
        np.concatenate(np.stack(values, axis=1)),
        np.concatenate(np.stack(seats, axis=1)),
        inputs_of(worker.config_for(job, job.recipes[0], rows[0]))[4],
    )


class Engine:
    """Runs of one setting by one engine. Threads may share it.

    engine : 'ensemble' (compiled) or 'reference'.
    """

    def __init__(self, engine: str = ENSEMBLE) -> None:
        self.engine = engine
        self._ensemble: Ensemble | None = None
        self._lock = threading.Lock()

    def run(self, job: Job, rows: Sequence[Row], series: bool = False, edges: bool = False) -> Simulated:
        """All designs of the job under each row. ``series``, ``edges``: keep these too.

        ``job`` may differ from call to call in its designs only. A run that fails has its error; RuleError for a rule
        of the researcher's own that is wrong, since it would fail every run.
        """
        runs = len(rows) * len(job.recipes)
        errors, stages = [""] * runs, [""] * runs
        by = self._by_reference if self.engine == REFERENCE else self._by_ensemble
        reduced = by(job, rows, errors, stages, series, edges)
        return Simulated(reduced, _paired(job, reduced, errors, stages), errors, stages)

    # ---- the ensemble -----------------------------------------------------------------------------------------------
    def _by_ensemble(
        self, job: Job, rows: Sequence[Row], errors: list[str], stages: list[str], series: bool, edges: bool
    ) -> Reduced:
        try:
            ensemble = self._ensemble_of(job, rows[0])
            return ensemble.reduce_arrays(*inputs_of_rows(job, rows), series, edges)
        except RuleError:
            raise
        except Exception:
            return self._one_by_one(job, rows, errors, stages, series, edges)

    def _one_by_one(
        self, job: Job, rows: Sequence[Row], errors: list[str], stages: list[str], series: bool, edges: bool
    ) -> Reduced:
        """The same, a run at a time, to find the ones that fail."""
        count, out = len(job.recipes), _nothing(job, len(errors), series, edges)
        for k in range(len(errors)):
            stage = SET_UP
            try:
                ensemble = self._ensemble_of(job, rows[k // count])
                inputs = inputs_of_rows(job, [rows[k // count]]).rows(k % count, k % count + 1)
                stage = SIMULATION
                found = ensemble.reduce_arrays(*inputs, series, edges)
            except RuleError:
                raise
            except Exception as error:
                errors[k], stages[k] = worker.error_text(error), stage
                continue
            for name in out._fields:
                if len(getattr(out, name)):
                    getattr(out, name)[k] = getattr(found, name)[0]
        return out

    def _ensemble_of(self, job: Job, row: Row) -> Ensemble:
        from sim.ensemble.runs import Ensemble

        with self._lock:
            if self._ensemble is None:
                self._ensemble = Ensemble(worker.config_for(job, job.recipes[0], row))
            return self._ensemble

    # ---- the reference ----------------------------------------------------------------------------------------------
    def _by_reference(
        self, job: Job, rows: Sequence[Row], errors: list[str], stages: list[str], series: bool, edges: bool
    ) -> Reduced:
        count, out = len(job.recipes), _nothing(job, len(errors), series, edges)
        for k in range(len(errors)):
            stage = SET_UP
            try:
                config = worker.config_for(job, job.recipes[k % count], rows[k // count])
                stage = SIMULATION
                record = worker.simulate(config, REFERENCE)
                stage = OUTCOMES
                _reduce(record, out, k)
            except RuleError:
                raise
            except Exception as error:
                errors[k], stages[k] = worker.error_text(error), stage
        return out


def nothing_found(job: Job, rows: int, series: bool, edges: bool) -> Simulated:
    """What there is of runs before any was made."""
    runs = rows * len(job.recipes)
    paired = np.full((runs, len(outcomes.PAIRED_OUTCOMES)), np.nan)
    return Simulated(_nothing(job, runs, series, edges), paired, [""] * runs, [""] * runs)


def _nothing(job: Job, runs: int, series: bool, edges: bool) -> Reduced:
    """Room for so many runs of a job, filled with NaN."""
    from sim.config import STARTS
    from sim.ensemble.reduction import Reduced

    states, nodes = job.roster.n_states, job.roster.n_states + job.roster.n_firms
    kept, tied, pairs = runs if series else 0, runs if edges else 0, nodes * (nodes - 1) // 2
    return Reduced(
        outcomes=np.full((runs, len(outcomes.OUTCOMES)), np.nan),
        states=np.full((runs, len(outcomes.STATE_OUTCOMES), states), np.nan),
        sharing=np.full((runs, len(CATEGORIES), 3), np.nan),
        series=np.full((kept, job.end - STARTS[job.start] + 1, len(SERIES)), np.nan),
        edges=np.zeros((tied, pairs, 3), dtype=np.int64),
        flow=np.zeros((tied, pairs)),
        n_edges=np.zeros(runs, dtype=np.int64),
    )


def _reduce(record: Record, out: Reduced, k: int) -> None:
    """Put a record into row k."""
    found: dict[str, Any] = outcomes.compute(record)
    own = outcomes.state_outcomes(record)
    out.states[k] = [own[name] for name in outcomes.STATE_OUTCOMES]
    out.sharing[k] = sharing_modes(record)
    if len(out.series):
        out.series[k] = np.column_stack([record.series[name] for name in SERIES])
    if len(out.edges):
        edges, flow = worker.edges_of(record)
        out.edges[k, : len(edges)], out.flow[k, : len(edges)], out.n_edges[k] = edges, flow, len(edges)
    out.outcomes[k] = [found[outcome.name] for outcome in outcomes.OUTCOMES]


def _paired(job: Job, reduced: Reduced, errors: list[str], stages: list[str]) -> np.ndarray:
    """(R, paired outcomes): what can only be said against the baseline in the same replicate, NaN where that failed."""
    welfare = reduced.states[:, outcomes.STATE_OUTCOMES.index("welfare")]
    paired = np.full((len(errors), len(outcomes.PAIRED_OUTCOMES)), np.nan)
    for k, error in enumerate(errors):
        base = k - k % len(job.recipes)
        if error or errors[base]:
            continue
        try:
            found = outcomes.acceptability(welfare[k], welfare[base], job.roster, job.adopt)
            paired[k] = [found[outcome.name] for outcome in outcomes.PAIRED_OUTCOMES]
        except Exception as failed:
            errors[k], stages[k] = worker.error_text(failed), OUTCOMES
    return paired
