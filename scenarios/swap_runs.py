"""Runs that take differences apart: every design with each lever as the baseline has it, and the other way round.

They are more designs of the same replicates: the same draws, the same quantiles, the same months before adoption. They
are made by the ensemble, whichever engine made the experiment: the results are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios import pools, worker
from scenarios.ending import note_of
from scenarios.execute import worker_count
from scenarios.fresh_process import with_its_rules
from scenarios.levers import FAST_LANE, LEVERS, Lever, differs, same_point, with_lever
from scenarios.sampling import draw_rows, field_quantiles
from scenarios.scenario_plan import make_job
from scenarios.schema import Scenario
from scenarios.worker import Job
from sim import outcomes
from sim.design import DesignPoint
from sim.errors import RuleError
from sim.roster import Roster

if TYPE_CHECKING:
    from sim.ensemble.runs import Ensemble

OUT, IN = "swapped out", "swapped in"  # the design with the baseline's lever; the baseline with the design's
WITHOUT, FULL = "no fast lane", "full fast lane"  # the design with its fast lane shut, and for all cases
MOST = 64  # replicates, the first ones, in which levers are swapped
SWAP_FRAMES = ("swaps", "levers")
_OUTCOMES = tuple(o.name for o in outcomes.ALL_OUTCOMES)
_WELFARE = outcomes.STATE_OUTCOMES.index("welfare")

Progress = Callable[[int, int], None]  # replicates finished, of how many
Row = dict[str, Any]
Found = dict[int, tuple[np.ndarray, str]]  # replicate -> values (entries, columns), what went wrong
Work = Callable[[Row], tuple[int, np.ndarray, str]]


def benefit_of(label: str) -> str:
    """The column of the swapped runs with the net benefit of a jurisdiction (the state outcome 'welfare')."""
    return f"net benefit of {label}"


@dataclass(eq=False)
class Swaps:
    """Outcomes of the swapped runs.

    swaps : a row a replicate, design, lever and kind (``OUT``, ``IN``, ``WITHOUT``, ``FULL``): outcomes, the net
        benefit of each jurisdiction (``benefit_of``), and 'error' ('' if the runs of the replicate finished). Only
        levers in which a design differs from the baseline.
    levers : a row a design, lever and field: its central value in the design and in the baseline, and what each
        rests on (``recipes.STATUSES``).
    wanted : replicates that were to be made; fewer are there if the work was interrupted.  note : what stopped it.
    """

    swaps: pd.DataFrame
    levers: pd.DataFrame
    wanted: int
    note: str = ""

    @property
    def replicates(self) -> int:
        """Number of replicates that were finished."""
        return int(self.swaps["replicate"].nunique())


@dataclass(frozen=True)
class _Entry:
    """One swapped design."""

    design: str
    lever: Lever
    kind: str

    def point(self, points: dict[str, DesignPoint], baseline: DesignPoint) -> DesignPoint:
        """The design to be run, from the replicate's designs by name."""
        own = points[self.design]
        if self.kind in (WITHOUT, FULL):
            return own.replace(fast_lane=float(self.kind == FULL))
        return with_lever(own, self.lever, baseline) if self.kind == OUT else with_lever(baseline, self.lever, own)


def run_swaps(
    runs: Any, workers: int | None = None, progress: Progress | None = None, allow_rules: bool = False
) -> Swaps:
    """The swapped runs of a finished experiment (a ``Runs``), in its first ``MOST`` replicates.

    workers : threads; None: one a processor. An interruption keeps the replicates that are finished.
    """
    numbers = runs.tables["draws"].arrow(["replicate"])["replicate"][:MOST].to_pylist()
    workers = worker_count(workers, len(numbers))
    return run_swapped(runs.scenario, runs.roster, numbers, workers, progress=progress, allow_rules=allow_rules)


@with_its_rules
def run_swapped(
    scenario: Scenario,
    roster: Roster,
    replicates: Sequence[int],
    workers: int,
    progress: Progress | None = None,
    allow_rules: bool = False,
) -> Swaps:
    """The same for named replicates of a scenario."""
    from sim.ensemble.runs import Ensemble

    job, _ = make_job(scenario, roster)
    rows: list[Row] = list(draw_rows(scenario, replicates))
    entries = _entries(job, rows)
    work = partial(_work, job, Ensemble(worker.config_for(job, job.recipes[0], rows[0])), entries)
    found: Found = {}
    note = ""
    try:
        _make(work, rows, workers, progress, found)
    except KeyboardInterrupt as stopped:
        note = note_of(stopped)
    return Swaps(_table(found, entries, _columns(job)), _levers(job, entries), len(rows), note)


