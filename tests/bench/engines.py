"""Goals 1 and 3: the ensemble against what a Mesa user would write, and the reference against an idiomatic model."""

from __future__ import annotations

import os
from functools import partial

from tests.bench import baseline
from tests.bench.batch import measured
from tests.bench.sample import Goal, Sample, Section, Table, in_turn, number
from tests.bench.worlds import Runs

BATCH = "under `mesa.batch_run` on all cores"
NAMES = {
    "plain": "reference, not compiled",
    "shipped": "reference as it ships",
    "idiomatic": "idiomatic Mesa model",
}
BLOCK = 10  # runs, one under each design
FAST, FAST_SHIPPED, FAIR = 500.0, 50.0, 1.0  # goals, in times


def processors() -> int:
    """Processors that this process may use."""
    return getattr(os, "process_cpu_count", os.cpu_count)() or 1


def speeds(rounds: int, runs: int, ensemble_runs: int) -> dict[str, Sample]:
    """Runs a second on all cores, variant after variant in every round."""
    cores = processors()
    many = Runs(baseline.configurations(runs), ensemble_runs)  # the very runs that Mesa makes, over and over
    whole = Runs(baseline.comparison(runs), ensemble_runs)
    measures = {name: partial(measured, name, runs, cores) for name in NAMES}
    measures |= {"ensemble": lambda: many.runs / many.seconds(cores)}
    return in_turn(rounds, measures | {"comparison": lambda: whole.runs / whole.seconds(cores)})


def section(rounds: int, runs: int, ensemble_runs: int) -> Section:
    """The goals with their tables."""
    found = speeds(rounds, runs, ensemble_runs)
    alone = baseline.measure(list(baseline.VARIANTS), 6 * runs)
    gain = {name: found["ensemble"].over(found[name]) for name in NAMES}
    shared = {name: found["comparison"].over(found[name]) for name in NAMES}
    fair = ratio(alone, "plain", "idiomatic")
    goals = [
        *_times_faster(shared, "the default comparison"),
        *_times_faster(gain, "runs of which no two begin alike"),
        Goal(3, "processor time of the reference with compilation off against the idiomatic Mesa model, one process",
             f"<= {FAIR:g} times", fair.text("times"), fair.median <= FAIR),
    ]  # fmt: skip
    return Section(goals, [_all_cores(found, gain, shared), _alone(alone)])


def _times_faster(gain: dict[str, Sample], runs: str) -> list[Goal]:
    """The first goal, for one kind of runs."""
    return [
        Goal(1, f"{runs}: the ensemble against the {NAMES[name]}, {BATCH}", f">= {least:.0f} times",
             gain[name].text("times"), gain[name].median >= least)
        for name, least in (("plain", FAST), ("shipped", FAST_SHIPPED))
    ]  # fmt: skip


def ratio(alone: dict[str, list[dict[str, float]]], name: str, other: str) -> Sample:
    """Ratios of processor time over some runs each: in a single one the models may decide very differently often."""

    def times(runs: list[dict[str, float]]) -> list[float]:
        return [sum(run["cpu"] for run in runs[k : k + BLOCK]) for k in range(0, len(runs), BLOCK)]

    return Sample.of(a / b for a, b in zip(times(alone[name]), times(alone[other]), strict=True))


def _all_cores(found: dict[str, Sample], gain: dict[str, Sample], shared: dict[str, Sample]) -> Table:
    rows = [
        (f"{NAMES[name]}, {BATCH}", found[name].text(), gain[name].text("times"), shared[name].text("times"))
        for name in NAMES
    ]
    return Table(
        "On all cores",
        "Runs of the default world a second, the same runs by all: one replicate after another, each under another "
        "design. Under `mesa.batch_run` only those count that a process makes after its first, while all processes are "
        "at work: neither their start nor what they load counts against Mesa. In a "
        "comparison all designs of a replicate are run side by side, and the ensemble works out once what they have "
        "in common, the months before each of them works, and later what in a month depends on no design: the last "
        "column. The goal does not say which runs it means; it is judged for both kinds: those of the default "
        "comparison, which the ensemble is made for, and runs of which no two begin alike, which share nothing.",
        ("variant", "runs a second", "the ensemble is faster by", "in a comparison by"),
        [*rows, ("ensemble, a thread a core", found["ensemble"].text(), "", ""),
         ("ensemble, in a comparison", found["comparison"].text(), "", "")],
    )  # fmt: skip


def _alone(alone: dict[str, list[dict[str, float]]]) -> Table:
    rows = []
    for name, runs in alone.items():
        cpu = Sample.of(run["cpu"] for run in runs)
        choices = sum(run["choices"] for run in runs) / len(runs)
        against = ratio(alone, name, baseline.BASE).text("times")
        rows.append((baseline.VARIANTS[name].name, cpu.text("ms", 1000.0), against, number(choices)))
    return Table(
        "One process, variants in turn",
        f"Processor time of a run, alone in a process of its own; ratios to the idiomatic model are over {BLOCK} runs. "
        "Choices of sharing say that all decide as much: reference and ensemble exactly so, the idiomatic model, "
        "which draws from the standard `random`, on average.",
        ("variant", "a run", "against idiomatic", "choices of sharing a run"),
        rows,
    )
