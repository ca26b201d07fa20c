"""How soon the command line answers, and what compiling costs once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.bench.measuring import Comparison, Section, in_turn

ROOT = Path(__file__).resolve().parents[2]
HELP, COLD = 0.3, 60.0  # seconds
ENTENTE = ("-m", "entente")


def seconds(words: tuple[str, ...], **environment: str) -> float:
    """Seconds of a Python process from its start to its end."""
    began = time.perf_counter()
    command = [sys.executable, *words]
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True)
    return time.perf_counter() - began


def first_result(**environment: str) -> float:
    """Seconds until `entente compare` has compared all designs in one replicate."""
    with tempfile.TemporaryDirectory() as folder:
        words = ("compare", "--replicates", "1", "--no-report", "--out", folder)
        return seconds((*ENTENTE, *words), **environment)


def compiled_anew() -> float:
    """The same with an empty cache of compiled code."""
    with tempfile.TemporaryDirectory() as cache:
        return first_result(ENTENTE_CACHE=cache)


def section(rounds: int, cold: bool) -> Section:
    """Both; ``cold`` compiles everything anew as well."""
    starts = {"help": partial(seconds, (*ENTENTE, "--help")), "Python alone": partial(seconds, ("-c", "pass"))}
    found = in_turn(rounds, starts, "s")
    help_text, python = found["help"], found["Python alone"]
    met = help_text.median < HELP
    comparisons = [Comparison("`entente --help`", help_text, "Python alone", python, f"under {HELP:g} s", met)]
    if cold:
        comparisons.append(_cold())
    return Section(comparisons)


def _cold() -> Comparison:
    first_result()  # compiles what is not yet compiled
    found = in_turn(1, {"cold": compiled_anew, "warm": first_result}, "s")
    cold, warm = found["cold"], found["warm"]
    what, met = "first `entente compare` after an installation: everything is compiled", cold.median < COLD
    return Comparison(what, cold, "the same with compiled code kept", warm, f"under {COLD:g} s", met)
