"""The phases 'shocks' and 'states': what befalls the world, and what states do without weighing it."""

from __future__ import annotations

import math

import numpy as np

from sim import draws
from sim import parameters as P
from sim import record as R
from sim import setting as G
from sim.draws import NO_PARTNER, ranks, uniform
from sim.jit import rule
from sim.months import CUT_OFF
from sim.phases.actions import (
    admit,
    elect,
    enter,
    exit_all,
    follow_standing,
    found,
    note,
    open_up,
    put_to_vote,
    set_back,
)
from sim.phases.month_cache import policies_of_month
from sim.phases.responses import add_incident
from sim.rules import casework, governments, incidents, setup, shocks
from sim.rules.forcing import ACTOR, MONTH, PARTNER, forced_this_month
from sim.rules.metrics import list_contacts
from sim.rules.past import learn_from_members
from sim.rules.reach import list_present
from sim.rules.traits import turn_traits

INCIDENT_TIME, SEVERITY = draws.INCIDENT_TIME, draws.SEVERITY


# ---- shocks --------------------------------------------------------------------------------------------------------
@rule
def phase_shocks(w):
    """Lasting traits, standing of firms, capability, salience, incidents, events, changes of government, occasions."""
    change_parameters(w)
    turn_traits(w)
    follow_standing(w)
    growth = shocks.capability(w.month, CUT_OFF, w.p[P.CAPABILITY_GROWTH])
    w.capability = growth + added_capability(w)
    w.salience = shocks.decayed_salience(w.salience, w.p[P.SALIENCE_HALF_LIFE])
    w.opened[:], w.occasion[:], w.turned[:] = 0, False, False
    strike(w)
    for k in range(w.fact_month.shape[0]):
        if w.fact_month[k] == w.month:
            _replay(w, k)
    for k in range(w.event_month.shape[0]):
        if w.event_month[k] == w.month:
            who = befall(w, w.event_kind[k], w.event_actor[k], w.event_partner[k], w.event_size[k])
            if w.event_kind[k] == G.PARAMETER:
                note(w, R.PARAMETER, -1, -1, k)
            else:
                note(w, R.SCHEDULED, who, w.event_partner[k], w.event_kind[k])
    force_decisions(w)
    for j in range(w.offices):
        if w.month == w.next_change[j]:
            elect(w, j, governments.government_shift(w, j))
            w.next_change[j] += w.term[j]
    _meet_yearly(w)


@rule
def change_parameters(w):
    """The month's changes of parameters, before anything reads them; a firm's weight as a partner is set anew."""
    changed = False
    for k in range(w.event_month.shape[0]):
        if w.event_month[k] == w.month and w.event_kind[k] == G.PARAMETER:
            w.p[w.event_parameter[k]], changed = w.event_size[k], True
    if changed:
        setup.set_weights(w)
        list_present(w)


@rule
def force_decisions(w):
    """The decisions that are forced this month are counted, and told."""
    w.forcing = forced_this_month(w)
    if w.forcing > 0:
        for k in range(w.forced.shape[0]):
            if w.forced[k, MONTH] == w.month:
                note(w, R.FORCED, w.forced[k, ACTOR], w.forced[k, PARTNER], k)


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
        if incidents.is_struck(w, f):
            struck[count] = w.offices + f
            moments[count] = uniform(w.stream, w.month, INCIDENT_TIME, w.key[w.offices + f], NO_PARTNER, 0)
            count += 1
    if count == 0:
        return
    order = np.empty(count, dtype=np.int64)
    ranks(moments[:count], np.empty(count + 1, dtype=np.int64), order)
    for k in order:
        draw = uniform(w.stream, w.month, SEVERITY, w.key[struck[k]], NO_PARTNER, 0)
        add_incident(w, struck[k], incidents.severity(draw, w.p[P.SEVERITY_TAIL]), moments[k])


