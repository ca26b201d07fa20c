"""Deviations: what single states, or two of them together, could do otherwise; and when one of them pays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from results.stability.branches import Branches
from sim import design as D
from sim.catalogue import MEMBER
from sim.forced import Forced
from sim.rules.admission import consent_needed
from sim.rules.choice import TOLERANCE
from sim.rules.standing import lives
from sim.world import World

LEAVE, JOIN, SIGN, END = KINDS = ("leave", "join", "sign", "end")


class Deviation(NamedTuple):
    """Who does what otherwise; nodes, partner -1 where there is none."""

    kind: str
    actor: int
    partner: int = -1


class Gains(NamedTuple):
    """What a deviation brings in one run (utility a month, mean over the window).

    ``partner`` is NaN where there is none, or none whose welfare the model knows (a firm). ``members`` and their gains
    ``theirs`` are those who vote on a state that comes in, ``needed`` how many of them must not lose.
    """

    actor: float
    partner: float = float("nan")
    members: tuple[int, ...] = ()
    theirs: tuple[float, ...] = ()
    needed: int = 0


def possible(w: World) -> list[Deviation]:
    """Every deviation that is possible as a month begins.

    Members leave, others come in, two offices without a tie sign, and ties end. A firm has no welfare in this model, so
    that it neither signs nor ends anything here.
    """
    found = [Deviation(LEAVE if w.tier[j] > 0 else JOIN, j) for j in range(w.offices)]
    for a in range(w.offices):
        for b in range(a + 1, w.nodes):
            if not lives(w, a) or not lives(w, b):
                continue
            if w.ties[a, b] != 0:
                found.append(Deviation(END, a, b))
            elif b < w.offices:
                found.append(Deviation(SIGN, a, b))
    return found


def gains_of(branches: Branches, deviation: Deviation, as_it_is: np.ndarray) -> Gains:
    """What a deviation brings to those who decide on it; ``as_it_is`` (J,) is the welfare without it."""
    w, (kind, actor, partner) = branches.here, deviation
    month = branches.month
    if kind == JOIN:
        change = branches.welfare(entering=actor) - as_it_is
        members = tuple(int(j) for j in np.flatnonzero(w.tier == MEMBER))
        needed = int(consent_needed(w.design[D.CONSENT], len(members)))
        return Gains(float(change[actor]), members=members, theirs=tuple(change[list(members)].tolist()), needed=needed)
    forced = {
        LEAVE: (Forced(month, "join", actor, choice=False),),
        SIGN: (Forced(month, "deal", actor, partner), Forced(month, "deal", partner, actor)),
        END: (Forced(month, "renew", actor, partner, choice=False),),
    }[kind]
    change = branches.welfare(forced) - as_it_is
    return Gains(float(change[actor]), float(change[partner]) if 0 <= partner < w.offices else float("nan"))


def pays(deviation: Deviation, gains: Gains) -> bool:
    """Whether those who must agree would gain, in one run and looking back.

    Leaving and ending take one who gains. Signing takes two: one gains, the other does not lose (Jackson and Wolinsky
    1996). Coming in takes a gain, and enough members who do not lose by it.
    """
    one, other = gains.actor, gains.partner
    if deviation.kind == SIGN:
        return min(one, other) >= -TOLERANCE and max(one, other) > TOLERANCE
    if deviation.kind == JOIN:
        return one > TOLERANCE and sum(gain >= -TOLERANCE for gain in gains.theirs) >= gains.needed
    return one > TOLERANCE or other > TOLERANCE
