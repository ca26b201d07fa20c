"""The benchmark: ``make bench`` measures the goals of speed, prints them and writes docs/performance.md.

``--quick`` tries everything in a small version, whose figures mean nothing, and writes no page.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import engines, floor, page, scaling, startup
from tests.bench.sample import Section

Part = Callable[[], Section]
SIZES = (10, 20, 40, 60, 100, 200, 400)  # actors


def parts() -> dict[str, Part]:
    """What is measured, in this order."""
    return {
        "start": lambda: startup.section(starts=9, rounds=3, cold=True),
        "engines": lambda: engines.section(rounds=3, runs=10, ensemble_runs=1200),
        "floor": lambda: floor.section(rounds=5, runs=100, counted_runs=10, least=0.1),
        "speed": lambda: scaling.speed(rounds=5, runs=2400, memory_runs=[200, 2000]),
        "actors": lambda: scaling.growth(rounds=3, sizes=SIZES),
        "months": lambda: scaling.length(rounds=3, runs=100),
    }


def quick_parts() -> dict[str, Part]:
    """The same, as small as it can be."""
    return {
        "start": lambda: startup.section(starts=1, rounds=1, cold=False),
        "engines": lambda: engines.section(rounds=1, runs=2, ensemble_runs=2),
        "floor": lambda: floor.section(rounds=1, runs=2, counted_runs=1, least=0.0),
        "speed": lambda: scaling.speed(rounds=1, runs=4, memory_runs=[2, 4]),
        "actors": lambda: scaling.growth(rounds=1, sizes=(10, 60)),
        "months": lambda: scaling.length(rounds=1, runs=1),
    }


def measured(chosen: dict[str, Part]) -> tuple[list[Section], float]:
    """The sections, and the minutes that they took."""
    began, sections = time.perf_counter(), []
    for name, part in chosen.items():
        print(f"{name} ...", flush=True)
        sections.append(part())
    return sections, (time.perf_counter() - began) / 60


def main(arguments: list[str] | None = None) -> str:
    """Measure, print and write; the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small version, to try whether it runs")
    parser.add_argument("--only", nargs="+", choices=list(parts()), help="these parts only; no page is written")
    parser.add_argument("--out", type=Path, help=f"where the page goes (default docs/{page.PAGE.name})")
    given = parser.parse_args(arguments)
    chosen = quick_parts() if given.quick else parts()
    if given.only:
        chosen = {name: chosen[name] for name in given.only}
    text = page.text(*measured(chosen))
    print(text)
    out = given.out or (None if given.quick or given.only else page.PAGE)
    if out is not None:
        out.write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    main()
