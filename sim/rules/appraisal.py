"""Appraisals: from the state's arrays to the terms of one decision. They gather; the rules decide."""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import BENEFIT, CARRIES, PUBLIC, SENSITIVITY
from sim.compiled import rule
from sim.rules.choice import probability
from sim.rules.deals import deal_terms, exposure, familiar, tie_cost, tie_exposure
from sim.rules.measures import (
    all_spared,
    coalition_stake,
    complementarity,
    contacts_between,
    dues_shares,
    reach_gain,
    rivalry_with,
    spared,
    total_variation,
)
from sim.rules.membership import bias, effort, effort_cost, join_terms
from sim.rules.sharing import share_gain, share_terms

SENSITIVE = SENSITIVITY >= 0.3  # incident reports and above: not for partners


# ---- deals ------------------------------------------------------------------------------------------------------
@rule
def appraise_type(p, ties, distance, weight, power, fora, rivalry, security, statutory, capacity, degree, openness,
                  salience, capability, trust, harmonisation, offices, i, j, kind, held):  # fmt: skip
    """Terms of one more type ``kind`` with j, for node i; ``held`` is the number of types the pair already has."""
    if held == 0:
        access, contacts = reach_gain(distance, weight, power, i, j), contacts_between(ties, fora, rivalry, i, j)
    else:  # they know each other
        access, contacts = p[P.MORE_TYPES] * power[1] * weight[j], 0.0
    mandate = p[P.FINE] if (i >= offices and statutory[j]) else 0.0
    exposed = tie_exposure(
        p[P.EXPOSURE_SCALE],
        SENSITIVITY[CARRIES[kind]],
        rivalry[i, j],
        p[P.LEAK_RATE],
        security[j],
        capability,
    )
    saved = familiar(p[P.FAMILIARITY], trust[i, j], harmonisation)
    cost = tie_cost(p[P.TIE_COST], p[P.LOAD], degree[i], capacity[i], saved)
    return deal_terms(salience, openness[i], access, p[P.FORA_WEIGHT], fora[i, j], p[P.VOUCHING], contacts, mandate,
                      exposed, cost)  # fmt: skip


@rule
def appraise_renewal(p, ties, without, weight, power, fora, rivalry, security, statutory, capacity, degree, openness,
                     salience, capability, trust, harmonisation, offices, i, j, types):  # fmt: skip
    """Terms of keeping the whole tie with j, of ``types`` (bit mask); ``without`` are the distances if it ended."""
    kinds, exposed = 0, 0.0
    for kind in range(CARRIES.shape[0]):
        if types & (1 << kind):
            kinds += 1
            exposed += tie_exposure(
                p[P.EXPOSURE_SCALE],
                SENSITIVITY[CARRIES[kind]],
                rivalry[i, j],
                p[P.LEAK_RATE],
                security[j],
                capability,
            )
    access = reach_gain(without, weight, power, i, j)
    access += (kinds - 1) * p[P.MORE_TYPES] * power[1] * weight[j]
    mandate = p[P.FINE] if (i >= offices and statutory[j]) else 0.0
    saved = familiar(p[P.FAMILIARITY], trust[i, j], harmonisation)
    contacts = contacts_between(ties, fora, rivalry, i, j)
    cost = kinds * tie_cost(p[P.TIE_COST], p[P.LOAD], degree[i] - 1, capacity[i], saved)
    return deal_terms(salience, openness[i], access, kinds * p[P.FORA_WEIGHT], fora[i, j], p[P.VOUCHING], contacts,
                      mandate, exposed, cost)  # fmt: skip


# ---- sharing ----------------------------------------------------------------------------------------------------
@rule
def known(knowledge, offices, i, j):
    """What j (an office) knows that i does not, averaged over themes; a firm i counts as knowing nothing of it."""
    if i < offices:
        return complementarity(knowledge, i, j)
    total = 0.0
    for t in range(knowledge.shape[1]):
        total += knowledge[j, t]
    return total / knowledge.shape[1]


