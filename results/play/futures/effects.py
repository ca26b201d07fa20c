"""What a choice changes: in the run that is played, and in the ensemble on the same draws.

The ensemble's numbers are those of ``entente compare`` of the two scenarios: the same runs, the same statistics
(``results.paired``), the same line between clear and not (``results.comparison``), the same units and words as in the
brief (``results.brief``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from results.brief.chances import better_in, chance_of, compact
from results.brief.effects import Effect, Facts
from results.brief.sizes import number_word, sizes
from results.brief.tags import Tags
from results.brief.units import MULTIPLES, Measure, measures
from results.brief.wording import words_of
from results.comparison import BETTER, MARKS, NOT_APPLICABLE, UNCLEAR_TEXT, WORSE, Comparison, outcome_cells
from results.numbers import Meta
from results.play.differences import HEADLINES, SMALL_CHANGE
from results.play.futures.ensemble import REPLICATES, Runs
from results.play.futures.futures import FUTURES, Futures
from results.play.progress import Tick, silent
from scenarios.designs import BASELINE as TODAY
from scenarios.session.log import Log

WITH, WITHOUT = "with", "without"
SAME = "the same in every future"
_IN_LINE = 3  # changes that a line holds
LEFT_OUT = (
    "Left out of the futures are the decisions of actors (states, institutes and firms), as they answer one world and "
    "not all; levers stay in, and so does what was chosen in the secretariat's seat."
)


@dataclass(frozen=True)
class Sides:
    """What the two sides of a difference are called, as they stand in a sentence."""

    own: str = "with the choice"
    other: str = "without it"


@dataclass(frozen=True)
class Change:
    """What a choice changes in one headline outcome, over the futures in which it applies with and without it."""

    effect: Effect
    measure: Measure
    cell: dict[str, Any]

    @property
    def meta(self) -> Meta:
        """What the outcome means."""
        return self.effect.meta

    @property
    def heading(self) -> str:
        """The outcome with its unit: 'Expected harm (times today's, 1 = today)'."""
        unit = self.measure.heading
        return f"{self.meta.title} ({unit})" if unit else self.meta.title

    @property
    def is_none(self) -> bool:
        """Whether it changes nothing in any of the futures."""
        return self.applies and self.cell["diff"] == 0 and self.cell["p_higher"] == 0.5 and self._width == 0

    @property
    def applies(self) -> bool:
        """Whether there is a future in which the outcome has a value with and without the choice."""
        return bool(self.cell["verdict"] != NOT_APPLICABLE)

    @property
    def size(self) -> str:
        """The median difference with its unit: '+2 states'."""
        return self.measure.change(self._told("diff"))

    @property
    def span50(self) -> str:
        """Its 50% interval, without the unit."""
        return self.measure.change_span(self._told("diff_low50"), self._told("diff_high50"))

    @property
    def span90(self) -> str:
        """Its 90% interval, without the unit."""
        return self.measure.change_span(self._told("diff_low"), self._told("diff_high"))

    @property
    def better(self) -> str:
        """How sure its direction is: '▲ better in 93%'."""
        return SAME if self.is_none else better_in(self.cell)

    @property
    def sure(self) -> str:
        """The same for a narrow cell under 'Better in': '▲ 93%', '= 50%' where nothing differs in any future."""
        if not self.applies:
            return "–"
        mark = "=" if self.is_none else MARKS[str(self.cell["verdict"])]
        return f"{mark} {compact(chance_of(self.cell))}%"

    @property
    def said(self) -> str:
        """The verdict in words: 'better', 'worse, too little to matter', 'no clear difference'."""
        if self.is_none:
            return SAME
        verdict = str(self.cell["verdict"])
        return f"{verdict}, {SMALL_CHANGE}" if verdict in (BETTER, WORSE) and self.effect.times < 1 else verdict

    @property
    def is_clear(self) -> bool:
        """Whether most futures agree that it is better, or worse."""
        return not self.is_none and str(self.cell["verdict"]) in (BETTER, WORSE)

    @property
    def leans(self) -> str:
        """'better' or 'worse', where the median matters and futures do not agree enough to be clear; else ''."""
        large = self.applies and self.effect.times >= 1 and self.meta.better != 0
        if not large or self.is_clear:
            return ""
        return BETTER if float(self.cell["diff"]) * self.meta.better > 0 else WORSE

    @property
    def phrase(self) -> str:
        """What the choice would do, after 'would': 'bring more members, typically about two'."""
        return words_of(self.meta).phrases(sizes([self.effect.diff], self.effect.base))[0]

    def _told(self, name: str) -> float:
        """A number as it is told: what is a thousandth of what matters, or less, is nothing."""
        value = float(self.cell[name])
        return 0.0 if abs(value) <= self.effect.least / 1000 else value

    @property
    def _width(self) -> float:
        return float(self.cell["diff_high"] - self.cell["diff_low"])


