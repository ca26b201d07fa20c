"""Runs under ``mesa.batch_run``, as a Mesa user makes them.

Mesa starts its processes afresh, and whether rules are compiled is decided at import: so a variant is measured in a
process of its own, with processes under it.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import mesa
from mesa.batchrunner import batch_run

from sim.config import RunConfig
from sim.model import CooperationModel
from sim.outcomes import compute
from tests.bench.idiomatic import IdiomaticModel
from tests.bench.measuring import apart
from tests.bench.worlds import separate


def of_reference(model: CooperationModel) -> dict[str, float]:
    """Outcomes of a finished run of the reference."""
    return compute(model.record())


def of_idiomatic(model: IdiomaticModel) -> dict[str, float]:
    """Means over the months of what the idiomatic model itself collects."""
    found = model.datacollector.model_vars
    return {name: statistics.fmean(found[name]) for name in ("members", "sensitive_pooled", "harm")}


Variant = tuple[Callable[[RunConfig], Any], Callable[[Any], dict[str, float]], dict[str, str]]
VARIANTS: dict[str, Variant] = {
    "plain": (CooperationModel, of_reference, {"ENTENTE_JIT": "0"}),
    "shipped": (CooperationModel, of_reference, {"ENTENTE_JIT": "1"}),
    "idiomatic": (IdiomaticModel, of_idiomatic, {"ENTENTE_JIT": "1"}),
}


class BatchModel(mesa.Model):
    """A run of a variant as ``batch_run`` wants it: made from plain numbers, with a DataCollector for its end."""

    def __init__(self, variant: str, number: int, runs: int) -> None:
        config = separate(runs)[number]
        self.began = time.perf_counter()
        super().__init__(rng=config.seed)
        make, self.outcomes_of, _ = VARIANTS[variant]
        self.inner, self.outcomes, self.seconds = make(config), {}, None
        self.process = os.getpid()
        self.datacollector = mesa.DataCollector(model_reporters={n: n for n in ("outcomes", "seconds", "process")})

    def step(self) -> None:
        """One month."""
        self.inner.step()
        self.running = self.inner.running
        if not self.running:
            self.outcomes = self.outcomes_of(self.inner)
            self.seconds = time.perf_counter() - self.began
        self.datacollector.collect(self)


def seconds_of_runs(variant: str, runs: int, processes: int) -> list[float]:
    """Seconds of each run but the first of every process, which loads what is compiled."""
    given = {"variant": [variant], "number": [0] * processes + list(range(runs)), "runs": [runs]}
    rows = batch_run(BatchModel, given, number_processes=processes, display_progress=False)
    seen, seconds = set(), []
    for row in sorted(rows, key=lambda row: row["RunId"]):
        if row["process"] in seen:
            seconds.append(row["seconds"])
        seen.add(row["process"])
    return seconds


def runs_a_second(variant: str, runs: int, processes: int) -> float:
    """Runs a second of a variant under ``batch_run`` once all its processes are at work."""
    seconds = apart(seconds_of_runs, variant, runs, processes, **VARIANTS[variant][2])
    return processes / statistics.fmean(seconds)
