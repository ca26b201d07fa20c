"""The secretariat's casework as a compiled queue: the cases of ``sim.simpy_queue``, to the last bit, without SimPy.

A case waits for its approvals, is ready, works in stints that end with the month at the latest, and is finished. Within
one instant first every stint and every approval that ends then is booked, and only then do the posts go to the first in
order (priority class, then number) of the open cases that are ready. Nothing else decides a tie.
"""

from __future__ import annotations

import math

from sim.jit import rule
from sim.rules.cases import is_open, list_finished
from sim.rules.casework import hand_on, stint, work_left

NEW, WAITING, READY, WORKING, CLOSED = 0, 1, 2, 3, 4  # closed: finished or withdrawn


@rule
def work_for_a_month(w):
    """Work through the month; what is due at its end itself is left for the next one."""
    at, until = float(w.month), w.month + 1.0
    for place in range(w.n_open):
        case = w.cases[w.open_cases[place]]
        if case["state"] == NEW:
            _arrive(case, at)
    while at < until:
        _book(w, at)
        at = _give_out(w, at)


@rule
def _arrive(case, now):
    """Take a new case in; it arrives when it was opened, but not before ``now``."""
    case["since"], case["speed"], case["done"] = now, 0.0, False
    arrival = now + (case["opened"] - now) if case["opened"] > now else now
    case["state"], case["due"] = WAITING, arrival + case["wait"] if case["wait"] > 0.0 else arrival


@rule
def _book(w, now):
    """Book every approval and stint that ends by now, and take what is closed from the list."""
    kept = 0
    for place in range(w.n_open):
        number = w.open_cases[place]
        case = w.cases[number]
        if case["due"] <= now:
            if case["state"] == WORKING:
                _end_stint(w, case, now)
            else:
                _approve(w, case, now)
        if case["state"] == READY and not is_open(case):
            case["state"] = CLOSED
        w.open_cases[kept] = number
        kept += case["state"] != CLOSED
    w.n_open = kept


@rule
def _give_out(w, now):
    """Let the first ``w.posts`` of the ready cases work, and those behind them lay their work down.

    Returns when the next stint or approval ends.
    """
    free, soonest = w.posts, math.inf
    for place in range(w.n_open):
        case = w.cases[w.open_cases[place]]
        if case["state"] == READY or case["state"] == WORKING:
            if free <= 0:
                if case["state"] == WORKING:
                    _lay_down(case, now)
            elif case["state"] == READY:
                _begin_stint(w, case, now)
            free -= 1
        soonest = min(soonest, case["due"])
    return soonest


@rule
def _approve(w, case, now):
    """The approvals are there: a case may be worked on, and in the fast lane it is finished."""
    case["state"], case["due"] = READY, math.inf
    if case["fast"]:
        case["started"] = case["opened"]
        _finish(w, case, now)


@rule
def _begin_stint(w, case, now):
    hand_on(w, case)
    span, done = stint(now, case["remaining"], w.speed)
    case["state"], case["due"] = WORKING, now + span
    case["since"], case["speed"], case["done"], case["span"] = now, w.speed, done, span
    case["busy"] += span
    if math.isnan(case["started"]):
        case["started"] = now


@rule
def _end_stint(w, case, now):
    _lay_down(case, now)
    if case["done"]:
        _finish(w, case, now)


@rule
def _lay_down(case, now):
    """Book what was worked in the stint so far; the case is ready for another."""
    elapsed = now - case["since"]
    case["busy"] += elapsed - case["span"]
    if elapsed > 0.0:
        case["remaining"] = work_left(case["remaining"], case["speed"], elapsed)
    case["state"], case["due"] = READY, math.inf


@rule
def _finish(w, case, now):
    if is_open(case):
        case["finished"] = now
        list_finished(w, case["number"])
    case["state"] = CLOSED
