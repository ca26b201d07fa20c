"""Was it luck? Where a run stands among the futures of the model's own play, and how much of that the choices made.

The futures are those of the same scenario and design without any choice. Of this run's distance from their middle, one
part is the world that was drawn (the same run without choices), the other is what the choices changed; they add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from results.brief.chances import of_100
from results.numbers import Meta, missing
from results.paired import HIGH, LOW, ties
from results.play.debrief.changed import Changes
from results.play.differences import HEADLINES, Difference
from results.play.futures.ensemble import REPLICATES, runs_of
from results.play.progress import Tick, silent
from results.play.runs import own_play
from results.studies.evidence.relevant import relevant
from sim.record import SERIES

LUCK, CHOICES, BOTH, NEITHER = "the world that was drawn", "the choices", "both", "neither"
MOSTLY = 2 / 3  # of the two parts together, from which one of them is said to make most of it


@dataclass(frozen=True)
class Place:
    """One outcome: this run (``played``), its world without choices (``own``), and the futures of the model's own play.

    low, middle, high : 5%, 50% and 95% of the futures.
    better_than, own_better_than : share of the futures that the run, and the run without choices, does better than;
    ties half; NaN where the outcome does not apply.
    """

    meta: Meta
    played: float
    own: float
    low: float
    middle: float
    high: float
    better_than: float
    own_better_than: float

    @property
    def luck(self) -> float:
        """How far the world that was drawn lies from the middle, in the outcome's unit."""
        return self.own - self.middle

    @property
    def choices(self) -> float:
        """How far the choices moved it from there."""
        return self.played - self.own

    @property
    def made_by(self) -> str:
        """What makes most of the distance from the middle."""
        least = relevant()[self.meta.name].least(self.middle)
        parts = [abs(self.luck), abs(self.choices)]
        if any(map(missing, parts)) or max(parts) < least:
            return NEITHER
        share = parts[0] / sum(parts)
        return LUCK if share >= MOSTLY else CHOICES if share <= 1 - MOSTLY else BOTH

    @property
    def said(self) -> str:
        """'better than 78 of 100 futures; without the choices, better than 55 of 100'."""
        if missing(self.better_than):
            return "does not apply in this run"
        without = (
            ""
            if missing(self.own_better_than)
            else f"; without the choices, better than {of_100(self.own_better_than)}"
        )
        return f"better than {of_100(self.better_than)} futures{without}"

    @property
    def difference(self) -> Difference:
        """The run against the middle of the futures."""
        return Difference(self.meta, self.middle, self.played)


@dataclass(frozen=True)
class Standing:
    """Every headline outcome among so many futures, and the futures' courses for drawing.

    courses : series -> (3, T) 5%, 50%, 95% by month, and ``inner`` (2, T) 25% and 75%.
    """

    places: tuple[Place, ...]
    replicates: int
    months: np.ndarray
    courses: dict[str, np.ndarray]
    inner: dict[str, np.ndarray]

    def of(self, outcome: str) -> Place:
        """One outcome."""
        return next(one for one in self.places if one.meta.name == outcome)


def standing_of(changes: Changes, replicates: int = REPLICATES, tick: Tick = silent) -> Standing:
    """Where a session's run stands among so many futures of the model's own play, until the month that was reached."""
    log = own_play(changes.log)
    runs = runs_of(log, None, replicates, tick)[log.design]
    places = tuple(_place(meta, changes, runs.outcome(meta.name)[runs.ok]) for meta in HEADLINES)
    bands = {name: np.quantile(runs.course(name)[runs.ok], [LOW, 0.5, HIGH], axis=0) for name in SERIES}
    inner = {name: np.quantile(runs.course(name)[runs.ok], [0.25, 0.75], axis=0) for name in SERIES}
    return Standing(places, int(runs.ok.sum()), runs.months, bands, inner)


def _place(meta: Meta, changes: Changes, values: np.ndarray) -> Place:
    played, own = changes.played.outcomes[meta.name], changes.own.outcomes[meta.name]
    kept = values[np.isfinite(values)]
    low, middle, high = np.quantile(kept, [LOW, 0.5, HIGH]).tolist() if len(kept) else (np.nan,) * 3
    return Place(meta, played, own, low, middle, high, _better(played, kept, meta), _better(own, kept, meta))


def _better(value: float, others: np.ndarray, meta: Meta) -> float:
    """Share of the others that are worse; ties half."""
    if missing(value) or not len(others):
        return float("nan")
    same = ties(np.full(len(others), value), others)
    return float(np.where(same, 0.5, meta.better * (value - others) > 0).mean())
