"""Why actors decided as they did, in a few words: gain, chance, largest terms, and whether it was against interest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from results.numbers import percent
from sim.record import Decision, Record
from sim.rules.choice import probability

AGAINST = "against its interest, by chance"


@dataclass(frozen=True)
class Style:
    """How much of a reason is told: terms of a gain, members who refuse, and two significant digits or two decimals."""

    terms: int = 3
    refusing: int = 3
    significant: bool = False

    def number(self, value: float) -> str:
        """A signed number."""
        return significant(value) if self.significant else f"{value:+.2f}"


FULL, SHORT = Style(), Style(terms=2, refusing=1, significant=True)


def significant(value: float) -> str:
    """A signed number with two significant digits: '+1.2', '-0.043', '+120'."""
    return format(Decimal(f"{value:.1e}"), "+f") if value else "0"


# ---- one decision ----------
def likely(decision: Decision) -> float:
    """How likely it was that the actor would do what it did: the chance of acting, or one minus it."""
    chance = float(probability(decision.gain, decision.noise))
    return chance if decision.taken else 1.0 - chance


def is_against(decision: Decision) -> bool:
    """Whether an actor by its own choice took what it would lose by, or left what it would gain by."""
    return not decision.forced and (decision.gain < 0 if decision.taken else decision.gain > 0)


def told_against(decision: Decision) -> str:
    """'against its interest, by chance: 16% likely'; '' where it is not."""
    return f"{AGAINST}: {percent(likely(decision))} likely" if is_against(decision) else ""


def because(decision: Decision, style: Style = FULL) -> str:
    """The gain, the chance of acting that it gave, and its largest terms: '+0.21 (70%): access +0.33, cost -0.12'.

    Where the actor did what is against its interest, that is said in the place of the chance, with how likely it was.
    """
    terms = sorted((t for t in decision.receipt() if t[1]), key=lambda t: -abs(t[1]))[: style.terms]
    chance = told_against(decision) or f"{probability(decision.gain, decision.noise):.0%}"
    told = ", ".join(f"{name} {style.number(value)}" for name, value in terms) or "nothing at stake"
    return f"{style.number(decision.gain)} ({chance}): {told}"


@dataclass(frozen=True)
class Reason:
    """Why something happened, and how many of the decisions behind it were against the interest of who took them."""

    text: str = ""
    against: int = 0

    def __add__(self, other: Reason) -> Reason:
        """Both, one after the other."""
        return Reason("; ".join(filter(None, (self.text, other.text))), self.against + other.against)


NONE = Reason()


def of(decision: Decision, style: Style = FULL, before: str = "") -> Reason:
    """The reason of one decision, with words before it."""
    return Reason(before + because(decision, style), int(is_against(decision)))


# ---- the decisions of a run ----------
class Reasons:
    """Decisions by month, actor and partner (deals), by actor (membership), and by month and applicant (votes)."""

    def __init__(self, record: Record, style: Style = FULL) -> None:
        self.record, self.style = record, style
        self.deals: dict[tuple[int, int, int], list[Decision]] = defaultdict(list)
        self.joins: dict[int, list[Decision]] = defaultdict(list)
        self.votes: dict[tuple[int, int], list[Decision]] = defaultdict(list)
        for d in record.decisions:
            if d.act == "deal":
                self.deals[d.month, d.actor, d.partner].append(d)
            elif d.act == "join":
                self.joins[d.actor].append(d)
            elif d.act == "consent":
                self.votes[d.month, d.partner].append(d)

    def of_deal(self, month: int, a: int, b: int, types: Iterable[int]) -> Reason:
        """Why each side signed these types, or renewed or let lapse its tie (-1)."""
        found, item = NONE, sum(-1 if kind < 0 else 1 << kind for kind in types)
        for one, other in ((a, b), (b, a)):
            side = [d for d in self.deals[month, one, other] if d.item == item]
            if side:
                found += of(side[0], self.style, f"{self.record.roster.label(one)} ")
        return found

    def of_membership(self, month: int, actor: int, joining: bool) -> Reason:
        """The last decision about membership before or in this month; if ``joining``, of those about joining."""
        past = self.applications(month, actor) if joining else [d for d in self.joins[actor] if d.month <= month]
        return of(past[-1], self.style) if past else NONE

    def applications(self, month: int, actor: int) -> list[Decision]:
        """An actor's decisions on joining, until this month."""
        return [d for d in self.joins[actor] if d.month <= month and d.kind == "join"]

    def of_vote(self, month: int, applicant: int) -> Reason:
        """How many members consented to letting a state in this month, and why the others refused, if they voted."""
        votes = self.votes[month, applicant]
        if not votes:
            return NONE
        against = sorted((d for d in votes if not d.taken), key=lambda d: d.gain)
        told = against[: self.style.refusing]
        texts = [f"{self.record.roster.label(d.actor)} refuses {because(d, self.style)}" for d in told]
        if rest := len(against) - len(told):
            texts.append(f"{rest} more refuse{'s' if rest == 1 else ''}")
        text = "; ".join([f"{len(votes) - len(against)} of {len(votes)} members consent", *texts])
        return Reason(text, sum(map(is_against, votes)))

    def stayed_outside(self) -> Iterator[Decision]:
        """Decisions not to apply, by actor."""
        for decisions in self.joins.values():
            yield from (d for d in decisions if d.kind == "join" and not d.taken)
