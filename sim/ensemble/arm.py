"""The phase 'secretariat': finished casework, then handover, agenda, dues, and the plan (as in ``sim.arm``)."""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.compiled import rule
from sim.ensemble.casework_queue import LISTED, is_open, open_of, settle
from sim.ensemble.fill import copy
from sim.ensemble.happenings import admit, answer, answer_by_hand, open_of_kind
from sim.ensemble.origin import hold
from sim.room import room
from sim.rules import agenda, casework, effects, exchange, learning, membership
from sim.rules.measures import novelties

KINDS = len(CASE_KINDS)
ADMISSION, INCIDENT, CLEARANCE = CASE_INDEX["admission"], CASE_INDEX["incident"], CASE_INDEX["clearance"]
TERMS, FUNDING, HELP = CASE_INDEX["terms"], CASE_INDEX["funding"], CASE_INDEX["capacity"]
MEETING, JOINT_TEST = CASE_INDEX["meeting"], CASE_INDEX["joint_test"]
RESEARCH, STANDARD, GROUP = CASE_INDEX["joint_research"], CASE_INDEX["standard"], CASE_INDEX["working_group"]


@rule
def phase_secretariat(w, t):
    """The arm's month."""
    answer_by_hand(w)
    _settle(w)
    novelties(w.knowledge, w.status, w.novelty)
    _withdraw_stale(w)
    _switch_if_due(w)
    _maybe_hand_over(w)
    hold(w)
    _agenda_and_dues(w, t)
    _prepare(w)
    _plan(w, t)
    _clearances(w, t)


# ---- what finished cases change -----------------------------------------------------------------------------------
@rule
def _settle(w):
    now = w.now[0]
    now["done"] = 0.0
    now["settled"] = settle(w.queue, w.finished)
    for k in range(now["settled"]):
        case = w.queue.cases[w.finished[k]]
        now["done"] += case["work"]
        _take_effect(w, case)


@rule
def _take_effect(w, case):
    now, p, d, kind = w.now[0], w.p, w.design, case["kind"]
    opener = case["opener"]
    effects.teach(p[P.CASE_LEARNING], kind, case["theme"], w.tier, w.status, w.knowledge)
    now["harmonisation"] = effects.align(p[P.HARMONISE_GAIN], kind, now["harmonisation"])
    if kind == ADMISSION:
        if w.applied[opener] == case["number"]:  # else withdrawn in the meantime
            admit(w, opener, case["item"])
    elif kind == INCIDENT:
        answer(w, case["item"], casework.days_between(case["opened"], case["finished"]))
    elif kind == CLEARANCE:
        w.cleared[opener], w.clearing[opener] = 1.0, False
    elif kind == TERMS:
        now["tiers"] = d[D.TIERS]
    elif kind == FUNDING:
        now["dues_host"], now["dues_gdp"] = d[D.DUES_HOST], d[D.DUES_GDP]
    elif kind == HELP:
        effects.help_office(p, opener, w.status, w.full_capacity, w.capacity)
    elif kind == MEETING:
        effects.meet(p[P.DIALOGUE_TRUST], w.tier, w.status, w.trust)
    effects.reach_out(kind, d[D.NEUTRALITY], d[D.OVERLAP], w.host, w.rivalry, w.reached)


@rule
def _withdraw_stale(w):
    """An application whose state is a member by other means, or has changed its mind, is withdrawn."""
    for place in range(w.queue.counts[LISTED]):
        number = w.queue.order[place]
        case = w.queue.cases[number]
        if case["kind"] == ADMISSION and is_open(case) and w.applied[case["opener"]] != number:
            case["withdrawn"] = float(w.now[0]["month"])


# ---- design in force ------------------------------------------------------------------------------------------------
@rule
def _switch_if_due(w):
    """Of the designs that are due, the one decided last comes into force."""
    now, due = w.now[0], -1
    for d in range(now["next_design"], w.works_from.shape[0]):
        if now["month"] >= w.works_from[d]:
            due = d
    if due < 0:
        return
    now["next_design"] = due + 1
    before = room(w.host.shape[0], np.float64)
    copy(w.host, before)
    copy(w.designs[due], w.design)
    copy(w.seats[due], w.seat)
    now["began"] = float(now["month"])
    hold(w)
    now["experience"] *= casework.same_hands(before, w.host)
    effects.reach_at_once(w.design[D.OVERLAP], w.design[D.STAFF], w.host, w.reached)


