"""Runs the experiments of the evidence rows on paired replicates and writes what they found."""

from __future__ import annotations

import csv
import importlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from results.studies.evidence.contrast import Contrast, Experiment, Found, Side, Values, known_quantity, mean_of
from results.studies.evidence.judge import Verdict, judge
from scenarios import pools
from scenarios.claims import locked
from scenarios.experiment import run_single
from scenarios.fingerprint import fingerprint
from scenarios.rosters import load_roster
from scenarios.stored_files import write_whole
from sim.record import Record
from sim.roster import Roster

MODULES = ("designs", "reasons", "rivalry")
EFFECTS = Path(__file__).parents[2] / "data" / "effects.csv"
REPLICATES = 32
WAIT = 10.0  # seconds for another process that writes there
COLUMNS = (
    "id", "part", "outcome", "expected", "decides", "effect", "low", "high", "smallest", "spread_low", "spread_high",
    "pairs", "ties", "share", "status", "finding", "fingerprint",
)  # fmt: skip
Progress = Callable[[int, int], None]


def experiments() -> tuple[Experiment, ...]:
    """All experiments, in the order of the claims."""
    found: list[Experiment] = []
    for name in MODULES:
        found += importlib.import_module(f"results.studies.evidence.{name}").ROWS
    return tuple(found)


@dataclass(frozen=True)
class Task:
    """One run: what is to be measured in a replicate of a side."""

    side: Side
    replicate: int
    quantities: tuple[str, ...]


@lru_cache(maxsize=4)
def _roster(name: str) -> Roster:
    return load_roster(name)


def run(at: Side, replicate: int, keep: Iterable[str] = ()) -> Record:
    """The record of a replicate of a side: the run that `entente run` would make with the same scenario."""
    scenario = at.resolved()
    roster = _roster(scenario.roster)
    roster = roster if at.alter is None else at.alter(roster)
    wanted = set(keep)
    return run_single(
        scenario,
        at.design,
        replicate=replicate,
        keep_decisions="decisions" in wanted,
        roster=roster,
    )


def perform(task: Task) -> list[float]:
    """The quantities of one run."""
    importlib.import_module("results.studies.evidence.measure").experiments()  # registers quantities in a new process
    wanted = [known_quantity(name) for name in task.quantities]
    record = run(task.side, task.replicate, {q.needs for q in wanted})
    return [float(q.function(record)) for q in wanted]


def values(
    asked: Sequence[Experiment], replicates: int, workers: int = 1, progress: Progress | None = None
) -> dict[tuple[Side, str], np.ndarray]:
    """(replicates,) values of every quantity on every side; a run that several experiments need is made once."""
    need: dict[Side, tuple[dict[str, None], int]] = {}
    for experiment in asked:
        for at in experiment.sides:
            names, count = need.get(at, ({}, 0))
            names.update(dict.fromkeys(experiment.quantities))
            need[at] = (names, max(count, replicates * experiment.floor))
    tasks = [Task(at, r, tuple(names)) for at, (names, count) in need.items() for r in range(count)]
    done = _perform_all(tasks, workers, progress)
    out: dict[tuple[Side, str], np.ndarray] = {}
    for at, (names, count) in need.items():
        rows = np.array([done[at, r] for r in range(count)], dtype=float).reshape(count, len(names))
        out.update({(at, name): rows[:, k] for k, name in enumerate(names)})
    return out


def _perform_all(tasks: Sequence[Task], workers: int, progress: Progress | None) -> dict[tuple[Side, int], list[float]]:
    done: dict[tuple[Side, int], list[float]] = {}
    for task, result in zip(tasks, pools.spread(perform, tasks, workers, experiments), strict=True):
        done[task.side, task.replicate] = result
        if progress is not None:
            progress(len(done), len(tasks))
    return done


def found_by(experiment: Experiment, found: Values, replicates: int) -> list[Found]:
    """What one experiment says, from the values of its sides."""
    count = replicates * experiment.floor
    own = {key: samples[:count] for key, samples in found.items() if key[0] in experiment.sides}
    if isinstance(experiment, Contrast):
        name = experiment.quantity
        left, right = own[experiment.left, name], own[experiment.right, name]
        level = mean_of(left[~np.isnan(right)])
        return [Found(experiment.part, name, right - left, experiment.expected, experiment.decides, level)]
    return experiment.judge(own)


def effect_rows(
    asked: Sequence[Experiment], replicates: int, workers: int = 1, progress: Progress | None = None
) -> list[dict[str, str]]:
    """A row of ``effects.csv`` for everything that the experiments found."""
    version = fingerprint()
    got = values(asked, replicates, workers, progress)
    rows = []
    for experiment in asked:
        for found in found_by(experiment, got, replicates):
            verdict = judge(np.asarray(found.samples, dtype=float), found.expected, found.smallest)
            rows.append(_row(experiment.row, found, verdict, version))
    return rows


def _row(row: str, found: Found, verdict: Verdict, version: str) -> dict[str, str]:
    def text(value: float) -> str:
        return "" if value != value else f"{value:.6g}"

    return {
        "id": row, "part": found.part, "outcome": found.quantity,
        "expected": "" if found.expected is None else str(found.expected), "decides": "1" if found.decides else "0",
        "effect": text(verdict.effect), "low": text(verdict.low), "high": text(verdict.high),
        "smallest": text(verdict.smallest), "spread_low": text(verdict.spread_low),
        "spread_high": text(verdict.spread_high), "pairs": str(verdict.pairs), "ties": str(verdict.ties),
        "share": text(verdict.share), "status": verdict.status, "finding": verdict.finding, "fingerprint": version,
    }  # fmt: skip


def write_effects(rows: Sequence[dict[str, str]], order: Sequence[str], path: Path = EFFECTS) -> None:
    """Replace the effects of the rows that were run, keep those of the others; whole or not at all."""
    with locked(path.parent, WAIT):
        merged = sorted([*_kept(rows, order, path), *rows], key=lambda row: order.index(row["id"]))
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(merged)
        write_whole(path, text.getvalue())


def _kept(rows: Sequence[dict[str, str]], order: Sequence[str], path: Path) -> list[dict[str, str]]:
    """The stored effects of rows that were not run now."""
    if not path.is_file():
        return []
    run_now = {row["id"] for row in rows}
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["id"] not in run_now and row["id"] in order]
