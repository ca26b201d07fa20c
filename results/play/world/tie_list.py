"""The ties that stand at the beginning of a month, replayed from the log of ties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from results.wording import types_of
from sim.record import FORMED, LAPSED, Record
from sim.roster import Roster

AT_HOME, IN_REGION, ACROSS = "at home", "within a region", "across regions"
SCOPES = (AT_HOME, IN_REGION, ACROSS)  # of a state and a firm of its own, of two in one world region, of all others
Pair = tuple[int, int]


@dataclass(frozen=True)
class Tie:
    """A tie between two actors, a < b (nodes), with all that it is about.

    types : positions in ``catalogue.TIE_TYPES``.  new : those of them that were signed in the last month.
    since : month (index) of its beginning; None if it is older than the run, without a date on record.
    scope : one of ``SCOPES``.
    """

    a: int
    b: int
    types: tuple[int, ...]
    new: tuple[int, ...]
    since: int | None
    scope: str


class Ties(NamedTuple):
    """What stands, in the order of the pairs, and the pairs whose tie has ended in the last month."""

    standing: tuple[Tie, ...]
    ended: tuple[Pair, ...]


def ties_until(record: Record, month: int) -> Ties:
    """The ties that stand at the beginning of a month (index)."""
    found = _at_start(record)
    ended: set[Pair] = set()
    for at, a, b, kind, action in record.tie_log[record.tie_log["month"] < month].tolist():
        pair = (min(a, b), max(a, b))
        if action == FORMED:
            found[pair] = _signed(found.get(pair) or _tie(record.roster, pair, 0, at), kind, at == month - 1)
            ended.discard(pair)
        elif action == LAPSED:
            found.pop(pair, None)
            ended |= {pair} if at == month - 1 else set()
    return Ties(tuple(found[pair] for pair in sorted(found)), tuple(sorted(ended)))


def _at_start(record: Record) -> dict[Pair, Tie]:
    roster, dates = record.roster, _dates(record.roster, record.start)
    pairs = np.argwhere(np.triu(record.ties_start) > 0).tolist()
    return {
        (a, b): replace(_tie(roster, (a, b), int(record.ties_start[a, b]), None), since=dates.get((a, b)))
        for a, b in pairs
    }


def _dates(roster: Roster, start: int) -> dict[Pair, int]:
    """The first date on record of each pair with a tie from before the run."""
    found: dict[Pair, int] = {}
    for tie in roster.ties:
        if tie.month is not None and tie.month < start:
            pair = (min(tie.a, tie.b), max(tie.a, tie.b))
            found[pair] = min(tie.month, found.get(pair, tie.month))
    return found


def _tie(roster: Roster, pair: Pair, mask: int, since: int | None) -> Tie:
    return Tie(*pair, tuple(types_of(mask)), (), since, scope_of(roster, *pair))


def _signed(tie: Tie, kind: int, now: bool) -> Tie:
    """A tie with one type more."""
    types, new = {*tie.types, kind}, {*tie.new, kind} if now and kind not in tie.types else {*tie.new}
    return replace(tie, types=tuple(sorted(types)), new=tuple(sorted(new)))


def scope_of(roster: Roster, a: int, b: int) -> str:
    """How far a tie reaches, by the homes of its two sides."""
    homes = [_homes(roster, node) for node in (a, b)]
    if homes[0] & homes[1]:
        return AT_HOME
    regions = [{int(roster.region[home]) for home in own} for own in homes]
    return IN_REGION if regions[0] & regions[1] else ACROSS


def _homes(roster: Roster, node: int) -> set[int]:
    if node < roster.n_states:
        return {node}
    firm = node - roster.n_states
    return {int(home) for home in (roster.firm_home[firm], roster.firm_home2[firm]) if home >= 0}
