"""Actions: what changes the world in whichever phase it happens, and notes itself in the log of events."""

from __future__ import annotations

import math

from sim import draws
from sim import parameters as P
from sim import record as R
from sim.catalogue import CASE_INDEX, MEMBER
from sim.jit import rule
from sim.rules import casework, governments, projects, setup
from sim.rules.admission import enough
from sim.rules.cases import list_open
from sim.rules.deals import KINDS
from sim.rules.joint_tests import no_party
from sim.rules.metrics import list_positive, update_contact
from sim.rules.partners import add_partners, drop_partners
from sim.rules.plan import PER_YEAR
from sim.rules.reach import link_within, list_present, unlink_within
from sim.rules.standing import count_frontier, is_frontier

COVERED = draws.COVERED
ADMISSION, INCIDENT = CASE_INDEX["admission"], CASE_INDEX["incident"]


# ---- logs ----------------------------------------------------------------------------------------------------------
@rule
def note(w, kind, actor, partner, amount):
    """A line more in the log of events: what happened (``sim.record.EVENTS``), to whom, and how much."""
    row = w.n_events
    if row >= w.event_log.shape[0]:
        w.overflow = 1
        return
    w.event_log[row, 0], w.event_log[row, 1], w.event_log[row, 2] = w.month, kind, actor
    w.event_log[row, 3], w.event_log[row, 4] = partner, amount
    w.n_events = row + 1


@rule
def note_tie(w, a, b, kind, action):
    """A line more in the log of ties: one formed, renewed or lapsed."""
    row = w.n_ties
    if row >= w.tie_log.shape[0]:
        w.overflow = 1
        return
    w.tie_log[row, 0], w.tie_log[row, 1], w.tie_log[row, 2] = w.month, a, b
    w.tie_log[row, 3], w.tie_log[row, 4] = kind, action
    w.n_ties = row + 1


# ---- states --------------------------------------------------------------------------------------------------------
@rule
def found(w, state, status):
    """A state opens an acting office (1) or an institute (2)."""
    if w.status[state] < status:
        w.status[state] = status
        if status == 2:
            w.institute_since[state] = w.month
        setup.set_office_capacities(w)
        w.weight[state], w.rejected[state] = 1.0, False
        list_present(w)
        note(w, R.FOUNDING, state, -1, status)


@rule
def elect(w, state, shift):
    """The term of a government ends: a drawn shift of the state's openness, at once; 0 if it stays (W20b)."""
    w.rejected[state] = w.rejected[state] and shift == 0.0
    before = w.openness[state]
    w.openness[state] = governments.moved_openness(before, shift)
    w.turned[state] = w.turned[state] or w.openness[state] < before
    note(w, R.GOVERNMENT, state, -1, shift)


@rule
def open_up(w, state, openness):
    """A state's openness becomes another, within its bounds and at once; told if it moved (W20b, W31)."""
    before = w.openness[state]
    w.openness[state] = governments.moved_openness(openness, 0.0)
    if w.openness[state] != before:
        w.rejected[state] = False
        w.turned[state] = w.turned[state] or w.openness[state] < before
        note(w, R.OPENNESS, state, -1, w.openness[state] - before)


@rule
def set_back(w, state, target):
    """What an export control does to the race: the state gains a lead, by which the target is set back (C2)."""
    w.lead[state] += w.p[P.CONTROL_LEAD]
    w.behind[target] += w.p[P.CONTROL_LEAD]


# ---- membership ----------------------------------------------------------------------------------------------------
@rule
def admit(w, state, tier):
    """A state becomes a member (1) or partner (2)."""
    w.tier[state], w.applied[state], w.ready[state] = tier, -1, 0
    w.rejected[:] = False
    list_positive(w.tier, w.members)
    note(w, R.JOIN, state, -1, tier)


@rule
def let_in(w, state, tier):
    """A state comes in, and reviews its membership when nearly a year has passed."""
    admit(w, state, tier)
    w.review[state] = (w.month - 1) % 12


@rule
def enter(w, state):
    """A state becomes a full member whatever anybody wants; one that is a partner steps up."""
    if w.tier[state] == 0:
        let_in(w, state, MEMBER)
    elif w.tier[state] != MEMBER:
        w.tier[state] = MEMBER
        note(w, R.TIER, state, -1, MEMBER)


@rule
def put_to_vote(w, state):
    """A state that is outside applies for full membership whatever it would gain; the members vote this month."""
    if w.tier[state] == 0:
        w.ready[state], w.rejected[state] = MEMBER, False
        if w.applied[state] < 0:
            note(w, R.APPLY, state, -1, MEMBER)


@rule
def settle_vote(w, state, consenting, asked):
    """The end of a vote on a state that applied: it comes in, or its application is rejected.

    Who is rejected does not apply again before something has changed: its government or office, who is in the network,
    or the design in force.
    """
    if enough(w, consenting, asked):
        let_in(w, state, w.ready[state])
    else:
        w.applied[state], w.ready[state], w.rejected[state] = -1, 0, True
        note(w, R.REJECT, state, -1, consenting / asked)


