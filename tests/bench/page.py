"""docs/performance.md: what the benchmark found, and what it means."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from pathlib import Path

from tests.bench.measuring import Section, Table, processors

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
LIBRARIES = ("mesa", "simpy", "numpy", "numba")
NOTE = "<!-- Written by `make bench` (tests/bench). Do not edit. -->"
COLUMNS = ("what", "figure", "compared with", "figure", "ratio", "wanted", "")
INTRODUCTION = """\
How fast the model runs, each figure beside an alternative that was measured in the same run of the benchmark. Two \
engines make the same runs, bit for bit: the *reference* (Mesa agents and a SimPy secretariat) and the *ensemble* (one \
compiled loop over runs and months). Both use the rules of `sim/rules`. The *idiomatic* model in \
`tests/bench/idiomatic` makes the same decisions as a Mesa user would write them, in plain Python. It is the fair \
measure of what the ensemble gains: without compilation the reference is a way to read and debug the rules.

One speed is required: at least 1,500 default runs of 60 months a second on two threads. Beyond that, code that is \
easy to read comes before speed."""
METHOD = """\
What is compared was measured in turn, one after the other in every repetition, so that other work of the machine \
weighs on both; ratios are taken within a repetition. Figures are medians, with the lowest and the highest of the \
repetitions in parentheses. They belong to this machine; on another one the ratios will be alike, the figures not.

Figures of a busy machine are not kept: before and after all else the benchmark checks that it gets at least \
{least:.0%} of the processors' time, and writes no page if it does not. For this page it got {share:.0%}. \
`make bench` measures anew (about six minutes, on a machine that does nothing else); `make bench ARGS=--quick` tries \
everything in a small version and writes nothing."""


def processor() -> str:
    """Kind of processor, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def machine() -> str:
    """What was measured on and with."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    python = sys.version.split()[0]
    return f"{processor()}, {processors()} cores; {platform.system()}, Python {python}, {versions}"


def markdown(table: Table) -> str:
    """A table with its heading."""
    lines = [_line(table.columns), _line(("---",) * len(table.columns)), *(_line(row) for row in table.rows)]
    return "\n\n".join([f"## {table.title}", *([table.above] if table.above else []), "\n".join(lines)])


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def text(sections: list[Section], minutes: float, share: float, least: float) -> str:
    """The whole page; ``share`` of the processors' time that the benchmark got, ``least`` that it needs."""
    rows = [comparison.cells for section in sections for comparison in section.comparisons]
    main = Table("What was compared", f"Measured in {minutes:.0f} minutes on: {machine()}.", COLUMNS, rows)
    tables = [main, *(table for section in sections for table in section.tables)]
    method = f"## How it was measured\n\n{METHOD.format(least=least, share=share)}"
    return "\n\n".join([NOTE, "# Performance", INTRODUCTION, *map(markdown, tables), method]) + "\n"
