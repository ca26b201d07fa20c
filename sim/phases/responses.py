"""Responses: what an incident sets off, and what its answer changes (C4, W7a, W26)."""

from __future__ import annotations

import math

from sim import design as D
from sim import draws
from sim import parameters as P
from sim import record as R
from sim.catalogue import CASE_INDEX
from sim.draws import NO_PARTNER, uniform
from sim.jit import rule
from sim.phases.actions import note, open_case
from sim.rules import incidents
from sim.rules.cases import is_open
from sim.rules.casework import days_between
from sim.rules.incidents import ANSWERED, BY_HAND, CASE, DONE, FIRM, HARM, KNEW, SEVERITY, TIME

COVERED = draws.COVERED
INCIDENT = CASE_INDEX["incident"]


@rule
def add_incident(w, node, severity, moment):
    """An incident at a firm: salience jumps, those who know answer by hand, the network takes a serious one up."""
    number, at = w.n_incidents, w.month + moment
    if number >= w.incident_log.shape[0]:
        w.overflow = 1
        return
    knew, telling, offices = incidents.who_knows(w, node)
    row = w.incident_log[number]
    row[TIME], row[SEVERITY], row[FIRM], row[KNEW] = at, severity, node, knew
    row[BY_HAND], row[ANSWERED], row[CASE] = incidents.days_by_hand(w, knew, offices), math.nan, -1.0
    row[HARM], row[DONE] = incidents.harm_unanswered(w, severity), 0.0
    w.n_incidents = number + 1
    w.salience = incidents.jumped_salience(w.salience, w.p[P.SALIENCE_JUMP], severity)
    w.incidents += 1
    draw = uniform(w.stream, w.month, COVERED, w.key[node], NO_PARTNER, 0)
    chance = incidents.covered(telling > 0, w.design[D.OVERLAP])
    if incidents.is_taken_up(severity, chance, draw) and incidents.can_answer(w, node, offices):
        row[CASE] = _look_into(w, node, number, at)
    note(w, R.INCIDENT, node, -1, number)


@rule
def _look_into(w, node, number, at):
    """Open the case of an incident, with the work that its facts take; its number, or -1 if there is no room."""
    opened = open_case(w, INCIDENT, node, -1, number, at)
    if opened >= 0:
        case = w.cases[opened]
        known = incidents.known_to_hosts(w, node)
        more = incidents.facts_work(case["work"], known)
        case["work"] += more
        case["remaining"] = case["secured"] = case["work"]
        w.taken += more
        if case["fast"]:
            case["wait"] += incidents.facts_work(case["wait"], known)
    return opened


@rule
def answer(w, number, days):
    """The network's response to an incident after so many ``days``, if members have not answered it by hand."""
    if math.isnan(w.incident_log[number, ANSWERED]):
        w.incident_log[number, ANSWERED] = min(days, w.incident_log[number, BY_HAND])
        note(w, R.RESPONSE, int(w.incident_log[number, FIRM]), -1, number)


@rule
def answer_by_hand(w):
    """Answer what the secretariat has not answered in the time that members take by themselves; no case is left."""
    for number in range(w.n_incidents):
        by_hand = w.incident_log[number, BY_HAND]
        open_still = math.isnan(w.incident_log[number, ANSWERED])
        if open_still and incidents.answered_by_hand(w.month, w.incident_log[number, TIME], by_hand):
            opened = int(w.incident_log[number, CASE])
            if opened >= 0 and not math.isnan(w.cases[opened]["finished"]):
                answer(w, number, days_between(w.cases[opened]["opened"], w.cases[opened]["finished"]))
            else:
                answer(w, number, by_hand)
            if opened >= 0 and is_open(w.cases[opened]):
                w.cases[opened]["withdrawn"] = float(w.month)