@rule
def appraise_share(p, knowledge, trust, rivalry, legal, security, salience, capability, offices, i, j, q):
    """Terms of sending category q from node i to office j over their tie."""
    benefit = BENEFIT[q] * known(knowledge, offices, i, j)
    exposed = exposure(
        p[P.EXPOSURE_SCALE],
        SENSITIVITY[q],
        spared(rivalry[i, j], p[P.LEAK_RATE], security[j]),
        0.0,
        capability,
    )
    friction = p[P.LEGAL_FRICTION] * SENSITIVITY[q] * (1.0 - legal[i, j])
    return share_terms(
        p[P.PUBLIC_MOTIVE], salience, PUBLIC[q], p[P.PATIENCE], trust[i, j], benefit, p[P.SYNERGY] * benefit, exposed,
        p[P.ZERO_SUM], rivalry[i, j], friction,
    )  # fmt: skip


@rule
def protection_of(p, protection, cleared):
    """Share of exposure removed on the network's channel: immunities, then what a clearance adds (W12)."""
    return protection + (1.0 - protection) * p[P.CLEARANCE_GAIN] * cleared


@rule
def appraise_pool(p, knowledge, trust, rivalry, legal, security, tier, salience, capability, offices, protection,
                  red_tape, i, own_tier, q):  # fmt: skip
    """Terms of sending category q from node i to the network; partners neither receive nor return what is sensitive.

    The benefit is the chance that at least one recipient knows what i does not: it saturates as the exposure does.
    """
    recipients = np.zeros(offices, dtype=np.bool_)
    missing, trusted, rivals, compatible, count = 1.0, 0.0, 0.0, 0.0, 0
    for j in range(offices):
        if j != i and (tier[j] == 1 or (tier[j] == 2 and not SENSITIVE[q])):
            recipients[j] = True
            count += 1
            missing *= 1.0 - known(knowledge, offices, i, j)
            trusted += trust[i, j]
            rivals += rivalry[i, j]
            compatible += legal[i, j]
    if count == 0:
        return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    benefit = BENEFIT[q] * (1.0 - missing)
    if own_tier == 2 and SENSITIVE[q]:
        benefit = 0.0
    exposed = exposure(
        p[P.EXPOSURE_SCALE], SENSITIVITY[q], all_spared(i, recipients, rivalry, p[P.LEAK_RATE], security), protection,
        capability,
    )  # fmt: skip
    friction = p[P.LEGAL_FRICTION] * SENSITIVITY[q] * (1.0 - compatible / count) + p[P.ARM_FRICTION] * red_tape
    return share_terms(
        p[P.PUBLIC_MOTIVE], salience, PUBLIC[q], p[P.PATIENCE], trusted / count, benefit, p[P.SYNERGY] * benefit,
        exposed, p[P.ZERO_SUM], rivals / count, friction,
    )  # fmt: skip


@rule
def expected_information(p, knowledge, trust, rivalry, legal, security, tier, salience, capability, offices,
                         protection, i, own_tier):  # fmt: skip
    """Expected value of sharing through the network: the sum over categories of chance x gain.

    The public value of what is not sensitive is left out: it can be had without being a member, by publishing. What
    is sensitive can only be shared in a closed circle, so its public value counts.
    """
    total = 0.0
    for q in range(SENSITIVITY.shape[0]):
        terms = appraise_pool(p, knowledge, trust, rivalry, legal, security, tier, salience, capability, offices,
                              protection, 0.0, i, own_tier, q)  # fmt: skip
        gain = share_gain(terms)
        published = 0.0 if SENSITIVE[q] else terms[0]
        total += probability(gain, p[P.NOISE]) * (gain - published)
    return p[P.INFORMATION_WEIGHT] * total


# ---- membership ---------------------------------------------------------------------------------------------------
@rule
def stakes(p, stake, openness, salience, capability, overlap, lead):
    """(J,) benefit per unit of joint effort: ``beta m o_i stake_i x capability x (1 - overlap) (1 - lead_i)``.

    ``lead`` (J,) is a state's decisive lead over all others, 0 to 1. Sources: CORE; C6, C12, W20f.
    """
    out = np.empty(stake.shape[0])
    for j in range(stake.shape[0]):
        out[j] = p[P.NETWORK_BENEFIT] * salience * openness[j] * stake[j] * capability
        out[j] *= (1.0 - overlap) * (1.0 - min(1.0, lead[j]))
    return out


@rule
def member_effort(p, benefit, tier, capacity, productivity, without, extra, extra_tier, j):
    """Effort of member j in coalition ``tier`` without ``without``, plus ``extra`` at ``extra_tier`` (-1: nobody)."""
    share = p[P.PARTNER_ACCESS]
    total = coalition_stake(tier, benefit, share, without)
    if extra >= 0:
        total += benefit[extra] * (1.0 if extra_tier == 1 else share)
    return effort(total, productivity, p[P.EFFORT_COST], p[P.EFFORT_CURVE], p[P.EFFORT_CAP] * capacity[j])


