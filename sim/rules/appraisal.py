"""Appraisals: from the state's arrays to the terms of one decision. They gather; the rules decide."""

from __future__ import annotations

import numpy as np

from sim import catalogue
from sim import design as D
from sim import parameters as P
from sim.compiled import inlined, rule
from sim.plain import read_singly, row_of
from sim.room import room
from sim.rules.categories import CATEGORIES, IS_SENSITIVE, SENSITIVITIES
from sim.rules.choice import probability
from sim.rules.deals import deal_terms, exposure, familiar, tie_cost, tie_exposure
from sim.rules.measures import (
    coalition_stake,
    dues_share,
    list_positive,
    rivalry_with,
    spared,
    total_variation,
    who_pays,
)
from sim.rules.membership import bias, effort, effort_cost, join_terms
from sim.rules.reach import reach_gain
from sim.rules.sharing import share_gain, share_terms

KINDS = catalogue.CARRIES.shape[0]
BENEFIT, CARRIES, PUBLIC, SENSITIVITY = (
    read_singly(values) for values in (catalogue.BENEFIT, catalogue.CARRIES, catalogue.PUBLIC, catalogue.SENSITIVITY)
)
EMPTY = (0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)  # a circle (``circles``) of nobody


# ---- deals ------------------------------------------------------------------------------------------------------
@inlined
def appraise_type(p, within, depth, present, weight, fora, rivalry, security, statutory, capacity, degree, openness,
                  salience, capability, trust, harmonisation, offices, i, j, contacts, kind, types):  # fmt: skip
    """Terms of one more type ``kind`` with j, for node i; ``types`` (bit mask) are those the pair already has.

    ``within``, ``depth`` and ``present`` are as in ``sim.rules.reach``, ``contacts`` those who can vouch for the two
    (``contacts_between``); they count for a first type only.
    """
    if types == 0:
        mine, theirs = within[i, : depth[i] + 1], within[j, : depth[j] + 1]
        access = reach_gain(mine, theirs, present, p[P.FIRM_WEIGHT], p[P.DECAY])
    else:  # they know each other
        access, contacts = p[P.MORE_TYPES] * p[P.DECAY] * float(weight[j]), 0.0
    exposed = tie_exposure(p[P.EXPOSURE_SCALE], SENSITIVITY[CARRIES[kind]], float(rivalry[i, j]), p[P.LEAK_RATE],
                           float(security[j]), capability)  # fmt: skip
    saved = familiar(p[P.FAMILIARITY], float(trust[i, j]), harmonisation)
    cost = tie_cost(p[P.TIE_COST], p[P.LOAD], int(degree[i]), capacity[i], saved)
    mandate = p[P.FINE] if (i >= offices and statutory[j]) else 0.0
    return deal_terms(salience, float(openness[i]), access, p[P.FORA_WEIGHT], float(fora[i, j]), p[P.VOUCHING],
                      contacts, mandate, exposed, cost)  # fmt: skip


@rule
def appraise_renewal(p, mine, theirs, present, weight, fora, rivalry, security, statutory, capacity, degree, openness,
                     salience, capability, trust, harmonisation, offices, i, j, contacts, types):  # fmt: skip
    """Terms of keeping the whole tie with j, of ``types`` (bit mask), for node i.

    ``mine`` and ``theirs`` are those whom i and j would get to if it ended (``reach_gain``), ``contacts`` as in
    ``appraise_type``.
    """
    kinds, exposed = 0, 0.0
    for kind in range(KINDS):
        if types & (1 << kind):
            kinds += 1
            exposed += tie_exposure(p[P.EXPOSURE_SCALE], SENSITIVITY[CARRIES[kind]], rivalry[i, j], p[P.LEAK_RATE],
                                    security[j], capability)  # fmt: skip
    access = reach_gain(mine, theirs, present, p[P.FIRM_WEIGHT], p[P.DECAY])
    access += (kinds - 1) * p[P.MORE_TYPES] * p[P.DECAY] * weight[j]
    saved = familiar(p[P.FAMILIARITY], trust[i, j], harmonisation)
    cost = kinds * tie_cost(p[P.TIE_COST], p[P.LOAD], degree[i] - 1, capacity[i], saved)
    mandate = p[P.FINE] if (i >= offices and statutory[j]) else 0.0
    return deal_terms(salience, openness[i], access, kinds * p[P.FORA_WEIGHT], fora[i, j], p[P.VOUCHING], contacts,
                      mandate, exposed, cost)  # fmt: skip


