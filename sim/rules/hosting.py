"""Hosting: what powers of the secretariat give to the state that holds them, and what they cost it (W7a).

Who holds the secretariat lends it posts and lacks them at home, pays the hosts' part of the dues, hears first what its
casework finds and learns from it, has its posts at hand, and draws the agenda its way; others see the seat by who holds
it. Who holds what powers is the matter of ``sim.rules.casework.hold``.
"""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.catalogue import MEMBER
from sim.jit import rule
from sim.months import NEVER
from sim.rules.choice import TOLERANCE
from sim.rules.dues import own_posts
from sim.rules.findings import news_of
from sim.rules.setup import REFERENCE_STAFF


# ---- posts -----------------------------------------------------------------------------------------------------------
@rule
def posts_lent(w, j, powers):
    """Posts that state j lends with so many ``powers``: by its capacity, and its openness up to 1 (a010, a144)."""
    return w.p[P.LENT_POSTS] * powers * w.capacity[j] * min(1.0, w.openness[j])


@rule
def lent_by(w, j):
    """Posts that state j lends to the secretariat this month."""
    return posts_lent(w, j, w.host[j])


@rule
def posts_at_hand(w, j, powers):
    """Posts by which the secretariat's own, at work in the country, help the office of state j (W20e).

    As a larger partner helps over an exchange: by a share of what they are more than its own capacity.
    """
    if w.status[j] == 0:
        return 0.0
    more = powers * own_posts(w) - w.capacity[j] * REFERENCE_STAFF
    return w.p[P.EXCHANGE_GAIN] * max(0.0, more)


@rule
def capacity_at_home(w, j):
    """Capacity that hosting adds to the own work of state j: posts at hand less posts lent, by their heads."""
    return (posts_at_hand(w, j, w.host[j]) - lent_by(w, j)) / REFERENCE_STAFF


# ---- what is heard first ---------------------------------------------------------------------------------------------
@rule
def first_hand(w, j, powers):
    """What state j hears first with so many ``powers`` (utility a month): as much again as its news (W7a)."""
    return powers * news_of(w, j)


# ---- how it is seen --------------------------------------------------------------------------------------------------
@rule
def set_usual_rivalry(w):
    """Mean rivalry of two states that judge a seat, as in the roster: what an unremarkable host would have."""
    total, pairs = 0.0, 0
    for i in range(w.offices):
        for j in range(w.offices):
            if i != j and judges_seat(w, i) and judges_seat(w, j):
                total += w.roster_rivalry[i, j]
                pairs += 1
    w.usual_rivalry = total / max(1, pairs)


@rule
def judges_seat(w, j):
    """Whether state j counts among those who judge a seat: it has an office on record, or will have."""
    return w.acting_from[j] < NEVER or w.founded[j] < NEVER


@rule
def rivalry_at_large(w, j):
    """Mean rivalry of state j with the others that judge a seat."""
    total, count = 0.0, 0
    for i in range(w.offices):
        if i != j and judges_seat(w, i):
            total += w.rivalry[j, i]
            count += 1
    return total / max(1, count)


@rule
def seat_neutrality(w):
    """How far the seat is seen as impartial, by who holds it (0 to 1): ``1 - (1 - nu) x partiality`` (W7, W7a, W9).

    ``nu`` is the design's, for a host of usual rivalry; partiality the mean, over its powers, of the holders' rivalry
    with all others against the usual one, 1 for what nobody holds. A great power with rivals is seen as less impartial
    than a small state without.
    """
    nu = w.design[D.NEUTRALITY]
    if w.usual_rivalry <= TOLERANCE:
        return nu
    partiality, place, j = 1.0, 0, w.holders[0]
    while j < w.offices:
        partiality += w.host[j] * (rivalry_at_large(w, j) / w.usual_rivalry - 1.0)
        place += 1
        j = w.holders[place]
    return min(1.0, max(0.0, 1.0 - (1.0 - nu) * partiality))


# ---- what it comes to ------------------------------------------------------------------------------------------------
@rule
def invited(w, j):
    """How far state j is offered the seat (0 to 1), by the design in force.

    Not by one that is only being set up: until a design works, months are the same under all.
    """
    return w.design[D.SEAT_SHARE] * w.seat[j]


@rule
def powers_at(w, j, tier):
    """Powers that state j holds, or would hold, at a ``tier``: only a full member holds any; the seat's wait for it."""
    if tier != MEMBER:
        return 0.0
    return max(w.host[j], invited(w, j))


@rule
def hosting(w, j, powers):
    """What holding so many ``powers`` is worth to state j (utility a month): what it hears first, and posts.

    Posts at hand and posts lent are worth what a post costs. The hosts' part of the dues, and the agenda, have terms of
    their own.
    """
    posts = posts_at_hand(w, j, powers) - posts_lent(w, j, powers)
    return first_hand(w, j, powers) + w.p[P.POST_COST] * posts
