"""Whether a decision of a session is with the rule's advice (``advised``) or against it: from its receipt in the run.

A decision that is forced keeps its receipt: what acting would gain, the chance that this gives, and the number that was
drawn. So it is known without another run what was advised, and what the rule would have done in that very moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from results.numbers import percent
from results.play.advised import advised
from results.reasons import significant
from results.wording import WORDS, item_name
from scenarios.schema_decisions import forced_decisions
from scenarios.session.choices import Choice
from sim.record import Decision, Record

# Act that is forced -> act of its receipt.
ACTS = {"join": "join", "consent": "consent", "deal": "deal", "renew": "deal", "share": "share", "pool": "share",
        "pace": "pace"}  # fmt: skip
KINDS = {"deal": ("sign", "extend"), "renew": ("renew",), "share": ("share",), "pool": ("pool",)}


@dataclass(frozen=True)
class Advice:
    """What the rule of the actor says to a decision.

    asked : receipts of the decision (of sharing several, one a category).  against : those that were taken against the
    advice.  otherwise : those that the rule would have taken otherwise with the number that was drawn.
    words : all of it in a sentence or two.
    """

    asked: tuple[Decision, ...]
    against: tuple[Decision, ...]
    otherwise: tuple[Decision, ...]
    words: str

    @property
    def is_against(self) -> bool:
        """Whether something was done that the rule advised against."""
        return bool(self.against)


class Receipts:
    """The decisions of a session's run, looked up by month, act and actor."""

    def __init__(self, told: Record) -> None:
        self.roster, self.last = told.roster, int(told.months[-1])
        self._kept: dict[tuple[int, str, int], list[Decision]] = defaultdict(list)
        for decision in told.decisions:
            self._kept[decision.month, decision.act, decision.actor].append(decision)

    def of(self, month: int, act: str, actor: int) -> list[Decision]:
        """All decisions of an actor of one sort in a month."""
        return self._kept.get((month, act, actor), [])


def advice_of(choice: Choice, told: Receipts) -> Advice:
    """The rule's advice to a decision of a session. told : the receipts of the session's run."""
    assert choice.decision is not None
    (forced,) = forced_decisions([choice.decision], told.roster, "origin", told.last)
    kinds = KINDS.get(forced.act, ())
    asked = tuple(
        d for d in told.of(forced.month, ACTS[forced.act], forced.actor)
        if d.forced and (not kinds or d.kind in kinds) and d.partner in (forced.partner, -1)
        and (forced.item < 0 or forced.act not in ("share", "pool") or d.item == forced.item)
    )  # fmt: skip
    against = tuple(d for d in asked if d.taken != advised(d).acts)
    otherwise = tuple(d for d in asked if d.taken != advised(d).drawn)
    words = (_words(asked, against), _by_chance(asked, against, otherwise), _unsigned(told, asked))
    return Advice(asked, against, otherwise, " ".join(filter(None, words)))


def _unsigned(told: Receipts, asked: tuple[Decision, ...]) -> str:
    """That the other side of a deal did not sign; '' where it did, or where there is none."""
    for one in asked:
        if one.kind in ("sign", "extend") and one.taken:
            other = [d for d in told.of(one.month, one.act, one.partner) if d.partner == one.actor]
            if other and not any(d.taken for d in other):
                return f"But {told.roster.label(one.partner)} did not sign, so there is no deal."
    return ""


def _words(asked: tuple[Decision, ...], against: tuple[Decision, ...]) -> str:
    """'Against the rule's advice: its own rule mostly refuses (acting gains −0.21, in utility a month; ...).'."""
    if not asked:
        return "There was nothing of the kind to decide in that month: the decision had no effect of its own."
    if not against:
        return "With the rule's advice."
    if len(asked) == 1:
        (one,) = against
        words, advice = WORDS[one.kind], advised(one)
        does = words.yes if advice.acts else words.no
        gain = significant(advice.gain).replace("-", "−")
        worth = f"acting gains {gain}, in {advice.unit}; chance of acting {percent(advice.chance)}"
        return f"Against the rule's advice: its own rule mostly {does} ({worth})."
    does = "shares" if advised(against[0]).acts else "withholds"
    how_many = f"{len(against)} of {len(asked)} categories"
    return f"Against the rule's advice in {how_many}: its own rule mostly {does} {_categories(against)}."


def _by_chance(asked: tuple[Decision, ...], against: tuple[Decision, ...], otherwise: tuple[Decision, ...]) -> str:
    """Where the number that was drawn had the rule itself go against its advice; '' where it did not."""
    so = [one for one in against if one not in otherwise]
    other = [one for one in otherwise if one not in against]
    many = len(asked) > 1
    said = []
    if so:
        which = f" in {_categories(so)}" if many else ""
        said.append(f"By chance the rule would have done so too this time{which}.")
    if other:
        which = f" in {_categories(other)}" if many else ""
        said.append(f"The rule itself would have decided otherwise this time{which}, by chance.")
    return " ".join(said)


def _categories(found: Sequence[Decision]) -> str:
    return ", ".join(item_name(one) for one in found)
