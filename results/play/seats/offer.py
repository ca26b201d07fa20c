"""One thing to be decided by an actor: what its rule would do with which chance, and the answers one may give."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from results.play.advised import wants
from sim.months import month_label

SURE = 0.05  # a chance this near to 0 or 1 leaves nothing to decide. Assumed
SURE_OF_SHARING = 0.1  # the same of one category that is shared or not, month after month. Assumed
SHARING = ("share", "pool")
TALKS = ("sign", "extend")
ACT_OF = {"sign": "deal", "extend": "deal", "stay": "join"}  # kind of a receipt -> act, where they differ


@dataclass(frozen=True)
class Part:
    """One decision of the rule within an offer.

    number : in the record, from 1 (``results.explain.explain``).  gain : of acting (utility), its receipt's sum.
    chance : of acting; what is drawn with it nobody knows before the month is played.
    item, about : of sharing the category, as a choice names it and in words; '' elsewhere.
    """

    number: int
    gain: float
    chance: float
    item: str
    about: str

    @property
    def wants(self) -> bool:
        """Whether acting is in its interest."""
        return wants(self.gain)

    @property
    def is_open(self) -> bool:
        """Whether the rule itself is not sure."""
        return is_torn(self.chance, SURE_OF_SHARING if self.item else SURE)


def is_torn(chance: float, sure: float) -> bool:
    """Whether a chance is neither near to 0 nor to 1."""
    return sure < chance < 1 - sure


@dataclass(frozen=True)
class Option:
    """One answer: its words, and the decisions it comes to (plain values of ``scenarios.schema_decisions.Forced``)."""

    key: str
    words: str
    decisions: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Offer:
    """One thing to be decided. No answer leaves it to the rule.

    key : 'deal:Japan'; the same thing has the same key every month.  kind : of ``results.wording.WORDS``.
    weight : how much hangs on it (``advice.weight_of``).  folded : nothing to stop at.  known : sentences.
    """

    key: str
    kind: str
    actor: str
    partner: str
    month: int
    title: str
    parts: tuple[Part, ...]
    options: tuple[Option, ...]
    weight: float
    folded: bool
    known: tuple[str, ...]

    def some(self, items: Collection[str]) -> Option:
        """Of an offer on sharing the answer that gives these categories and withholds the others."""
        given = [self.decision(part.item in items, part.item) for part in self.parts]
        return Option("some", "choose by category", tuple(given))

    def decision(self, choice: bool, item: str = "") -> dict[str, Any]:
        """The decision to act or not, as plain values; of sharing, on one category."""
        act = ACT_OF.get(self.kind, self.kind)
        return decision(self.month, self.actor, act, choice, self.partner, item)


def decision(month: int, actor: str, act: str, choice: bool, partner: str = "", item: str = "") -> dict[str, Any]:
    """Plain values of a decision, without what says nothing."""
    found = {"date": month_label(month), "actor": actor, "act": act, "partner": partner, "item": item}
    return {key: value for key, value in found.items() if value} | {"choice": choice}
