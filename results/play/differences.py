"""What one run has more or less than another on the same draws: outcomes with their units, states, firms."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from results.brief.country_phrases import SMALL, balance_words
from results.brief.units import Measure
from results.numbers import Meta, is_share, metas, missing, two
from results.play.choice_words import node_name
from results.play.runs import Run
from results.studies.evidence.relevant import RELATIVE, relevant
from sim.outcomes import ALL_OUTCOMES
from sim.roster import Roster

HEADLINES = tuple(meta for meta in metas([outcome.name for outcome in ALL_OUTCOMES]) if meta.headline)  # the brief's
NOTHING = 0.01  # of the smallest difference that matters: what is smaller is told without its size
SMALL_CHANGE = "too little to matter"
CLEAR = 0.05  # of what a typical state has: a smaller balance is too near to nothing to be the measure of a change


@dataclass(frozen=True)
class Difference:
    """One outcome with and without something. ``after`` is with it; NaN where the outcome does not apply.

    shown : how its values are shown; in the outcome's own unit where it is left out.
    """

    meta: Meta
    before: float
    after: float
    shown: Measure | None = None

    @property
    def change(self) -> float:
        """After less before; NaN where one does not apply."""
        return self.after - self.before

    @property
    def is_any(self) -> bool:
        """Whether there is any."""
        return missing(self.before) != missing(self.after) or abs(self.change) > 0

    @property
    def times(self) -> float:
        """How large it is, as a multiple of the smallest difference that matters (``relevant.csv``)."""
        if missing(self.change):
            return 1.0 if self.is_any else 0.0
        least = relevant()[self.meta.name].least(self.before)
        return abs(self.change) / least if least > 0 else math.inf if self.change else 0.0

    @property
    def matters(self) -> bool:
        """Whether anybody would notice it or act on it."""
        return self.times >= 1

    @property
    def sign(self) -> int:
        """1 for the better, -1 for the worse, 0 for neither."""
        return 0 if missing(self.change) else self.meta.better * int(np.sign(self.change))

    @property
    def applies(self) -> bool:
        """Whether it has a value with and without."""
        return not missing(self.change)

    @property
    def verdict(self) -> str:
        """'better', 'worse, too little to matter', 'no change'."""
        return f"{self.judged}, {SMALL_CHANGE}" if self.sign and not self.matters else self.judged

    @property
    def judged(self) -> str:
        """'better', 'worse', or 'no change'; in a word, as colour alone says nothing."""
        return {1: "better", -1: "worse", 0: "neither better nor worse" if self.is_any else "no change"}[self.sign]

    def value(self, number: float) -> str:
        """A value of the outcome without its unit, but for the sign of per cent: '11', '34%'; 'does not apply'."""
        return "does not apply" if missing(number) else self._measure.value(number)

    def with_unit(self, number: float) -> str:
        """A value with its unit: '11 states', '1 state', '0.35 (index)'."""
        text = self.value(number)
        if missing(number) or not self.unit:
            return text
        one = text == "1" and self.unit.endswith("s")
        return f"{text} ({self.unit})" if self.unit == "index" else f"{text} {self.unit[:-1] if one else self.unit}"

    def amount(self, number: float) -> str:
        """A signed amount in the outcome's unit, without naming it; '0' for next to nothing, '–' for none."""
        least = relevant()[self.meta.name].least(self.after if missing(self.before) else self.before)
        return self._measure.change(0.0 if abs(number) < NOTHING * least else number, named=False)

    @property
    def heading(self) -> str:
        """The outcome with its unit: 'Expected harm (times today's, 1 = today)'."""
        return f"{self.meta.title} ({self._measure.heading})" if self._measure.heading else self.meta.title

    @property
    def unit(self) -> str:
        """Its unit, as it stands behind a number; '' where that has it already (per cent)."""
        return self._measure.unit

    @property
    def said(self) -> str:
        """The change with its unit: '+1.2 states', '−12%'; '9.4 days with it, does not apply without'."""
        if missing(self.change):
            return self._one_sided if self.is_any else "no change"
        if self.times < NOTHING:
            return "hardly any change" if self.change else "no change"
        if relevant()[self.meta.name].scale == RELATIVE and self.before:
            part = self.change / abs(self.before)
            return f"{'+' if part > 0 else '−'}{two(100 * abs(part))}%"
        return self._measure.change(self.change)

    @property
    def line(self) -> str:
        """'Members: +1.2 states, from 10 to 11.2 (better)'."""
        if not self.is_any:
            return f"{self.meta.title}: no change, {self.with_unit(self.after)}"
        if missing(self.change):
            return f"{self.meta.title}: {self.said}"
        judged = f" ({self.judged})" if self.matters and self.sign else ""
        unit = f" ({self.unit})" if self.unit == "index" else ""
        return (
            f"{self.meta.title}: {self.said}, from {self.value(self.before)} to {self.value(self.after)}{unit}{judged}"
        )

    @property
    def _one_sided(self) -> str:
        if missing(self.before):
            return f"{self.with_unit(self.after)} with it, does not apply without"
        return f"does not apply with it, {self.with_unit(self.before)} without"

    @property
    def _measure(self) -> Measure:
        if self.shown is not None:
            return self.shown
        share = is_share(self.meta.unit)
        return Measure(self.meta.name, self.meta.title, "" if share else self.meta.unit, self.meta.better, share=share)


