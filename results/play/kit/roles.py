"""Who an actor is, for a person who takes its seat: facts on record, what weighs for it in the model, a first advice.

Facts come from the roster, weights and advice from the model's own play of a session. Nothing is written by hand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np

from results.brief.months import in_words
from results.brief.sizes import number_word
from results.evidence import rows
from results.numbers import listing, percent, two
from results.play.choice_words import node_name
from results.play.membership import membership
from results.play.seats.advice import Offer, advice
from results.play.world.state import state_at
from results.play.world.tie_list import ties_until
from results.reasons import significant
from sim.catalogue import GOVERNMENTS, TIE_TYPES
from sim.months import NEVER, month_label
from sim.receipts import TERMS
from sim.record import Record
from sim.roster import Roster

RIVAL = 0.5  # rivalry from which two jurisdictions count as rivals, as in the series ``rival_ties``
WEIGHED = {
    "join": "being in the network",
    "share": "sharing with one partner",
    "pace": "developing safely, against developing fast",
}
MOST, MOST_TIES = 4, 6  # terms that are told; ties that are told with what they are about
_CHANGES = {
    "elections": "The next election that is on record comes in {month}.",
    "leadership": "The leadership may change in {month}.",
    "commission": "A new Commission takes office in {month}.",
}


@dataclass(frozen=True)
class Weight:
    """One term of an actor's decisions: mean over those of the months that are played, in points (utility a month).

    words : as said to who sits in the seat (``plain_terms.csv``).  meaning : as in the receipts.
    """

    words: str
    meaning: str
    value: float
    evidence: tuple[str, ...]

    @property
    def said(self) -> str:
        """'+0.85', '−0.12'."""
        return significant(self.value).replace("-", "−")


@dataclass(frozen=True)
class Advice:
    """What the model's rule would do in the first month in which there is something to decide."""

    month: str
    title: str
    answer: str
    chance: float


@dataclass(frozen=True)
class Role:
    """One seat.

    label : as in the roster.  name : in a sentence.  kind : 'state' or 'firm'.  inside : in the network at the start.
    facts : sentences.
    weights : act in words -> its largest terms, the largest first.  advice : None where nothing is to be decided.
    pace : what the numbers of a firm's pace rest on; '' of a state.
    """

    node: int
    label: str
    name: str
    kind: str
    inside: bool
    facts: tuple[str, ...]
    weights: dict[str, tuple[Weight, ...]]
    advice: Advice | None
    pace: str

    @property
    def standing(self) -> str:
        """'yes', 'no', or of a firm 'firms work with offices'."""
        return "a firm: works with offices" if self.kind == "firm" else "yes" if self.inside else "no"


def role(told: Record, node: int, end: int) -> Role:
    """An actor at the beginning of a session that is played until a month (index, itself left out).

    told : the model's own play, with its decisions.
    """
    roster = told.roster
    firm = node >= roster.n_states
    inside = not firm and state_at(told, told.adopted).actors[node].since is not None
    facts = _firm_facts(told, node) if firm else _state_facts(told, node)
    return Role(node, roster.label(node), node_name(roster, node), "firm" if firm else "state", inside,
                tuple(facts),
                _weights(told, node, end), _first_advice(told, node, end),
                _pace(roster, node) if firm else "")  # fmt: skip


# ---- facts ----------
def _state_facts(told: Record, node: int) -> list[str]:
    roster, month = told.roster, told.adopted
    facts = [f"You speak for {node_name(roster, node)}."]
    facts.append(_office(roster, node, month))
    facts += membership(told, node, month, you=True)
    homes = [roster.firm_names[f] for f in range(roster.n_firms) if int(roster.firm_home[f]) == node]
    if homes:
        facts.append(f"{listing(homes)} {'has its' if len(homes) == 1 else 'have their'} home with you.")
    facts += _ties(told, node)
    rivals = [node_name(roster, j) for j in np.flatnonzero(roster.rivalry[node] >= RIVAL).tolist()]
    facts.append(f"On record as your rivals: {listing(rivals)}." if rivals else "No actor is on record as your rival.")
    change = int(roster.next_change[node])
    if month <= change < NEVER:
        facts.append(_CHANGES[GOVERNMENTS[int(roster.regime[node])]].format(month=in_words(month_label(change))))
    return facts


def _office(roster: Roster, node: int, month: int) -> str:
    status = int(roster.office_status(month)[node])
    if status == 0:
        return "You have no AI safety institute and no office for it yet."
    what = "an AI safety institute" if status == 2 else "an office that acts in the place of an AI safety institute"
    size = [f"{roster.staff[node]:.0f} staff"] if np.isfinite(roster.staff[node]) else []
    if np.isfinite(roster.budget[node]):
        size.append(f"about {two(float(roster.budget[node]))} million US dollars a year")
    powers = " It can oblige firms by law." if roster.statutory[node] else " It cannot oblige firms by law."
    known = f", with {listing(size)} on record" if size else "; its size is not on record"
    return f"You have {what}{known}.{powers}"


