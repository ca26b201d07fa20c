"""One actor as it stands at the beginning of a month: who it is, its figures, its ties, its last decisions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from results import wording
from results.actor import VIEW
from results.explanation import Found
from results.numbers import Meta, two
from results.play.world.state import Actor, State, state_at
from results.play.world.tie_list import Tie
from results.reasons import told_against
from sim.catalogue import GOVERNMENTS, TIE_TYPES
from sim.months import NEVER, month_label
from sim.parameters import INDEX
from sim.record import FORMED, RENEWED, Record

YEAR = 12
SHARING = "share"  # the act of which an actor takes many each month
_RULE = {"elections": "elected", "leadership": "not elected", "commission": "the European Commission"}


@dataclass(frozen=True)
class Figure:
    """One of the actor's numbers: in the last month, and a year before ('' where the run is not that old)."""

    meta: Meta
    now: str
    before: str


@dataclass(frozen=True)
class Bond:
    """One tie of the actor. ``other`` : node.  term : until when it runs, in words."""

    other: int
    label: str
    types: str
    since: str
    term: str
    scope: str


@dataclass(frozen=True)
class ActorView:
    """What can be known of an actor at the beginning of a month.

    facts : what it is, each with whether it is on record (else simulated).
    """

    actor: Actor
    facts: tuple[tuple[str, bool], ...]
    figures: tuple[Figure, ...]
    bonds: tuple[Bond, ...]


def actor_view(record: Record, node: int, month: int) -> ActorView:
    """How an actor stands at the beginning of a month (index); nothing of that month or later is looked at."""
    state = state_at(record, month)
    actor = state.actors[node]
    is_state = node < record.roster.n_states
    facts = _of_state(record, actor, month) if is_state else _of_firm(record, actor)
    return ActorView(
        actor,
        tuple(facts),
        tuple(_figures(record, node, month)) if is_state else (),
        tuple(_bonds(record, state, node)),
    )


# ---- who it is ----
def _of_state(record: Record, actor: Actor, month: int) -> list[tuple[str, bool]]:
    roster, j = record.roster, actor.node
    found = [(f"{actor.name}, {actor.region}", True)]
    opened = int(roster.founded[j])
    on_record = actor.kind == "institute" and opened < min(month, NEVER)
    found.append((f"{actor.kind}, opened in {month_label(opened)}" if on_record else actor.kind, on_record))
    if actor.since is not None:
        dated = actor.since == int(roster.member_from[j])
        found.append((f"{actor.standing} of the network since {month_label(actor.since)}", dated))
    else:
        found.append(("applies to the network" if actor.standing == "applicant" else "not in the network", False))
    if actor.share > 0:
        found.append((f"{actor.role}: holds {actor.share:.0%} of the secretariat's powers", False))
    found.append(
        (f"government: {_RULE[GOVERNMENTS[int(roster.regime[j])]]}, a term of {int(roster.term[j])} months", True)
    )
    if actor.news:
        found.append((f"last month: {actor.news}", False))
    return found


def _of_firm(record: Record, actor: Actor) -> list[tuple[str, bool]]:
    roster, f = record.roster, actor.node - record.roster.n_states
    homes = [int(home) for home in (roster.firm_home[f], roster.firm_home2[f]) if home >= 0]
    found = [(f"{actor.name}, a firm at home in {' and '.join(roster.label(home) for home in homes)}", True)]
    found.append(("at the frontier" if actor.active else "not at the frontier", True))
    if np.isfinite(roster.compute[f]):
        found.append((f"largest training run: {roster.compute[f]:.1e} FLOP", True))
    if actor.safe is not None:
        found.append(("develops safely" if actor.safe else "races", False))
    return found


# ---- its figures ----
def _figures(record: Record, j: int, month: int) -> list[Figure]:
    row = month - 1 - record.start
    found = []
    for meta in VIEW:
        values = record.host[:, j] if meta.name == "powers" else None
        if values is None and meta.name in record.states:
            values = record.states[meta.name][:, j]
        if values is None or row < 0:
            continue
        before = two(float(values[row - YEAR]), meta.unit) if row >= YEAR else ""
        found.append(Figure(meta, two(float(values[row]), meta.unit), before))
    return found


# ---- its ties ----
def _bonds(record: Record, state: State, node: int) -> list[Bond]:
    own = [tie for tie in state.ties if node in (tie.a, tie.b)]
    begun = _terms(record, state.month)
    bonds = [_bond(record, tie, tie.b if tie.a == node else tie.a, begun) for tie in own]
    return sorted(bonds, key=lambda bond: (bond.other >= record.roster.n_states, bond.label.lower()))


def _bond(record: Record, tie: Tie, other: int, begun: dict[tuple[int, int], int]) -> Bond:
    types = ", ".join(TIE_TYPES[kind].short for kind in tie.types)
    since = "before the run" if tie.since is None else month_label(tie.since)
    return Bond(other, record.roster.label(other), types, since, _term(record, begun.get((tie.a, tie.b))), tie.scope)


def _term(record: Record, begun: int | None) -> str:
    """Until when a tie runs before its sides decide on it again."""
    if begun is None:
        return "begun before the run"
    return month_label(begun + int(record.params[INDEX["deal_term"]]))


def _terms(record: Record, month: int) -> dict[tuple[int, int], int]:
    """Pair -> the month in which its tie was last signed or renewed in the run."""
    rows = record.tie_log[(record.tie_log["month"] < month) & np.isin(record.tie_log["action"], (FORMED, RENEWED))]
    return {(min(a, b), max(a, b)): at for at, a, b in rows[["month", "a", "b"]].tolist()}


# ---- its decisions ----
def decisions_of(record: Record, node: int, month: int, changed: Collection[int] | None, sharing: bool) -> list[Found]:
    """The actor's decisions before a month, the newest first: those on sharing, or all others.

    changed : numbers of the decisions that are wanted (``results.changes.changed``); None for all.
    """
    return [
        Found(number, d)
        for number, d in enumerate(record.decisions, start=1)
        if d.actor == node and d.month < month and (d.act == SHARING) == sharing
        and (changed is None or number in changed)
    ][::-1]  # fmt: skip


def said(record: Record, found: Found) -> str:
    """A decision in a line, without who takes it: '2027-05: a first deal with the UK: testing: agrees'."""
    d = found.decision
    question = wording.question(record.roster, d).partition(" considers ")[2]
    against = told_against(d)
    return f"{month_label(d.month)}  {question}: {wording.answer(d)}{f' ({against})' if against else ''}"


def other_side(record: Record, found: Found) -> Found | None:
    """What the partner of a deal decided on the same thing in the same month; None of what has one side only."""
    d = found.decision
    if d.act != "deal" or d.partner < 0:
        return None
    for number, other in enumerate(record.decisions, start=1):
        if other.month > d.month:
            return None
        if (other.month, other.act, other.actor, other.partner, other.item) == (
            d.month,
            "deal",
            d.partner,
            d.actor,
            d.item,
        ):
            return Found(number, other)
    return None
