"""Repeated measurements, what they are compared with, and how to take them: in turn, and in a process of their own."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any
from unittest.mock import patch


# ---- measurements ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sample:
    """Repeated measurements of one thing."""

    values: tuple[float, ...]
    unit: str = ""

    @classmethod
    def of(cls, values: Iterable[float], unit: str = "") -> Sample:
        """A sample of numbers."""
        return cls(tuple(float(value) for value in values), unit)

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    def times(self, factor: float, unit: str = "") -> Sample:
        """The same in another unit."""
        return Sample.of((factor * value for value in self.values), unit)

    def over(self, other: Sample) -> Sample:
        """Ratios, repetition by repetition: what was measured in turn is compared with what stood beside it."""
        return Sample.of((a / b for a, b in zip(self.values, other.values, strict=True)), "times")

    def __str__(self) -> str:
        """Median and range, as '12.3 (11.9 to 13.0) ms'."""
        spread = f" ({number(min(self.values))} to {number(max(self.values))})" if len(self.values) > 1 else ""
        return f"{number(self.median)}{spread} {self.unit}".strip()


def number(value: float) -> str:
    """Three digits that count, with commas in large numbers."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


# ---- what is said of them -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Comparison:
    """A measurement, the alternative that it is compared with, and what is wanted, if anything is."""

    what: str
    found: Sample
    against: str
    other: Sample
    wanted: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """A row of the page: what, figure, alternative, its figure, ratio, wanted, verdict."""
        verdict = {None: "", True: "met", False: "missed"}[self.met]
        ratio = str(self.found.over(self.other))
        return self.what, str(self.found), self.against, str(self.other), ratio, self.wanted, verdict


@dataclass(frozen=True)
class Table:
    """A table with some text above it."""

    title: str
    above: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Section:
    """What one part of the benchmark found."""

    comparisons: list[Comparison] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


# ---- taking them ----------------------------------------------------------------------------------------------------
def in_turn(rounds: int, measures: dict[str, Callable[[], float]], unit: str = "") -> dict[str, Sample]:
    """Each measure once a round, one after another, so that what else the machine does weighs on all alike."""
    values: dict[str, list[float]] = {name: [] for name in measures}
    for k in range(rounds):
        for name, measure in measures.items():
            values[name].append(measure())
            print(f"  round {k + 1} of {rounds}, {name}: {number(values[name][-1])} {unit}", flush=True)
    return {name: Sample.of(found, unit) for name, found in values.items()}


def apart(function: Callable[..., Any], *arguments: Any, **environment: str) -> Any:
    """What a function returns in a fresh process, which has these environment variables besides."""
    with patch.dict(os.environ, environment), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def processors() -> int:
    """Processors that this process may use."""
    return getattr(os, "process_cpu_count", os.cpu_count)() or 1
