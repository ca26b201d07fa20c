"""The numbers of a month: what the ledger writes, each from the arrays of the world.

Each rule fills its part of a row of the record: ``row`` (series,) in the order of ``record.SERIES``, ``block``
(state series, J) in the order of ``record.STATE_SERIES``. Sums run from left to right.
"""

from __future__ import annotations

from sim import design as D
from sim import record as R
from sim.catalogue import FRONTIER_THEMES, MANDATE, PRE_DEPLOYMENT
from sim.compiled import rule
from sim.plain import row_of
from sim.rules.categories import ALL, OPEN, SENSITIVITIES
from sim.rules.learning import duplicated
from sim.rules.measures import total_variation
from sim.rules.shocks import RIVAL
from sim.rules.welfare import harm_of_month, welfare_of_all

CLOSED = ALL - OPEN  # the categories that count as sensitive


# ---- the network ------------------------------------------------------------------------------------------------
@rule
def network_numbers(tier, status, region, partners, degree, rivalry, pool, asked_pool, asked_pair, capacity, leaks,
                    row):  # fmt: skip
    """Members, ties and what is shared in a month, into ``row``.

    ``tier``, ``status``, ``region`` (J,); ``partners`` (N, N) and ``degree`` (N,) list the ties; ``rivalry`` (N, N);
    ``pool`` (N,) the set of categories that a node gave to the network; ``asked_pool``, ``asked_pair`` (categories, 2)
    choices and shares; ``capacity`` (N,).
    """
    members, without = 0, 0
    for j in range(tier.shape[0]):
        member = tier[j] > 0
        members += member
        without += member & (status[j] < 2)
    row[R.MEMBERS], row[R.MEMBERS_WITHOUT_INSTITUTE] = members, without
    row[R.REGIONS] = regions_with_a_member(tier, region)
    _count_ties(partners, degree, rivalry, tier.shape[0], row)
    row[R.SHARED_NETWORK], row[R.SHARED_BILATERAL] = share_taken(asked_pool), share_taken(asked_pair)
    row[R.SENSITIVE_POOLED] = sensitive_pooled(pool, capacity, tier.shape[0])
    row[R.MODEL_ACCESS] = _share_of_firms(pool, tier.shape[0])
    row[R.LEAKS] = leaks


@rule
def regions_with_a_member(tier, region):
    """Number of regions with a member; ``region`` (J,)."""
    count, tier, region = 0, row_of(tier), row_of(region)
    for j in range(len(tier)):
        if tier[j] > 0:
            seen = False
            for i in range(j):
                seen |= (tier[i] > 0) & (region[i] == region[j])
            count += not seen
    return count


@rule
def _count_ties(partners, degree, rivalry, offices, row):
    """Ties between offices, between rivals among them, and of offices with firms."""
    between, rivals, firms = 0, 0, 0
    for i in range(offices):
        for place in range(degree[i]):
            j = partners[i, place]
            firms += j >= offices
            between += (j > i) & (j < offices)
            rivals += (j > i) & (j < offices) & (rivalry[i, j] >= RIVAL)
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
def sensitive_pooled(pool, capacity, offices):
    """Sensitivity of what offices gave to the network, weighted by their capacity (W12, S1)."""
    total = 0.0
    for j in range(offices):
        total += SENSITIVITIES[pool[j] & CLOSED] * capacity[j]
    return total


@rule
def _share_of_firms(pool, offices):
    """Share of the firms that grant access through the network; 0 without firms."""
    firms, granted = pool.shape[0] - offices, 0
    for f in range(offices, pool.shape[0]):
        granted += (pool[f] >> PRE_DEPLOYMENT) & 1
    return granted / firms if firms > 0 else 0.0


# ---- the arm ----------------------------------------------------------------------------------------------------
@rule
def arm_numbers(flow, tier, reached, agenda, dues, month, first, productivity, experience, backlog, finished, speed,
                harmonisation, cost, row):  # fmt: skip
    """The arm's month, into ``row``.

    ``flow`` (N, N) the sets of categories that i sent to j; ``tier``, ``reached``, ``dues`` (J,); ``agenda`` (themes,);
    ``first`` the first month of the run; ``experience`` years of unbroken work; ``backlog``, ``finished`` cases.
    """
    row[R.PRODUCTIVITY], row[R.SPEED], row[R.COST] = productivity, speed, cost
    row[R.MEMORY] = min(1.0, experience / ((month + 1 - first) / 12.0))
    row[R.BACKLOG], row[R.FINISHED], row[R.HARMONISATION] = backlog, finished, harmonisation
    frontier, paid, reach = 0.0, 0.0, 0.0
    for t in FRONTIER_THEMES:
        frontier += agenda[t]
    for j in range(tier.shape[0]):
        paid += dues[j]
        reach += 1.0 if tier[j] > 0 else reached[j]
    row[R.FRONTIER_SHARE], row[R.DUES], row[R.REACH] = frontier, paid, reach
    row[R.MANDATE_DISTANCE] = total_variation(agenda, MANDATE)
    row[R.DUPLICATED] = duplicated_tests(flow, tier.shape[0], harmonisation)


