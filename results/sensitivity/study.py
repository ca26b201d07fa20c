"""A sensitivity analysis as a whole: what is run, and what it found."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from results.comparison import plain
from results.numbers import Meta, metas
from results.sensitivity import samples
from results.sensitivity.indices import base_values, indices, pairs, sum_of_firsts
from results.sensitivity.samples import METHODS, MORRIS, SOBOL, Sample
from results.sensitivity.trust import cautions
from scenarios.batches import Batches, batch_size
from scenarios.ending import again
from scenarios.execute import execute, executor_for, worker_count
from scenarios.function import difference, job_for, means, outcome_names
from scenarios.held import Held
from scenarios.incoming import MAX_REPLICATES, text_or_path, whole
from scenarios.inputs import DRAWN, HELD, Input, choose, dependence
from scenarios.parts import FolderParts, MemoryParts, Parts, check_same, content_of
from scenarios.points import SamplePlan, Space
from scenarios.sampling import behaviour_prior
from scenarios.schema import Scenario
from scenarios.whole import put_together
from scenarios.worker import ENSEMBLE
from sim.errors import InputError

SIZES = {MORRIS: 30, SOBOL: 512}  # trajectories; rows of a matrix
LARGEST = 2**17
DEFAULT_INPUTS = {MORRIS: (DRAWN, HELD), SOBOL: (DRAWN,)}  # a share of variance is of what varies in an experiment
Progress = Callable[[int, int], None]  # runs of all designs that are done, of how many


@dataclass(frozen=True)
class Asked:
    """What is asked: checked by ``ask``, before anything is run."""

    method: str
    space: Space
    design: str
    against: str | None
    metas: tuple[Meta, ...]
    size: int
    second: bool
    replicates: int

    @property
    def seed(self) -> int:
        """Of the runs and of the sample."""
        return self.space.scenario.seed

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs, the draws last."""
        return self.space.inputs

    def sample(self) -> Sample:
        """The points, as shares of the inputs' ranges."""
        k = len(self.inputs)
        if self.method == MORRIS:
            return samples.morris(k, self.size, self.seed)
        return samples.sobol(k, self.size, self.seed, self.second)

    @property
    def points(self) -> int:
        """Number of points."""
        k = len(self.inputs)
        return self.size * (k + 1 if self.method == MORRIS else 2 * k + 2 if self.second else k + 2)

    def plan(self, sample: Sample) -> SamplePlan:
        """The runs, one unit a point."""
        return SamplePlan(self.space, sample.values(self.inputs), self.replicates, self.said())

    def check_folder(self, folder: Path) -> None:
        """TakenError unless the unfinished analysis in a folder is this one, made by this code."""
        plan = self.plan(self.sample())
        check_same(folder, content_of(plan, batch_size(plan)))

    def said(self) -> dict[str, Any]:
        """What was asked, as plain values."""
        return {
            "method": self.method,
            "design": self.design,
            "against": self.against,
            "size": self.size,
            "second": self.second,
            "replicates": self.replicates,
            "seed": self.seed,
        }


@dataclass(eq=False)
class Sensitivity:
    """A finished analysis.

    table : a row an outcome and input, with the columns of ``indices.indices``.  pairs : of ``indices.pairs``, or None.
    values : a row an outcome, of points (means over their replicates): mean, sd over the whole space, points and how
        many of them have a value, failed runs; for Sobol the sum of first orders with half its interval.
    cautions : outcome -> sentences that a reader must know.  runs : a row a point and design, with all outcomes.
    points : (points, inputs) what each input was.
    """

    asked: Asked
    table: pd.DataFrame
    pairs: pd.DataFrame | None
    values: pd.DataFrame
    cautions: dict[str, list[str]]
    runs: Held = field(repr=False)
    points: pd.DataFrame = field(repr=False)
    seconds: float = 0.0

    def frame(self) -> pd.DataFrame:
        """One row an outcome and input."""
        return self.table.copy()

    def _repr_html_(self) -> str:
        from results.sensitivity.notebook import sensitivity_html

        return sensitivity_html(self)

    def meta(self, outcome: str) -> Meta:
        """What an outcome means."""
        return next(meta for meta in self.asked.metas if meta.name == outcome)

    def about(self) -> dict[str, Any]:
        """What was run and on what it rests, as plain values."""
        asked, scenario = self.asked, self.asked.space.scenario
        return {
            **asked.said(),
            "scenario": scenario.name,
            "behaviour_prior": behaviour_prior(scenario),
            "designs_run": [recipe.name for recipe in asked.space.job.recipes],
            "points": len(self.points),
            "runs": self.runs.rows,
            "inputs": [{k: v for k, v in asdict(each).items() if k != "marginal"} for each in asked.inputs],
        }

    def to_json(self) -> dict[str, Any]:
        """Everything in plain types; numbers that do not apply are None."""
        return {
            "about": self.about(),
            "outcomes": [
                {**row, "cautions": self.cautions[row["outcome"]], "words": self.words(row["outcome"])}
                for row in plain(self.values)
            ],
            "indices": plain(self.table),
            "pairs": None if self.pairs is None else plain(self.pairs),
        }

    def words(self, outcome: str) -> list[str]:
        """What the outcome depends on: at most five sentences."""
        from results.sensitivity.words import words

        row = self.values[self.values["outcome"] == outcome].iloc[0].to_dict()
        return words(
            self.of(outcome), {str(name): value for name, value in row.items()}, self.meta(outcome), self.asked.said()
        )

    def save(self, folder: Path) -> Path:
        """Write tables, points, runs and figures into a folder; the folder."""
        from results.sensitivity.files import save

        return save(self, folder)

    def of(self, outcome: str) -> pd.DataFrame:
        """The indices of one outcome, the largest first."""
        by = "mu_star" if self.asked.method == MORRIS else "ST"
        own = self.table[self.table["outcome"] == outcome]
        return own.sort_values(by, ascending=False, kind="stable", na_position="last").reset_index(drop=True)


