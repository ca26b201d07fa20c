"""Runs under ``mesa.batch_run``, as a Mesa user makes them: ``python -m tests.bench.batch --variant plain --runs 8``.

Mesa starts its processes afresh, and whether rules are compiled is decided at import: so each variant is measured in a
process of its own (``measured``), which answers with the seconds of every run while all processes were busy.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from functools import lru_cache
from typing import Any

import mesa
from mesa.batchrunner import batch_run

from sim.model import CooperationModel
from sim.outcomes import compute
from tests.bench.baseline import VARIANTS, configurations
from tests.bench.idiomatic import IdiomaticModel

SHOWN = ("members", "sensitive_pooled", "harm")  # outcomes that a run hands back


@lru_cache(maxsize=1)
def prepared(runs: int) -> list[Any]:
    """The configurations, made once a process."""
    return configurations(runs)


class Timed:
    """What both models get for ``batch_run``: a number of a configuration, an end, and outcomes at the end."""

    began: float

    def end_if_over(self, month: int, end: int) -> None:
        """Stop after the last month; ``batch_run`` would make one step more than asked."""
        if month > end:
            self.running = False
        self.outlook.collect(self)  # type: ignore[attr-defined]


def collector(outcomes: Any) -> mesa.DataCollector:
    """Numbers of a finished run; None in the months before, which ``batch_run`` wants as well."""
    reporters = {name: lambda model, name=name: None if model.running else outcomes(model)[name] for name in SHOWN}
    times = {
        "seconds": lambda m: None if m.running else time.perf_counter() - m.began,
        "process": lambda m: os.getpid(),
    }
    return mesa.DataCollector(model_reporters=reporters | times)


class BatchReference(Timed, CooperationModel):
    """The reference for ``batch_run``."""

    def __init__(self, number: int, runs: int, seed: int | None = None) -> None:
        config = prepared(runs)[number]
        self.began = time.perf_counter()
        super().__init__(config)
        self.told: dict[str, float] = {}
        self.outlook = collector(BatchReference.outcomes)
        self.datacollector = self.outlook

    def step(self) -> None:
        """One month; the collector is asked here, not by the model."""
        self.datacollector = None
        super().step()
        self.datacollector = self.outlook
        self.end_if_over(self.world.month, self.config.end)

    def outcomes(self) -> dict[str, float]:
        """Outcomes of the finished run."""
        if not self.told:
            self._release()
            self.told = compute(self.ledger.record())
        return self.told


class BatchIdiomatic(Timed, IdiomaticModel):
    """The idiomatic model for ``batch_run``."""

    def __init__(self, number: int, runs: int, seed: int | None = None) -> None:
        config = prepared(runs)[number]
        self.began = time.perf_counter()
        super().__init__(config)
        self.monthly, self.outlook = self.datacollector, collector(BatchIdiomatic.outcomes)

    def step(self) -> None:
        """One month, with the model's own collector."""
        self.datacollector = self.monthly
        super().step()
        self.datacollector = self.outlook
        self.end_if_over(self.month, self.config.end)

    def outcomes(self) -> dict[str, float]:
        """Means over the months of what the model itself collects."""
        return {name: statistics.fmean(self.monthly.model_vars[name]) for name in SHOWN}


MODELS = {"plain": BatchReference, "shipped": BatchReference, "idiomatic": BatchIdiomatic}


# ---- one variant's process --------------------------------------------------------------------------------------
def run_all(name: str, runs: int, processes: int) -> dict[str, Any]:
    """Seconds of each run but the first of every process, which loads what is compiled; and of the whole batch."""
    began = time.perf_counter()
    parameters = {"number": list(range(runs)), "runs": [runs]}
    rows = batch_run(
        MODELS[name], parameters, number_processes=processes, max_steps=10_000, display_progress=False
    )  # fmt: skip
    whole = time.perf_counter() - began
    seen, seconds = set(), []
    for row in sorted(rows, key=lambda row: row["number"]):
        if row["process"] in seen:
            seconds.append(row["seconds"])
        seen.add(row["process"])
    return {"seconds": seconds or [row["seconds"] for row in rows], "whole": whole, "outcomes": rows[-1]["members"]}


def measured(name: str, runs: int, processes: int) -> float:
    """Runs a second of a variant under ``batch_run`` once all its processes are at work."""
    command = [sys.executable, "-m", "tests.bench.batch", "--variant", name, "--runs", str(runs)]
    environment = os.environ | dict(VARIANTS[name].environment)
    done = subprocess.run(
        [*command, "--processes", str(processes)], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return processes / statistics.fmean(json.loads(done.stdout.splitlines()[-1])["seconds"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.batch", description=__doc__)
    parser.add_argument("--variant", choices=list(MODELS), default="plain")
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    from tests.bench import batch  # by this name the other processes find the models

    print(json.dumps(batch.run_all(given.variant, given.runs, given.processes)))
