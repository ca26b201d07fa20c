"""A month as one actor sees it: who it is, how it stands, what is known to all, and what the last month brought it.

Nothing of what others think of a deal is told: only what they did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from results.actor import VIEW
from results.brief.names import in_sentence
from results.brief.units import NONE
from results.chronicle import ChronicleLine
from results.numbers import listing, two_digits
from results.play.seats.advice import RIVAL
from results.play.world.casework import work_of
from results.play.world.secretariat import at_work, counted, headline
from results.play.world.state import IN_MEMBER, IN_PARTNER, state_at
from results.play.world.tie_list import ties_until
from results.wording import TIERS, item_name, partner_name
from sim.catalogue import GOVERNMENTS, TIE_TYPES
from sim.months import month_label
from sim.receipts import TERMS
from sim.record import FORMED, Decision, Record

SHOWN = ("welfare", "dues", "influence", "access", "exposure")
OFFICES = ("no office", "an acting office", "an institute")
UNSEEN = 0.01  # of a number, in which no change is told
LARGEST = 3  # terms of a review that are named


@dataclass(frozen=True)
class Figure:
    """A number of the actor: now, and how it moved in the last month."""

    title: str
    value: str
    change: str
    unit: str
    meaning: str


# ---- who it is ----------------------------------------------------------------------------------------------------
def who(record: Record, node: int, month: int) -> list[str]:
    """Who an actor is, in sentences: facts of the roster and how things stand in this run as a month begins."""
    roster = record.roster
    return list(_firm(record, node, month) if node >= roster.n_states else _state(record, node, month))


def _state(record: Record, j: int, month: int) -> Iterable[str]:
    roster, row = record.roster, month - 1 - record.start
    status, tier = int(record.states["status"][row, j]), int(record.states["tier"][row, j])
    place = "outside the network" if not tier else f"in the network as a {TIERS[tier]}"
    yield f"You are {in_sentence(roster, j)}, with {OFFICES[status]}, {place}."
    size = [f"about {roster.staff[j]:.0f} people"] * bool(np.isfinite(roster.staff[j]))
    size += [f"about {roster.budget[j]:.0f} million dollars a year"] * bool(np.isfinite(roster.budget[j]))
    if status and size:
        yield f"On record, your institute has {listing(size)}."
    if roster.statutory[j]:
        yield "The law lets your office oblige firms."
    rivals = [roster.label(int(k)) for k in np.flatnonzero(roster.rivalry[j] >= RIVAL)]
    yield f"Rivals: {listing(rivals)}." if rivals else "You have no strategic rival on the roster."
    if roster.regime[j] >= 0:
        yield _GOVERNMENTS[GOVERNMENTS[int(roster.regime[j])]]
    powers = float(record.host[row, j])
    if powers > 0:
        yield f"You hold {powers:.0%} of the secretariat's powers."


def _firm(record: Record, node: int, month: int) -> Iterable[str]:
    roster, f = record.roster, node - record.roster.n_states
    home = in_sentence(roster, int(roster.firm_home[f]))
    yield f"You are {roster.firm_names[f]}, a frontier developer at home in {home}."
    if np.isfinite(roster.safety_index[f]):
        yield f"Your public safety index (FLI) is {roster.safety_index[f]:.2f} of 1."
    safe = bool(record.safe[month - 1 - record.start, f])
    yield f"At present you {'develop safely' if safe else 'race'}; you choose again once a quarter."


_GOVERNMENTS = {
    "elections": "Your government changes by elections.",
    "leadership": "Your leadership changes without competitive elections.",
    "commission": "Your leadership changes with the Commission.",
}


def interests(told: Record, node: int, month: int) -> list[str]:
    """What weighs for an actor, in the model's terms, by its last decision of the kind that matters most to it.

    A sentence, and after it the terms that weighed most, each with its value (utility) and its meaning.
    """
    act = "pace" if node >= told.roster.n_states else "join"
    mine = [d for d in told.decisions if d.actor == node and d.act == act and d.month < month]
    if not mine:
        return [f"You gain by {listing(_SIGNS[act, 1])}; you lose by {listing(_SIGNS[act, -1])}."]
    last = mine[-1]
    terms = sorted(last.receipt(), key=lambda term: -abs(term[1]))[:LARGEST]
    meanings = {term.name: term.meaning for term in TERMS[act]}
    said = [f"{n} {v:+.2f} ({meanings[n]})" for n, v in terms if v]
    when = month_label(last.month)
    return [f"What weighed most when you last decided on {_ABOUT[act]}, in {when} (+ is for it, - against it):", *said]


_ABOUT = {"join": "being in the network", "pace": "developing safely"}
_SIGNS = {
    ("join", 1): ("what members do together", "information that is shared"),
    ("join", -1): ("effort and dues", "a seat or an agenda that is not yours"),
    ("pace", 1): ("being fast, as long as nothing goes wrong",),
    ("pace", -1): ("disasters", "what an office with access makes racing cost"),
}


# ---- how it stands ------------------------------------------------------------------------------------------------
def figures(record: Record, node: int, month: int) -> list[Figure]:
    """A jurisdiction's numbers in the last month that is played; a firm has none in this model."""
    if node >= record.roster.n_states:
        return []
    row = month - 1 - record.start
    metas = {meta.name: meta for meta in VIEW}
    found = []
    for key in SHOWN:
        values = record.states[key][:, node]
        now, before = float(values[row]), float(values[row - 1]) if row > 0 else float(values[row])
        share = metas[key].unit == "share"
        found.append(
            Figure(metas[key].title, _number(now, share), _change(now, before, share),
                   "share of the say" if share else metas[key].unit, metas[key].meaning)
        )  # fmt: skip
    return found