@dataclass(frozen=True, eq=False)
class Changed:
    """What a choice changes in the futures under one design, one row a headline outcome.

    log : with the choice.  runs, others : the futures with and without it.  measures : how each outcome is shown.
    """

    log: Log
    design: str
    comparison: Comparison
    measures: Mapping[str, Measure]
    runs: Runs
    others: Runs

    @cached_property
    def rows(self) -> tuple[Change, ...]:
        """The changes, in the order of the headline outcomes."""
        facts = _facts(self.comparison)
        return tuple(
            Change(facts.effect(meta.name, WITH), self.measures[meta.name], self.comparison.cell(meta.name, WITH))
            for meta in self.comparison.metas
        )

    def row(self, outcome: str) -> Change:
        """The change in one outcome; KeyError if it is no headline one."""
        return {row.meta.name: row for row in self.rows}[outcome]

    @property
    def futures(self) -> int:
        """In how many futures it was tried."""
        return len(self.runs.outcomes)

    @property
    def sentence(self) -> str:
        """The clear changes that matter, the largest first, and how many outcomes are left."""
        if all(row.is_none or not row.applies for row in self.rows):
            return f"It changes none of the main outcomes in any of {self.futures} futures."
        clear = sorted((r for r in self.rows if r.effect.is_gain or r.effect.is_loss), key=lambda r: -r.effect.times)
        open_ = len(self.rows) - len(clear)
        others = f"{self._small}{self._leaning}"
        if not clear:
            return f"No clear change that matters in any of {number_word(open_)} main outcomes.{others}"
        said = "; ".join(f"{row.phrase} ({'better' if row.effect.is_gain else 'worse'})" for row in clear)
        rest = f" No clear change that matters in the other {number_word(open_)}." if open_ else ""
        return f"In most futures it would {said}.{rest}{others}"

    @property
    def _small(self) -> str:
        """What is clear in its direction and too small to matter at the end; '' if nothing is."""
        small = [row for row in self.rows if row.is_clear and not (row.effect.is_gain or row.effect.is_loss)]
        said = "; ".join(f"{row.meta.title} {row.size} ({row.better})" for row in small)
        return f" Clear, but {SMALL_CHANGE} over the whole run (assumed): {said}." if small else ""

    @property
    def _leaning(self) -> str:
        """What would matter by its median and is not clear, better and worse alike; '' if nothing is."""
        open_ = [row for row in self.rows if row.leans]
        said = "; ".join(f"{row.meta.title} {row.size} (rather {row.leans})" for row in open_)
        return f" Not clear, but large enough to matter by the median: {said}." if open_ else ""

    @property
    def line(self) -> str:
        """The same in one short line: '▲ Members +2 states; ▼ Expected harm +12%'."""
        clear = [row for row in self.rows if row.effect.is_gain or row.effect.is_loss]
        if not clear:
            return f"{MARKS[UNCLEAR_TEXT]} no clear change that matters"
        ranked = sorted(clear, key=lambda row: -row.effect.times)
        said = "; ".join(f"{MARKS[str(row.cell['verdict'])]} {row.meta.title} {row.size}" for row in ranked[:_IN_LINE])
        return said + (f"; and {len(clear) - _IN_LINE} more" if len(clear) > _IN_LINE else "")


