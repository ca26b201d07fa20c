"""What a choice has changed in the run that is played, as far as it is played: nothing of later months is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from results.brief.units import Measure
from results.play.differences import HEADLINES, Difference
from results.play.runs import cut, numbers_of
from scenarios.session.log import Log

_IN_LINE = 3  # changes that a line holds


@dataclass(frozen=True, eq=False)
class SoFar:
    """A run with and without a choice, until a month. months : (T,) its month indices."""

    months: np.ndarray
    rows: tuple[Difference, ...]
    own: np.ndarray  # (T, series) in the order of sim.record.SERIES
    other: np.ndarray

    @property
    def line(self) -> str:
        """What differs so far by enough to matter, in one short line: 'Members: +1 state (better)'."""
        ranked = sorted((row for row in self.rows if row.matters), key=lambda row: -row.times)
        if not ranked:
            small = any(row.is_any for row in self.rows)
            return f"nothing in the main outcomes{' that matters' if small else ''}"
        said = "; ".join(f"{row.meta.title}: {row.said}" + _judged(row) for row in ranked[:_IN_LINE])
        return said + (f"; and {len(ranked) - _IN_LINE} more" if len(ranked) > _IN_LINE else "")


def _judged(row: Difference) -> str:
    return f" ({row.judged})" if row.sign else ""


def so_far(log: Log, other: Log, until: int, told: Mapping[str, Measure]) -> SoFar | None:
    """The run of a log against that of another, of the months before ``until``; None if none of them is in play.

    told : how each headline outcome is shown (``results.play.futures.effects.told_as``).
    """
    if until <= log.base().adopt_month:
        return None
    mine, theirs = numbers_of(cut(log, until)), numbers_of(cut(other, until))
    rows = tuple(
        Difference(meta, theirs.outcomes[meta.name], mine.outcomes[meta.name], replace(told[meta.name], whole=False))
        for meta in HEADLINES
    )
    return SoFar(np.arange(until - len(mine.series), until), rows, mine.series, theirs.series)
