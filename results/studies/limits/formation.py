"""Deals over time in the limit: what agreements already held do to the gain from the next one (Kinne 2013).

Alike offices, noise and every other parameter 0: what is left of a deal's gain are the references of contacts. The
chance of a deal rises with its gain, so the sign of a change in gain is that of the change in odds.
"""

from __future__ import annotations

from results.studies.limits.alike import alike_model
from results.studies.limits.limit import at_limit
from sim.phases.actions import sign
from sim.rules.deals import appraise_memorandum, deal_gain
from sim.rules.metrics import list_contacts
from sim.world import World

KIND = 0  # the one type of tie that is looked at
VOUCHING, NEAR, FAR = 0.2, 0.6, 0.2  # weight of a contact; shared fora with a partner like the other side, and unlike
ASKING, OTHER, LIKE, UNLIKE = range(4)  # the pair, a partner that is like OTHER and one that is not
Ties = list[tuple[int, int]]
CHANGES: dict[str, tuple[Ties, Ties, float]] = {  # ties with the change, ties without, gain expected of it
    "a shared partner, against one each": (
        [(ASKING, UNLIKE), (OTHER, UNLIKE)],
        [(ASKING, UNLIKE), (OTHER, LIKE)],
        VOUCHING * (2.0 - FAR - FAR),
    ),
    "one more agreement of one side": ([(ASKING, UNLIKE)], [], VOUCHING * FAR),
    "a partner like the other side, against one unlike": (
        [(ASKING, LIKE)],
        [(ASKING, UNLIKE)],
        VOUCHING * (NEAR - FAR),
    ),
}


def gained(change: str) -> float:
    """What the change of ``CHANGES`` adds to the gain (utility) from a first deal, the same for both sides."""
    with_it, without, _ = CHANGES[change]
    return _gain(with_it) - _gain(without)


def _gain(ties: Ties) -> float:
    w = alike_model(4, at_limit(vouching=VOUCHING, decay=0.0, tie_cost=0.0)).world
    w.fora = FAR
    w.fora[LIKE, OTHER] = w.fora[OTHER, LIKE] = NEAR
    list_contacts(w)
    for a, b in ties:
        sign(w, a, b, 1 << KIND)
    return min(_judged(w, ASKING, OTHER), _judged(w, OTHER, ASKING))


def _judged(w: World, i: int, j: int) -> float:
    return float(deal_gain(appraise_memorandum(w, i, j, 1 << KIND, KIND)))
