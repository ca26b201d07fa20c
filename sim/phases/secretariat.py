"""The phase 'secretariat': finished casework, then design, handover, agenda, dues, and the plan."""

from __future__ import annotations

from sim import design as D
from sim import record as R
from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.jit import rule
from sim.phases.actions import answer, answer_by_hand, note, open_case
from sim.rules import casework, effects
from sim.rules.agenda import move_agenda
from sim.rules.casework import hold
from sim.rules.membership import collect_dues
from sim.rules.metrics import list_novelties, works_in_network
from sim.rules.sharing import wants_clearance

KINDS = len(CASE_KINDS)
ADMISSION, INCIDENT, CLEARANCE = CASE_INDEX["admission"], CASE_INDEX["incident"], CASE_INDEX["clearance"]
TERMS, FUNDING, HELP = CASE_INDEX["terms"], CASE_INDEX["funding"], CASE_INDEX["capacity"]
MEETING, JOINT_TEST = CASE_INDEX["meeting"], CASE_INDEX["joint_test"]
RESEARCH, STANDARD, GROUP = CASE_INDEX["joint_research"], CASE_INDEX["standard"], CASE_INDEX["working_group"]


@rule
def phase_secretariat(w):
    """The secretariat's month."""
    answer_by_hand(w)
    settle(w)
    list_novelties(w)
    _withdraw_stale(w)
    _switch_if_due(w)
    _maybe_hand_over(w)
    hold(w)
    move_agenda(w)
    collect_dues(w)
    _prepare(w)
    _plan(w)
    _clearances(w)


# ---- what finished cases change --------------------------------------------------------------------------------------
@rule
def settle(w):
    """Finished cases take effect, in case order."""
    w.done, w.settled, w.n_finished = 0.0, w.n_finished, 0
    for k in range(w.settled):
        w.done += w.cases[w.finished[k]]["work"]
        _take_effect(w, w.finished[k])


@rule
def _take_effect(w, number):
    """What a finished case changes."""
    case = w.cases[number]
    kind, opener, item = case["kind"], case["opener"], case["item"]
    effects.teach(w, kind, case["theme"])
    effects.align(w, kind)
    if kind == ADMISSION:
        if w.applied[opener] == number:  # else withdrawn in the meantime
            w.ready[opener] = item
    elif kind == INCIDENT:
        answer(w, item, casework.days_between(case["opened"], case["finished"]))
    elif kind == CLEARANCE:
        w.cleared[opener], w.clearing[opener] = 1.0, False
    elif kind == TERMS:
        w.tiers = w.design[D.TIERS]
    elif kind == FUNDING:
        w.dues_host, w.dues_gdp = w.design[D.DUES_HOST], w.design[D.DUES_GDP]
    elif kind == HELP:
        effects.help_office(w, opener)
    elif kind == MEETING:
        effects.meet(w)
    effects.reach_out(w, kind)
    note(w, R.CASE, opener, -1, number)


@rule
def _withdraw_stale(w):
    """An application whose state is a member by other means, or has changed its mind, is withdrawn."""
    for place in range(w.n_open):
        case = w.cases[w.open_cases[place]]
        stale = case["kind"] == ADMISSION and w.applied[case["opener"]] != case["number"]
        if stale and casework.is_open(case):
            case["withdrawn"] = float(w.month)


# ---- design in force -------------------------------------------------------------------------------------------------
@rule
def _switch_if_due(w):
    """Of the designs that are due, the one decided last comes into force; experience survives in the same hands."""
    due = -1
    for d in range(w.next_design, w.works_from.shape[0]):
        if w.month >= w.works_from[d]:
            due = d
    if due < 0:
        return
    w.next_design = due + 1
    before = w.host.copy()
    w.design[:], w.seat[:], w.rejected[:] = w.designs[due], w.seats[due], False
    w.began = float(w.month)
    hold(w)
    w.experience *= casework.same_hands(before, w.host)
    effects.reach_at_once(w)
    note(w, R.DESIGN, -1, -1, due)


@rule
def _maybe_hand_over(w):
    """The chair or lead changes when it is due, or when it is vacant; by the record, as long as that rules.

    A Coordinator that the record named has the lead until the first change after it. No chair without powers is told.
    """
    if casework.handover_due(w.design[D.HANDOVERS], w.month, w.began):
        if not (w.chair_on_record == 1 and casework.as_on_record(w)) or casework.chair_vacant(w):
            w.chair, w.led_by_chair = casework.next_chair(w, w.chair), 0
        w.experience *= w.design[D.MEMORY_KEPT]
        w.handover, w.memory = float(w.month), w.design[D.MEMORY_KEPT]
        note(w, R.HANDOVER, w.chair if w.led_by_chair == 1 or w.design[D.TURN_SHARE] > 0.0 else -1, -1, 0)
    elif casework.chair_vacant(w):
        w.chair = casework.next_chair(w, w.chair)


@rule
def _prepare(w):
    """Posts and speed of the coming month."""
    w.posts = casework.posts_of_month(w)
    w.speed = casework.speed_of_month(w)
    w.experience = casework.gathered(w.experience, w.posts)


# ---- the plan --------------------------------------------------------------------------------------------------------
@rule
def _plan(w):
    """Open what the year's plan and the calendar ask for this month."""
    for kind in range(KINDS):
        for n in range(casework.planned_of(kind, w.design[D.BREADTH], w.month)):
            if casework.open_of(w, kind) >= casework.plan_limit(w, kind):
                w.taken += casework.WORK[kind]  # planned, and put off: a year's plan of the kind is still open
            else:
                _open_planned(w, kind, n)


@rule
def _open_planned(w, kind, n):
    opener, theme = -1, -1
    if kind == JOINT_TEST and _working_members(w) < 2:
        return
    if kind == HELP:
        opener = casework.most_in_need(w)
        if opener < 0:
            return
    if kind in (JOINT_TEST, RESEARCH, STANDARD, GROUP):
        theme = casework.new_theme(w, kind, n)
    open_case(w, kind, opener, theme, -1, float(w.month))


@rule
def _working_members(w):
    """Members and partners that have an office."""
    count = 0
    for j in range(w.offices):
        count += works_in_network(w, j)
    return count


@rule
def _clearances(w):
    """Members for whom a cleared channel would change what they withhold ask for one, in the order of their keys."""
    for j in w.by_key:
        if not w.clearing[j] and casework.takes_part(w, j) and w.cleared[j] <= 0.5 and wants_clearance(w, j):
            open_case(w, CLEARANCE, j, -1, -1, float(w.month))
            w.clearing[j] = True