@rule
def duplicated_tests(flow, offices, harmonisation):
    """Evaluations of the firms' models that more than one office does (W16)."""
    total = 0.0
    for f in range(offices, flow.shape[0]):
        testers = 0
        for j in range(offices):
            testers += (flow[f, j] >> PRE_DEPLOYMENT) & 1
        total += duplicated(float(testers), harmonisation)
    return total


# ---- the world --------------------------------------------------------------------------------------------------
@rule
def world_numbers(p, safe, salience, capability, incidents, pooled, response_days, leaks, row):
    """Shocks, knowledge and harm of a month, into ``row``; ``safe`` (F,) bool. Without firms all are safe."""
    cautious = 0
    for f in range(safe.shape[0]):
        cautious += safe[f]
    row[R.SALIENCE], row[R.CAPABILITY], row[R.INCIDENTS] = salience, capability, incidents
    row[R.POOLED_KNOWLEDGE] = pooled
    row[R.SAFE_SHARE] = cautious / safe.shape[0] if safe.shape[0] > 0 else 1.0
    row[R.HARM] = harm_of_month(p, safe, capability, pooled, response_days, leaks)


# ---- the states -------------------------------------------------------------------------------------------------
@rule
def state_numbers(p, design, stake, openness, salience, benefit, productivity, effort, tier, status, within, depth,
                  present, weight, fora, ties, partners, degree, free, trust, harmonisation, received, exposure,
                  rivalry, host, agenda, preference, dues, influence, knowledge, pool, flow, harm,
                  block):  # fmt: skip
    """What the month was to each state, into ``block`` (state series, J).

    ``benefit`` (J,) is per unit of joint effort (``stakes``), ``productivity`` the network's in all, ``free`` (N,) the
    capacity that joint effort leaves, ``harm`` the month's.
    """
    members, total = 0, 0.0
    for j in range(tier.shape[0]):
        members += tier[j] > 0
        total += effort[j]
    welfare_of_all(
        p, benefit, productivity, design[D.EXCLUDABILITY], total, effort, tier, within, depth, present, weight,
        fora, ties, partners, degree, free, openness, salience, trust, harmonisation, received, exposure, rivalry, host,
        design[D.NEUTRALITY], design[D.PULL], agenda, preference, dues, members, harm, stake, block[R.STATE_WELFARE],
    )  # fmt: skip
    access_of_all(tier, status, pool, flow, block[R.STATE_ACCESS])
    for j in range(tier.shape[0]):
        known = 0.0
        for t in range(knowledge.shape[1]):
            known += knowledge[j, t]
        block[R.STATE_KNOWLEDGE, j] = known / knowledge.shape[1]
        block[R.STATE_STATUS, j], block[R.STATE_TIER, j] = status[j], tier[j]
        block[R.STATE_INFLUENCE, j], block[R.STATE_DUES, j] = influence[j], dues[j]
        block[R.STATE_EFFORT, j] = effort[j]
        block[R.STATE_OPENNESS, j], block[R.STATE_EXPOSURE, j] = openness[j], exposure[j]


@rule
def access_of_all(tier, status, pool, flow, out):
    """(J,) share of the firms whose models each state's office sees before deployment, into ``out``.

    Directly or, for the office of a full member, through the network, whichever is more.
    """
    offices, granted = tier.shape[0], 0
    firms = pool.shape[0] - offices
    for f in range(offices, pool.shape[0]):
        granted += (pool[f] >> PRE_DEPLOYMENT) & 1
    for j in range(offices):
        out[j] = 0.0
    seen = row_of(out)
    for f in range(offices, pool.shape[0]):  # firm by firm, as the flows lie in memory
        sent = row_of(flow[f])
        for j in range(offices):
            seen[j] += 1.0 if (sent[j] >> PRE_DEPLOYMENT) & 1 else 0.0
    for j in range(offices):
        most = max(seen[j], float(granted)) if (tier[j] == 1) & (status[j] > 0) else seen[j]
        out[j] = most / max(1, firms)
