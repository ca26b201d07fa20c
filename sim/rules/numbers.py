"""The numbers of a month: what the history keeps, each from the world.

Each rule fills its part of a row of the record: ``row`` (series,) in the order of ``record.SERIES``, ``block``
(state series, J) in the order of ``record.STATE_SERIES``. Sums run from left to right.
"""

from __future__ import annotations

from sim import record as R
from sim.catalogue import FRONTIER_THEMES, MANDATE, PRE_DEPLOYMENT
from sim.jit import rule
from sim.rules.cases import backlog
from sim.rules.categories import CLOSED, INSTITUTE, SENSITIVITIES, holds
from sim.rules.hosting import first_hand, lent_by, posts_at_hand
from sim.rules.learning import duplicated
from sim.rules.membership import bias_of
from sim.rules.metrics import takes_part, total_variation
from sim.rules.shocks import RIVAL
from sim.rules.welfare import harm_of_month, welfare_of_month


# ---- the network ---------------------------------------------------------------------------------------------------
@rule
def network_numbers(w, row):
    """Members, ties and what is shared in a month, into ``row``."""
    members, without = 0, 0
    for j in range(w.offices):
        member = w.tier[j] > 0
        members += member
        without += member and w.status[j] < 2
    row[R.MEMBERS], row[R.MEMBERS_WITHOUT_INSTITUTE] = members, without
    row[R.REGIONS] = regions_with_a_member(w)
    _count_ties(w, row)
    row[R.SHARED_NETWORK], row[R.SHARED_BILATERAL] = share_taken(w.asked_pool), share_taken(w.asked_pair)
    row[R.SENSITIVE_POOLED] = sensitive_pooled(w)
    row[R.MODEL_ACCESS] = firms_granting(w) / w.frontier if w.frontier > 0 else 0.0
    row[R.LEAKS] = w.leaks


@rule
def regions_with_a_member(w):
    """Number of regions with a member."""
    count = 0
    for j in range(w.offices):
        if w.tier[j] > 0:
            seen = False
            for i in range(j):
                seen = seen or (w.tier[i] > 0 and w.region[i] == w.region[j])
            count += not seen
    return count


@rule
def _count_ties(w, row):
    """Ties between offices, between rivals among them, and of offices with firms."""
    between, rivals, firms = 0, 0, 0
    for i in range(w.offices):
        for place in range(w.degree[i]):
            j = w.partners[i, place]
            if j >= w.offices:
                firms += 1
            elif j > i:
                between += 1
                rivals += w.rivalry[i, j] >= RIVAL
    row[R.OFFICE_TIES], row[R.RIVAL_TIES], row[R.FIRM_TIES] = between, rivals, firms


@rule
def share_taken(asked):
    """Share of the month's choices that were made in favour; ``asked`` (categories, 2): choices, taken."""
    choices, taken = 0.0, 0.0
    for q in range(asked.shape[0]):
        choices += asked[q, 0]
        taken += asked[q, 1]
    return taken / max(1.0, choices)


@rule
def sensitive_pooled(w):
    """Sensitivity of what offices gave to the network, weighted by their capacity (W12, S1)."""
    total = 0.0
    for j in range(w.offices):
        total += SENSITIVITIES[w.pool[j] & CLOSED] * w.capacity[j]
    return total


@rule
def firms_granting(w):
    """Number of firms that grant access through the network."""
    granted = 0
    for f in range(w.offices, w.nodes):
        granted += holds(w.pool[f], PRE_DEPLOYMENT)
    return granted


