"""The phases 'shocks' and 'states': what befalls the world from outside, and what states do by themselves."""

from __future__ import annotations

import numpy as np

from sim import draws
from sim import parameters as P
from sim.compiled import rule
from sim.draws import NOBODY, ranks, uniform
from sim.ensemble import setting as T
from sim.ensemble.diary import policy_of_month
from sim.ensemble.fill import fill_table
from sim.ensemble.happenings import add_incident, admit, elect, exit_all, found, set_back
from sim.months import CUT_OFF
from sim.room import room
from sim.rules import shocks
from sim.rules.measures import list_contacts

INCIDENT, INCIDENT_TIME, SEVERITY, FOUND = draws.INCIDENT, draws.INCIDENT_TIME, draws.SEVERITY, draws.FOUND
FACT_ELECTION, FACT_POLICY = T.ELECTION, T.POLICY_SHOCK
ELECTION, POLICY_SHOCK, EXPORT_CONTROL, DIALOGUE = T.ELECTION, T.POLICY_SHOCK, T.EXPORT_CONTROL, T.DIALOGUE
AN_INCIDENT, SALIENCE, FOUNDING, EXIT = T.INCIDENT, T.SALIENCE, T.FOUNDING, T.EXIT
LEAD, RIVAL_NETWORK = T.LEAD, T.RIVAL_NETWORK


# ---- shocks ---------------------------------------------------------------------------------------------------------
@rule
def phase_shocks(w, t):
    """Capability, salience, incidents, dated and scheduled events, elections."""
    now, p = w.now[0], w.p
    now["capability"] = shocks.capability(now["month"], CUT_OFF, p[P.CAPABILITY_GROWTH]) + shocks.added_capability(
        now["month"], t.added_since, t.added
    )
    now["salience"] = shocks.decayed_salience(now["salience"], p[P.SALIENCE_HALF_LIFE])
    fill_table(w.opened, 0)
    _strike(w, t)
    _replay(w, t)
    _happen(w, t)
    _elections_due(w, t)


@rule
def _strike(w, t):
    """This month's incidents, in order of time."""
    now, count = w.now[0], 0
    now["incidents"] = 0
    stream, month, capability, pooled = now["stream"], now["month"], now["capability"], now["pooled"]
    for f in range(t.firms):
        count += _is_struck(w, t, f, stream, month, capability, pooled)
    if count == 0:
        return
    moments, begins = room(t.firms, np.float64), room(t.firms + 1, np.int64)
    struck, order, count = room(t.firms, np.int64), room(t.firms, np.int64), 0
    for f in range(t.firms):
        if _is_struck(w, t, f, stream, month, capability, pooled):
            node = t.offices + f
            moments[count] = uniform(stream, month, INCIDENT_TIME, t.key[node], NOBODY, 0)
            struck[count] = node
            count += 1
    ranks(moments[:count], begins, order)
    for k in range(count):
        node, moment = struck[order[k]], moments[order[k]]
        severity = shocks.severity(uniform(stream, month, SEVERITY, t.key[node], NOBODY, 0))
        add_incident(w, t, node, severity, moment)


@rule
def _is_struck(w, t, f, stream, month, capability, pooled):
    """Whether firm f has an incident this month."""
    relative = w.p[P.ACCIDENT_SAFE] if w.safe[f] else 1.0
    chance = shocks.incident_chance(w.p[P.INCIDENT_RATE], t.firms, capability, pooled, relative)
    return uniform(stream, month, INCIDENT, t.key[t.offices + f], NOBODY, 0) < chance


@rule
def _replay(w, t):
    """Dated facts: an election draws its shift; a policy shock sets the usual openness to the drawn engagement."""
    now = w.now[0]
    for k in range(t.fact_month.shape[0]):
        if t.fact_month[k] == now["month"]:
            actor = t.fact_actor[k]
            if t.fact_kind[k] == FACT_ELECTION:
                elect(w, actor, _shift(w, t, actor))
            else:
                w.usual[actor] = w.p[P.US_ENGAGEMENT]