def _make(work: Work, rows: Sequence[Row], workers: int, progress: Progress | None, found: Found) -> None:
    """Do the work of every row, on threads, and put it into ``found`` as it comes."""
    with pools.threads(workers) as pool:
        for number, values, error in pools.as_they_come(pool, work, rows, 2 * workers):
            found[number] = (values, error)
            if progress is not None:
                progress(len(found), len(rows))


def _points(job: Job, row: Row) -> dict[str, DesignPoint]:
    """The designs of a replicate, the baseline first."""
    quantiles = field_quantiles(row)
    return {recipe.name: worker.design_point(job, recipe, quantiles) for recipe in job.recipes}


def _entries(job: Job, rows: Sequence[Row]) -> list[_Entry]:
    """Every swapped design, for the levers in which a design differs from the baseline in any replicate."""
    drawn = [_points(job, row) for row in rows]
    baseline, *others = (recipe.name for recipe in job.recipes)
    found = []
    for name in others:
        for lever in LEVERS:
            if any(differs(lever, points[name], points[baseline]) for points in drawn):
                found += [_Entry(name, lever, OUT), _Entry(name, lever, IN)]
    for name in (baseline, *others):
        found += [_Entry(name, FAST_LANE, WITHOUT), _Entry(name, FAST_LANE, FULL)]
    return found


def _work(job: Job, ensemble: Ensemble, entries: Sequence[_Entry], row: Row) -> tuple[int, np.ndarray, str]:
    """Number of the replicate, values (entries, columns) and what went wrong. Designs that are equal run once."""
    number = int(row["replicate"])
    try:
        return number, _outcomes(job, ensemble, entries, row), ""
    except RuleError:
        raise  # it would fail every run
    except Exception as error:
        return number, np.full((len(entries), len(_columns(job))), np.nan), worker.error_text(error)


def _outcomes(job: Job, ensemble: Ensemble, entries: Sequence[_Entry], row: Row) -> np.ndarray:
    points = _points(job, row)
    baseline = points[job.recipes[0].name]
    config = worker.config_for(job, job.recipes[0], row)
    place = {same_point(baseline): 0}
    unique, which = [baseline], []
    for entry in entries:
        point = entry.point(points, baseline)
        which.append(place.setdefault(same_point(point), len(unique)))
        if which[-1] == len(unique):
            unique.append(point)
    found = ensemble.reduce([replace(config, design=point) for point in unique])
    welfare = found.states[:, _WELFARE]
    paired = [outcomes.acceptability(own, welfare[0], job.roster, job.adopt) for own in welfare]
    more = np.array([[one[o.name] for o in outcomes.PAIRED_OUTCOMES] for one in paired])
    return np.hstack([found.outcomes, more, welfare])[which]


def _columns(job: Job) -> list[str]:
    """The columns of the values: outcomes, then the net benefit of each jurisdiction."""
    return [*_OUTCOMES, *(benefit_of(job.roster.label(j)) for j in range(job.roster.n_states))]


def _table(found: Found, entries: Sequence[_Entry], columns: Sequence[str]) -> pd.DataFrame:
    """Replicates in their order, and the swapped designs of each."""
    numbers = sorted(found)
    keys = {
        "replicate": np.repeat(np.array(numbers, dtype=np.int64), len(entries)),
        "design": np.array([e.design for e in entries] * len(numbers), dtype=object),
        "lever": np.array([e.lever.name for e in entries] * len(numbers), dtype=object),
        "kind": np.array([e.kind for e in entries] * len(numbers), dtype=object),
    }
    values = np.concatenate([np.empty((0, len(columns))), *(found[number][0] for number in numbers)])
    errors = np.repeat(np.array([found[number][1] for number in numbers], dtype=object), len(entries))
    return pd.DataFrame({**keys, **{name: values[:, k] for k, name in enumerate(columns)}, "error": errors})


def _levers(job: Job, entries: Sequence[_Entry]) -> pd.DataFrame:
    """What each lever is in the designs, at their central values."""
    recipes = {recipe.name: recipe for recipe in job.recipes}
    points = {name: worker.design_point(job, recipe, None) for name, recipe in recipes.items()}
    base = job.recipes[0].name
    pairs = [(e.design, e.lever.name, field) for e in entries if e.kind == OUT for field in e.lever.fields]
    rows = [
        (design, lever, field, *(points[name][field] for name in (design, base)),
         *(recipes[name].status(field) for name in (design, base)))
        for design, lever, field in pairs
    ]  # fmt: skip
    columns = ["design", "lever", "field", "value", "baseline_value", "status", "baseline_status"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "baseline_value": float})