# ---- the secretariat -----------------------------------------------------------------------------------------------
@rule
def secretariat_numbers(w, row):
    """The secretariat's month, into ``row``."""
    row[R.PRODUCTIVITY], row[R.SPEED], row[R.COST] = w.productivity, w.speed, w.cost
    row[R.MEMORY] = min(1.0, w.experience / ((w.month + 1 - w.first) / 12.0))
    row[R.BACKLOG], row[R.FINISHED], row[R.HARMONISATION] = backlog(w), w.settled, w.harmonisation
    frontier, paid, reach = 0.0, 0.0, 0.0
    for t in FRONTIER_THEMES:
        frontier += w.agenda[t]
    for j in range(w.offices):
        paid += w.dues[j]
        reach += 1.0 if w.tier[j] > 0 else w.reached[j]
    row[R.FRONTIER_SHARE], row[R.DUES], row[R.REACH] = frontier, paid, reach
    row[R.MANDATE_DISTANCE] = total_variation(w.agenda, MANDATE)
    row[R.DUPLICATED] = duplicated_tests(w)
    row[R.POSTS], row[R.AT_WORK], row[R.PROJECTS_ENDED] = w.manned, w.at_work, w.ended
    row[R.NEUTRALITY] = w.neutrality


@rule
def duplicated_tests(w):
    """Evaluations of the firms' models that more than one office does (W16)."""
    total = 0.0
    for f in range(w.offices, w.nodes):
        testers = 0
        for j in range(w.offices):
            testers += holds(w.flow[f, j], PRE_DEPLOYMENT)
        total += duplicated(float(testers), w.harmonisation)
    return total


# ---- the world -----------------------------------------------------------------------------------------------------
@rule
def world_numbers(w, row):
    """Shocks, knowledge and harm of a month, into ``row``. Without firms all are safe."""
    cautious = 0
    for f in range(w.firms):
        cautious += w.safe[f]
    row[R.SALIENCE], row[R.CAPABILITY], row[R.INCIDENTS] = w.salience, w.capability, w.incidents
    row[R.POOLED_KNOWLEDGE] = w.pooled
    row[R.SAFE_SHARE] = cautious / w.frontier if w.frontier > 0 else 1.0
    row[R.HARM] = harm_of_month(w)


# ---- the states ----------------------------------------------------------------------------------------------------
@rule
def state_numbers(w, harm, block):
    """What the month was to each state, into ``block`` (state series, J); ``harm`` is the month's."""
    members, total, themes, granted = 0, 0.0, w.knowledge.shape[1], firms_granting(w)
    for j in range(w.offices):
        members += w.tier[j] > 0
        total += w.effort[j]
    for j in range(w.offices):
        block[R.STATE_WELFARE, j] = welfare_of_month(w, j, total, members, harm)
        block[R.STATE_ACCESS, j] = access_of(w, j, granted)
        known = 0.0
        for t in range(themes):
            known += w.knowledge[j, t]
        block[R.STATE_KNOWLEDGE, j] = known / themes
        block[R.STATE_STATUS, j], block[R.STATE_TIER, j] = w.status[j], w.tier[j]
        block[R.STATE_INFLUENCE, j], block[R.STATE_DUES, j] = w.influence[j], w.dues[j]
        block[R.STATE_EFFORT, j] = w.effort[j]
        hosting_numbers(w, j, block)
        block[R.STATE_OPENNESS, j], block[R.STATE_EXPOSURE, j] = w.openness[j], w.exposure[j]


@rule
def hosting_numbers(w, j, block):
    """What hosting gave state j and cost it this month, and what it feels of seat and agenda (W7a); into ``block``."""
    block[R.STATE_POSTS_LENT, j] = lent_by(w, j)
    block[R.STATE_POSTS_AT_HAND, j] = posts_at_hand(w, j, w.host[j])
    block[R.STATE_FIRST_HAND, j] = first_hand(w, j, w.host[j])
    block[R.STATE_AGENDA_AWAY, j] = total_variation(w.agenda, w.preference[j])
    block[R.STATE_BIAS_FELT, j] = bias_of(w, j)


@rule
def access_of(w, j, granted):
    """Share of the frontier firms whose models a state's office sees before deployment.

    Directly or, for the institute of a full member, through the network (``granted`` firms), whichever is more.
    """
    seen = 0
    for f in range(w.offices, w.nodes):
        seen += holds(w.flow[f, j], PRE_DEPLOYMENT)
    most = max(seen, granted) if takes_part(w, j) and w.status[j] == INSTITUTE else seen
    return most / max(1, w.frontier)
