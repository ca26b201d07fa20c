"""Incidents: how often and how severe, who knows of them and answers, and what harm they do until then."""

from __future__ import annotations

import math

from sim import parameters as P
from sim.catalogue import CASE_INDEX, INCIDENT_REPORTS
from sim.draws import INCIDENT, NO_PARTNER, uniform
from sim.jit import rule
from sim.months import DAYS
from sim.rules.casework import posts_of_month, takes_fast_lane
from sim.rules.categories import holds
from sim.rules.learning import response_loss
from sim.rules.metrics import takes_part, works_in_network
from sim.rules.pace import disaster_chance

TIME, SEVERITY, BY_HAND, ANSWERED, FIRM, KNEW, CASE, HARM, DONE = range(9)  # columns of the log of incidents
RESPONSE = CASE_INDEX["incident"]
SERIOUS = 1.0  # severity from which the network takes an incident up: the mean
SUDDEN = 0.5  # share of the expected harm of racing that comes as incidents; the rest comes slowly (assumed)
DOUBLING = math.log(2.0)


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def incident_chance(rate, firms, capability, pooled, relative):
    """Chance of an incident at one firm in a month: ``rate / 12 / firms x capability x (1 - pooled) x relative``.

    ``rate`` is the number a year if every frontier firm raced; ``relative`` 1 when racing, less when safe. At most 1.
    """
    return min(1.0, rate / 12.0 / firms * capability * (1.0 - pooled) * relative)


@rule
def least_severity(tail):
    """Severity of the smallest incident, so that the mean is 1: ``(tail - 1) / tail``."""
    return (tail - 1.0) / tail


@rule
def severity(draw, tail):
    """Severity of an incident: Pareto with mean 1; one above x is ``x^-tail`` as frequent (K17).

    Source: severities of cyber incidents (Maillart and Sornette 2010) and of accidents in nuclear plants (Sornette,
    Maillart and Kroeger 2013) have such tails.
    """
    return least_severity(tail) * math.exp(-math.log(1.0 - draw) / tail)


@rule
def jumped_salience(salience, jump, severity):
    """Salience after an incident: up by ``jump`` for a severity of 1, with the logarithm beyond (C4)."""
    return salience + jump * (math.log(1.0 + severity) / DOUBLING)


@rule
def bilateral_response(worst, best, informed):
    """Days to a common response that members reach by themselves: from ``worst`` to ``best`` with the share informed.

    ``informed`` is the share of the network's offices that know at once. Source: a134 (medians by preparedness).
    """
    return worst + (best - worst) * informed


@rule
def covered(told, coupling):
    """Chance that the secretariat hears of an incident: a member brings it in, or a body coupled to it does (W26).

    ``coupling`` is the share of incidents that such bodies monitor.
    """
    return 1.0 if told else coupling


@rule
def is_taken_up(severity, chance, draw):
    """Whether the network takes an incident up: a serious one of which the secretariat hears."""
    return severity >= SERIOUS and draw < chance


@rule
def facts_work(work, known):
    """Further work (staff-months) to learn the facts of an incident: none where all hosts know the firm, else double.

    ``known`` is the part of the secretariat's powers held by states that know the firm (W7a).
    """
    return work * (1.0 - known)


@rule
def answered_by_hand(month, at, days):
    """Whether members have answered an incident of the moment ``at`` (months) by themselves, in ``days``."""
    return month >= at + days / DAYS


@rule
def disaster_of(severity, disaster, tail):
    """Disaster that an incident of this ``severity`` does if nobody answers: mean ``disaster`` (0 to 1), at most all.

    ``disaster x severity``, cut where disaster is certain, over what the cut leaves of the mean: however rare its
    draw, no incident does more than certain disaster would.
    """
    if disaster <= 0.0:
        return 0.0
    beyond = math.exp((tail - 1.0) * math.log(least_severity(tail) * disaster)) / tail
    return min(1.0, disaster * severity) / (1.0 - beyond)