def _firm_facts(told: Record, node: int) -> list[str]:
    roster, f = told.roster, node - told.roster.n_states
    facts = [
        f"You lead {roster.firm_names[f]}, an AI firm with its home in {node_name(roster, int(roster.firm_home[f]))}."
    ]
    if np.isfinite(roster.compute[f]):
        facts.append(_size_of(roster, f))
    if np.isfinite(roster.safety_index[f]):
        facts.append(f"A public safety index gives you {4 * roster.safety_index[f]:.1f} of 4 points.")
    others = [roster.firm_names[k] for k in range(roster.n_firms) if k != f]
    facts.append(f"Your competitors here: {listing(others) if len(others) < 4 else f'{len(others)} other firms'}.")
    return facts + _ties(told, node)


def _pace(roster: Roster, node: int) -> str:
    """That a firm's pace follows from a rule that all firms share, and which of the numbers behind it are on record."""
    f = node - roster.n_states
    known = ["its home", *(["its largest training run"] if np.isfinite(roster.compute[f]) else [])]
    attitude = (
        f"Its attitude to safety is taken from a public index ({4 * roster.safety_index[f]:.1f} of 4 points)."
        if np.isfinite(roster.safety_index[f])
        else "No public index covers it, so its attitude to safety is drawn by chance."
    )
    return (
        "All firms of the model choose their pace by the same rule; only the data differ. On record here: "
        f"{listing(known)}. {attitude} So this is what the rule makes of them, and not what the firm does or wants."
    )


def _size_of(roster: Roster, f: int) -> str:
    """Its largest training run beside the largest of all firms here."""
    part = float(roster.compute[f]) / float(np.nanmax(roster.compute))
    if part >= 1.0:
        return "Of the firms here you have had the largest training run on record."
    return f"Your largest training run on record is {percent(part)} of the largest that a firm here has had."


def _ties(told: Record, node: int) -> list[str]:
    """Who the partners are when the session begins, with what about."""
    found: list[tuple[str, str]] = []
    for tie in ties_until(told, told.adopted).standing:
        if node in (tie.a, tie.b):
            other = tie.b if tie.a == node else tie.a
            found.append((node_name(told.roster, other), ", ".join(TIE_TYPES[k].short for k in tie.types)))
    if not found:
        return ["You have no tie to anybody."]
    if len(found) > MOST_TIES:
        return [f"You have {len(found)} ties: {listing(name for name, _ in found)}."]
    said = listing(f"{name} ({about})" for name, about in found)
    return [f"You have {number_word(len(found))} {'tie' if len(found) == 1 else 'ties'}: {said}."]


# ---- what weighs ----------
def _weights(told: Record, node: int, end: int) -> dict[str, tuple[Weight, ...]]:
    sums: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for one in told.decisions:
        if one.actor == node and told.adopted <= one.month < end and one.act in WEIGHED:
            sums[one.act].append(one.terms)
    return {WEIGHED[act]: _largest(act, np.mean(sums[act], axis=0)) for act in WEIGHED if act in sums}


@cache
def plain() -> dict[tuple[str, str], str]:
    """(act, term) -> the term as it is said to a person in a seat."""
    return {(row["act"], row["term"]): row["words"] for row in rows("plain_terms.csv")}


def _largest(act: str, means: np.ndarray) -> tuple[Weight, ...]:
    found = [
        Weight(plain()[act, term.name], term.meaning, float(value), term.evidence)
        for term, value in zip(TERMS[act], means, strict=True)
        if abs(value) >= 0.005
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.value))[:MOST])


# ---- advice ----------
def _first_advice(told: Record, node: int, end: int) -> Advice | None:
    """The first month in which something other than the usual is to be decided; else what to share in the first."""
    for usual in (False, True):
        for month in range(told.adopted, end):
            for offer in advice(told, node, month):
                if usual or not (offer.folded or offer.kind in ("share", "pool", "pace")):
                    return _said(offer)
    return None


def _said(offer: Offer) -> Advice:
    part = offer.parts[0]
    answer = next((option.words for option in offer.options if option.key == ("yes" if part.wants else "no")), "")
    if not answer:
        taken = [one.about for one in offer.parts if one.wants]
        answer = f"share {listing(taken)}" if taken else "share nothing"
    return Advice(month_label(offer.month), offer.title, answer, part.chance if part.wants else 1.0 - part.chance)