@rule
def leave(w, state):
    """A state leaves the network, and its clearance ends."""
    w.cleared[state] = 0.0
    if w.tier[state] > 0:
        w.rejected[:] = False
        note(w, R.LEAVE, state, -1, 0)
    w.tier[state], w.applied[state], w.ready[state] = 0, -1, 0
    list_positive(w.tier, w.members)


@rule
def follow_review(w, state, wanted):
    """What a state does after its review: it leaves, changes its tier, applies, or withdraws its application.

    ``wanted``: 0 outside, 1 member, 2 partner.
    """
    if w.tier[state] > 0:
        if wanted == 0:
            leave(w, state)
        elif wanted != w.tier[state]:
            w.tier[state] = wanted
            note(w, R.TIER, state, -1, wanted)
    elif wanted > 0 and w.applied[state] < 0:
        w.applied[state] = open_case(w, ADMISSION, state, -1, wanted, float(w.month))
        note(w, R.APPLY, state, -1, wanted)
    elif wanted == 0 and w.applied[state] >= 0:
        w.applied[state], w.ready[state] = -1, 0
        note(w, R.WITHDRAW, state, -1, 0)
    elif wanted == 0:
        note(w, R.REFUSE, state, -1, 0)


@rule
def exit_all(w, state):
    """A state leaves the network and ends its ties."""
    leave(w, state)
    for other in range(w.nodes):
        if w.ties[state, other] != 0:
            end_tie(w, state, other)


# ---- ties ----------------------------------------------------------------------------------------------------------
@rule
def sign(w, a, b, types):
    """A memorandum on the types of a bit mask: they are added, and the tie's term begins anew."""
    if w.ties[a, b] == 0:
        link_within(w, a, b)
        add_partners(w, a, b)
    w.ties[a, b] |= types
    w.ties[b, a] |= types
    begin_term(w, a, b)
    update_contact(w, a, b)
    for kind in range(KINDS):
        if types & (1 << kind):
            note_tie(w, a, b, kind, R.FORMED)


@rule
def begin_term(w, a, b):
    """The term of a tie begins anew."""
    w.tie_end[a, b] = w.tie_end[b, a] = w.month + int(w.p[P.DEAL_TERM])


@rule
def settle_renewal(w, a, b, renewed):
    """A tie at the end of its term is renewed, or lapses."""
    if renewed:
        begin_term(w, a, b)
        note_tie(w, a, b, -1, R.RENEWED)
    else:
        end_tie(w, a, b)


@rule
def end_tie(w, a, b):
    """A tie lapses with all its types."""
    w.ties[a, b] = w.ties[b, a] = 0
    drop_partners(w, a, b)
    unlink_within(w, a, b)
    update_contact(w, a, b)
    note_tie(w, a, b, -1, R.LAPSED)


# ---- firms ----------------------------------------------------------------------------------------------------------
@rule
def follow_standing(w):
    """Firms that have become frontier firms this month act; one that no longer is one ends its ties and is silent."""
    changed = False
    for f in range(w.firms):
        if w.standing[f] != is_frontier(w, f):
            changed, w.standing[f] = True, not w.standing[f]
            if not w.standing[f]:
                _fall_silent(w, w.offices + f)
    if changed:
        count_frontier(w)
        setup.set_weights(w)
        list_present(w)


@rule
def _fall_silent(w, node):
    """A firm that is no frontier firm any more: its ties end, it gives nothing and sets no pace."""
    for other in range(w.offices):
        if w.ties[node, other] != 0:
            end_tie(w, node, other)
    w.flow[node], w.flow[:, node], w.pool[node], w.safe[node - w.offices] = 0, 0, 0, False


# ---- cases -------------------------------------------------------------------------------------------
@rule
def open_case(w, kind, opener, theme, item, at):
    """Open a case of a kind at the moment ``at`` (months); its number, or -1 if there is no room.

    The queue of either engine takes it in when the secretariat works next. ``opener`` -1: the secretariat itself.
    """
    number, column = w.n_cases, opener if opener >= 0 else w.nodes
    count = w.opened[kind, column]
    w.opened[kind, column] = count + 1
    work, wait, fast = casework.new_case(w, kind, opener, count)
    w.taken += work if PER_YEAR[kind] == 0.0 else 0.0  # what is planned counts as asked for by the plan
    if number >= w.cases.shape[0]:
        w.overflow = 1
        return -1
    w.n_cases = number + 1
    case = w.cases[number]
    case["number"], case["kind"], case["theme"], case["opener"], case["item"] = number, kind, theme, opener, item
    case["opened"], case["work"], case["wait"], case["fast"] = at, work, wait, fast
    case["remaining"] = case["secured"] = work
    case["started"] = case["finished"] = case["withdrawn"] = case["handed"] = math.nan
    case["restarts"], case["state"], case["busy"], case["cause"] = 0, 0, 0.0, 0
    case["ordinal"], case["nominal"] = casework.ordinal_of(kind, count), casework.nominal_months(kind, w.design)
    case["attention"], case["sponsor"] = 0.0, -1
    no_party(w, number)
    if projects.IS_PROJECT[kind]:
        case["attention"], case["sponsor"] = w.agenda[theme], projects.sponsor_of(w, case, -1)
    list_open(w, number)
    return number