def ask(
    scenario: Scenario,
    design: str,
    against: str | None = None,
    method: str = SOBOL,
    outcomes: Sequence[str] | str | None = None,
    inputs: Sequence[str] | str | None = None,
    size: int | None = None,
    second: bool = False,
    replicates: int = 1,
) -> Asked:
    """What is to be run; InputError(s) for all that makes no sense. The scenario's seed is that of the sample too."""
    samples.require_salib()
    method = text_or_path(method, "method", ", ".join(METHODS))
    if method not in METHODS:
        raise InputError("unknown method", key="method", value=method, allowed=", ".join(METHODS), choices=METHODS)
    if second and method != SOBOL:
        raise InputError("effects of pairs come with Sobol only", key="second", value=second, allowed="--method sobol")
    size = whole(SIZES[method] if size is None else size, "size", 2, LARGEST)
    if method == SOBOL and size & (size - 1):
        near = 1 << size.bit_length()
        allowed = f"a power of two, such as {near // 2} or {near}: other numbers leave a Sobol sequence uneven"
        raise InputError("not a power of two", key="size", value=size, allowed=allowed)
    replicates = whole(replicates, "replicates", 1, MAX_REPLICATES)
    names = outcome_names(outcomes)
    scenario, job, own, other = job_for(scenario, design, against)
    words = DEFAULT_INPUTS[method] if inputs is None else [inputs] if isinstance(inputs, str) else list(inputs)
    space = Space(scenario, job, choose(scenario, job, words))
    return Asked(method, space, own, other, tuple(metas(names)), size, second, replicates)


def run(
    asked: Asked, workers: int | None = None, progress: Progress | None = None, folder: Path | None = None
) -> Sensitivity:
    """Run what was asked. The result does not depend on the number of workers.

    folder : one of ours (``scenarios.claims``), in which runs are kept as they finish; what an earlier process of the
        same analysis left there is gone on with. Without it an interruption keeps nothing.
    """
    started = time.perf_counter()
    sample = asked.sample()
    plan = asked.plan(sample)
    batches = Batches(plan)
    parts: Parts = MemoryParts() if folder is None else FolderParts(folder, plan, batches.size)
    if note := execute(batches, parts, executor_for(ENSEMBLE, worker_count(workers, len(batches))), progress):
        raise again(note)
    runs = put_together(plan, parts, folder)["table"]
    return analysed(asked, sample, plan.values, runs, time.perf_counter() - started)


def analysed(asked: Asked, sample: Sample, points: np.ndarray, runs: Held, seconds: float = 0.0) -> Sensitivity:
    """What the runs of a sample say."""
    names = [each.name for each in asked.inputs]
    counted = [each.counted for each in asked.inputs]
    outcomes = [meta.name for meta in asked.metas]
    table_of_runs = runs.arrow(["design", "error", *outcomes]).to_pandas()
    every = difference(table_of_runs, asked.design, asked.against, outcomes)
    values = means(every.reshape(len(points), asked.replicates, len(outcomes)))
    of_designs = table_of_runs["design"].isin([asked.design, asked.against])
    failed = int((table_of_runs.loc[of_designs, "error"] != "").sum())
    tables, twos, rows, said = [], [], [], {}
    for k, meta in enumerate(asked.metas):
        own = values[:, k]
        table = indices(sample, own, counted, asked.seed)
        table.insert(0, "input", names)
        table.insert(0, "outcome", meta.name)
        tables.append(table)
        if asked.second:
            two = pairs(sample, own, names, asked.seed)
            two.insert(0, "outcome", meta.name)
            twos.append(two)
        row = {"outcome": meta.name, **_spread(base_values(sample, own)), **_counts(own), "failed": failed}
        rows.append(row | (sum_of_firsts(sample, own, asked.seed) if asked.method == SOBOL else {}))
        said[meta.name] = cautions(asked.method, table, own, failed, asked.size)
        said[meta.name] += _dependent(asked)
    return Sensitivity(
        asked,
        pd.concat(tables, ignore_index=True),
        pd.concat(twos, ignore_index=True) if twos else None,
        pd.DataFrame(rows),
        said,
        runs,
        pd.DataFrame(points, columns=names),
        seconds,
    )


def _spread(values: np.ndarray) -> dict[str, float]:
    """Mean and standard deviation over independent points."""
    there = values[np.isfinite(values)]
    mean = float(there.mean()) if len(there) else np.nan
    return {"mean": mean, "sd": float(there.std(ddof=1)) if len(there) > 1 else np.nan}


def _counts(values: np.ndarray) -> dict[str, int]:
    return {"points": len(values), "with_value": int(np.isfinite(values).sum())}


def _dependent(asked: Asked) -> list[str]:
    """A word on fitted parameters that were taken one by one."""
    related = dependence(asked.space.scenario, asked.inputs)
    if not related:
        return []
    most = max(related, key=lambda name: related[name])
    return [
        f"{', '.join(related)}: fitted, and here taken as independent of the other fitted parameters, which they "
        f"are not (correlation up to {related[most]:.2f}, {most}); unnamed, the posterior's row is one input."
    ]