@rule
def _shift(w, t, state):
    now = w.now[0]
    return shocks.election_shift(now["stream"], now["month"], t.key[state], w.p[P.ELECTION_SPREAD])


@rule
def _happen(w, t):
    """The scenario's events of the month, in order."""
    for k in range(t.event_month.shape[0]):
        if t.event_month[k] == w.now[0]["month"]:
            _befall(w, t, t.event_kind[k], t.event_actor[k], t.event_partner[k], t.event_size[k])


@rule
def _befall(w, t, kind, actor, partner, size):
    """One event of a scenario (those that add capability act through ``added_capability``)."""
    if kind == ELECTION:
        elect(w, actor, size)
    elif kind == POLICY_SHOCK:
        w.usual[actor] = size
    elif kind == EXPORT_CONTROL:
        shocks.sour(w.rivalry, w.trust, t.home, actor, partner, size, w.p[P.CONTROL_TRUST])
        shocks.list_tense(w.rivalry, t.offices, w.tense)
        list_contacts(w.ties, t.fora, w.rivalry, w.contact)
        set_back(w, actor, partner)
    elif kind == DIALOGUE:
        w.trust[actor, partner] = shocks.closer(w.trust[actor, partner], size)
        w.trust[partner, actor] = shocks.closer(w.trust[partner, actor], size)
    elif kind == AN_INCIDENT:
        add_incident(w, t, actor, size, 0.0)
    elif kind == SALIENCE:
        w.now[0]["salience"] += size
    elif kind == FOUNDING:
        found(w, actor, 2)
    elif kind == EXIT:
        exit_all(w, t, actor)
    elif kind == LEAD:
        w.lead[actor] += size
    elif kind == RIVAL_NETWORK:
        shocks.expect_rival_network(size, actor, w.tier, w.rivalry, w.outside)


@rule
def _elections_due(w, t):
    month = w.now[0]["month"]
    for state in range(t.offices):
        if month == w.next_election[state]:
            elect(w, state, _shift(w, t, state))
            w.next_election[state] += int(w.p[P.ELECTION_INTERVAL])


# ---- states ---------------------------------------------------------------------------------------------------------
@rule
def phase_states(w, t):
    """Openness returns, offices open, memberships of the past are replayed; export controls and dialogues."""
    now, p = w.now[0], w.p
    stream, month, salience = now["stream"], now["month"], now["salience"]
    shocks.reopen(w.openness, w.usual, p[P.OPENNESS_RETURN], t.offices)
    for j in range(t.offices):
        if w.status[j] < 1 and t.acting_from[j] <= month:
            found(w, j, 1)
        if w.status[j] < 2 and t.founded[j] <= month:
            found(w, j, 2)
        if month > t.replay_until and w.status[j] == 0 and _founds(w, t, j, stream, month, salience):
            found(w, j, 2)
        if month < t.adopt and w.tier[j] == 0 and t.member_from[j] == month:
            admit(w, j, 1)
    _foreign_policy(w, t)


@rule
def _foreign_policy(w, t):
    """The month's export controls and dialogues."""
    log, soured = w.diary.policy, False
    for k in range(policy_of_month(w, t)):
        if log[k, 2] == 0:
            soured = True
            state, target = shocks.controller(log[k, 0], log[k, 1], t.home_share)
            if t.home_share[state] > 0:
                set_back(w, state, target)
    if soured:
        list_contacts(w.ties, t.fora, w.rivalry, w.contact)


@rule
def _founds(w, t, j, stream, month, salience):
    chance = shocks.founding_chance(w.p[P.FOUNDING_RATE], w.openness[j], w.stake[j], salience)
    return uniform(stream, month, FOUND, t.key[j], NOBODY, 0) < chance
