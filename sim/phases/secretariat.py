"""The phase 'secretariat': finished casework, then design, handover, agenda, dues, projects, and the plan."""

from __future__ import annotations

import math

from sim import design as D
from sim import parameters as P
from sim import record as R
from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.jit import rule
from sim.months import NEVER
from sim.phases.actions import note, open_case
from sim.phases.responses import answer, answer_by_hand
from sim.rules import cases, casework, effects, findings, joint_tests, passing, plan, projects
from sim.rules.agenda import move_agenda
from sim.rules.casework import hold
from sim.rules.dues import arrears_of, collect_dues
from sim.rules.incidents import do_harm
from sim.rules.metrics import list_novelties
from sim.rules.pooling import wants_clearance

KINDS = len(CASE_KINDS)
ADMISSION, INCIDENT, CLEARANCE = CASE_INDEX["admission"], CASE_INDEX["incident"], CASE_INDEX["clearance"]
TERMS, FUNDING, HELP = CASE_INDEX["terms"], CASE_INDEX["funding"], CASE_INDEX["capacity"]
MEETING, JOINT_TEST = CASE_INDEX["meeting"], CASE_INDEX["joint_test"]


@rule
def phase_secretariat(w):
    """The secretariat's month."""
    answer_by_hand(w)
    if w.posts == 0:
        _prepare_admissions(w)
    settle(w)
    do_harm(w)
    list_novelties(w)
    _withdraw_stale(w)
    _switch_if_due(w)
    _maybe_hand_over(w)
    _hold_on(w)
    move_agenda(w)
    _tell_arrears(w)
    collect_dues(w)
    _end_projects(w)
    _prepare(w)
    _plan(w)
    _clearances(w)


# ---- what finished cases change --------------------------------------------------------------------------------------
@rule
def settle(w):
    """The month's work is counted, and finished cases take effect, in case order."""
    w.manned, w.at_work = w.posts, cases.worked(w)
    w.done, w.settled, w.n_finished = 0.0, w.n_finished, 0
    findings.age_findings(w)
    for k in range(w.settled):
        w.done += w.cases[w.finished[k]]["work"]
        _take_effect(w, w.finished[k])


@rule
def _take_effect(w, number):
    """What a finished case changes."""
    case = w.cases[number]
    kind, opener, item = case["kind"], case["opener"], case["item"]
    effects.teach(w, number)
    effects.align(w, number)
    findings.add_finding(w, kind, case["theme"])
    if kind == ADMISSION:
        if w.applied[opener] == number:  # else withdrawn in the meantime
            w.ready[opener] = item
    elif kind == INCIDENT:
        answer(w, item, casework.days_between(case["opened"], case["finished"]))
    elif kind == CLEARANCE:
        w.cleared[opener], w.clearing[opener] = 1.0 if w.tier[opener] > 0 else 0.0, False
    elif kind == TERMS:
        w.tiers = w.design[D.TIERS]
    elif kind == FUNDING:
        w.dues_host, w.dues_gdp = w.design[D.DUES_HOST], w.design[D.DUES_GDP]
    elif kind == HELP:
        effects.help_office(w, opener)
        w.helping[opener] = False
    elif kind in (MEETING, JOINT_TEST):
        effects.meet(w, number)
    effects.reach_out(w, kind)
    note(w, R.CASE, opener, -1, number)


@rule
def _prepare_admissions(w):
    """Without any post the members prepare admissions by themselves, as fast as they work without a secretariat."""
    for place in range(w.n_open):
        case = w.cases[w.open_cases[place]]
        if case["kind"] == ADMISSION and w.applied[case["opener"]] == case["number"] and cases.is_open(case):
            pace = w.p[P.SELF_ORGANISED]
            done = casework.prepared_by_hand(case["opened"], case["wait"], case["remaining"], pace)
            if done < w.month:
                case["finished"] = max(done, w.month - 1.0)
                case["started"] = case["finished"] if math.isnan(case["started"]) else case["started"]
                cases.list_finished(w, case["number"])


@rule
def _withdraw_stale(w):
    """An application whose state is a member by other means, or has changed its mind, is withdrawn.

    So is a clearance whose state has left the network.
    """
    for place in range(w.n_open):
        case = w.cases[w.open_cases[place]]
        stale = case["kind"] == ADMISSION and w.applied[case["opener"]] != case["number"]
        left = case["kind"] == CLEARANCE and w.tier[case["opener"]] == 0
        if (stale or left) and cases.is_open(case):
            case["withdrawn"] = float(w.month)
            w.clearing[case["opener"]] = w.clearing[case["opener"]] and not left


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
    w.began, w.seated[:] = float(w.month), True
    hold(w)
    w.experience *= casework.same_hands(before, w.host)
    effects.reach_at_once(w)
    note(w, R.DESIGN, -1, -1, due)