@rule
def _maybe_hand_over(w):
    now, d = w.now[0], w.design
    if casework.handover_due(d[D.HANDOVERS], now["month"], now["began"]):
        now["chaired_by"] = casework.next_chair(now["chaired_by"], w.turn_order, w.tier, w.status)
        now["experience"] *= d[D.MEMORY_KEPT]
        now["handover_at"] = now["handover"] = float(now["month"])
        now["memory"] = d[D.MEMORY_KEPT]
    elif casework.chair_vacant(now["chaired_by"], w.tier, w.status):
        now["chaired_by"] = casework.next_chair(now["chaired_by"], w.turn_order, w.tier, w.status)


@rule
def _agenda_and_dues(w, t):
    now, p, d = w.now[0], w.p, w.design
    agenda.next_agenda(p, d, w.tier, w.host, w.preference, now["dues_host"], w.agenda, w.influence)
    now["cost"] = membership.collect_dues(
        p[P.POST_COST], d[D.STAFF], p[P.PARTNER_DUES], w.tier, t.gdp, w.host, now["dues_host"], now["dues_gdp"], w.dues
    )


@rule
def _prepare(w):
    """Posts and speed of the coming month."""
    now, p, d = w.now[0], w.p, w.design
    now["posts"] = casework.posts_of_month(d[D.STAFF], p[P.LENT_POSTS], w.host, w.capacity, now["posts_draw"])
    now["speed"] = casework.speed_of_month(p, d, now["experience"], float(now["month"]), now["handover_at"])
    now["experience"] = casework.gathered(now["experience"], now["posts"])


# ---- the plan -------------------------------------------------------------------------------------------------------
@rule
def _plan(w, t):
    """Open what the year's plan and the calendar ask for this month."""
    now, breadth = w.now[0], w.design[D.BREADTH]
    for kind in range(KINDS):
        for n in range(casework.planned_of(kind, breadth, now["month"])):
            if open_of(w.queue, kind) >= casework.plan_limit(now["stream"], kind, breadth):
                now["taken"] += casework.WORK[kind]  # planned, and put off: a year's plan of the kind is still open
            else:
                _open_planned(w, t, kind, n)


@rule
def _open_planned(w, t, kind, n):
    now, opener, theme = w.now[0], -1, -1
    if kind == JOINT_TEST and _working_members(w) < 2:
        return
    if kind == HELP:
        opener = casework.smallest_office(w.full_capacity, w.tier, w.status, t.key)
        if opener < 0:
            return
    if kind in (JOINT_TEST, RESEARCH, STANDARD, GROUP):
        theme = casework.new_theme(w.agenda, now["stream"], now["month"], kind, n)
    open_of_kind(w, t, kind, opener, theme, -1, float(now["month"]))


@rule
def _working_members(w):
    """Members and partners that have an office."""
    count = 0
    for j in range(w.tier.shape[0]):
        if w.tier[j] > 0 and w.status[j] > 0:
            count += 1
    return count


@rule
def _clearances(w, t):
    """Members for whom a cleared channel would change what they withhold ask for one, in the order of their keys."""
    now = w.now[0]
    for k in range(t.offices):
        j = t.by_key[k]
        if w.clearing[j] or w.tier[j] != 1 or w.status[j] == 0 or w.cleared[j] > 0.5:
            continue
        if exchange.wants_clearance(
            w.p, w.novelty, w.trust, w.rivalry, t.legal, w.security, w.members, w.tier, now["salience"],
            now["capability"], t.offices, w.design[D.PROTECTION], w.cleared[j], j,
        ):  # fmt: skip
            open_of_kind(w, t, CLEARANCE, j, -1, -1, float(now["month"]))
            w.clearing[j] = True


@rule
def update_productivity(w):
    """Productivity of the arm: work finished against work taken in, both averaged over the past months."""
    now = w.now[0]
    now["work_planned"], now["work_done"], now["productivity"] = learning.arm_productivity(
        now["work_planned"], now["work_done"], now["taken"], now["done"], w.p[P.THROUGHPUT_MEMORY]
    )
    now["taken"] = 0.0


__all__ = ["phase_secretariat", "update_productivity"]