def differences(after: Mapping[str, float], before: Mapping[str, float]) -> tuple[Difference, ...]:
    """All headline outcomes of two runs, the largest difference first, as multiples of what matters in each."""
    found = [Difference(meta, before[meta.name], after[meta.name]) for meta in HEADLINES]
    return tuple(sorted(found, key=lambda one: -one.times))


# ---- states ----------
@dataclass(frozen=True)
class Balance:
    """What one state has with and without something: net benefit, utility a month, mean since the decision.

    sign : whether what it has without is a benefit (1) or a loss (-1), 0 where it is too near to nothing.
    typical : what the states of the network have, in the middle of them.
    """

    node: int
    name: str
    before: float
    after: float
    sign: int
    typical: float

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def part(self) -> float:
        """The change as a part of what it has without, infinite where that is next to nothing."""
        return abs(self.change / self.before) if self.sign else math.inf if self.change else 0.0

    @property
    def hardly(self) -> bool:
        """Whether it hardly changes, by the brief's measure: of what it has, or of what a typical member has."""
        return min(self.part, abs(self.change) / self.typical if self.typical else math.inf) < SMALL

    def said(self, than: str, whose: str) -> str:
        """'2.3% more net benefit than without it'. whose : what the other balance is called, 'the run without it'."""
        return balance_words(self.before, self.sign, self.change, than, whose)


def balances(after: Run, before: Run, roster: Roster) -> tuple[Balance, ...]:
    """Every state, who gains most first."""
    inside = before.inside | after.inside
    typical = float(np.median(np.abs(before.welfare[inside if inside.any() else slice(None)])))
    found = []
    for node in range(roster.n_states):
        old, new = float(before.welfare[node]), float(after.welfare[node])
        sign = int(np.sign(old)) if abs(old) >= CLEAR * typical else 0
        found.append(Balance(node, node_name(roster, node), old, new, sign, typical))
    return tuple(sorted(found, key=lambda one: -one.change))


def gainers(found: Iterable[Balance]) -> list[Balance]:
    """Who gains by more than hardly anything, the greatest gain first."""
    return [one for one in found if one.change > 0 and not one.hardly]


def losers(found: Iterable[Balance]) -> list[Balance]:
    """Who loses by more than hardly anything, the greatest loss first."""
    return sorted((one for one in found if one.change < 0 and not one.hardly), key=lambda one: one.change)


# ---- firms ----------
@dataclass(frozen=True)
class FirmChange:
    """What the model has of a firm, with (after) and without (before) something. It has no welfare of firms.

    safe : share of months at the safe pace.  ties : offices with a tie to it at the end.  struck : incidents at it.
    """

    node: int
    name: str
    safe: tuple[float, float]
    ties: tuple[int, int]
    struck: tuple[int, int]

    @property
    def is_any(self) -> bool:
        """Whether anything is different."""
        return any(before != after for before, after in (self.safe, self.ties, self.struck))


def firms(after: Run, before: Run, roster: Roster) -> tuple[FirmChange, ...]:
    """Every firm for which something is different."""
    pair = lambda name, f: (getattr(before, name)[f].item(), getattr(after, name)[f].item())  # noqa: E731
    found = [
        FirmChange(
            roster.n_states + f, node_name(roster, roster.n_states + f),
            pair("safe", f), pair("firm_ties", f), pair("struck", f),
        )
        for f in range(roster.n_firms)
    ]  # fmt: skip
    return tuple(one for one in found if one.is_any)
