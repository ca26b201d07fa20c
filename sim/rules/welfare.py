"""Welfare and harm: what a month was worth to a state, and what it cost the world."""

from __future__ import annotations

import numpy as np

from sim import parameters as P
from sim.compiled import inlined, rule
from sim.room import room
from sim.rules.deals import familiar, tie_cost
from sim.rules.learning import response_loss
from sim.rules.measures import list_positive, rivalry_with, total_variation
from sim.rules.meetings import types_held
from sim.rules.membership import bias, effort_cost
from sim.rules.pace import disaster_chance
from sim.rules.reach import reach


@rule
def harm_of_month(p, safe, capability, pooled, response_days, leaks):
    """Expected harm of a month (1 = every frontier firm races to certain disaster at capability 1, unanswered).

    Mean over firms of the disaster chance (less when safe) x capability x (1/2 + 1/2 of what a response comes too
    late for), plus leaks of dangerous information. Sources: CORE, C5, C9, C10, W19.
    """
    firms = safe.shape[0]
    chance = disaster_chance(p[P.DISASTER], capability, p[P.DIFFICULTY], pooled)
    unanswered = 0.5 + 0.5 * response_loss(response_days, p[P.RESPONSE_DAYS])
    total = 0.0
    for f in range(firms):
        relative = p[P.ACCIDENT_SAFE] if safe[f] else 1.0
        total += relative * chance
    mean = total / firms if firms > 0 else 0.0
    return mean * capability * unanswered + p[P.SPILL_OVER] * leaks


@inlined
def welfare_of_month(p, benefit, productivity, excludability, total_effort, effort, tier, within, depth, present,
                     weight, fora, ties, partners, degree, capacity, openness, salience, trust, harmonisation,
                     received, exposure, rivalry, host, holders, neutrality, pull, agenda, preference, dues, members,
                     harm, stake, i):  # fmt: skip
    """What the month was worth to state i (utility): joint effort, ties, information, less costs, bias, dues and harm.

    The terms of the decisions, realised instead of expected; zero-sum feelings, friction and what staying outside
    would bring weigh in the decisions only.
    """
    share = 1.0 if tier[i] == 1 else (p[P.PARTNER_ACCESS] if tier[i] == 2 else 0.0)
    enjoyed = 1.0 - excludability * (1.0 - share)
    value = benefit[i] * productivity * enjoyed * total_effort
    value -= effort_cost(p[P.EFFORT_COST], p[P.EFFORT_CURVE], effort[i])
    if weight[i] > 0.0:
        reached = within[i, : depth[i] + 1]
        value += salience * openness[i] * reach(reached, present, p[P.FIRM_WEIGHT], p[P.DECAY])
        for place in range(degree[i]):
            j = partners[i, place]
            kinds = types_held(ties[i, j])
            value += kinds * p[P.FORA_WEIGHT] * float(fora[i, j])
            value += salience * float(openness[i]) * (kinds - 1) * p[P.MORE_TYPES] * p[P.DECAY] * float(weight[j])
            saved = familiar(p[P.FAMILIARITY], float(trust[i, j]), harmonisation)
            value -= kinds * tie_cost(p[P.TIE_COST], p[P.LOAD], int(degree[i]) - 1, capacity[i], saved)
    value += received[i] - exposure[i] - dues[i] - stake[i] * harm
    if tier[i] > 0:
        with_host = rivalry_with(host, holders, rivalry, i)
        value -= share * bias(p[P.BIAS_WEIGHT], neutrality, with_host, pull, total_variation(agenda, preference[i]))
        value -= p[P.CROWDING] * (members - 1)
    return value


@rule
def welfare_of_all(p, benefit, productivity, excludability, total_effort, effort, tier, within, depth, present,
                   weight, fora, ties, partners, degree, capacity, openness, salience, trust, harmonisation, received,
                   exposure, rivalry, host, neutrality, pull, agenda, preference, dues, members, harm, stake,
                   out):  # fmt: skip
    """(J,) ``welfare_of_month`` of every state, into ``out``."""
    holders = room(host.shape[0] + 1, np.int64)
    list_positive(host, holders)
    for i in range(tier.shape[0]):
        out[i] = welfare_of_month(
            p, benefit, productivity, excludability, total_effort, effort, tier, within, depth, present, weight, fora,
            ties, partners, degree, capacity, openness, salience, trust, harmonisation, received, exposure, rivalry,
            host, holders, neutrality, pull, agenda, preference, dues, members, harm, stake, i,
        )  # fmt: skip
