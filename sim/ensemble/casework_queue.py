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


class Queue(NamedTuple):
    """All cases of one run, a row each (``capacity`` rows). Times are months since the origin; NaN: not happened."""

    counts: np.ndarray  # (N_COUNTS,) int64
    order: np.ndarray  # (capacity,) int64: numbers of the cases that may still do something, by class and number
    kind: np.ndarray  # int64, index in catalogue.CASE_KINDS
    theme: np.ndarray  # int64, -1 if none
    opener: np.ndarray  # int64, node, -1 for the arm itself
    item: np.ndarray  # int64: tier of an admission, incident of a response
    fast: np.ndarray  # bool
    opened: np.ndarray
    work: np.ndarray  # staff-months at nominal speed
    wait: np.ndarray  # months before work may start
    remaining: np.ndarray  # staff-months, as of the last stint's end
    secured: np.ndarray  # what remained after the last handover (at first all)
    started: np.ndarray
    finished: np.ndarray
    withdrawn: np.ndarray  # set by the caller
    restarts: np.ndarray  # int64
    handed: np.ndarray  # month of the last handover that the case went through
    state: np.ndarray  # int64: WAITING ... CLOSED
    due: np.ndarray  # end of the approvals or of the stint; infinite while nothing is to come by itself
    since: np.ndarray  # start of the stint
    speed: np.ndarray  # of the stint
    done: np.ndarray  # bool: the work is done with the stint


def empty(capacity: int) -> Queue:
    """A queue with room for ``capacity`` cases and none in it."""
    types = {"fast": np.bool_, "done": np.bool_}
    whole = ("counts", "order", "kind", "theme", "opener", "item", "restarts", "state")
    columns = {name: np.zeros(capacity, types.get(name, np.float64)) for name in Queue._fields if name not in whole}
    columns |= {name: np.zeros(N_COUNTS if name == "counts" else capacity, np.int64) for name in whole}
    return Queue(**columns)


@rule
def reset(queue):
    """Forget all cases, for a new run in the same rows."""
    queue.counts[:] = 0


@rule
def open_case(queue, kind, theme, opener, opened, work, wait, fast, item, now):
    """Take a case in and return its number; it arrives at ``opened``, but not before ``now``.

    Without a free row nothing is written but the overflow count, and the number is -1.
    """
    k = queue.counts[CASES]
    if k >= queue.kind.shape[0] or queue.counts[LISTED] >= queue.order.shape[0]:
        queue.counts[OVERFLOW] = 1
        return -1
    queue.counts[CASES] = k + 1
    queue.kind[k], queue.theme[k], queue.opener[k], queue.item[k] = kind, theme, opener, item
    queue.opened[k], queue.work[k], queue.wait[k], queue.fast[k] = opened, work, wait, fast
    queue.remaining[k] = queue.secured[k] = work
    queue.started[k] = queue.finished[k] = queue.withdrawn[k] = queue.handed[k] = math.nan
    queue.restarts[k] = 0
    queue.since[k], queue.speed[k], queue.done[k] = now, 0.0, False
    arrival = now + (opened - now) if opened > now else now
    queue.state[k], queue.due[k] = WAITING, arrival + wait if wait > 0.0 else arrival
    _list(queue, k)
    return k


@rule
def work_until(queue, now, until, posts, speed, memory, handover):
    """Work through [now, until); what is due at ``until`` itself is left for the next call.

    ``posts`` and ``speed`` hold for the whole time; ``handover`` is the month of the latest handover (NaN: none yet)
    and ``memory`` the share of half-done work that survived it.
    """
    at = now
    while at < until:
        _book(queue, at)
        _give_out(queue, at, posts, speed, memory, handover)
        at = _next_due(queue)


@rule
def settle(queue, out):
    """Fill ``out`` with the numbers of the cases finished since the last call, in case order; return their count."""
    count = 0
    for k in range(queue.counts[CASES]):
        if queue.state[k] == FINISHED:
            if count >= out.shape[0]:
                queue.counts[OVERFLOW] = 1
                return count
            out[count] = k
            count += 1
            queue.state[k] = CLOSED
    return count


