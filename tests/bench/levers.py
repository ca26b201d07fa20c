"""How long a lever takes to be answered: ``python -m tests.bench.levers`` measures and prints.

Beside the seconds stands the ratio to ``entente compare`` of the same runs in this process: two experiments, with the
choice and without it, and the comparison of each. Ratios hold on a busy machine too, seconds do not.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import statistics
import time
from collections.abc import Sequence

from entente.browser.work import Superseded, Work
from results.comparison import compare
from results.play.futures.effects import in_futures
from results.play.futures.ensemble import REPLICATES
from results.play.futures.futures import Futures
from scenarios.designs import default_designs
from scenarios.experiment import run_experiment
from scenarios.session.log import Log, started
from scenarios.session.plan import roster_of

ASKERS = 20


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.levers", description=__doc__)
    parser.add_argument("--scenario", default="default")
    parser.add_argument("--replicates", type=int, default=REPLICATES)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    log = started(given.scenario)
    many = default_designs(roster_of(log.base()))
    _answered(log, [log.design], given.replicates, Futures())  # compiled code is loaded
    print(f"{given.scenario}, {given.replicates} futures, medians of {given.rounds} rounds")
    print("event: lever of the world; fields: lever of the secretariat in a later month, one group of runs a design")
    for kind in ("event", "fields"):
        for designs in ([log.design], many):
            _line(kind, log, designs, given.replicates, given.rounds)


def _line(kind: str, log: Log, designs: list[str], replicates: int, rounds: int) -> None:
    """One line: the first answer, the next one of a moving slider, twenty askers, and how soon an end is heard."""
    by_compare = statistics.median(_compared(_choice(log, kind, k), log, designs, replicates) for k in range(rounds))
    first, next_one, ends = [], [], []
    for k in range(rounds):
        futures = Futures()
        first.append(
            _timed(lambda k=k, futures=futures: _answered(_choice(log, kind, k), designs, replicates, futures))
        )
        next_one.append(
            _timed(lambda k=k, futures=futures: _answered(_choice(log, kind, k + 50), designs, replicates, futures))
        )
        ends.append(asyncio.run(_heard(_choice(log, kind, k), designs, replicates)))
    one, last = asyncio.run(_twenty(log, kind, designs, replicates))
    first_, next_ = statistics.median(first), statistics.median(next_one)
    print(
        f"{kind}, {len(designs)} design{'s' * (len(designs) > 1)}: compare {by_compare:.2f} s; "
        f"first answer {first_:.2f} s ({first_ / by_compare:.2f}); next {next_:.2f} s ({next_ / by_compare:.2f}); "
        f"{ASKERS} askers: first {one:.2f} s, last {last:.2f} s ({last / ASKERS / by_compare:.2f} each); "
        f"an end is heard after {statistics.median(ends):.2f} s"
    )


def _choice(log: Log, kind: str, number: int) -> Log:
    """The log with a choice, another one for each number."""
    if kind == "event":
        return log.with_choice(event={"date": "2026-06", "kind": "salience", "size": round(0.1 + number / 200, 3)})
    return log.with_choice(fields={"date": "2026-06", "values": {"staff_fte": 20.0 + number / 4}})


def _answered(log: Log, designs: list[str], replicates: int, futures: Futures, tick=lambda done, parts: None) -> None:  # type: ignore[no-untyped-def]
    """The answer as the page has it: the differences and their rows."""
    other = log.without(log.choices[-1].number) if log.choices else log
    for found in in_futures(log, other, designs, replicates, tick, futures).values():
        found.rows  # noqa: B018


def _compared(log: Log, other: Log, designs: list[str], replicates: int) -> float:
    """Seconds of the same runs as two experiments, each with its comparison."""
    began = time.perf_counter()
    for one in (log, other):
        for design in designs if one.choices and one.choices[-1].fields else [None]:
            scenario = (one if design is None else one.under(design)).played().changed(replicates=replicates)
            asked = scenario.designs if design is not None else designs
            compare(run_experiment(scenario.changed(designs=asked)))
    return time.perf_counter() - began


async def _twenty(log: Log, kind: str, designs: list[str], replicates: int) -> tuple[float, float]:
    """Seconds until the first and the last of twenty tabs have their answer, which all ask at once."""
    work, futures, began, ended = Work(), Futures(), time.perf_counter(), []

    async def ask(number: int) -> None:
        mine = _choice(log, kind, number)
        job = functools.partial(_answered, mine, designs, replicates, futures)
        await work.run(f"tab {number}", "preview", lambda tick: job(tick=tick))
        ended.append(time.perf_counter() - began)

    await asyncio.gather(*(ask(number) for number in range(ASKERS)))
    work.close()
    return ended[0], ended[-1]


async def _heard(log: Log, designs: list[str], replicates: int) -> float:
    """Seconds from a newer wish until the thread of the older one is free."""
    work = Work(threads=1)
    job = functools.partial(_answered, log, designs, replicates, Futures())
    old = asyncio.create_task(work.run("tab", "preview", lambda tick: job(tick=tick)))
    await asyncio.sleep(0.1)
    began = time.perf_counter()
    await work.run("tab", "preview", lambda tick: None)
    heard = time.perf_counter() - began
    await asyncio.gather(old, return_exceptions=True)
    assert old.exception() is None or isinstance(old.exception(), Superseded)
    work.close()
    return heard


def _timed(call) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