@rule
def _maybe_hand_over(w):
    """The chair or lead changes when it is due, or when it is vacant; by the record, as long as that rules.

    A Coordinator that the record named has the lead until the first change after it. No chair without powers is told.
    """
    w.forgotten = 0.0
    if casework.handover_due(w.design[D.HANDOVERS], w.month, w.began):
        before = w.host.copy()
        if not (w.chair_on_record == 1 and casework.as_on_record(w)) or casework.chair_vacant(w):
            w.chair, w.led_by_chair = casework.next_chair(w, w.chair), 0
        hold(w)
        kept = w.design[D.MEMORY_KEPT]
        w.forgotten = (1.0 - kept) * (1.0 - casework.same_hands(before, w.host))
        w.experience *= kept
        w.handover, w.memory, w.slowed = float(w.month), kept, 1.0
        note(w, R.HANDOVER, w.chair if w.led_by_chair == 1 or w.design[D.TURN_SHARE] > 0.0 else -1, -1, 0)
    elif casework.chair_vacant(w):
        left, w.chair = w.chair, casework.next_chair(w, w.chair)
        if left >= 0 and w.chair >= 0 and (w.led_by_chair == 1 or w.design[D.TURN_SHARE] > 0.0):
            note(w, R.HANDOVER, w.chair, -1, 0)


@rule
def _hold_on(w):
    """Who holds the secretariat this month. Who has left holds no part of it any more: what it held passes on.

    That is a handover out of turn. Where the seat comes to a state that is a full member now, experience survives in
    the same hands, as with a new design. What passes, a part of the seat or of the chair and lead, is told.
    """
    before, came, seat, turn = w.host.copy(), 0.0, 0.0, 0.0
    hold(w)
    for j in range(w.offices):
        if passing.seat_moves(w, j):
            passed = passing.seat_passed(w, j, before[j])
            came += passed if w.seated[j] else 0.0
            seat += 0.0 if w.seated[j] else passed
            note(w, R.SEAT, j, -1, w.seated[j])
        passed = passing.turn_passed(w, j, before[j])
        if passed > 0.0:
            turn += passed
            note(w, R.PASSED_ON, j, -1, passed)
    w.experience *= 1.0 - min(1.0, came)
    if seat + turn > 0.0:
        passing.pass_on(w, seat, turn)


@rule
def _prepare(w):
    """Posts and speed of the coming month."""
    w.posts = casework.posts_of_month(w)
    w.speed = casework.speed_of_month(w)
    w.experience = casework.gathered(w.experience, w.posts)


# ---- dues and projects -----------------------------------------------------------------------------------------------
@rule
def _tell_arrears(w):
    """Who falls behind with its dues, or pays again, while it is in the network."""
    for j in range(w.offices):
        behind = arrears_of(w, j)
        if behind != (w.arrears_since[j] < NEVER):
            w.arrears_since[j] = w.month if behind else NEVER
            if w.tier[j] > 0:
                note(w, R.ARREARS, j, -1, 1.0 if behind else 0.0)


@rule
def _end_projects(w):
    """Projects that end without a result this month, in the order of the open cases."""
    w.ended = 0
    for place in range(w.n_open):
        case = w.cases[w.open_cases[place]]
        if projects.IS_PROJECT[case["kind"]] and cases.is_open(case):
            cause = projects.end_of(w, case)
            if cause > 0:
                case["withdrawn"], case["cause"] = float(w.month), cause
                w.ended += 1
                note(w, R.PROJECT_END, case["sponsor"], -1, case["number"])


# ---- the plan --------------------------------------------------------------------------------------------------------
@rule
def _plan(w):
    """Open what has fallen due by the plan."""
    plan.plan_month(w)
    for kind in range(KINDS):
        n = 0
        while w.due[kind] >= 1.0:
            w.due[kind] -= 1.0
            _open_planned(w, kind, n)
            n += 1


@rule
def _open_planned(w, kind, n):
    """The ``n``-th planned case of a kind in a month; none if nobody can take part, or needs it."""
    opener, theme = -1, -1
    if kind == JOINT_TEST and not joint_tests.enough_come(w, n):
        return
    if kind == HELP:
        opener = plan.most_in_need(w)
        if opener < 0:
            return
        w.helping[opener] = True
    if kind == JOINT_TEST:
        theme = joint_tests.test_theme(w, n)
    elif projects.IS_PROJECT[kind]:
        theme = plan.new_theme(w, kind, n)
    number = open_case(w, kind, opener, theme, -1, float(w.month))
    if kind == JOINT_TEST and number >= 0:
        joint_tests.enlist(w, number, n)
        w.cases[number]["sponsor"] = projects.sponsor_of(w, w.cases[number], -1)


@rule
def _clearances(w):
    """Members for whom a cleared channel would change what they withhold ask for one, in the order of their keys."""
    for j in w.by_key:
        if not w.clearing[j] and casework.takes_part(w, j) and w.cleared[j] <= 0.5 and wants_clearance(w, j):
            open_case(w, CLEARANCE, j, -1, -1, float(w.month))
            w.clearing[j] = True
