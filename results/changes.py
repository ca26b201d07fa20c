"""Which decisions of a run changed something: a tie signed or ended, sharing begun or ended, a state in or out."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from sim.record import EVENT_CODES, FORMED, LAPSED, Decision, Record


class _Happened(NamedTuple):
    """What became of the decisions: types signed by month and pair, ties that lapsed, and rejected applications."""

    signed: dict[tuple[int, int, int], int]
    lapsed: set[tuple[int, int, int]]
    rejected: set[tuple[int, int]]


def changed(record: Record) -> frozenset[int]:
    """Numbers, from 1, of the decisions after which something was not as before.

    Of talks the consents to what both signed, of a renewal the refusal that ended the tie; of sharing and pace what
    differs from the actor's last choice in the same matter, of a new matter that it shares; applications and exits; and
    the votes for who was let in and against who was not. What was so when the run began changed nothing.
    """
    happened, last = _happened(record), dict[tuple[object, ...], bool]()
    found = set()
    for number, d in enumerate(record.decisions, start=1):
        if d.act in ("share", "pace"):
            matter = (d.act, d.kind, d.actor, d.partner, d.item)
            first = d.taken if d.month == record.start or d.act == "pace" else False
            moved = d.taken != last.get(matter, first)
            last[matter] = d.taken
        else:
            moved = _moved(d, happened)
        if moved:
            found.add(number)
    return frozenset(found)


def _happened(record: Record) -> _Happened:
    signed: dict[tuple[int, int, int], int] = defaultdict(int)
    lapsed = set()
    for month, a, b, kind, action in record.tie_log[["month", "a", "b", "type", "action"]].tolist():
        if action == FORMED:
            signed[month, min(a, b), max(a, b)] |= 1 << kind
        elif action == LAPSED:
            lapsed.add((month, min(a, b), max(a, b)))
    rows = record.events[record.events["kind"] == EVENT_CODES["reject"]]
    return _Happened(signed, lapsed, {(int(row["month"]), int(row["actor"])) for row in np.atleast_1d(rows)})


def _moved(d: Decision, happened: _Happened) -> bool:
    """Whether a decision on a deal, a membership or an applicant did something."""
    pair = d.month, min(d.actor, d.partner), max(d.actor, d.partner)
    if d.kind == "renew":
        return not d.taken and pair in happened.lapsed
    if d.act == "deal":
        return d.taken and d.item & happened.signed.get(pair, 0) == d.item
    if d.act == "consent":
        return d.taken != ((d.month, d.partner) in happened.rejected)
    return d.taken == (d.kind == "join")  # applies, or leaves
