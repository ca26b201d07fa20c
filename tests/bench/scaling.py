"""Goals 4 and 5: runs a second, memory, and how the cost grows with actors and months."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from sim.draws import MEET, uniform
from sim.jit import rule
from tests.bench.baseline import comparison, configurations
from tests.bench.memory import peaks
from tests.bench.sample import Goal, Sample, Section, Table, in_turn, number
from tests.bench.worlds import REPLICATE, Runs, lasting, meetings_expected, roster_of, world

RUNS_A_SECOND, MILLION, MINUTES, MEGABYTES, FLAT, THREADS = 2000.0, 10**6, 10.0, 1000.0, 1.05, 1.9
SMALL, LARGE, LARGEST = 10, 60, 400  # actors
DRAWS = 300_000_000  # in each thread, to see what a second one can gain
SPAN = 60  # months of the goal
MONTHS = (12, 24, 60, 120)
MANY = 100  # actors; up to here several replicates are run


# ---- speed and threads --------------------------------------------------------------------------------------------
def speed(rounds: int, runs: int, memory_runs: list[int]) -> Section:
    """Runs a second on one and two threads; memory."""
    configs = comparison(max(1, runs // REPLICATE))
    many, alone = Runs(configs, runs), Runs(configs, runs, chunk=1)
    measures = {f"{n} threads": partial(_runs_a_second, many, n) for n in (1, 2)}
    measures |= {f"{n} threads, each run alone": partial(_runs_a_second, alone, n) for n in (1, 2)}
    span = Runs(lasting(configs, SPAN), runs)
    measures |= {f"{n} threads, {SPAN} months": partial(_runs_a_second, span, n) for n in (1, 2)}
    measures |= {f"{n} threads, draws only": partial(draws_a_second, n) for n in (1, 2)}
    draws_a_second(1)  # compiled before anything is timed
    found = in_turn(rounds, measures)
    one, two = found["1 threads"], found["2 threads"]
    few, more = peaks(memory_runs)
    gain, most = two.over(one), found["2 threads, draws only"].over(found["1 threads, draws only"])
    simulated, after = configs[0].end - configs[0].first + 1, configs[0].end - configs[0].adopt + 1
    goals = [
        Goal(4, f"runs of {SPAN} months a second on two threads, in the default comparison",
             f">= {RUNS_A_SECOND:,.0f}", found[f"2 threads, {SPAN} months"].text(),
             found[f"2 threads, {SPAN} months"].median >= RUNS_A_SECOND),
        Goal(4, f"the same as the comparison has them: {simulated} months, {after} of them after a design is adopted",
             f">= {RUNS_A_SECOND:,.0f}", two.text(), two.median >= RUNS_A_SECOND),
        _million(found[f"2 threads, {SPAN} months"], SPAN),
        _million(two, simulated),
        Goal(4, f"peak memory after {memory_runs[0]:,} and after {memory_runs[1]:,} runs",
             f"within {FLAT - 1:.0%} of each other, < 1 GB",
             f"{few:.0f} and {more:.0f} MB", more < MEGABYTES and more <= FLAT * few),
        Goal(5, "two threads against one", f">= {THREADS:g} times", gain.text("times"), gain.median >= THREADS),
    ]  # fmt: skip
    rows = [
        (what, str(n), s.text(), f"{number(MILLION / s.median / 60)} minutes")
        for what, kind in (
            ("the comparison", ""),
            (f"the same over {SPAN} months", f", {SPAN} months"),
            ("each run alone", ", each run alone"),
        )
        for n, s in ((n, found[f"{n} threads{kind}"]) for n in (1, 2))
    ]
    above = (
        f"The default comparison, every design of a replicate: {simulated} months a run, reduced to outcomes. What the "
        "designs have in common, the months before each of them works, is simulated once, and what in a month depends "
        "on no design is worked out once; *each run alone* is what a single design costs. What a second thread gains "
        "on this machine in a loop that makes draws and "
        f"touches no memory, measured in turn with the runs: {most.text('times')}; the runs reach "
        f"{gain.over(most).text(scale=100)}% of that."
    )
    return Section(goals, [Table("Speed", above, ("runs", "threads", "runs a second", "a million runs"), rows)])


def _million(speed: Sample, months: int) -> Goal:
    """How long a million runs of so many months would take at a speed (runs a second)."""
    minutes = MILLION / speed.median / 60
    return Goal(4, f"a million runs of {months} months on two threads, extrapolated", f"< {MINUTES:.0f} minutes",
                f"{number(minutes)} minutes", minutes < MINUTES)  # fmt: skip


def _runs_a_second(worlds: Runs, threads: int) -> float:
    return worlds.runs / worlds.seconds(threads)


@rule
def _draw(count):
    """The sum of so many draws."""
    total = 0.0
    for k in range(count):
        total += uniform(np.uint64(1), 0, MEET, np.uint64(2), np.uint64(3), k)
    return total


def draws_a_second(threads: int) -> float:
    """Draws a second in a loop that needs nothing but the processor, in each of so many threads."""
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(_draw, [DRAWS] * threads))
    return threads * DRAWS / (time.perf_counter() - began)


# ---- actors ---------------------------------------------------------------------------------------------------------
def growth(rounds: int, sizes: tuple[int, ...]) -> Section:
    """Cost of a meeting by number of actors."""
    worlds, meetings = {}, {}
    for n in sizes:
        configs = world(roster_of(n), 4 if n <= MANY else 1)
        worlds[n] = Runs(configs, max(1, 4 * (150 // n)), warm=n <= MANY)
        found = [meetings_expected(worlds[n].ensemble.record(config)) for config in configs]
        meetings[n] = sum(found) / len(found)
    times = _times(rounds, {n: w for n, w in worlds.items() if n <= MANY})
    times |= _times(1, {n: w for n, w in worlds.items() if n > MANY})
    each = {n: Sample.of(value / meetings[n] for value in times[n].values) for n in sizes}
    grown, fold = each[LARGE].over(each[SMALL]), LARGE / SMALL
    goals = [
        Goal(5, f"cost of a meeting with {LARGE} actors against {SMALL}", f"<= {fold:g} times (linear)",
             grown.text("times"), grown.median <= fold),
        Goal(5, f"{LARGEST} actors", "run", f"{times[LARGEST].text('s')} a run" if LARGEST in sizes else "",
             True if LARGEST in sizes else None),
    ]  # fmt: skip
    rows = [(str(n), times[n].text("ms", 1e3), number(meetings[n]), each[n].text("µs", 1e6)) for n in sizes]
    above = (
        "Rosters drawn from the real one with replacement, with as large a share of firms and of offices at the start, "
        "under one design; one thread, large worlds once. Meetings are those expected: pairs that could meet, times "
        "their chance. The cost of a run, all its phases, is shared out among its meetings."
    )
    return Section(goals, [Table("Actors", above, ("actors", "a run", "meetings a run", "a meeting"), rows)])


def _times(rounds: int, worlds: dict[int, Runs]) -> dict[int, Sample]:
    """Seconds a run of each world, in turn."""
    found = in_turn(rounds, {f"{n} actors": lambda w=w: w.seconds(1) / w.runs for n, w in worlds.items()})
    return dict(zip(worlds, found.values(), strict=True))


# ---- months ---------------------------------------------------------------------------------------------------------
def length(rounds: int, runs: int) -> Section:
    """Cost of a run by its months."""
    configs = configurations(min(20, runs))
    worlds = {m: Runs(lasting(configs, m), runs) for m in MONTHS}
    times = in_turn(rounds, {str(m): partial(worlds[m].seconds, 1) for m in MONTHS})
    each = {m: Sample.of(value / runs for value in times[str(m)].values) for m in MONTHS}
    rows = [(str(m), each[m].text("ms", 1e3), Sample.of(v / m for v in each[m].values).text("µs", 1e6)) for m in MONTHS]
    above = (
        "The default world over other spans, no two runs beginning alike; one thread. With the months, ties, members "
        "and cases become more."
    )
    return Section([], [Table("Months", above, ("months", "a run", "a month"), rows)])