# ---- sharing ----------------------------------------------------------------------------------------------------
@inlined
def known(novelty, i, j):
    """What j (an office) knows that i does not, averaged over themes; a firm i counts as knowing nothing of it.

    ``novelty`` (J + 1, J) as ``novelties`` fills it.
    """
    return novelty[min(i, novelty.shape[0] - 1), j]


@rule
def exposure_to(p, sent, none_leaks, protection, capability):
    """Expected loss (utility) from sending a set of categories to recipients of whom none does harm by this chance."""
    return exposure(p[P.EXPOSURE_SCALE], SENSITIVITIES[sent], none_leaks, protection, capability)


@rule
def appraise_share(p, missing, none_leaks, trust, rivalry, legal, salience, capability, q):
    """Terms of sending category q to one office over a tie.

    ``missing`` is what it knows and the sender does not (``known``), ``none_leaks`` the chance that it does no harm
    (``spared``); ``trust``, ``rivalry`` and ``legal`` are those of the pair.
    """
    benefit = BENEFIT[q] * missing
    exposed = exposure(p[P.EXPOSURE_SCALE], SENSITIVITY[q], none_leaks, 0.0, capability)
    friction = p[P.LEGAL_FRICTION] * SENSITIVITY[q] * (1.0 - legal)
    return share_terms(
        p[P.PUBLIC_MOTIVE], salience, PUBLIC[q], p[P.PATIENCE], trust, benefit, p[P.SYNERGY] * benefit, exposed,
        p[P.ZERO_SUM], rivalry, friction,
    )  # fmt: skip


@rule
def protection_of(p, protection, cleared):
    """Share of exposure removed on the network's channel: immunities, then what a clearance adds (W12)."""
    return protection + (1.0 - protection) * p[P.CLEARANCE_GAIN] * cleared


@inlined
def circle(so_far, novelty, trust, rivalry, legal, security, leak_rate, members, tier, offices, i, wanted):
    """The circle of those who receive what node i gives to the network: ``so_far``, and all others of a tier (W15b).

    ``members`` (J + 1,) lists those in the network (``list_positive``).
    """
    count, missing, none_leaks, trusted, rivals, compatible, careless = so_far
    believed, rivalries, laws, tier, security = (
        row_of(trust[i]), row_of(rivalry[i]), row_of(legal[i]), row_of(tier), row_of(security)
    )  # fmt: skip
    for place in range(offices):
        j = members[place]
        if j == offices:
            break
        if tier[j] == wanted and j != i:
            count += 1.0
            missing *= 1.0 - float(known(novelty, i, j))
            none_leaks *= spared(rivalries[j], leak_rate, security[j])
            trusted += believed[j]
            rivals += rivalries[j]
            compatible += laws[j]
            careless += 1.0 - security[j]
    return count, missing, none_leaks, trusted, rivals, compatible, careless


@inlined
def widened(closed, novelty, trust, rivalry, legal, security, leak_rate, members, tier, offices, i):
    """The circle with partners (tier 2) in it too, if there are any."""
    partners, tiers = False, row_of(tier)
    for j in range(len(tiers)):
        partners |= tiers[j] == 2
    if not partners:
        return closed
    return circle(closed, novelty, trust, rivalry, legal, security, leak_rate, members, tier, offices, i, 2)


@inlined
def means_of(circle):
    """The circle with means over those in it for the sums of trust, rivalry and compatible laws; nobody as it is."""
    count, missing, none_leaks, trusted, rivals, compatible, careless = circle
    everybody = max(1.0, count)
    return count, missing, none_leaks, trusted / everybody, rivals / everybody, compatible / everybody, careless


@rule
def circles(novelty, trust, rivalry, legal, security, leak_rate, members, tier, offices, i):
    """Who receives what node i gives to the network: sensitive information (full members), and the rest (partners too).

    Each is (number, chance that none of them knows what i does not, chance that none of them leaks, the means of
    trust, rivalry and compatible laws over them, and the sum of their carelessness).
    """
    closed = circle(EMPTY, novelty, trust, rivalry, legal, security, leak_rate, members, tier, offices, i, 1)
    wide = widened(closed, novelty, trust, rivalry, legal, security, leak_rate, members, tier, offices, i)
    return means_of(closed), means_of(wide)


