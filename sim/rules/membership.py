"""Membership: joint effort of a coalition, and whether one state gains by being in it (CORE, 'Join or stay')."""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.catalogue import MEMBER
from sim.jit import rule
from sim.rules.categories import CATEGORIES, IS_SENSITIVE, holds
from sim.rules.choice import TOLERANCE, probability
from sim.rules.dues import dues_share_of, who_pays
from sim.rules.findings import members_news
from sim.rules.forcing import FREE, JOIN, forced_choice
from sim.rules.hosting import hosting, invited, powers_at
from sim.rules.learning import network_productivity
from sim.rules.metrics import coalition_stake, enjoyed, rivalry_with_hosts, tier_share, total_variation
from sim.rules.pooling import appraise_pool, pool_choices, pool_conditions, protection_of
from sim.rules.sharing import PRACTICE, share_gain
from sim.rules.traits import fresh_noise, inclination


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def effort(stake, productivity, linear, curve, cap):
    """Effort that maximises ``stake * productivity * q - linear q - curve q^2 / 2`` on [0, cap].

    At curve 0 all or nothing: cap if the benefit is not below the linear cost (the binary treaty).
    Source: CORE; Barrett 1994.
    """
    net = stake * productivity - linear
    if curve <= 0.0:
        return cap if net >= -TOLERANCE else 0.0
    return min(max(net / curve, 0.0), cap)


@rule
def effort_cost(linear, curve, quantity):
    """Cost (utility) of an effort: ``c1 q + c2 q^2 / 2``."""
    return linear * quantity + curve * quantity * quantity / 2.0


@rule
def bias(weight, neutrality, rivalry_with_host, pull, agenda_distance):
    """Dislike (utility) of a partial seat and of a pulled agenda: ``chi [(1 - nu) r + pull |A - p| / 2]`` (W7, W9)."""
    return weight * ((1.0 - neutrality) * rivalry_with_host + pull * agenda_distance)


@rule
def join_terms(
    stake, productivity, with_us, without_us, excludable, share, cost_in, cost_out, alone, information, biased, dues,
    crowding, members, penalty, inclined, leaving, hosted,
):  # fmt: skip
    """Terms of being in (utility).

    Cooperation, effort, own effort, information, bias, dues, crowding, penalty, inclination, leaving, hosting.

    ``with_us`` and ``without_us`` are the coalition's total effort with and without the actor, each at that
    coalition's own optimum (the anticipated response), ``excludable`` the part of the output that outsiders miss,
    ``share`` the part that this tier of membership enjoys of it, ``alone`` the actor's effort outside, ``inclined`` its
    lasting trait, ``leaving`` what leaving would cost one who is in, ``hosted`` what its powers are worth to it.
    With excludable = 0 and the other terms 0 the largest stable coalition is 3 (Barrett 1994). Sources: CORE; W19-W23.
    """
    return (
        stake * productivity * (enjoyed(excludable, share) * with_us - (1.0 - excludable) * without_us),
        -(cost_in - cost_out),
        -stake * productivity * alone,
        information,
        -biased,
        -dues,
        -crowding * members,
        penalty,
        inclined,
        leaving,
        hosted,
    )


@rule
def join_gain(terms):
    """Sum of the eleven terms, from left to right."""
    total = terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5] + terms[6] + terms[7]
    return total + terms[8] + terms[9] + terms[10]


@rule
def benefit_of(w, j):
    """Benefit of state j per unit of joint effort: ``beta m o_j s_j x capability x (1 - overlap) (1 - lead_j)``.

    ``s`` is the mean of its stake, by its economy, and of the capacity of its office, which works with the results.
    ``overlap`` is what other bodies provide already, as far as the design is tied to them; ``lead`` a state's decisive
    lead over all others. Sources: CORE; C6, C12, W20f.
    """
    overlap = w.p[P.OVERLAP] * w.design[D.OVERLAP]
    worth = (w.stake[j] + w.capacity[j]) / 2.0
    found = w.p[P.NETWORK_BENEFIT] * w.salience * w.openness[j] * worth * w.capability
    return found * ((1.0 - overlap) * (1.0 - min(1.0, w.lead[j])))


@rule
def set_benefits(w):
    """The benefit of every state as things stand: fills ``w.benefit``."""
    for j in range(w.offices):
        w.benefit[j] = benefit_of(w, j)


# ---- efforts -------------------------------------------------------------------------------------------------------
@rule
def stake_of(w, without, extra, extra_tier):
    """Stake of the coalition of members without ``without``, plus ``extra`` at ``extra_tier`` (-1: nobody)."""
    total = coalition_stake(w, without)
    if extra >= 0:
        total += w.benefit[extra] * tier_share(w, extra_tier)
    return total


@rule
def effort_of(w, j, stake):
    """Effort of state j in a coalition of this ``stake``, or on its own for its own."""
    p, capacity = w.p, w.capacity[j]
    curve = curve_of(w, j)
    return effort(stake, network_productivity(w), p[P.EFFORT_COST], curve, p[P.EFFORT_CAP] * capacity)


