"""What the benchmark says: repeated measurements with their range, and goals that are met or missed."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Sample:
    """Repeated measurements of one thing."""

    values: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float]) -> Sample:
        """A sample of numbers."""
        return cls(tuple(float(value) for value in values))

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    def over(self, other: Sample) -> Sample:
        """Ratios, repetition by repetition: what was measured in turn is compared with what stood beside it."""
        return Sample.of(a / b for a, b in zip(self.values, other.values, strict=True))

    def text(self, unit: str = "", scale: float = 1.0) -> str:
        """Median and range, as '12.3 (11.9 to 13.0) ms'."""
        values = [scale * value for value in self.values]
        spread = f" ({number(min(values))} to {number(max(values))})" if len(values) > 1 else ""
        return f"{number(scale * self.median)}{spread}{f' {unit}' if unit else ''}"


def number(value: float) -> str:
    """Three digits that count, with commas in large numbers."""
    if value == 0.0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


@dataclass(frozen=True)
class Goal:
    """A goal, what was measured, and whether that meets it (None: not measured)."""

    number: int
    title: str
    goal: str
    measured: str
    met: bool | None

    @property
    def verdict(self) -> str:
        """In a word."""
        return NOT_MEASURED if self.met is None else "met" if self.met else "missed"


@dataclass(frozen=True)
class Table:
    """A table with a line of text above it."""

    title: str
    above: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass
class Section:
    """Goals and tables of one part of the benchmark."""

    goals: list[Goal] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def in_turn(
    rounds: int, measures: dict[str, Callable[[], float]], say: Callable[[str], None] = print
) -> dict[str, Sample]:
    """Each measure once a round, one after another, so that what else the machine does weighs on all alike."""
    values: dict[str, list[float]] = {name: [] for name in measures}
    for k in range(rounds):
        for name, measure in measures.items():
            values[name].append(measure())
            say(f"  round {k + 1} of {rounds}, {name}: {number(values[name][-1])}")
    return {name: Sample.of(found) for name, found in values.items()}
