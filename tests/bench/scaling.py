"""Goals 4 and 5: runs a second, memory, and how the cost grows with actors and months."""

from __future__ import annotations

from functools import partial

from tests.bench.baseline import configurations
from tests.bench.memory import peaks
from tests.bench.sample import Goal, Sample, Section, Table, in_turn, number
from tests.bench.worlds import Runs, lasting, meetings_expected, roster_of, world

RUNS_A_SECOND, MILLION, MINUTES, MEGABYTES, FLAT, THREADS = 2000.0, 10**6, 10.0, 1000.0, 1.05, 1.9
SMALL, LARGE, LARGEST = 10, 60, 400  # actors
MONTHS = (12, 24, 60, 120)
MANY = 100  # actors; up to here several replicates are run


# ---- speed and threads --------------------------------------------------------------------------------------------
def speed(rounds: int, runs: int, memory_runs: list[int]) -> Section:
    """Runs a second on one and two threads; memory."""
    configs = configurations(min(100, runs))
    many = Runs(configs, runs)
    found = in_turn(rounds, {f"{n} threads": lambda n=n: runs / many.seconds(n) for n in (1, 2)})
    one, two = found["1 threads"], found["2 threads"]
    few, more = peaks(memory_runs)
    minutes = MILLION / two.median / 60
    gain = two.over(one)
    simulated, after = configs[0].end - configs[0].first + 1, configs[0].end - configs[0].adopt + 1
    goals = [
        Goal(4, f"runs a second on two threads (default world: {simulated} months a run, {after} of them after the "
             "design is adopted; the goal speaks of 60)", f">= {RUNS_A_SECOND:,.0f}", two.text(),
             two.median >= RUNS_A_SECOND),
        Goal(4, "a million runs on two threads, extrapolated", f"< {MINUTES:.0f} minutes", f"{number(minutes)} minutes",
             minutes < MINUTES),
        Goal(4, f"peak memory after {memory_runs[0]:,} and after {memory_runs[1]:,} runs", "flat, < 1 GB",
             f"{few:.0f} and {more:.0f} MB", more < MEGABYTES and more <= FLAT * few),
        Goal(5, "two threads against one", f">= {THREADS:g} times", gain.text("times"), gain.median >= THREADS),
    ]  # fmt: skip
    rows = [(str(n), s.text(), f"{number(MILLION / s.median / 60)} minutes") for n, s in ((1, one), (2, two))]
    above = f"The default world under all its designs in turn: {simulated} months a run, reduced to outcomes."
    return Section(goals, [Table("Speed", above, ("threads", "runs a second", "a million runs"), rows)])


# ---- actors ---------------------------------------------------------------------------------------------------------
def growth(rounds: int, sizes: tuple[int, ...]) -> Section:
    """Cost of a meeting by number of actors."""
    worlds, meetings = {}, {}
    for n in sizes:
        configs = world(roster_of(n), 4 if n <= MANY else 1)
        worlds[n] = Runs(configs, max(1, 4 * (150 // n)))
        found = [meetings_expected(worlds[n].ensemble.record(config)) for config in configs]
        meetings[n] = sum(found) / len(found)
    times = in_turn(rounds, {str(n): lambda n=n: worlds[n].seconds(1) / worlds[n].runs for n in sizes})
    each = {n: Sample.of(value / meetings[n] for value in times[str(n)].values) for n in sizes}
    grown, fold = each[LARGE].over(each[SMALL]), LARGE / SMALL
    goals = [
        Goal(5, f"cost of a meeting with {LARGE} actors against {SMALL}", f"<= {fold:g} times (linear)",
             grown.text("times"), grown.median <= fold),
        Goal(5, f"{LARGEST} actors", "run", f"{times[str(LARGEST)].text('s')} a run" if LARGEST in sizes else "",
             True if LARGEST in sizes else None),
    ]  # fmt: skip
    rows = [(str(n), times[str(n)].text("ms", 1e3), number(meetings[n]), each[n].text("µs", 1e6)) for n in sizes]
    above = (
        "Rosters drawn from the real one with replacement, with as large a share of firms and of offices at the start, "
        "under one design; one thread. Meetings are those expected: pairs that could meet, times their chance. The "
        "cost of a run, all its phases, is shared out among its meetings."
    )
    return Section(goals, [Table("Actors", above, ("actors", "a run", "meetings a run", "a meeting"), rows)])


# ---- months ---------------------------------------------------------------------------------------------------------
def length(rounds: int, runs: int) -> Section:
    """Cost of a run by its months."""
    configs = configurations(min(20, runs))
    worlds = {m: Runs(lasting(configs, m), runs) for m in MONTHS}
    times = in_turn(rounds, {str(m): partial(worlds[m].seconds, 1) for m in MONTHS})
    each = {m: Sample.of(value / runs for value in times[str(m)].values) for m in MONTHS}
    rows = [(str(m), each[m].text("ms", 1e3), Sample.of(v / m for v in each[m].values).text("µs", 1e6)) for m in MONTHS]
    above = "The default world over other spans; one thread. With the months, ties, members and cases become more."
    return Section([], [Table("Months", above, ("months", "a run", "a month"), rows)])
