"""Goal 6: how soon the command line answers."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.sample import NOT_MEASURED, Goal, Sample, Section, Table, in_turn

ROOT = Path(__file__).resolve().parents[2]
HELP, FIRST = 0.3, 15.0  # seconds


def seconds(words: list[str], cache: str | None = None) -> float:
    """Seconds that a command line takes, in a process of its own."""
    environment = os.environ if cache is None else os.environ | {"ENTENTE_CACHE": cache}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "entente", *words], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    return time.perf_counter() - began


def first_result(cache: str | None = None) -> float:
    """Seconds until `entente compare` has compared all designs in one replicate."""
    with tempfile.TemporaryDirectory() as folder:
        return seconds(["compare", "--replicates", "1", "--no-report", "--out", folder], cache)


def compiled_anew() -> float:
    """The same with an empty cache of compiled code."""
    with tempfile.TemporaryDirectory() as cache:
        return first_result(cache)


def section(starts: int, rounds: int, cold: bool) -> Section:
    """The goals; ``cold`` compiles everything anew as well."""
    first_result()  # compiles what is not yet compiled
    measures: dict[str, Callable[[], float]] = {"first result": first_result}
    warm = in_turn(rounds, measures)["first result"]
    help_text = in_turn(starts, {"help": partial(seconds, ["--help"])})["help"]
    anew = Sample.of([compiled_anew()]).text("s") if cold else NOT_MEASURED
    goals = [
        Goal(6, "`entente --help`", f"< {HELP:g} s", help_text.text("s"), help_text.median < HELP),
        Goal(6, "first result of `entente compare`, compiled code in the cache", f"< {FIRST:g} s", warm.text("s"),
             warm.median < FIRST),
    ]  # fmt: skip
    rows = [
        ("`entente --help`", help_text.text("s")),
        ("`entente compare --replicates 1 --no-report`, compiled code in the cache", warm.text("s")),
        ("the same, cache empty: everything is compiled first", anew),
    ]
    above = "Wall-clock time of a process from its start to its end. Compiling happens once after an installation."
    return Section(goals, [Table("Start", above, ("command", "seconds"), rows)])
