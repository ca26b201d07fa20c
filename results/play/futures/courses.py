"""What a choice changes month by month: differences within futures, and within the run that is played."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from results.play.futures.bands import QUANTILES, SHOWN, Shown, scales, smoothed
from results.play.futures.effects import Changed, in_futures
from results.play.futures.so_far import SoFar
from results.play.progress import Tick, silent
from results.studies.evidence.relevant import relevant
from scenarios.session.log import Log
from sim.months import month_label
from sim.record import SERIES

FOLLOWED = tuple(shown for shown in SHOWN if shown.name in SERIES)  # what is kept of each future, month by month


@dataclass(frozen=True, eq=False)
class Course:
    """The difference in one series, month by month, in the unit that is shown.

    months : (T,) month indices.  quantiles : (quantiles, T) over the futures, in the order of ``QUANTILES``.
    own : (T,) that of the run that is played; NaN where it is not played, or does not go so far.
    least : the smallest difference that matters in a month.
    """

    shown: Shown
    months: np.ndarray
    quantiles: np.ndarray
    own: np.ndarray
    least: float

    @property
    def reach(self) -> float:
        """The largest difference that is drawn, 0 where there is none."""
        found = np.abs(np.concatenate([self.quantiles.ravel(), self.own]))
        return float(np.nanmax(found)) if np.isfinite(found).any() else 0.0

    def yearly(self) -> list[tuple[str, str, str]]:
        """For a table: each December and the last month, the median, and the interval of nine in ten."""
        last = int(self.months[-1])
        rows = [
            k for k, month in enumerate(self.months.tolist()) if month_label(month).endswith("-12") or month == last
        ]
        return [
            (month_label(int(self.months[k])), self._signed(self.quantiles[2, k]),
             f"{self._signed(self.quantiles[0, k])} to {self._signed(self.quantiles[-1, k])}")
            for k in rows
        ]  # fmt: skip

    @property
    def on_the_way(self) -> str:
        """When the median difference matters, and how large it gets: 'Members −2 at most, 2026-03 to 2026-08'.

        '' if it never does. What matters is the smallest relevant difference of the outcome of that name.
        """
        middle = self.quantiles[2]
        matters = np.flatnonzero(np.abs(middle) >= self.least)
        if not len(matters):
            return ""
        first, last = int(matters[0]), int(matters[-1])
        peak = middle[first + int(np.argmax(np.abs(middle[first : last + 1])))]
        until = "the end" if last == len(middle) - 1 else month_label(int(self.months[last]))
        return f"{self.shown.title} {self._signed(peak)} at most, {month_label(int(self.months[first]))} to {until}"

    def _signed(self, value: float) -> str:
        text = self.shown.value(abs(value))
        return text if float(text) == 0 else ("+" if value > 0 else "−") + text


@dataclass(frozen=True, eq=False)
class Answer:
    """All that is told of a choice in the futures: the main outcomes, and the series month by month."""

    changed: Changed
    courses: tuple[Course, ...]

    @property
    def on_the_way(self) -> str:
        """What matters for a while at least, in a sentence; '' if nothing does."""
        said = [course.on_the_way for course in self.courses if course.on_the_way]
        return f"Month by month (medians): {'; '.join(said)}." if said else ""


def answer(log: Log, other: Log, tick: Tick = silent, run: SoFar | None = None) -> Answer:
    """What distinguishes a log from another under its own design. run : the run that is played, as far as it is."""
    found = in_futures(log, other, tick=tick)[log.design]
    return Answer(found, courses(found, scales(log), run))


def courses(found: Changed, today: Mapping[str, float], run: SoFar | None = None) -> tuple[Course, ...]:
    """The differences in all series that are shown. today : what is shown as a multiple of today is divided by."""
    return tuple(_course(found, shown, today.get(shown.name, 1.0), run) for shown in FOLLOWED)


def _course(found: Changed, shown: Shown, scale: float, run: SoFar | None) -> Course:
    both = found.runs.ok & found.others.ok
    own, other = (smoothed(runs.course(shown.name)[both], shown.smooth) for runs in (found.runs, found.others))
    months, played = found.runs.months, np.full(len(found.runs.months), math.nan)
    if run is not None:
        place = SERIES.index(shown.name)
        mine, theirs = (smoothed(side[None, :, place], shown.smooth)[0] for side in (run.own, run.other))
        played[: len(mine)] = (mine - theirs) / scale
    least = relevant()[shown.name].least(float(np.mean(other))) / scale
    return Course(shown, months, np.quantile((own - other) / scale, QUANTILES, axis=0), played, least)
