"""Pooling: whether to give information of a category to the network (CORE, 'Sharing'), and who receives it there."""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.catalogue import BENEFIT, MEMBER, PARTNER, PRE_DEPLOYMENT, PUBLIC, SENSITIVITY
from sim.jit import rule
from sim.rules.access import poolable, tier_of
from sim.rules.categories import (
    CATEGORIES,
    CLOSED,
    DANGERS,
    INSTITUTE,
    IS_SENSITIVE,
    OPEN,
    RESULTS,
    count_choices,
    holds,
)
from sim.rules.deals import exposure
from sim.rules.forcing import POOL as TO_NETWORK
from sim.rules.forcing import forced_set
from sim.rules.metrics import no_harm_chance, novelty_of
from sim.rules.sharing import EXPOSURE, LINEAR, decides_to_share, exposure_of, list_bounds, share_gain, share_terms

NO_TERMS = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
# Recipients (``recipients``) when there are none.
NOBODY = (0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)


# ---- the channel ---------------------------------------------------------------------------------------------------
@rule
def cleared_protection(w, cleared):
    """Protection of the network's channel for one who is ``cleared`` so far (0 to 1)."""
    from_design = w.design[D.PROTECTION]
    return from_design + (1.0 - from_design) * w.p[P.CLEARANCE_GAIN] * cleared


@rule
def protection_of(w, i):
    """Share of leaks that the network's channel stops for state i: immunities, then what a clearance adds (W12)."""
    return cleared_protection(w, w.cleared[i])


@rule
def red_tape(w):
    """Red tape that firms meet in the network (W15).

    The design's industry friction, as far as the secretariat is held where no frontier firm is at home.
    """
    at_home = 0.0
    for j in range(w.offices):
        at_home += w.host[j] * w.home_share[j]
    return w.design[D.FRICTION] * (1.0 - at_home)


@rule
def channel_of(w, i):
    """Share of leaks that the network's channel stops for node i, and the red tape that it meets.

    Immunities protect the members' exchanges (W12), not what a firm hands over (W15b).
    """
    if i >= w.offices:
        return 0.0, red_tape(w)
    return protection_of(w, i), 0.0


# ---- who receives --------------------------------------------------------------------------------------------------
@rule
def recipients(w, i, protection):
    """Who receives what node i gives to the network through a channel of this ``protection``.

    Three circles, each holding the one before: institutes of full members (results before deployment), full members
    (all else that is sensitive), and partners too (the rest; W15b). Each is (number, chance that none of them knows
    what i does not, chance that none of them does harm, the means over them of trust, rivalry and compatible laws, and
    the sum of their carelessness).
    """
    inner = _with_circle(w, i, 0, protection, NOBODY)
    closed = _with_circle(w, i, 1, protection, inner)
    return _means(inner), _means(closed), _means(_with_circle(w, i, 2, protection, closed))


@rule
def circle_of(w, j):
    """The innermost circle of recipients that state j, which is in the network, belongs to: 0, 1 or 2."""
    if w.tier[j] != MEMBER:
        return 2
    return 0 if w.status[j] == INSTITUTE else 1


@rule
def _with_circle(w, i, circle, protection, found):
    """Recipients and those of one more circle, with sums in the place of means."""
    count, unknown, no_harm, trust, rivalry, legal, careless = found
    for place in range(w.offices):
        j = w.members[place]
        if j == w.offices:
            break
        if j != i and circle_of(w, j) == circle:
            count += 1.0
            unknown *= 1.0 - novelty_of(w, i, j)
            no_harm *= no_harm_chance(w.rivalry[i, j], w.p[P.LEAK_RATE], w.security[j], protection)
            trust += w.trust[i, j]
            rivalry += w.rivalry[i, j]
            legal += w.legal[i, j]
            careless += 1.0 - w.security[j]
    return count, unknown, no_harm, trust, rivalry, legal, careless


@rule
def _means(found):
    """Recipients with means in the place of the sums of trust, rivalry and compatible laws."""
    count, unknown, no_harm, trust, rivalry, legal, careless = found
    number = max(1.0, count)
    return count, unknown, no_harm, trust / number, rivalry / number, legal / number, careless


# ---- the decision --------------------------------------------------------------------------------------------------
@rule
def pool_conditions(w, i, tier, protection, tape):
    """What node i weighs of the network whatever it gives, as a sender of this ``tier``.

    Who it is, its tier, the red ``tape`` that it meets, and the three circles of ``recipients``.
    """
    inner, closed, wide = recipients(w, i, protection)
    return i, tier, tape, inner, closed, wide