@rule
def appraise_pool(p, closed, wide, salience, capability, protection, red_tape, own_tier, q):
    """Terms of sending category q to the network; partners neither receive nor return what is sensitive.

    ``closed`` and ``wide`` are the ``circles`` of the sender. The benefit is the chance that at least one recipient
    knows what it does not: it saturates as the exposure does.
    """
    circle = closed if IS_SENSITIVE[q] else wide
    if circle[0] == 0.0:
        return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    hears = not IS_SENSITIVE[q] or own_tier != 2
    return pool_terms(p, circle, salience, capability, protection, red_tape, hears, q)


@rule
def pool_terms(p, circle, salience, capability, protection, red_tape, hears, q):
    """Terms of sending category q to a ``circle``; ``hears``: whether the sender receives such information in turn."""
    _, missing, none_leaks, trusted, rivals, compatible, _ = circle
    benefit = BENEFIT[q] * ((1.0 - missing) if hears else 0.0)
    exposed = exposure(p[P.EXPOSURE_SCALE], SENSITIVITY[q], none_leaks, protection, capability)
    friction = p[P.LEGAL_FRICTION] * SENSITIVITY[q] * (1.0 - compatible) + p[P.ARM_FRICTION] * red_tape
    return share_terms(
        p[P.PUBLIC_MOTIVE], salience, PUBLIC[q], p[P.PATIENCE], trusted, benefit, p[P.SYNERGY] * benefit,
        exposed, p[P.ZERO_SUM], rivals, friction,
    )  # fmt: skip


@rule
def expected_information(p, closed, wide, salience, capability, protection, own_tier):
    """Expected value of sharing through the network: the sum over categories of chance x gain.

    The public value of what is not sensitive is left out: it can be had without being a member, by publishing. What
    is sensitive can only be shared in a closed circle, so its public value counts.
    """
    total = 0.0
    for q in range(CATEGORIES):
        terms = appraise_pool(p, closed, wide, salience, capability, protection, 0.0, own_tier, q)
        gain = share_gain(terms)
        published = 0.0 if IS_SENSITIVE[q] else terms[0]
        total += probability(gain, p[P.NOISE]) * (gain - published)
    return p[P.INFORMATION_WEIGHT] * total


# ---- membership ---------------------------------------------------------------------------------------------------
@rule
def stakes(p, stake, openness, salience, capability, overlap, lead, out):
    """(J,) benefit per unit of joint effort: ``beta m o_i stake_i x capability x (1 - overlap) (1 - lead_i)``.

    Fills ``out``. ``lead`` (J,) is a state's decisive lead over all others, 0 to 1. Sources: CORE; C6, C12, W20f.
    """
    for j in range(stake.shape[0]):
        out[j] = p[P.NETWORK_BENEFIT] * salience * openness[j] * stake[j] * capability
        out[j] *= (1.0 - overlap) * (1.0 - min(1.0, lead[j]))


@rule
def stake_of(p, benefit, members, tier, without, extra, extra_tier):
    """Stake of the coalition of ``members`` without ``without``, plus ``extra`` at ``extra_tier`` (-1: nobody)."""
    total = coalition_stake(members, tier, benefit, p[P.PARTNER_ACCESS], without)
    if extra >= 0:
        total += benefit[extra] * (1.0 if extra_tier == 1 else p[P.PARTNER_ACCESS])
    return total


@rule
def member_effort(p, stake, productivity, capacity):
    """Effort of an office of this capacity in a coalition of this ``stake``, or on its own for its own."""
    return effort(stake, productivity, p[P.EFFORT_COST], p[P.EFFORT_CURVE], p[P.EFFORT_CAP] * capacity)


@rule
def member_efforts(p, benefit, members, tier, capacity, productivity, out):
    """(J,) effort of every state in the network, 0 for those outside, into ``out``."""
    stake = stake_of(p, benefit, members, tier, -1, -1, 0)
    for j in range(out.shape[0]):
        out[j] = member_effort(p, stake, productivity, capacity[j]) if tier[j] > 0 else 0.0