@rule
def _replay(w, k):
    """The k-th dated fact: it is told, and acts at once if it is of a kind that does (``sim.catalogue.FACTS``)."""
    kind, actor, size = w.fact_kind[k], w.fact_actor[k], w.fact_size[k]
    note(w, R.POLICY if kind == G.FACT_POLICY_SHOCK else R.FACT, actor, -1, w.fact_number[k])
    if w.fact_parameter[k] >= 0:
        size = w.p[w.fact_parameter[k]]
    if kind == G.FACT_ELECTION:
        shift = governments.election_shift(w, actor) if math.isnan(size) else size
        open_up(w, actor, w.openness[actor] + shift)
        _begin_term(w, actor)
    elif kind == G.FACT_POLICY_SHOCK:
        open_up(w, actor, size)
    elif kind == G.FACT_SUMMIT:
        governments.gather(w, governments.SUMMIT, w.fact_guests[k])
    elif kind == G.FACT_NETWORK:
        governments.gather(w, governments.MEETING, w.fact_guests[k])
    elif kind >= G.FACT_CHAIR and casework.as_on_record(w):
        casework.name_chair(w, actor, kind == G.FACT_COORDINATOR)


@rule
def _begin_term(w, state):
    """A new term of a government, if one would have ended by a draw this month: this is that end."""
    if w.next_change[state] == w.month:
        w.next_change[state] += w.term[state]


@rule
def _meet_yearly(w):
    """The yearly summit, to which all states with an office come, and the network's meeting, once facts are out."""
    kind = governments.yearly_occasion(w.month, w.last_summit, w.replay_until)
    if kind >= 0:
        governments.gather(w, kind, w.status > 0)
        note(w, R.OCCASION, -1, -1, kind)


@rule
def befall(w, kind, actor, partner, size):
    """One event of a scenario; returns whom it concerns, -1 if nobody.

    Those that add capability, or change a parameter, act through ``added_capability`` and ``change_parameters``.
    """
    if kind == G.ELECTION:
        open_up(w, actor, w.openness[actor] + size)
    elif kind == G.POLICY_SHOCK:
        open_up(w, actor, size)
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
    elif kind >= G.ENTRY:
        return _befall_members(w, kind, actor, size)
    return actor


@rule
def _befall_members(w, kind, actor, size):
    """An event that concerns who is in the network, who holds it, and what they can spend; returns whom it concerns."""
    if kind == G.ENTRY:
        enter(w, actor)
    elif kind == G.ADMISSION_VOTE:
        put_to_vote(w, actor)
    elif kind == G.HOST_EXIT:
        host = casework.main_host(w)
        if host >= 0:
            exit_all(w, host)
        return host
    elif kind == G.FUNDING and actor >= 0:
        setup.fund_office(w, actor, size)
    elif kind == G.FUNDING:
        w.funds *= size
    elif kind == G.GOVERNMENT:
        elect(w, actor, governments.election_shift(w, actor))
        _begin_term(w, actor)
    return actor


# ---- states --------------------------------------------------------------------------------------------------------
@rule
def phase_states(w):
    """Offices open and grow, memberships of the past are replayed; export controls and dialogues."""
    for j in range(w.offices):
        if w.status[j] < 1 and w.acting_from[j] <= w.month:
            found(w, j, 1)
        if w.status[j] < 2 and w.founded[j] <= w.month:
            found(w, j, 2)
        if w.month > w.replay_until and governments.founds(w, j):
            found(w, j, 2)
        if w.month < w.reviews_from and w.tier[j] == 0 and w.member_from[j] == w.month:
            admit(w, j, 1)
    _grow(w)
    learn_from_members(w, w.month, w.month)
    _foreign_policy(w)


@rule
def _grow(w):
    """Institutes grow with their age, and change as is on record."""
    for k in range(w.size_month.shape[0]):
        if w.size_month[k] == w.month:
            setup.resize(w, k)
    setup.set_office_capacities(w)


@rule
def _foreign_policy(w):
    """The month's export controls and dialogues, and what they bring."""
    soured = False
    for k in range(policies_of_month(w)):
        i, j, kind = w.policies[k, 0], w.policies[k, 1], w.policies[k, 2]
        if kind == 0:
            soured = True
            state, target = shocks.controller(i, j, w.home_share)
            set_back(w, state, target)
        note(w, R.DIALOGUE if kind == 1 else R.EXPORT_CONTROL, i, j, 0)
    if soured:
        list_contacts(w)