@rule
def member_efforts(p, benefit, tier, capacity, productivity, out):
    """(J,) effort of every state in the network, 0 for those outside, into ``out``."""
    for j in range(out.shape[0]):
        out[j] = 0.0
        if tier[j] > 0:
            out[j] = member_effort(p, benefit, tier, capacity, productivity, -1, -1, 0, j)


@rule
def coalition_effort(p, benefit, tier, capacity, productivity, without, extra, extra_tier):
    """Total effort of that coalition, every member at its optimum."""
    total = 0.0
    for j in range(tier.shape[0]):
        if j == extra or (j != without and tier[j] > 0):
            total += member_effort(p, benefit, tier, capacity, productivity, without, extra, extra_tier, j)
    return total


@rule
def appraise_join(p, design_terms, benefit, tier, capacity, knowledge, trust, rivalry, legal, security, preference,
                  agenda, host, dues_share, cost, salience, capability, productivity, offices, protection, i,
                  own_tier):  # fmt: skip
    """Terms for state i of being in the network at ``own_tier`` (1 member, 2 partner) against staying outside.

    ``design_terms``: (neutrality, pull, excludability, penalty); ``dues_share`` what i would pay of ``cost``.
    """
    share = 1.0 if own_tier == 1 else p[P.PARTNER_ACCESS]
    with_us = coalition_effort(p, benefit, tier, capacity, productivity, i, i, own_tier)
    without_us = coalition_effort(p, benefit, tier, capacity, productivity, i, -1, 0)
    inside = member_effort(p, benefit, tier, capacity, productivity, i, i, own_tier, i)
    alone = effort(benefit[i], productivity, p[P.EFFORT_COST], p[P.EFFORT_CURVE], p[P.EFFORT_CAP] * capacity[i])
    cost_in = effort_cost(p[P.EFFORT_COST], p[P.EFFORT_CURVE], inside)
    cost_out = effort_cost(p[P.EFFORT_COST], p[P.EFFORT_CURVE], alone)
    information = expected_information(p, knowledge, trust, rivalry, legal, security, tier, salience, capability,
                                       offices, protection, i, own_tier)  # fmt: skip
    members = 0
    for j in range(offices):
        if j != i and tier[j] > 0:
            members += 1
    biased = share * bias(
        p[P.BIAS_WEIGHT], design_terms[0], rivalry_with(host, rivalry, i), design_terms[1],
        total_variation(agenda, preference[i]),
    )  # fmt: skip
    return join_terms(
        benefit[i], productivity, with_us, without_us, design_terms[2], share, cost_in, cost_out, alone, information,
        biased, dues_share * cost, p[P.CROWDING], members, design_terms[3],
    )  # fmt: skip


@rule
def appraise_membership(p, design, stake, openness, salience, capability, lead, outside, tier, gdp, dues_host, dues_gdp,
                        cost, capacity, knowledge, trust, rivalry, legal, security, preference, agenda, host,
                        productivity, cleared, offices, i, own_tier):  # fmt: skip
    """``appraise_join`` under the design in force: its terms, benefits, dues and channel gathered from the state.

    ``design`` are the arm's field values; ``outside`` (J,) the utility of a rival network; ``dues_host`` and
    ``dues_gdp`` the shares of the cost as the last funding round fixed them; ``cleared`` (J,) clearances, 0 to 1.
    """
    as_if = tier.copy()
    as_if[i] = own_tier
    shares = dues_shares(as_if, gdp, host, dues_host, dues_gdp, p[P.PARTNER_DUES])
    benefit = stakes(p, stake, openness, salience, capability, p[P.OVERLAP] * design[D.OVERLAP], lead)
    design_terms = (design[D.NEUTRALITY], design[D.PULL], design[D.EXCLUDABILITY], design[D.PENALTY] - outside[i])
    protection = protection_of(p, design[D.PROTECTION], cleared[i])
    return appraise_join(
        p, design_terms, benefit, tier, capacity, knowledge, trust, rivalry, legal, security, preference, agenda, host,
        shares[i], cost, salience, capability, productivity, offices, protection, i, own_tier,
    )  # fmt: skip
