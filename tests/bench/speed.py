"""The ensemble on one thread and on two, and whether its memory stays flat."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from tests.bench.measuring import Comparison, Sample, Section, Table, apart, in_turn
from tests.bench.worlds import Runs, comparison, lasting

LEAST, GAIN, FLAT = 1500, 1.8, 1.05  # runs a second; two threads against one; memory against memory
SPAN = 60  # months


def section(rounds: int, runs: int, memory_runs: tuple[int, int]) -> Section:
    """Runs a second by thread, and peak memory."""
    configs = comparison(max(1, min(200, runs // 10)))
    kinds = {SPAN: lasting(configs, SPAN), configs[0].end - configs[0].first + 1: configs}
    worlds = {months: Runs(chosen, runs) for months, chosen in kinds.items()}
    measures = {f"{m} months, {n} threads": partial(w.a_second, n) for m, w in worlds.items() for n in (1, 2)}
    found = in_turn(rounds, measures, "runs a second")
    one, two = found[f"{SPAN} months, 1 threads"], found[f"{SPAN} months, 2 threads"]
    gain = two.over(one).median
    wanted, met = f"at least {LEAST:,} a second, and {GAIN:g} times", two.median >= LEAST and gain >= GAIN
    comparisons = [
        Comparison(f"default runs of {SPAN} months, two threads", two, "one thread", one, wanted, met),
        _memory(memory_runs),
    ]
    rows = [(str(m), *(str(found[f"{m} months, {n} threads"]) for n in (1, 2))) for m in kinds]
    above = (
        f"The default comparison, every design of a replicate, reduced to outcomes: over {SPAN} months, the figure for "
        "which a least speed is set, and over the months that a default run has."
    )
    return Section(comparisons, [Table("Threads", above, ("months a run", "one thread", "two threads"), rows)])


def _memory(numbers: tuple[int, int]) -> Comparison:
    few, many = (Sample.of([size], "MB") for size in apart(peaks, numbers))
    what, against = (f"after {count:,} runs" for count in reversed(numbers))
    wanted, met = f"at most {FLAT:g} times", many.median <= FLAT * few.median
    return Comparison(f"peak memory {what}", many, against, few, wanted, met)


def peaks(numbers: tuple[int, int]) -> list[float]:
    """Peak memory of this process (megabytes) after so many runs, and after so many."""
    runs, found, done = Runs(comparison(2), max(numbers)), [], 0
    for wanted in numbers:
        while done < min(wanted, runs.runs):
            done += len(runs.ensemble.reduce(runs.chunks[done // len(runs.chunks[0])]).outcomes)
        found.append(peak())
    return found


def peak() -> float:
    """Megabytes at most so far. What ``getrusage`` tells on Linux begins with the peak of the process before this."""
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        return int(status.partition("VmHWM:")[2].split()[0]) / 2**10
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
