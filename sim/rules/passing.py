"""What passes on out of turn: who leaves the network loses its part of the secretariat, and that is a handover.

Who is no full member holds nothing of the seat, the chair or the lead (``sim.rules.casework.hold``). The seat's part is
with those who lead until its state is a full member, or is one again: it comes to it as with a new design.
"""

from __future__ import annotations

import math

from sim import design as D
from sim.catalogue import MEMBER
from sim.jit import rule
from sim.rules.cases import is_open
from sim.rules.casework import hand_on


@rule
def seat_moves(w, j):
    """Whether state j comes to its part of the seat, or leaves it, by being a full member or not; kept in place."""
    there = w.tier[j] == MEMBER or w.design[D.SEAT_SHARE] * w.seat[j] == 0.0
    moves = there != w.seated[j]
    w.seated[j] = there
    return moves


@rule
def seat_passed(w, j, before):
    """Powers of its seat that have passed to state j, or from it, where it held ``before``."""
    return min(w.design[D.SEAT_SHARE] * w.seat[j], abs(w.host[j] - before))


@rule
def turn_passed(w, j, before):
    """Powers of the chair or the lead that state j held ``before``, and has lost as it is no full member any more."""
    if w.tier[j] == MEMBER:
        return 0.0
    return max(0.0, before - w.design[D.SEAT_SHARE] * w.seat[j])


@rule
def kept_by_heirs(seat, turn, kept):
    """Share of memory, and of half-done work, that survives where powers pass on out of turn.

    ``(1 - seat) (1 - turn (1 - kept))``: what passes with the ``seat`` to another country stays behind, as with a new
    design in new hands; of what passes with the chair or the lead (``turn``) the design's handover keeps ``kept``.
    Sources: W4, W5.
    """
    return (1.0 - min(1.0, seat)) * (1.0 - min(1.0, turn) * (1.0 - kept))


@rule
def downtime_left(since, slowed, downtime):
    """Part of a handover's ``downtime`` that is to come ``since`` months after one that takes the part ``slowed``."""
    return max(0.0, slowed - since / downtime) if downtime > 0.0 else 0.0


@rule
def pass_on(w, seat, turn):
    """Powers have passed on out of turn: a handover of so much (``seat``, ``turn``: shares of all powers), in place.

    Half-done files first forget what the handover before it was to cost them, so that a small part that passes on
    changes little. The downtime is the design's, by the share that passes; one under way runs on.
    """
    kept, part = kept_by_heirs(seat, turn, w.design[D.MEMORY_KEPT]), min(1.0, seat + turn)
    now = float(w.month)
    if w.handover == now:  # one was due this month: nobody has worked since
        w.memory *= kept
    else:
        for place in range(w.n_open):
            case = w.cases[w.open_cases[place]]
            if is_open(case):
                hand_on(w, case)
        if not math.isnan(w.handover):
            part = max(part, downtime_left(now - w.handover, w.slowed, w.design[D.DOWNTIME]))
        w.handover, w.memory, w.slowed = now, kept, part
    w.experience *= kept
    w.forgotten = 1.0 - (1.0 - w.forgotten) * kept
