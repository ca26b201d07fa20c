"""How acts and their outcomes are said in words: shared by the chronicle and the explanations."""

from __future__ import annotations

from dataclasses import dataclass

from sim.catalogue import CATEGORIES, TIE_TYPES
from sim.record import Decision
from sim.roster import Roster


@dataclass(frozen=True)
class Words:
    """A kind of decision in words; {partner} and {item} are filled in."""

    question: str
    yes: str
    no: str


WORDS = {
    "sign": Words("a first deal with {partner}: {item}", "agrees", "refuses"),
    "extend": Words("more types of deal with {partner}: {item}", "agrees", "refuses"),
    "renew": Words("renewing its tie with {partner}", "renews", "lets it lapse"),
    "share": Words("sharing {item} with {partner}", "shares", "withholds"),
    "pool": Words("sharing {item} through the network", "shares", "withholds"),
    "join": Words("joining the network as a {item}", "applies", "stays outside"),
    "stay": Words("staying in the network as a {item}", "stays", "leaves"),
    "consent": Words("letting {partner} into the network as a {item}", "consents", "refuses"),
    "pace": Words("its pace", "develops safely", "races"),
}
TIERS = ("outsider", "member", "partner")
UNKNOWN = Words("{item} with {partner}", "acts", "does not act")


def item_name(decision: Decision) -> str:
    """The types of a deal, information category or tier that a decision is about, or nothing."""
    if decision.item < 0:
        return ""
    if decision.act == "deal":
        return ", ".join(TIE_TYPES[kind].short for kind in types_of(decision.item))
    return TIERS[decision.item] if decision.act in ("join", "consent") else CATEGORIES[decision.item].name


def types_of(mask: int) -> list[int]:
    """Types of a bit mask, in their order."""
    return [kind for kind in range(len(TIE_TYPES)) if mask >> kind & 1]


def partner_name(roster: Roster, decision: Decision) -> str:
    """The other side of a decision."""
    return "the network" if decision.partner < 0 else roster.label(decision.partner)


def question(roster: Roster, decision: Decision) -> str:
    """What an actor decides on: 'Japan considers renewing a deal with the UK: testing'."""
    words = WORDS.get(decision.kind, UNKNOWN)
    about = words.question.format(partner=partner_name(roster, decision), item=item_name(decision))
    return f"{roster.label(decision.actor)} considers {about}"


def answer(decision: Decision) -> str:
    """What the actor does."""
    words = WORDS.get(decision.kind, UNKNOWN)
    return (words.yes if decision.taken else words.no) + (" (forced)" if decision.forced else "")