@rule
def circle_for(conditions, q):
    """Those of the ``recipients`` who get category q."""
    if q == PRE_DEPLOYMENT:
        return conditions[3]
    return conditions[4] if IS_SENSITIVE[q] else conditions[5]


@rule
def appraise_pool(w, conditions, q):
    """Terms of giving category q to the network under these ``pool_conditions``.

    The benefit is the chance that at least one recipient knows what the sender does not: it saturates as the exposure
    does. Partners do not receive what is sensitive, so that nothing comes back for it.
    """
    i, tier, tape = conditions[0], conditions[1], conditions[2]
    count, unknown, no_harm, trust, rivalry, legal, _ = circle_for(conditions, q)
    if count == 0.0:
        return NO_TERMS
    hears = not (IS_SENSITIVE[q] and tier == PARTNER)
    p, benefit = w.p, BENEFIT[q] * ((1.0 - unknown) if hears else 0.0)
    exposed = exposure(p[P.EXPOSURE_SCALE], SENSITIVITY[q], no_harm, w.capability)
    friction = p[P.LEGAL_FRICTION] * SENSITIVITY[q] * (1.0 - legal) + p[P.SECRETARIAT_FRICTION] * tape
    return share_terms(
        p[P.PUBLIC_MOTIVE], w.salience, PUBLIC[q], p[P.PATIENCE], trust, benefit, p[P.SYNERGY] * benefit,
        exposed, p[P.ZERO_SUM], rivalry, friction, w.leaning[i, q],
    )  # fmt: skip


@rule
def pool_choices(w, conditions):
    """Categories on which the sender of these ``pool_conditions`` decides: it may give them, and somebody gets them."""
    choices = poolable(w, conditions[0])
    for q in range(CATEGORIES):
        if circle_for(conditions, q)[0] == 0.0:
            choices &= ~(1 << q)
    return choices


@rule
def pool_with_network(w, i):
    """Node i decides what it gives to the network: ``w.pool[i]``, a set of categories.

    Choices are counted in ``w.asked_pool``; ``w.exposure`` and ``w.leaks`` receive what is expected to be lost.
    """
    tier, given = tier_of(w, i), 0
    w.pool[i] = 0
    if tier == 0:
        return
    protection, tape = channel_of(w, i)
    conditions = pool_conditions(w, i, tier, protection, tape)
    choices = pool_choices(w, conditions)
    list_bounds(w, i, w.offices)
    for q in range(CATEGORIES):
        if holds(choices, q):
            gain = share_gain(appraise_pool(w, conditions, q))
            given |= decides_to_share(w, i, w.offices, q, gain) << q
    if w.forcing > 0:
        given = forced_set(w, TO_NETWORK, i, -1, choices, given)
    w.pool[i] = given
    count_choices(w.asked_pool, choices, given)
    w.exposure[i] += lost_to_network(w, conditions, given)
    w.leaks += (1.0 - protection) * w.p[P.LEAK_RATE] * careless_of(conditions, given)


@rule
def lost_to_network(w, conditions, given):
    """Expected loss from all that is given to the network, as in ``lost_over_tie``."""
    total = 0.0
    if LINEAR:
        total += exposure_of(w, given & RESULTS, conditions[3][2])
        total += exposure_of(w, given & CLOSED & ~RESULTS, conditions[4][2])
        return total + exposure_of(w, given & OPEN, conditions[5][2])
    for q in range(CATEGORIES):
        if holds(given, q):
            total -= appraise_pool(w, conditions, q)[EXPOSURE]
    return total


@rule
def careless_of(conditions, given):
    """Danger of what is given to the network, times the carelessness of those who get it, summed over them."""
    results, secret, free = given & RESULTS, given & CLOSED & ~RESULTS, given & OPEN
    inner, closed, wide = conditions[3][6], conditions[4][6], conditions[5][6]
    return DANGERS[results] * inner + DANGERS[secret] * closed + DANGERS[free] * wide


@rule
def wants_clearance(w, i):
    """Whether a member would share something sensitive through a cleared channel that it withholds now (S, W12)."""
    now = pool_conditions(w, i, MEMBER, protection_of(w, i), 0.0)
    then = pool_conditions(w, i, MEMBER, cleared_protection(w, 1.0), 0.0)
    secret = pool_choices(w, now) & CLOSED
    for q in range(CATEGORIES):
        if holds(secret, q):
            before = share_gain(appraise_pool(w, now, q))
            if before <= 0.0 < share_gain(appraise_pool(w, then, q)):
                return True
    return False
