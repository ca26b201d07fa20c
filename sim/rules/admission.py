"""Admission: whether the members let a state in that has applied, each by its own gain (W9, W23)."""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.catalogue import MEMBER
from sim.jit import rule
from sim.rules.choice import TOLERANCE
from sim.rules.learning import network_productivity
from sim.rules.membership import (
    coalition_effort,
    curve_of,
    dues_share_of,
    effort_cost,
    effort_of,
    expected_information,
    stake_of,
    who_pays,
)
from sim.rules.metrics import enjoyed, list_positive, tier_share
from sim.rules.pooling import recipients


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def consent_terms(cooperation, effort, information, zero_sum, rivalry, newcomer, crowding, dues, refusing):
    """Terms of letting a state in (utility): cooperation, effort, information, zero-sum, crowding, dues, refusing.

    The first three and dues are what it changes for the member; ``newcomer`` is what the state itself would have of the
    network, which counts as a loss as far as the two are rivals; ``refusing`` what a veto would cost in name.
    Sources: CORE, 'Join or stay' and 'Sharing'; W9, W23, C3.
    """
    return (
        cooperation,
        -effort,
        information,
        -zero_sum * rivalry * newcomer,
        -crowding,
        -dues,
        refusing,
    )


@rule
def consent_gain(terms):
    """Sum of the seven terms, from left to right."""
    return terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5] + terms[6]


@rule
def consent_needed(share, members):
    """Number of members that must consent, of so many: their ``share`` (0 to 1), rounded up; 0 without any."""
    needed = 0
    while needed < share * members - TOLERANCE:
        needed += 1
    return needed


# ---- one vote ------------------------------------------------------------------------------------------------------
@rule
def may_vote(w, i):
    """Whether state i has a vote on who comes in: a full member has."""
    return w.tier[i] == MEMBER


@rule
def enough(w, consenting, asked):
    """Whether so many of those asked are enough under the design in force."""
    return consenting >= consent_needed(w.design[D.CONSENT], asked)


@rule
def appraise_consent(w, i, j, tier):
    """Terms for the member i of letting state j in at a ``tier``."""
    p, productivity, share = w.p, network_productivity(w), enjoyed(w.design[D.EXCLUDABILITY], tier_share(w, w.tier[i]))
    before, after = stake_of(w, -1, -1, 0), stake_of(w, -1, j, tier)
    total = coalition_effort(w, -1, j, tier)
    more = total - coalition_effort(w, -1, -1, 0)
    costlier = _cost_of(w, i, after) - _cost_of(w, i, before)
    newcomer = w.benefit[j] * productivity * enjoyed(w.design[D.EXCLUDABILITY], tier_share(w, tier)) * total
    dues = (
        dues_share_of(w, i, w.tier[i], w.host[i], who_pays(w, j, tier))
        - dues_share_of(w, i, w.tier[i], w.host[i], who_pays(w, -1, 0))
    ) * w.cost
    return consent_terms(
        w.benefit[i] * productivity * share * more, costlier, _information_with(w, i, j, tier), p[P.ZERO_SUM],
        w.rivalry[i, j], newcomer, p[P.CROWDING], dues, p[P.ENDING],
    )  # fmt: skip


@rule
def _cost_of(w, i, stake):
    return effort_cost(w.p[P.EFFORT_COST], curve_of(w, i), effort_of(w, i, stake))


@rule
def _information_with(w, i, j, tier):
    """What state j inside changes in the expected value of sharing through the network, for member i.

    It is expected to reciprocate as the others do whom i knows, as far as the two are no rivals. The world is changed
    for the look, and put back.
    """
    before, stood, trusted = expected_information(w, i, w.tier[i]), w.tier[j], w.trust[i, j]
    _, closed, _ = recipients(w, i, 0.0)
    w.trust[i, j] = closed[3] * (1.0 - w.rivalry[i, j])
    w.tier[j] = tier
    list_positive(w.tier, w.members)
    found = expected_information(w, i, w.tier[i])
    w.tier[j], w.trust[i, j] = stood, trusted
    list_positive(w.tier, w.members)
    return found - before
