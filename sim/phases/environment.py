"""The phases 'shocks' and 'states': what befalls the world, and what states do without weighing it."""

from __future__ import annotations

import numpy as np

from sim import draws
from sim import parameters as P
from sim import record as R
from sim import setting as G
from sim.draws import NO_PARTNER, ranks, uniform
from sim.jit import rule
from sim.months import CUT_OFF
from sim.phases.actions import add_incident, admit, elect, exit_all, found, note, set_back
from sim.phases.month_cache import policies_of_month
from sim.rules import shocks
from sim.rules.metrics import list_contacts

INCIDENT_TIME, SEVERITY = draws.INCIDENT_TIME, draws.SEVERITY


# ---- shocks --------------------------------------------------------------------------------------------------------
@rule
def phase_shocks(w):
    """Capability, salience, incidents, dated and scheduled events, elections."""
    growth = shocks.capability(w.month, CUT_OFF, w.p[P.CAPABILITY_GROWTH])
    w.capability = growth + added_capability(w)
    w.salience = shocks.decayed_salience(w.salience, w.p[P.SALIENCE_HALF_LIFE])
    w.opened[:] = 0
    strike(w)
    for k in range(w.fact_month.shape[0]):
        if w.fact_month[k] == w.month:
            _replay(w, w.fact_kind[k], w.fact_actor[k], w.fact_number[k])
    for k in range(w.event_month.shape[0]):
        if w.event_month[k] == w.month:
            befall(w, w.event_kind[k], w.event_actor[k], w.event_partner[k], w.event_size[k])
            note(w, R.SCHEDULED, w.event_actor[k], w.event_partner[k], w.event_kind[k])
    for j in range(w.offices):
        if w.month == w.next_election[j]:
            elect(w, j, shocks.election_shift(w, j))
            w.next_election[j] += int(w.p[P.ELECTION_INTERVAL])


@rule
def added_capability(w):
    """Capability added by a scenario's events so far."""
    total = 0.0
    for k in range(w.event_month.shape[0]):
        if w.event_kind[k] == G.CAPABILITY and w.event_month[k] <= w.month:
            total += w.event_size[k]
    return total


@rule
def strike(w):
    """This month's incidents, in order of time."""
    w.incidents, count = 0, 0
    struck, moments = np.empty(w.firms, dtype=np.int64), np.empty(w.firms)
    for f in range(w.firms):
        if shocks.is_struck(w, f):
            struck[count] = w.offices + f
            moments[count] = uniform(w.stream, w.month, INCIDENT_TIME, w.key[w.offices + f], NO_PARTNER, 0)
            count += 1
    if count == 0:
        return
    order = np.empty(count, dtype=np.int64)
    ranks(moments[:count], np.empty(count + 1, dtype=np.int64), order)
    for k in order:
        severity = shocks.severity(uniform(w.stream, w.month, SEVERITY, w.key[struck[k]], NO_PARTNER, 0))
        add_incident(w, struck[k], severity, moments[k])


@rule
def _replay(w, kind, actor, number):
    """A dated fact: an election draws its shift; a policy shock sets the usual openness to the drawn engagement."""
    if kind == G.ELECTION:
        elect(w, actor, shocks.election_shift(w, actor))
    elif kind == G.POLICY_SHOCK:
        w.usual[actor] = w.p[P.US_ENGAGEMENT]
        note(w, R.POLICY, actor, -1, number)
    else:
        note(w, R.FACT, actor, -1, number)


@rule
def befall(w, kind, actor, partner, size):
    """One event of a scenario (those that add capability act through ``added_capability``)."""
    if kind == G.ELECTION:
        elect(w, actor, size)
    elif kind == G.POLICY_SHOCK:
        w.usual[actor] = size
    elif kind == G.EXPORT_CONTROL:
        shocks.sour(w, actor, partner, size)
        shocks.list_tense(w)
        list_contacts(w)
        set_back(w, actor, partner)
    elif kind == G.DIALOGUE:
        shocks.talk(w, actor, partner, size)
    elif kind == G.INCIDENT:
        add_incident(w, actor, size, 0.0)
    elif kind == G.SALIENCE:
        w.salience += size
    elif kind == G.FOUNDING:
        found(w, actor, 2)
    elif kind == G.EXIT:
        exit_all(w, actor)
    elif kind == G.LEAD:
        w.lead[actor] += size
    elif kind == G.RIVAL_NETWORK:
        shocks.expect_rival_network(w, actor, size)


# ---- states --------------------------------------------------------------------------------------------------------
@rule
def phase_states(w):
    """Openness returns, offices open, memberships of the past are replayed; export controls and dialogues."""
    shocks.reopen(w)
    for j in range(w.offices):
        if w.status[j] < 1 and w.acting_from[j] <= w.month:
            found(w, j, 1)
        if w.status[j] < 2 and w.founded[j] <= w.month:
            found(w, j, 2)
        if w.month > w.replay_until and shocks.founds(w, j):
            found(w, j, 2)
        if w.month < w.adopt and w.tier[j] == 0 and w.member_from[j] == w.month:
            admit(w, j, 1)
    _foreign_policy(w)


@rule
def _foreign_policy(w):
    """The month's export controls and dialogues, and what they bring."""
    soured = False
    for k in range(policies_of_month(w)):
        i, j, kind = w.policies[k, 0], w.policies[k, 1], w.policies[k, 2]
        if kind == 0:
            soured = True
            state, target = shocks.controller(i, j, w.home_share)
            if w.home_share[state] > 0:
                set_back(w, state, target)
        note(w, R.DIALOGUE if kind == 1 else R.EXPORT_CONTROL, i, j, 0)
    if soured:
        list_contacts(w)