def _number(value: float, share: bool) -> str:
    return f"{100 * value:.1f}%" if share else two_digits(value) if np.isfinite(value) else NONE


def _change(now: float, before: float, share: bool) -> str:
    """How a number moved; 'as before' where one would not see it."""
    size = abs(now - before)
    if not size > UNSEEN * max(abs(now), abs(before)) or _number(now, share) == _number(before, share):
        return "as before"
    return ("+" if now > before else "−") + (f"{100 * size:.1f} points" if share else two_digits(size))


def ties_of(record: Record, node: int, month: int) -> list[tuple[str, str]]:
    """An actor's ties as a month begins: with whom, and what about, since when."""
    found = []
    for tie in ties_until(record, month).standing:
        if node in (tie.a, tie.b):
            about = ", ".join(TIE_TYPES[kind].short for kind in tie.types)
            since = f" (since {month_label(tie.since)})" if tie.since is not None else ""
            found.append((record.roster.label(tie.b if tie.a == node else tie.a), about + since))
    return found


# ---- what all know ------------------------------------------------------------------------------------------------
def network(record: Record, month: int) -> list[str]:
    """What is known to all as a month begins, in sentences."""
    state, roster = state_at(record, month), record.roster
    members = [actor.label for actor in state.actors if actor.standing in (IN_MEMBER, IN_PARTNER)]
    partners = [actor.label for actor in state.actors if actor.standing == IN_PARTNER]
    said = [f"{len(members)} in the network: {listing(members)}." if members else "Nobody is in the network."]
    if partners:
        said.append(f"As partners, without a vote: {listing(partners)}.")
    return [*said, f"The secretariat: {headline(state, roster)}", at_work(state)]


def queue(record: Record, month: int) -> list[str]:
    """The secretariat's cases by kind, for its own seat."""
    return [
        f"{work.name}: {work.under_way} under way, {work.waiting} waiting; the oldest for "
        + counted(round(work.oldest), "month")
        for work in work_of(record, month)
        if work.open
    ]


# ---- what the month began with -------------------------------------------------------------------------------------
def begun(lines: list[ChronicleLine], node: int, month: int) -> list[str]:
    """What befell the world and the secretariat as a month began, before anybody decided; what concerns a node first.

    Actors know it when they decide, and the advice rests on it (``sim.phases``: shocks, states and secretariat first).
    """
    now = [line for line in lines if line.month == month and line.kind in _FIRST]
    return [line.text for line in sorted(now, key=lambda line: node not in line.nodes)]


_FIRST = (
    "incident", "government", "openness", "policy", "fact", "occasion", "scheduled", "parameter", "founding",
    "dialogue", "export_control", "design", "handover", "seat", "passed_on", "arrears",
)  # fmt: skip


# ---- what the last month brought ----------------------------------------------------------------------------------
def news(
    record: Record, told: Record, lines: list[ChronicleLine], node: int, month: int
) -> tuple[list[str], list[str]]:
    """What the last month brought an actor, and what else happened that all know; sentences.

    lines : the chronicle of a run without decisions, so that it holds nobody's reasons. What was decided in the seat
    itself is left out: its answers say that.
    """
    last = [line for line in lines if line.month == month - 1]
    mine = [line.text for line in last if node in line.nodes and line.kind != "forced"]
    mine += list(_talks(told, node, month - 1))
    others = [line.text for line in last if node not in line.nodes and line.kind in _PUBLIC]
    return list(dict.fromkeys(mine)), others


def casework(lines: list[ChronicleLine], month: int) -> list[str]:
    """What became of the secretariat's cases in the last month, in sentences."""
    return [line.text for line in lines if line.month == month - 1 and line.kind in _CASEWORK]


_CASEWORK = ("case", "ended", "withdrawn", "late", "late, small")
_PUBLIC = (
    "membership", "incident", "response", "design", "handover", "reject", "founding", "government", "fact", "policy",
    "occasion", "export_control", "dialogue",
)  # fmt: skip


def _talks(told: Record, node: int, month: int) -> Iterable[str]:
    """An actor's talks of a month that came to nothing, with who refused; of the other side not why."""
    formed = {
        (int(row["a"]), int(row["b"]))
        for row in told.tie_log[(told.tie_log["month"] == month) & (told.tie_log["action"] == FORMED)]
    }
    for one in told.decisions:
        if one.month != month or one.actor != node or one.kind not in ("sign", "extend"):
            continue
        if (min(node, one.partner), max(node, one.partner)) not in formed and _is_told(one):
            other = partner_name(told.roster, one)
            who = f"{other} refuses a memorandum with you" if one.taken else f"You refuse a memorandum with {other}"
            yield f"{who}: {item_name(one)}"


def _is_told(one: Decision) -> bool:
    """Whether talks are worth a line: those that one wanted, or had a choice in."""
    return one.taken or one.forced
