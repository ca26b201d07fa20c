"""docs/performance.md: what the benchmark found, and what it means."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from pathlib import Path

from tests.bench.engines import processors
from tests.bench.sample import Section, Table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
LIBRARIES = ("mesa", "simpy", "numpy", "numba")
NOTE = "<!-- Written by `make bench` (tests/bench). Do not edit. -->"
INTRODUCTION = """\
How fast the model runs, against goals that were set before it was made fast. Two engines make the same runs, bit for \
bit: the *reference* (Mesa agents and a SimPy secretariat, over the rules of `sim/rules`) and the *ensemble* (one \
compiled loop over runs and months, over the same rules). The *idiomatic* model in `tests/bench` makes the same \
decisions as a Mesa user would write them, in plain Python with the standard `random`: it is what the others are \
measured against, so that a slow reference cannot flatter the ensemble.

All figures come from one run of the benchmark on one machine. What is compared was measured in turn, so that what \
else the machine did weighs on both sides; ratios are taken within a repetition. Figures are medians, with the lowest \
and highest of the repetitions in parentheses. `make bench` measures anew and rewrites this page (up to a quarter of \
an hour; leave the machine alone meanwhile); `make bench ARGS=--quick` tries everything in a small version and writes \
nothing."""


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
    return f"{processor()}, {processors()} cores; {platform.system()}, Python {python}, {versions}."


def markdown(table: Table) -> str:
    """A table with its heading."""
    lines = [f"### {table.title}", "", *([table.above, ""] if table.above else [])]
    lines += [_line(table.columns), _line(("---",) * len(table.columns)), *(_line(row) for row in table.rows)]
    return "\n".join(lines)


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def goals(sections: list[Section]) -> Table:
    """All goals in their order."""
    found = sorted((goal for section in sections for goal in section.goals), key=lambda goal: goal.number)
    rows = [(str(g.number), g.title, g.goal, g.measured, g.verdict) for g in found]
    return Table("Goals", "", ("", "what", "goal", "measured", ""), rows)


def text(sections: list[Section], minutes: float) -> str:
    """The whole page."""
    tables = [table for section in sections for table in section.tables]
    measured = f"Measured in {minutes:.0f} minutes on: {machine()}"
    parts = [NOTE, "# Performance", INTRODUCTION, measured, markdown(goals(sections)).replace("### ", "## ")]
    return "\n\n".join([*parts, "## How it was measured", *map(markdown, tables)]) + "\n"
