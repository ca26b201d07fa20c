"""Membership: joint effort of a coalition, and whether one state gains by being in it (CORE, 'Join or stay')."""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.catalogue import MEMBER
from sim.jit import rule
from sim.rules.categories import CATEGORIES, IS_SENSITIVE
from sim.rules.choice import TOLERANCE, probability
from sim.rules.learning import network_productivity
from sim.rules.metrics import coalition_stake, enjoyed, powers_held, rivalry_with_hosts, tier_share, total_variation
from sim.rules.sharing import appraise_pool_of, protection_of, recipients, share_gain
from sim.rules.traits import inclination


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
    crowding, members, penalty, inclined, leaving,
):  # fmt: skip
    """Terms of being in (utility).

    Cooperation, effort, own effort, information, bias, dues, crowding, penalty, inclination, leaving.

    ``with_us`` and ``without_us`` are the coalition's total effort with and without the actor, each at that
    coalition's own optimum (the anticipated response), ``excludable`` the part of the output that outsiders miss,
    ``share`` the part that this tier of membership enjoys of it, ``alone`` the actor's effort outside, ``inclined`` its
    lasting trait, ``leaving`` what leaving would cost one who is in.
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
    )


@rule
def join_gain(terms):
    """Sum of the ten terms, from left to right."""
    total = terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5] + terms[6] + terms[7]
    return total + terms[8] + terms[9]


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


# ---- dues ----------------------------------------------------------------------------------------------------------
@rule
def who_pays(w, i, own_tier):
    """Who shares the secretariat's cost if state i were at ``own_tier`` (i = -1: all as they are).

    The powers held, and the GDP and number of those who pay as members, partners counted in part.
    """
    rich, count = 0.0, 0.0
    for j in range(w.offices):
        at = own_tier if j == i else w.tier[j]
        if at > 0:
            part = tier_share(w, at)
            rich += part * w.gdp[j]
            count += part
    return powers_held(w), rich, count


@rule
def dues_share(payers, tier, gdp, host, dues_host, dues_gdp, partner_share):
    """Share of one state of this ``tier``, GDP and powers in the secretariat's cost, given ``who_pays``.

    Hosts pay ``dues_host`` for the powers they hold, then GDP, the rest equally; a partner pays the same part of a
    member's dues as it enjoys of the output, ``partner_share``. Shares sum to 1 if somebody pays as a member; else
    nobody pays. What nobody holds no host pays for. Sources: W11, W17, W20d.
    """
    held, rich, count = payers
    if count <= 0.0:
        return 0.0
    share = dues_host * host
    if tier > 0:
        part, by_gdp = 1.0 if tier == MEMBER else partner_share, dues_gdp if rich > 0.0 else 0.0
        rest = max(0.0, 1.0 - dues_host * held - by_gdp)  # shares that add up to 1 may leave a last bit below 0
        if rich > 0.0:
            share += by_gdp * part * gdp / rich
        share += rest * part / count
    return share


@rule
def dues_share_of(w, j, tier, payers):
    """``dues_share`` of state j at a ``tier``, by the rule of the last funding round."""
    return dues_share(payers, tier, w.gdp[j], w.host[j], w.dues_host, w.dues_gdp, w.p[P.PARTNER_ACCESS])


@rule
def collect_dues(w):
    """The month's cost of the secretariat and everybody's dues: fills ``w.cost`` and ``w.dues``.

    The cost is that of each post of its own staff. Sources: W11, W17, W20d.
    """
    w.cost = w.p[P.POST_COST] * w.design[D.STAFF]
    payers = who_pays(w, -1, 0)
    for j in range(w.offices):
        w.dues[j] = w.cost * dues_share_of(w, j, w.tier[j], payers)


# ---- joining -------------------------------------------------------------------------------------------------------
@rule
def may_apply(w, j):
    """Whether state j may join: with an office it may, else as far as the design is open and outreach has drawn it in.

    Its own draw says how soon. Who was rejected may not before something has changed. Sources: W9, N3.
    """
    if w.rejected[j]:
        return False
    return w.status[j] > 0 or w.tier[j] > 0 or w.eligible[j] < w.design[D.OPEN] * w.reached[j]


@rule
def is_reviewed(w, j):
    """Whether the membership of state j is reviewed this month: once a year, if it may join at all."""
    return w.review[j] == w.month % 12 and may_apply(w, j)


@rule
def partner_tier_open(w, j):
    """Whether a state may be a partner: as far as the terms in force have tiers (1 to 3), by its own draw (W23)."""
    return w.partner_draw[j] < (w.tiers - 1.0) / 2.0


@rule
def expected_information(w, i, own_tier):
    """Expected value of sharing through the network: openness times the sum over categories of chance x gain.

    The public value of what is not sensitive is left out: it can be had without being a member, by publishing. What
    is sensitive can only be shared among full members, so its public value counts. A category by which a member would
    lose counts nothing: nobody has to share it.
    """
    total, protection = 0.0, protection_of(w, i)
    closed, wide = recipients(w, i)
    for q in range(CATEGORIES):
        terms = appraise_pool_of(w, closed, wide, protection, 0.0, own_tier, q)
        gain = share_gain(terms)
        published = 0.0 if IS_SENSITIVE[q] else terms[0]
        total += probability(gain, w.p[P.NOISE]) * max(0.0, gain - published)
    return w.openness[i] * total


@rule
def bias_of(w, i):
    """``bias`` of the secretariat as state i feels it."""
    d = w.design
    away = total_variation(w.agenda, w.preference[i])
    return bias(w.p[P.BIAS_WEIGHT], d[D.NEUTRALITY], rivalry_with_hosts(w, i), d[D.PULL], away)


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
    share = tier_share(w, own_tier)
    inside, alone = effort_of(w, i, stake_of(w, i, i, own_tier)), effort_of(w, i, w.benefit[i])
    cost_in = effort_cost(p[P.EFFORT_COST], curve_of(w, i), inside)
    cost_out = effort_cost(p[P.EFFORT_COST], curve_of(w, i), alone)
    dues = dues_share_of(w, i, own_tier, who_pays(w, i, own_tier)) * w.cost
    return join_terms(
        w.benefit[i], network_productivity(w), coalition_effort(w, i, i, own_tier), coalition_effort(w, i, -1, 0),
        d[D.EXCLUDABILITY], share, cost_in, cost_out, alone, expected_information(w, i, own_tier),
        share * bias_of(w, i), dues, p[P.CROWDING], others_in_network(w, i), d[D.PENALTY] - w.rival_network[i],
        inclination(w, i), leaving_cost(w, i),
    )  # fmt: skip


@rule
def leaving_cost(w, i):
    """What leaving would cost state i (utility), if it is in."""
    return w.p[P.ENDING] if w.tier[i] > 0 else 0.0