def in_futures(
    log: Log,
    other: Log,
    designs: Sequence[str] | None = None,
    replicates: int = REPLICATES,
    tick: Tick = silent,
    futures: Futures = FUTURES,
) -> dict[str, Changed]:
    """What distinguishes a log from another (the same without a choice), under its design or under each of some.

    ``tick`` is told how many of how many runs are done, from two threads. InputError for a design in which a choice
    cannot be.
    """
    asked = list(dict.fromkeys(designs)) if designs is not None else [log.design]
    both = _Both(tick)
    with ThreadPoolExecutor(2, thread_name_prefix="futures") as pool:
        mine = pool.submit(futures.of, log, asked, replicates, both.side(0))
        others = pool.submit(futures.of, other, asked, replicates, both.side(1))
        told = told_as(log, replicates, both.side(2), futures)
        found, without = mine.result(), others.result()
    return {
        design: Changed(log, design, _compared(found[design], without[design]), told, found[design], without[design])
        for design in asked
    }


def apart(
    log: Log, other: Log, replicates: int = REPLICATES, tick: Tick = silent, futures: Futures = FUTURES
) -> Changed:
    """What distinguishes a log from another in the futures, each under its own design. ``tick`` as above."""
    both = _Both(tick)
    with ThreadPoolExecutor(2, thread_name_prefix="futures") as pool:
        sides = [pool.submit(futures.of, one, None, replicates, both.side(k)) for k, one in enumerate((log, other))]
        told = told_as(log, replicates, both.side(2), futures)
        runs, others = (side.result()[one.design] for side, one in zip(sides, (log, other), strict=True))
    return Changed(log, log.design, _compared(runs, others), told, runs, others)


def told_as(
    log: Log, replicates: int = REPLICATES, tick: Tick = silent, futures: Futures = FUTURES
) -> dict[str, Measure]:
    """How each headline outcome is shown: beside today's arrangement in the same world, where nothing was chosen.

    One choice moves what is shown as a multiple of today by little: its differences are in per cent of today.
    """
    runs = futures.of(log.until(0).under(TODAY), [TODAY], replicates, tick)[TODAY]
    found = measures(_comparison(TODAY, {TODAY: runs}))
    return {name: replace(one, percent=name in MULTIPLES and one.scale != 1.0) for name, one in found.items()}


class _Both:
    """Adds up the progress of several computations of one asker."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._sides: dict[int, tuple[int, int]] = {}

    def side(self, number: int) -> Tick:
        """What one of them tells its progress to."""

        def tick(done: int, parts: int) -> None:
            self._sides[number] = (done, parts)
            told = list(self._sides.values())
            self._tick(sum(done for done, _ in told), sum(parts for _, parts in told))

        return tick


def _compared(runs: Runs, others: Runs) -> Comparison:
    """The comparison of the project, of the futures with a choice and those without it."""
    return _comparison(WITHOUT, {WITH: runs, WITHOUT: others})


def _comparison(baseline: str, found: Mapping[str, Runs]) -> Comparison:
    """The comparison of some runs on the same draws, in the headline outcomes."""
    designs, cells = tuple(found), []
    for meta in HEADLINES:
        values = np.column_stack([runs.outcome(meta.name) for runs in found.values()])
        cells += outcome_cells(values, meta, designs, baseline)
    failed = sum(int(np.sum(~runs.ok)) for runs in found.values())
    return Comparison(
        baseline, designs, HEADLINES, pd.DataFrame(cells), pd.DataFrame(), len(found[baseline].outcomes), failed
    )


def _facts(comparison: Comparison) -> Facts:
    """The comparison as the brief judges it; tags and costs are no part of a choice."""
    nothing: Tags = {}
    return Facts(comparison, {}, comparison.metas, (), (WITH,), (WITH,), {}, {}, nothing, apart=False)
