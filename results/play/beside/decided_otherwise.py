"""The first decision that the same actor takes otherwise in two runs on the same draws, and which terms made it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from results import wording
from results.brief.months import in_words
from results.numbers import listing, percent
from results.play.advised import unit_of
from results.reasons import significant
from sim.months import month_label
from sim.receipts import TERMS
from sim.record import Decision, Record
from sim.roster import Roster
from sim.rules.choice import probability

NEAR_ZERO = (
    "A gain near zero leaves it to chance, as not all that counts is known: it may act at a small loss, or not "
    "act at a small gain."
)
_MOST = 3  # terms that are told


@dataclass(frozen=True)
class Term:
    """One summand of what acting gains (``advised.unit_of``), in either run."""

    name: str
    meaning: str
    one: float
    other: float

    @property
    def change(self) -> float:
        """By how much it differs."""
        return self.one - self.other


@dataclass(frozen=True)
class Otherwise:
    """One decision that comes out otherwise.

    one, other : the decision in either run.  terms : those that differ, the most first.
    """

    one: Decision
    other: Decision
    question: str
    terms: tuple[Term, ...]

    @property
    def month(self) -> int:
        """When it is taken (index)."""
        return self.one.month

    @property
    def label(self) -> str:
        """The same as 'YYYY-MM'."""
        return month_label(self.month)

    @property
    def is_forced(self) -> bool:
        """Whether it is no actor's own choice in one of the runs."""
        return self.one.forced or self.other.forced

    def told(self, names: Sequence[str] = ("A", "B")) -> str:
        """What is decided in either run, and why it is not the same. names : what the runs are called."""
        answers = [wording.answer(d) for d in (self.one, self.other)]
        head = (
            f"In {in_words(self.label)} {self.question}: in {names[0]} it {answers[0]}, in {names[1]} it {answers[1]}."
        )
        return f"{head} {self._why(names)}"

    def _why(self, names: Sequence[str]) -> str:
        sides = list(zip((self.one, self.other), names, strict=False))
        if self.is_forced:
            return f"In {listing(n for d, n in sides if d.forced)} the choice is not its own."
        gains = " and ".join(f"{significant(d.gain)} in {n}" for d, n in sides)
        chances = " and ".join(f"{percent(probability(d.gain, d.noise))} in {n}" for d, n in sides)
        same = ", by the same draw" if self.one.draw == self.other.draw else ""
        unit = unit_of(self.one.kind)
        near = f" {NEAR_ZERO}" if any(abs(d.gain) < d.noise for d in (self.one, self.other)) else ""
        head = f"What acting gains it: {gains} ({unit}), so that it acts with a chance of {chances}{same}.{near}"
        return f"{head} {self._most(names)}"

    def _most(self, names: Sequence[str]) -> str:
        if not self.terms:
            return "The gain is the same; what is not known of it is not."
        told = [f"{term.name} {significant(term.change)}" for term in self.terms[:_MOST]]
        told[0] += f" ({self.terms[0].meaning})"
        return f"Most of the difference ({names[0]} less {names[1]}): {listing(told)}."


def first_otherwise(one: Record, other: Record, since: int, until: int) -> Otherwise | None:
    """The first decision from month ``since`` on, and before ``until``, that both runs have and take otherwise.

    Both records must hold their decisions. None if there is none.
    """
    theirs: dict[tuple[object, ...], list[Decision]] = defaultdict(list)
    for d in other.decisions:
        if since <= d.month < until:
            theirs[_matter(d)].append(d)
    seen: dict[tuple[object, ...], int] = defaultdict(int)
    for d in one.decisions:
        if since <= d.month < until:
            key = _matter(d)
            place, seen[key] = seen[key], seen[key] + 1
            if place < len(theirs[key]) and theirs[key][place].taken != d.taken:
                return _otherwise(d, theirs[key][place], one.roster)
    return None


def _matter(d: Decision) -> tuple[object, ...]:
    return d.month, d.kind, d.actor, d.partner, d.item


def _otherwise(one: Decision, other: Decision, roster: Roster) -> Otherwise:
    pairs = zip(TERMS[one.act], one.terms, other.terms, strict=True)
    terms = [Term(term.name, term.meaning, float(a), float(b)) for term, a, b in pairs if a != b]
    terms.sort(key=lambda term: -abs(term.change))
    return Otherwise(one, other, wording.question(roster, one), tuple(terms))
