"""Acts that change the state, whichever phase they happen in: foundings, memberships, ties, incidents, events."""

from __future__ import annotations

import math

from sim import design as D
from sim import draws
from sim import parameters as P
from sim.catalogue import CASE_INDEX, INCIDENT_REPORTS
from sim.compiled import rule
from sim.draws import NOBODY, uniform
from sim.ensemble.casework_queue import open_case
from sim.record import FORMED, LAPSED
from sim.rules import casework, learning, shocks
from sim.rules.measures import list_positive, update_contact
from sim.rules.origins import office_capacities
from sim.rules.partners import add_partners, drop_partners
from sim.rules.reach import link_within, list_present, unlink_within

COVERED = draws.COVERED
INCIDENT = CASE_INDEX["incident"]
TIME, SEVERITY, BY_HAND, ANSWERED = range(4)  # columns of the log of incidents


# ---- states -------------------------------------------------------------------------------------------------------
@rule
def found(w, state, status):
    """A state opens an acting office (1) or an institute (2)."""
    if w.status[state] < status:
        w.status[state] = status
        office_capacities(w.p, w.status, w.full_capacity, w.capacity)
        w.weight[state] = 1.0
        list_present(w.weight, w.status.shape[0], w.present)


@rule
def admit(w, state, tier):
    """A state becomes a member (1) or partner (2)."""
    w.tier[state], w.applied[state] = tier, -1
    list_positive(w.tier, w.members)


@rule
def leave(w, state):
    """A state leaves the network."""
    w.tier[state], w.applied[state] = 0, -1
    list_positive(w.tier, w.members)


@rule
def exit_all(w, t, state):
    """A state leaves the network and ends its ties."""
    leave(w, state)
    for other in range(w.ties.shape[0]):
        if w.ties[state, other] != 0:
            end_tie(w, t, state, other)


@rule
def elect(w, state, shift):
    """An election moves a state's usual and present openness."""
    w.usual[state] = shocks.moved_openness(w.usual[state], shift)
    w.openness[state] = shocks.moved_openness(w.openness[state], shift)


@rule
def set_back(w, state, target):
    """What an export control does to the race."""
    w.lead[state] += w.p[P.CONTROL_LEAD]
    w.behind[target] += w.p[P.CONTROL_LEAD]


# ---- ties ---------------------------------------------------------------------------------------------------------
@rule
def sign(w, t, a, b, kind):
    """A deal: the type is added, and the tie's term begins anew."""
    if w.ties[a, b] == 0:
        link_within(w.within, w.depth, a, b)
        add_partners(w.links, w.partners, w.degree, a, b)
    end = w.now[0]["month"] + int(w.p[P.DEAL_TERM])
    w.ties[a, b] |= 1 << kind
    w.ties[b, a] |= 1 << kind
    w.tie_end[a, b], w.tie_end[b, a] = end, end
    update_contact(w.contact, w.ties, t.fora, w.rivalry, a, b)
    log_tie(w, a, b, kind, FORMED)


@rule
def end_tie(w, t, a, b):
    """A tie lapses with all its types."""
    w.ties[a, b], w.ties[b, a] = 0, 0
    drop_partners(w.links, w.partners, w.degree, a, b)
    unlink_within(w.links, w.within, w.depth, a, b)
    update_contact(w.contact, w.ties, t.fora, w.rivalry, a, b)
    log_tie(w, a, b, -1, LAPSED)


@rule
def log_tie(w, a, b, kind, action):
    """Note a tie formed, renewed or lapsed."""
    now = w.now[0]
    row = now["n_ties"]
    if row >= w.tie_log.shape[0]:
        now["overflow"] = 1
        return
    line = w.tie_log[row]
    line[0], line[1], line[2], line[3], line[4] = now["month"], a, b, kind, action
    now["n_ties"] = row + 1


# ---- cases and incidents --------------------------------------------------------------------------------------------
@rule
def open_of_kind(w, t, kind, opener, theme, item, at):
    """Open a case of a kind at the moment ``at``; its number, or -1 if there is no room."""
    now = w.now[0]
    month = now["month"]
    key = t.key[opener] if opener >= 0 else NOBODY
    column = opener if opener >= 0 else w.opened.shape[1] - 1
    count = w.opened[kind, column]
    w.opened[kind, column] = count + 1
    members = 0
    for j in range(t.offices):
        if w.tier[j] > 0:
            members += 1
    work, wait, fast = casework.new_case(w.p, w.design, now["stream"], month, key, kind, count, float(members))
    now["taken"] += work
    return open_case(w.queue, kind, theme, opener, at, work, wait, fast, item, float(month))


@rule
def add_incident(w, t, node, severity, moment):
    """An incident at a firm: salience jumps, the arm opens a case if it hears of it, members with ties notice."""
    now = w.now[0]
    number, at = now["n_incidents"], now["month"] + moment
    if number >= w.incident_log.shape[0]:
        now["overflow"] = 1
        return
    line = w.incident_log[number]
    share = shocks.informed_share(w.ties, w.status, t.home, node)
    by_hand = shocks.bilateral_response(w.p[P.BILATERAL_DAYS], w.p[P.BILATERAL_BEST], share)
    line[TIME], line[SEVERITY], line[BY_HAND], line[ANSWERED] = at, severity, by_hand, math.nan
    now["n_incidents"] = number + 1
    now["salience"] = shocks.jumped_salience(now["salience"], w.p[P.SALIENCE_JUMP], severity)
    now["incidents"] += 1
    reported = False
    for j in range(t.offices):
        reported = reported or (w.flow[node, j] >> INCIDENT_REPORTS) & 1 == 1
    draw = uniform(now["stream"], now["month"], COVERED, t.key[node], NOBODY, 0)
    if draw < shocks.covered(reported, w.design[D.OVERLAP]):
        open_of_kind(w, t, INCIDENT, node, -1, number, at)


@rule
def answer(w, number, days):
    """The response to an incident; what members noticed earlier by themselves counts first."""
    now, line = w.now[0], w.incident_log[number]
    if math.isnan(line[ANSWERED]):
        line[ANSWERED] = min(days, line[BY_HAND])
        now["response_days"] = learning.smoothed(now["response_days"], line[ANSWERED], shocks.MEMORY)


@rule
def answer_by_hand(w):
    """Answer what the arm has not answered in the time that members take by themselves."""
    now = w.now[0]
    for number in range(now["n_incidents"]):
        line = w.incident_log[number]
        if math.isnan(line[ANSWERED]) and shocks.answered_by_hand(now["month"], line[TIME], line[BY_HAND]):
            answer(w, number, line[BY_HAND])
