"""Outcomes: pure functions of a run's record, each with unit, direction and evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.record import Record


@dataclass(frozen=True)
class Outcome:
    """An outcome: ``better`` is +1 (more is better), -1 (less is better) or 0 (no direction)."""

    name: str
    title: str
    unit: str
    better: int
    headline: bool
    meaning: str
    evidence: tuple[str, ...]
    function: Callable[[Record], float]
