"""The secretariat's casework as a compiled queue: the cases of ``sim.secretariat``, to the last bit, without SimPy.

A case waits for its approvals, is ready, works in stints that end with the month at the latest, and is finished. Within
one instant first every stint and every approval that ends then is booked, and only then do the posts go to the first in
order (priority class, then number) of the open cases that are ready. Nothing else decides a tie.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.catalogue import CASE_KINDS
from sim.compiled import rule
from sim.rules.casework import remade, stint, work_left

CLASS = np.array([row.priority for row in CASE_KINDS], dtype=np.int64)
RESTARTS = np.array([row.restarts for row in CASE_KINDS], dtype=np.float64)
WAITING, READY, WORKING, FINISHED, CLOSED = 0, 1, 2, 3, 4  # finished: not yet settled; closed: settled or withdrawn
CASES, LISTED, OVERFLOW = 0, 1, 2  # counts: all cases, cases in ``order``, and 1 once a case found no row
N_COUNTS = 3
CASE_ROW = np.dtype(
    [
        ("number", np.int64),
        ("kind", np.int64),  # index in catalogue.CASE_KINDS
        ("theme", np.int64),  # -1 if none
        ("opener", np.int64),  # node, -1 for the arm itself
        ("item", np.int64),  # tier of an admission, incident of a response
        ("fast", np.bool_),
        ("opened", np.float64),
        ("work", np.float64),  # staff-months at nominal speed
        ("wait", np.float64),  # months before work may start
        ("remaining", np.float64),  # staff-months, as of the end of the last stint
        ("secured", np.float64),  # what remained after the last handover (at first all)
        ("started", np.float64),  # months since the origin, as all times; NaN: not happened
        ("finished", np.float64),
        ("withdrawn", np.float64),  # set by the caller
        ("restarts", np.int64),
        ("handed", np.float64),  # month of the last handover that the case went through
        ("state", np.int64),  # WAITING ... CLOSED
        ("due", np.float64),  # end of the approvals or of the stint; infinite while nothing is to come by itself
        ("since", np.float64),  # start of the stint
        ("speed", np.float64),  # of the stint
        ("done", np.bool_),  # whether the work is done with the stint
    ],
    align=True,
)


class Queue(NamedTuple):
    """All cases of one run; there is room for as many as ``cases`` has rows."""

    counts: np.ndarray  # (N_COUNTS,) int64
    order: np.ndarray  # (capacity,) int64: numbers of the cases that are not closed, by class and number
    cases: np.ndarray  # (capacity,) CASE_ROW


def empty(capacity: int) -> Queue:
    """A queue with room for ``capacity`` cases and none in it."""
    return Queue(np.zeros(N_COUNTS, np.int64), np.zeros(capacity, np.int64), np.zeros(capacity, CASE_ROW))


@rule
def reset(queue):
    """Forget all cases, for a new run in the same rows."""
    queue.counts[CASES], queue.counts[LISTED], queue.counts[OVERFLOW] = 0, 0, 0


@rule
def open_case(queue, kind, theme, opener, opened, work, wait, fast, item, now):
    """Take a case in and return its number; it arrives at ``opened``, but not before ``now``.

    Without a free row nothing is written but the overflow count, and the number is -1.
    """
    number = queue.counts[CASES]
    if number >= min(queue.cases.shape[0], queue.order.shape[0]):
        queue.counts[OVERFLOW] = 1
        return -1
    queue.counts[CASES] = number + 1
    case = queue.cases[number]
    case["number"], case["kind"], case["theme"], case["opener"], case["item"] = number, kind, theme, opener, item
    case["fast"], case["opened"], case["work"], case["wait"] = fast, opened, work, wait
    case["remaining"] = case["secured"] = work
    case["started"] = case["finished"] = case["withdrawn"] = case["handed"] = math.nan
    case["restarts"] = 0
    case["since"], case["speed"], case["done"] = now, 0.0, False
    arrival = now + (opened - now) if opened > now else now
    case["state"], case["due"] = WAITING, arrival + wait if wait > 0.0 else arrival
    _list(queue, case)
    return number


@rule
def work_until(queue, now, until, posts, speed, memory, handover):
    """Work through [now, until); what is due at ``until`` itself is left for the next call.

    ``posts`` and ``speed`` hold for the whole time; ``handover`` is the month of the latest handover (NaN: none yet)
    and ``memory`` the share of half-done work that survived it.
    """
    at = now
    while at < until:
        _book(queue, at)
        at = _give_out(queue, at, posts, speed, memory, handover)


@rule
def settle(queue, out):
    """Fill ``out`` with the numbers of the cases finished since the last call, in case order; return their count.

    They leave the list. Those for which ``out`` has no room stay for the next call.
    """
    count, kept = 0, 0
    for place in range(queue.counts[LISTED]):
        number = queue.order[place]
        if queue.cases[number]["state"] == FINISHED and count < out.shape[0]:
            queue.cases[number]["state"] = CLOSED
            _insert(out, count, number)
            count += 1
        else:
            queue.order[kept] = number
            kept += 1
            if queue.cases[number]["state"] == FINISHED:
                queue.counts[OVERFLOW] = 1
    queue.counts[LISTED] = kept
    return count


@rule
def _insert(numbers, count, number):
    """Put a number among the first ``count``, which are in order."""
    place = count
    while place > 0 and numbers[place - 1] > number:
        numbers[place] = numbers[place - 1]
        place -= 1
    numbers[place] = number


@rule
def is_open(case):
    """Whether a case (a row of ``cases``) is neither finished nor withdrawn."""
    return math.isnan(case["finished"]) and math.isnan(case["withdrawn"])


@rule
def backlog(queue):
    """Number of open cases."""
    count = 0
    for place in range(queue.counts[LISTED]):
        if is_open(queue.cases[queue.order[place]]):
            count += 1
    return count


@rule
def open_of(queue, kind):
    """Number of open cases of a kind."""
    count = 0
    for place in range(queue.counts[LISTED]):
        case = queue.cases[queue.order[place]]
        if case["kind"] == kind and is_open(case):
            count += 1
    return count


@rule
def _list(queue, case):
    """Put the newest case behind all listed cases of its class and of more urgent ones."""
    place = queue.counts[LISTED]
    while place > 0 and CLASS[queue.cases[queue.order[place - 1]]["kind"]] > CLASS[case["kind"]]:
        queue.order[place] = queue.order[place - 1]
        place -= 1
    queue.order[place] = case["number"]
    queue.counts[LISTED] += 1


@rule
def _book(queue, now):
    """Book every approval and stint that ends by now, and take what is closed from the list."""
    kept = 0
    for place in range(queue.counts[LISTED]):
        number = queue.order[place]
        case = queue.cases[number]
        if case["due"] <= now:
            if case["state"] == WORKING:
                _end_stint(case, now)
            else:
                _approve(case, now)
        if case["state"] == READY and not math.isnan(case["withdrawn"]):
            case["state"] = CLOSED
        queue.order[kept] = number
        kept += case["state"] != CLOSED
    queue.counts[LISTED] = kept


@rule
def _give_out(queue, now, posts, speed, memory, handover):
    """Let the first ``posts`` of the ready cases work, and those behind them lay their work down.

    Returns when the next stint or approval ends.
    """
    free, soonest = posts, math.inf
    for place in range(queue.counts[LISTED]):
        case = queue.cases[queue.order[place]]
        if case["state"] == READY or case["state"] == WORKING:
            if free <= 0:
                if case["state"] == WORKING:
                    _lay_down(case, now)
            elif case["state"] == READY:
                _begin_stint(case, now, speed, memory, handover)
            free -= 1
        soonest = min(soonest, case["due"])
    return soonest


@rule
def _approve(case, now):
    """The approvals are there: a case may be worked on, and in the fast lane it is finished."""
    case["state"], case["due"] = READY, math.inf
    if case["fast"]:
        case["started"] = case["opened"]
        _finish(case, now)


@rule
def _begin_stint(case, now, speed, memory, handover):
    if not math.isnan(handover) and case["handed"] != handover:
        before = case["remaining"]
        after = remade(before, case["secured"], memory, RESTARTS[case["kind"]])
        case["handed"], case["remaining"], case["secured"] = handover, after, after
        if after > before:
            case["restarts"] += 1
    span, done = stint(now, case["remaining"], speed)
    case["state"], case["due"] = WORKING, now + span
    case["since"], case["speed"], case["done"] = now, speed, done


@rule
def _end_stint(case, now):
    _lay_down(case, now)
    if case["done"]:
        _finish(case, now)


@rule
def _lay_down(case, now):
    """Book what was worked in the stint so far; the case is ready for another."""
    elapsed = now - case["since"]
    if elapsed > 0.0:
        if math.isnan(case["started"]):
            case["started"] = case["since"]
        case["remaining"] = work_left(case["remaining"], case["speed"], elapsed)
    case["state"], case["due"] = READY, math.inf


@rule
def _finish(case, now):
    if is_open(case):
        case["finished"] = now
        case["state"] = FINISHED
    else:
        case["state"] = CLOSED
