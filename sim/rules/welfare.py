"""Welfare and harm: what a month was worth to a state, and what it cost the world."""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.jit import rule
from sim.rules.deals import familiar, lead_of, tie_cost, worth_and_exposure
from sim.rules.findings import heard
from sim.rules.hosting import first_hand
from sim.rules.incidents import SUDDEN
from sim.rules.learning import network_productivity
from sim.rules.membership import bias_of, curve_of, effort_cost
from sim.rules.metrics import enjoyed, tier_share
from sim.rules.pace import disaster_chance
from sim.rules.reach import reach


@rule
def harm_of_month(w):
    """Expected harm of a month (1 = every frontier firm races to certain disaster at capability 1, unanswered).

    What comes slowly: the mean over frontier firms of the disaster chance (less when safe) x capability, but for the
    ``SUDDEN`` share of it; what the incidents did until they were answered; leaks of dangerous information. Sources:
    CORE, C5, C9, C10, W19.
    """
    p, total = w.p, 0.0
    chance = disaster_chance(p[P.DISASTER], w.capability, p[P.DIFFICULTY], w.pooled)
    for f in range(w.firms):
        if w.standing[f]:
            relative = p[P.ACCIDENT_SAFE] if w.safe[f] else 1.0
            total += relative * chance
    mean = total / w.frontier if w.frontier > 0 else 0.0
    return (1.0 - SUDDEN) * mean * w.capability + w.incident_harm + p[P.SPILL_OVER] * w.leaks


@rule
def welfare_of_month(w, i, total_effort, members, harm):
    """What the month was worth to state i (utility): joint effort, ties, information, less costs, bias, dues and harm.

    The terms of the decisions, realised instead of expected; zero-sum feelings, friction and what staying outside
    would bring weigh in the decisions only.
    """
    p = w.p
    share = tier_share(w, w.tier[i])
    value = w.benefit[i] * network_productivity(w) * enjoyed(w.design[D.EXCLUDABILITY], share) * total_effort
    value -= effort_cost(p[P.EFFORT_COST], curve_of(w, i), w.effort[i])
    if w.weight[i] > 0.0:
        value = _with_ties(w, i, value)
    value += w.received[i] + heard(w, i) - w.exposure[i] - w.dues[i] - w.stake[i] * harm
    value += first_hand(w, i, w.host[i])
    if w.tier[i] > 0:
        value -= share * bias_of(w, i)
        value -= p[P.CROWDING] * (members - 1)
    return value


@rule
def _with_ties(w, i, value):
    """The ``value`` so far, and what the ties of an office are worth and cost."""
    p = w.p
    value += w.salience * w.openness[i] * reach(w, w.within[i, : w.depth[i] + 1])
    for place in range(w.degree[i]):
        j = w.partners[i, place]
        worth, _ = worth_and_exposure(w, i, j, w.ties[i, j], lead_of(w, i, j, w.ties[i, j]))
        value += w.salience * w.openness[i] * worth + p[P.FORA_WEIGHT] * w.fora[i, j]
        saved = familiar(p[P.FAMILIARITY], w.trust[i, j], w.harmonisation)
        value -= tie_cost(p[P.TIE_COST], p[P.LOAD], 0, w.free[i], saved)
    return value