@rule
def is_open(queue, k):
    """Whether case k is neither finished nor withdrawn."""
    return math.isnan(queue.finished[k]) and math.isnan(queue.withdrawn[k])


@rule
def backlog(queue):
    """Number of open cases."""
    count = 0
    for place in range(queue.counts[LISTED]):
        if is_open(queue, queue.order[place]):
            count += 1
    return count


@rule
def open_of(queue, kind):
    """Number of open cases of a kind."""
    count = 0
    for place in range(queue.counts[LISTED]):
        k = queue.order[place]
        if queue.kind[k] == kind and is_open(queue, k):
            count += 1
    return count


@rule
def _list(queue, k):
    """Put the newest case behind all listed cases of its class and of more urgent ones."""
    place = queue.counts[LISTED]
    while place > 0 and CLASS[queue.kind[queue.order[place - 1]]] > CLASS[queue.kind[k]]:
        queue.order[place] = queue.order[place - 1]
        place -= 1
    queue.order[place] = k
    queue.counts[LISTED] += 1


@rule
def _book(queue, now):
    """Book every approval and stint that ends by now, and take what has no more to do from the list."""
    kept = 0
    for place in range(queue.counts[LISTED]):
        k = queue.order[place]
        if queue.due[k] <= now:
            if queue.state[k] == WORKING:
                _end_stint(queue, k, now)
            else:
                _approve(queue, k, now)
        if queue.state[k] == READY and not math.isnan(queue.withdrawn[k]):
            queue.state[k] = CLOSED
        if queue.state[k] < FINISHED:
            queue.order[kept] = k
            kept += 1
    queue.counts[LISTED] = kept


@rule
def _give_out(queue, now, posts, speed, memory, handover):
    """Let the first ``posts`` of the ready cases work, and those behind them lay their work down."""
    free = posts
    for place in range(queue.counts[LISTED]):
        k = queue.order[place]
        if queue.state[k] == WAITING:
            continue
        if free > 0:
            free -= 1
            if queue.state[k] == READY:
                _begin_stint(queue, k, now, speed, memory, handover)
        elif queue.state[k] == WORKING:
            _lay_down(queue, k, now)


@rule
def _next_due(queue):
    soonest = math.inf
    for place in range(queue.counts[LISTED]):
        soonest = min(soonest, queue.due[queue.order[place]])
    return soonest


@rule
def _approve(queue, k, now):
    """The approvals are there: a case may be worked on, and in the fast lane it is finished."""
    queue.state[k], queue.due[k] = READY, math.inf
    if queue.fast[k]:
        queue.started[k] = queue.opened[k]
        _finish(queue, k, now)


@rule
def _begin_stint(queue, k, now, speed, memory, handover):
    if not math.isnan(handover) and queue.handed[k] != handover:
        before = queue.remaining[k]
        queue.handed[k] = handover
        queue.remaining[k] = remade(before, queue.secured[k], memory, RESTARTS[queue.kind[k]])
        queue.secured[k] = queue.remaining[k]
        if queue.remaining[k] > before:
            queue.restarts[k] += 1
    span, done = stint(now, queue.remaining[k], speed)
    queue.state[k], queue.due[k] = WORKING, now + span
    queue.since[k], queue.speed[k], queue.done[k] = now, speed, done


@rule
def _end_stint(queue, k, now):
    _lay_down(queue, k, now)
    if queue.done[k]:
        _finish(queue, k, now)


@rule
def _lay_down(queue, k, now):
    """Book what was worked in the stint so far; the case is ready for another."""
    elapsed = now - queue.since[k]
    if elapsed > 0.0:
        if math.isnan(queue.started[k]):
            queue.started[k] = queue.since[k]
        queue.remaining[k] = work_left(queue.remaining[k], queue.speed[k], elapsed)
    queue.state[k], queue.due[k] = READY, math.inf


@rule
def _finish(queue, k, now):
    if is_open(queue, k):
        queue.finished[k] = now
        queue.state[k] = FINISHED
    else:
        queue.state[k] = CLOSED