@rule
def curve_of(w, j):
    """Quadratic cost of effort of state j: the less the larger its office (utility/effort^2).

    Whoever has no capacity can give nothing: 0.
    """
    return w.p[P.EFFORT_CURVE] / w.capacity[j] if w.capacity[j] > 0.0 else 0.0


@rule
def set_efforts(w):
    """The month's effort of those in the network (0 outside): fills ``w.effort``."""
    stake = stake_of(w, -1, -1, 0)
    for j in range(w.offices):
        w.effort[j] = effort_of(w, j, stake) if w.tier[j] > 0 else 0.0


@rule
def coalition_effort(w, without, extra, extra_tier):
    """Total effort of a coalition (as in ``stake_of``), every member at its optimum, added in the order of states."""
    stake, total, nobody = stake_of(w, without, extra, extra_tier), 0.0, w.offices
    joins = extra if extra >= 0 and w.tier[extra] == 0 else nobody
    for place in range(nobody + 1):
        j = w.members[place]
        if joins < j:  # here it would stand on the list
            total += effort_of(w, joins, stake)
            joins = nobody
        if j == nobody:
            break
        if j == extra or j != without:
            total += effort_of(w, j, stake)
    return total


# ---- joining -------------------------------------------------------------------------------------------------------
@rule
def may_apply(w, j):
    """Whether state j may join: with an office it may, else as far as the design is open and outreach has drawn it in.

    Or as far as it is offered the seat. Its own draw says how soon. Who was rejected may not before something has
    changed. Sources: W7a, W9, N3.
    """
    if w.rejected[j]:
        return False
    return w.status[j] > 0 or w.tier[j] > 0 or w.eligible[j] < max(w.design[D.OPEN] * w.reached[j], invited(w, j))


@rule
def is_reviewed(w, j):
    """Whether the membership of state j is reviewed this month: once a year, if it may join at all; or by force."""
    return (w.review[j] == w.month % 12 and may_apply(w, j)) or forced_choice(w, JOIN, j, -1, -1) != FREE


@rule
def partner_tier_open(w, j):
    """Whether a state may be a partner: as far as the terms in force have tiers (1 to 3), by its own draw (W23)."""
    return w.partner_draw[j] < (w.tiers - 1.0) / 2.0


@rule
def expected_information(w, i, own_tier):
    """Expected value of sharing through the network: openness times the sum over categories of chance x gain.

    The public value of what is not sensitive is left out: it can be had without being a member, by publishing. What
    is sensitive can only be shared among full members, so its public value counts. Practice says whether a state would
    share, not what it is worth. A category by which a member would lose counts nothing: nobody has to share it.
    """
    total, noise = 0.0, fresh_noise(w)
    conditions = pool_conditions(w, i, own_tier, protection_of(w, i), 0.0)
    choices = pool_choices(w, conditions)
    for q in range(CATEGORIES):
        if holds(choices, q):
            terms = appraise_pool(w, conditions, q)
            gain = share_gain(terms)
            left_out = terms[PRACTICE] + (0.0 if IS_SENSITIVE[q] else terms[0])
            total += probability(gain, noise) * max(0.0, gain - left_out)
    return w.openness[i] * total


@rule
def bias_of(w, i):
    """``bias`` of the secretariat as state i feels it."""
    away = total_variation(w.agenda, w.preference[i])
    return bias(w.p[P.BIAS_WEIGHT], w.neutrality, rivalry_with_hosts(w, i), w.design[D.PULL], away)


@rule
def others_in_network(w, i):
    """Number of those in the network beside state i."""
    count = 0
    while w.members[count] != w.offices:
        count += 1
    return count - (w.tier[i] > 0)


@rule
def appraise_membership(w, i, own_tier):
    """Terms for state i of being in the network at ``own_tier`` (1 member, 2 partner) against staying outside."""
    p, d = w.p, w.design
    share, powers = tier_share(w, own_tier), powers_at(w, i, own_tier)
    inside, alone = effort_of(w, i, stake_of(w, i, i, own_tier)), effort_of(w, i, w.benefit[i])
    cost_in = effort_cost(p[P.EFFORT_COST], curve_of(w, i), inside)
    cost_out = effort_cost(p[P.EFFORT_COST], curve_of(w, i), alone)
    dues = dues_share_of(w, i, own_tier, powers, who_pays(w, i, own_tier)) * w.cost
    information = expected_information(w, i, own_tier) + w.openness[i] * members_news(w, i, own_tier)
    return join_terms(
        w.benefit[i], network_productivity(w), coalition_effort(w, i, i, own_tier), coalition_effort(w, i, -1, 0),
        d[D.EXCLUDABILITY], share, cost_in, cost_out, alone, information,
        share * bias_of(w, i), dues, p[P.CROWDING], others_in_network(w, i), d[D.PENALTY] - w.rival_network[i],
        inclination(w, i), leaving_cost(w, i, own_tier), hosting(w, i, powers),
    )  # fmt: skip


@rule
def leaving_cost(w, i, own_tier):
    """What state i, if it is in, saves by staying at ``own_tier`` (utility): the cost of ending its membership.

    A member that steps down to partner ends its membership too; a partner that rises ends nothing.
    """
    return w.p[P.ENDING] if w.tier[i] == own_tier or (w.tier[i] > 0 and own_tier == MEMBER) else 0.0