@inlined
def coalition_effort(p, benefit, members, tier, capacity, productivity, without, extra, extra_tier):
    """Total effort of a coalition (as in ``stake_of``), every member at its optimum, added in the order of states."""
    stake, total, nobody = stake_of(p, benefit, members, tier, without, extra, extra_tier), 0.0, tier.shape[0]
    joins = extra if extra >= 0 and tier[extra] == 0 else nobody
    for place in range(nobody + 1):
        j = members[place]
        if joins < j:  # here it would stand on the list
            total += member_effort(p, stake, productivity, capacity[joins])
            joins = nobody
        if j == nobody:
            break
        if j == extra or j != without:
            total += member_effort(p, stake, productivity, capacity[j])
    return total


@rule
def appraise_join(p, design_terms, benefit, members, tier, capacity, novelty, trust, rivalry, legal, security,
                  preference, agenda, host, dues_share, cost, salience, capability, productivity, offices, protection,
                  i, own_tier):  # fmt: skip
    """Terms for state i of being in the network at ``own_tier`` (1 member, 2 partner) against staying outside.

    ``design_terms``: (neutrality, pull, excludability, penalty); ``dues_share`` what i would pay of ``cost``.
    """
    share = 1.0 if own_tier == 1 else p[P.PARTNER_ACCESS]
    with_us = coalition_effort(p, benefit, members, tier, capacity, productivity, i, i, own_tier)
    without_us = coalition_effort(p, benefit, members, tier, capacity, productivity, i, -1, 0)
    inside = member_effort(p, stake_of(p, benefit, members, tier, i, i, own_tier), productivity, capacity[i])
    alone = member_effort(p, benefit[i], productivity, capacity[i])
    cost_in = effort_cost(p[P.EFFORT_COST], p[P.EFFORT_CURVE], inside)
    cost_out = effort_cost(p[P.EFFORT_COST], p[P.EFFORT_CURVE], alone)
    closed, wide = circles(novelty, trust, rivalry, legal, security, p[P.LEAK_RATE], members, tier, offices, i)
    information = expected_information(p, closed, wide, salience, capability, protection, own_tier)
    holders, others = room(host.shape[0] + 1, np.int64), 0
    list_positive(host, holders)
    while members[others] != offices:
        others += 1
    others -= tier[i] > 0
    biased = share * bias(
        p[P.BIAS_WEIGHT], design_terms[0], rivalry_with(host, holders, rivalry, i), design_terms[1],
        total_variation(agenda, preference[i]),
    )  # fmt: skip
    return join_terms(
        benefit[i], productivity, with_us, without_us, design_terms[2], share, cost_in, cost_out, alone, information,
        biased, dues_share * cost, p[P.CROWDING], others, design_terms[3],
    )  # fmt: skip


@rule
def appraise_membership(p, design, benefit, salience, capability, outside, members, tier, gdp, dues_host, dues_gdp,
                        cost, capacity, novelty, trust, rivalry, legal, security, preference, agenda, host,
                        productivity, cleared, offices, i, own_tier):  # fmt: skip
    """``appraise_join`` under the design in force: its terms, dues and channel gathered from the state.

    ``design`` are the arm's field values; ``benefit`` (J,) is per unit of joint effort (``stakes``); ``outside`` (J,)
    the utility of a rival network; ``dues_host`` and ``dues_gdp`` the shares of the cost as the last funding round
    fixed them; ``cleared`` (J,) clearances, 0 to 1.
    """
    payers = who_pays(tier, gdp, host, p[P.PARTNER_DUES], i, own_tier)
    dues = dues_share(payers, own_tier, gdp[i], host[i], dues_host, dues_gdp, p[P.PARTNER_DUES])
    design_terms = (design[D.NEUTRALITY], design[D.PULL], design[D.EXCLUDABILITY], design[D.PENALTY] - outside[i])
    protection = protection_of(p, design[D.PROTECTION], cleared[i])
    return appraise_join(
        p, design_terms, benefit, members, tier, capacity, novelty, trust, rivalry, legal, security, preference, agenda,
        host, dues, cost, salience, capability, productivity, offices, protection, i, own_tier,
    )  # fmt: skip
