"""The screening as a whole: what is run, in which order, and the stored table."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from results.studies.screening import effects
from results.studies.screening.factors import Factor, factors, held_constant
from results.studies.screening.work import NAMES, Point, Task, accept, run_all
from scenarios.claims import locked
from scenarios.designs import BASELINE
from scenarios.experiment import make_job
from scenarios.fingerprint import fingerprint
from scenarios.incoming import MAX_REPLICATES, MAX_WORKERS, whole
from scenarios.sampling import draw_replicates
from scenarios.schema import load_scenario
from scenarios.stored_files import read_stored, read_table, understood, write_whole
from scenarios.worker import Job
from sim.errors import InputError

DATA = Path(__file__).parents[2] / "data"
TABLE, ABOUT = "screening.csv", "screening.json"
WAIT = 10.0  # seconds for another process that writes there
DESIGNS = ("rotating", "fastlane:OECD")  # unlike each other in most fields; every field acts in one of them
REPLICATES, QUICK, FEW = 24, 2, 8  # with few or more, outcomes are spread over as many draws as ever
SPREAD_DRAWS = 32  # draws for spread and noise (quick: as many as replicates, at least 4)

Progress = Callable[[float], None]  # share done


@dataclass
class Screening:
    """A finished screening. table : see ``effects.table``. about : what was run, with what rules."""

    table: pd.DataFrame
    about: dict[str, Any]
    factors: tuple[Factor, ...] = field(default_factory=factors)

    def verdicts(self) -> dict[str, str]:
        """Factor -> whether it moves anything; see ``effects.verdicts``."""
        return effects.verdicts(self.table, [f.name for f in self.factors])

    def save(self, folder: Path = DATA) -> None:
        """Write the table and what it rests on."""
        text = self.table.round(4).to_csv(index=False, lineterminator="\n", float_format="%.4g")
        about = json.dumps(self.about | {"factors": [asdict(f) for f in self.factors]}, indent=1)
        with locked(folder, WAIT):
            write_whole(folder / TABLE, text)
            write_whole(folder / ABOUT, about + "\n")


def stored(folder: Path = DATA) -> Screening:
    """The stored screening; InputError if there is none."""
    if not (folder / TABLE).is_file():
        raise InputError("no stored screening", file=TABLE, allowed="make screening, which writes it")
    about = read_table(folder / ABOUT)
    table = read_stored(folder / TABLE, lambda data: pd.read_csv(io.BytesIO(data)))
    known = understood(folder / ABOUT, lambda: tuple(Factor(**f) for f in about.pop("factors")))
    return Screening(table, about, known)


def study(
    replicates: int = REPLICATES,
    scenario: str = "default",
    workers: int = 2,
    progress: Progress | None = None,
    only: Sequence[Factor] | None = None,
    designs: Sequence[str] = DESIGNS,
    months: int | None = None,
) -> Screening:
    """Run the screening: every factor at both ends of its range and as drawn, in every replicate and design."""
    replicates = whole(replicates, "replicates", 1, MAX_REPLICATES)
    workers = whole(workers, "workers", 1, MAX_WORKERS)
    started = time.perf_counter()
    chosen = tuple(only) if only is not None else factors()
    made = load_scenario(scenario).changed(designs=list(designs))
    made = made if months is None else made.with_months(months)
    job, asked = make_job(made, made.load_roster())
    draws = SPREAD_DRAWS if replicates >= FEW else max(4, replicates)
    rows = [{str(k): v for k, v in r.items()} for r in draw_replicates(made, n=draws).to_dict("records")]
    tasks = _tasks(chosen, replicates, draws)
    runs = _Runs(job, asked)
    for done, point in enumerate(run_all(job, rows, tasks, workers), 1):
        runs.add(point)
        if progress is not None:
            progress(done / len(tasks))
    scale = effects.scale(runs.stack(draws), runs.stack(draws, reseeded=True))
    middle = runs.stack(replicates)
    moved = {
        f.name: effects.effects(runs.stack(replicates, f, f.low), middle, runs.stack(replicates, f, f.high), scale)
        for f in chosen
    }
    about = {
        "scenario": made.name,
        "seed": made.seed,
        "designs": asked,
        "replicates": replicates,
        "draws for the spread": draws,
        "runs": runs.count,
        "seconds": round(time.perf_counter() - started),
        "workers": workers,
        "fingerprint": fingerprint(),
        "held constant": list(held_constant()),
        "spread": _rounded(scale.spread),
        "noise": _rounded(scale.noise_mean / np.where(scale.spread > 0, scale.spread, 1.0) / np.sqrt(replicates)),
    }
    return Screening(effects.table(moved, NAMES, asked), about, chosen)


def _tasks(chosen: Sequence[Factor], replicates: int, draws: int) -> list[Task]:
    """What spread and noise need, then both ends of every factor."""
    tasks = [Task(r, reseeded=new) for r in range(draws) for new in (False, True)]
    return tasks + [Task(r, f, value) for r in range(replicates) for f in chosen for value in (f.low, f.high)]


@dataclass
class _Runs:
    """Outcomes by replicate and by what was changed. Points without a change come first: they give the baselines."""

    job: Job
    designs: Sequence[str]
    found: dict[tuple[int, str, float, bool], np.ndarray] = field(default_factory=dict)
    baselines: dict[tuple[int, bool], np.ndarray] = field(default_factory=dict)
    count: int = 0

    def add(self, point: Point) -> None:
        task, at = point.task, (point.task.replicate, point.task.reseeded)
        if task.factor is None:
            self.baselines[at] = point.welfare[BASELINE]
        accept(point, point.welfare.get(BASELINE, self.baselines[at]), self.job)
        self.count += len(point.found)
        self.found[self._key(task.replicate, task.factor, task.value, task.reseeded)] = np.stack(
            [point.found[design] for design in self.designs]
        )

    def stack(self, count: int, factor: Factor | None = None, value: float = 0.0, reseeded: bool = False) -> np.ndarray:
        """(R, D, O) outcomes of the first ``count`` replicates at one point."""
        return np.stack([self.found[self._key(r, factor, value, reseeded)] for r in range(count)])

    @staticmethod
    def _key(replicate: int, factor: Factor | None, value: float, reseeded: bool) -> tuple[int, str, float, bool]:
        return (replicate, "", 0.0, reseeded) if factor is None else (replicate, factor.name, value, reseeded)


def _rounded(values: np.ndarray) -> dict[str, float | None]:
    """Outcome -> number, None where there is none."""
    return {name: float(f"{v:.3g}") if np.isfinite(v) else None for name, v in zip(NAMES, values, strict=True)}
