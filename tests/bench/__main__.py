"""The benchmark: ``make bench`` measures, prints and writes docs/performance.md, on a machine that does nothing else.

``--quick`` tries everything in a small version, whose figures mean nothing, and writes no page.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import actors, engines, page, speed, startup, tables
from tests.bench.measuring import Section
from tests.bench.worlds import share_of_processors

Part = Callable[[], Section]
SIZES = (10, 20, 40, 60, 100, 200, 400)  # actors
LEAST_SHARE = 0.9  # of the processors' time: with less the machine is busy
BUSY = "The machine is busy: this process gets {share:.0%} of the processors' time, and {least:.0%} is needed."


def parts() -> dict[str, Part]:
    """What is measured, in this order."""
    return {
        "engines": lambda: engines.section(rounds=5, runs=20, ensemble_runs=2000),
        "speed": lambda: speed.section(rounds=5, runs=2000, memory_runs=(200, 2000)),
        "start": lambda: startup.section(rounds=9, cold=True),
        "tables": lambda: tables.section(rounds=3, replicates=(64, 420)),
        "actors": lambda: actors.section(rounds=3, sizes=SIZES, most_runs=600),
    }


def quick_parts() -> dict[str, Part]:
    """The same, as small as it can be."""
    return {
        "engines": lambda: engines.section(rounds=1, runs=2, ensemble_runs=2),
        "speed": lambda: speed.section(rounds=1, runs=4, memory_runs=(2, 4)),
        "start": lambda: startup.section(rounds=1, cold=False),
        "tables": lambda: tables.section(rounds=1, replicates=(6,)),
        "actors": lambda: actors.section(rounds=1, sizes=(actors.SMALL, actors.LARGE), most_runs=1),
    }


def measured(chosen: dict[str, Part]) -> tuple[list[Section], float]:
    """The sections, and the minutes that they took."""
    began, sections = time.perf_counter(), []
    for name, part in chosen.items():
        print(f"{name} ...", flush=True)
        sections.append(part())
    return sections, (time.perf_counter() - began) / 60


def share_if_quiet() -> float:
    """Share of the processors' time that this process gets; SystemExit if it is too little."""
    share = share_of_processors()
    if share < LEAST_SHARE:
        said = BUSY.format(share=share, least=LEAST_SHARE)
        raise SystemExit(f"{said} No page was written. End what else is running, and start again.")
    return share


def main(arguments: list[str] | None = None) -> None:
    """Measure and print; the whole benchmark writes its page, if the machine was quiet before and after."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small version, to try whether it runs")
    parser.add_argument("--only", nargs="+", choices=list(parts()), help="these parts only; no page is written")
    parser.add_argument("--out", type=Path, default=page.PAGE, help=f"where the page goes (default {page.PAGE.name})")
    given = parser.parse_args(arguments)
    whole = not (given.quick or given.only)
    before = share_if_quiet() if whole else 0.0
    chosen = quick_parts() if given.quick else parts()
    sections, minutes = measured({name: chosen[name] for name in given.only or chosen})
    text = page.text(sections, minutes, before, LEAST_SHARE)
    print(text)
    if whole:
        share_if_quiet()
        given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