# ---- of a world ----------------------------------------------------------------------------------------------------
@rule
def is_struck(w, f):
    """Whether firm f has an incident this month (C4): a frontier firm, by chance."""
    if not w.standing[f]:
        return False
    relative = w.p[P.ACCIDENT_SAFE] if w.safe[f] else 1.0
    chance = incident_chance(w.p[P.INCIDENT_RATE], w.frontier, w.capability, w.pooled, relative)
    return uniform(w.stream, w.month, INCIDENT, w.key[w.offices + f], NO_PARTNER, 0) < chance


@rule
def hears(w, i, j):
    """Whether the office j knows at once of an incident at firm i: the firm reports to it, or is at home there."""
    return j == w.home[i] or holds(w.flow[i, j], INCIDENT_REPORTS)


@rule
def brings(w, j):
    """Whether state j brings what it knows to the network: a full member that gives it incident reports (S1, W12)."""
    return takes_part(w, j) and holds(w.pool[j], INCIDENT_REPORTS)


@rule
def who_knows(w, i):
    """Offices in the network that know at once of an incident at firm i, those that bring it there, and all in it."""
    knew, telling, offices = 0, 0, 0
    for j in range(w.offices):
        if works_in_network(w, j):
            offices += 1
            if hears(w, i, j):
                knew += 1
                telling += brings(w, j)
    return knew, telling, offices


@rule
def can_answer(w, node, offices):
    """Whether there is a network, of so many ``offices``, and anybody in its secretariat to take up an incident.

    A post, or the fast lane if the case of this firm takes it.
    """
    fast = takes_fast_lane(w, RESPONSE, w.key[node], w.opened[RESPONSE, node])
    return offices > 0 and (fast or posts_of_month(w) > 0)


@rule
def days_by_hand(w, knew, offices):
    """Days in which members answer by themselves, ``knew`` of whose ``offices`` know; infinite if none does."""
    if knew == 0:
        return math.inf
    return bilateral_response(w.p[P.BILATERAL_DAYS], w.p[P.BILATERAL_BEST], knew / offices)


@rule
def known_to_hosts(w, i):
    """Part of the secretariat's powers held by states that know firm i: a tie of their office, or its home (W7a)."""
    known = 0.0
    for j in range(w.offices):
        if j == w.home[i] or w.ties[i, j] != 0:
            known += w.host[j]
    return min(1.0, known)


@rule
def harm_unanswered(w, severity):
    """Harm of an incident of this month if nobody answers it: expected over incidents, ``SUDDEN`` of that of racing.

    The share of a month's harm that comes as incidents over the number expected if all raced: a safe pace has fewer,
    not lesser ones. 0 in a world that expects none.
    """
    p = w.p
    if w.frontier == 0:
        return 0.0
    expected = w.frontier * incident_chance(p[P.INCIDENT_RATE], w.frontier, w.capability, w.pooled, 1.0)
    if expected <= 0.0:
        return 0.0
    disaster = disaster_chance(p[P.DISASTER], w.capability, p[P.DIFFICULTY], w.pooled)
    return SUDDEN * w.capability * disaster_of(severity, disaster, p[P.SEVERITY_TAIL]) / expected


@rule
def do_harm(w):
    """Harm that incidents did since the month before: each goes on until it is answered; ``w.incident_harm``.

    One of which nobody in the network knows is dealt with by its home, in the time of the worst prepared group (a134).
    """
    total = 0.0
    for k in range(w.n_incidents):
        days = w.incident_log[k, ANSWERED]
        if math.isnan(days):
            days = max(0.0, w.month - w.incident_log[k, TIME]) * DAYS
            if math.isinf(w.incident_log[k, BY_HAND]):
                days = min(days, w.p[P.BILATERAL_DAYS])
        done = w.incident_log[k, HARM] * response_loss(days, w.p[P.RESPONSE_DAYS])
        total += done - w.incident_log[k, DONE]
        w.incident_log[k, DONE] = done
    w.incident_harm = total
