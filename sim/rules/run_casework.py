"""Outcomes of casework: how soon incidents are answered and work is done, and what transitions cost."""

from __future__ import annotations

import math

import numpy as np

from sim import record as R
from sim.catalogue import CASE_INDEX, CASE_KINDS, DUTIES, LONG_WORK_MONTHS
from sim.jit import rule
from sim.rules.incidents import SERIOUS
from sim.rules.run_arrays import first_kept, mean_of, median

PROJECT_MONTHS = 24.0  # multi-year projects opened later than this before the end are left out: too early to tell
YOUNG = 12.0  # months: standards asked for later than this before the end are left out
QUARTER = 3  # months compared before and after a handover
MULTI_YEAR = np.array([kind.work >= LONG_WORK_MONTHS for kind in CASE_KINDS])
DUTY = np.array([DUTIES.index(kind.duty) for kind in CASE_KINDS])
STANDARD = CASE_INDEX["standard"]


@rule
def incident_response(run, since):
    """Median days to the network's response, jointly or by hand, over serious incidents since ``since``; NaN: none."""
    days, count = np.empty(run.struck), 0
    for k in range(run.struck):
        serious = run.incidents[k, 1] >= SERIOUS
        if serious and run.incidents[k, 0] >= since and not math.isnan(run.incidents[k, 2]):
            days[count] = run.incidents[k, 2]
            count += 1
    return median(days, count)


@rule
def multi_year_completion(run, since):
    """Share of multi-year projects finished by the end, among those opened from ``since`` on and early enough."""
    opened, finished = 0, 0
    for c in range(run.cases):
        early = run.case_opened[c] + PROJECT_MONTHS <= run.first + run.months
        if early and run.case_opened[c] >= since and MULTI_YEAR[run.case_kind[c]]:
            opened += 1
            finished += not math.isnan(run.case_finished[c])
    return finished / opened if opened > 0 else math.nan


@rule
def time_to_output(run):
    """Median months from opening to an agreed standard under the new design; an open one counts with its age.

    One that ended without a result is left out: it is no standard, and counts among the projects that ended.
    """
    end, count, ages = float(run.first + run.months), 0, np.empty(run.cases)
    for c in range(run.cases):
        opened = run.case_opened[c]
        asked = run.case_kind[c] == STANDARD and math.isnan(run.case_withdrawn[c])
        if asked and opened >= run.works_from and opened + YOUNG <= end:
            finished = run.case_finished[c]
            ages[count] = (end if math.isnan(finished) else finished) - opened
            count += 1
    return median(ages, count)


@rule
def duties_done(run):
    """How many of the secretariat's eleven duties (W28) finished at least one case."""
    done = np.zeros(len(DUTIES), dtype=np.bool_)
    for c in range(run.cases):
        if not math.isnan(run.case_finished[c]):
            done[DUTY[run.case_kind[c]]] = True
    count = 0
    for k in range(done.shape[0]):
        count += done[k]
    return float(count)


@rule
def utilisation(run):
    """Share of the secretariat's posts that were at work since the decision; NaN if it had none.

    The series tell of the month before.
    """
    manned, working = 0.0, 0.0
    for t in range(first_kept(run) + 1, run.months):
        manned += run.series[t, R.POSTS]
        working += run.series[t, R.AT_WORK]
    return working / manned if manned > 0.0 else math.nan


@rule
def transition_cost(run):
    """Cases forgone in the set-up of the new design: its months x (cases finished a month afterwards less before)."""
    waited, worked, waiting, working = 0, 0, 0.0, 0.0
    for t in range(run.months):
        if run.first + t >= run.works_from:
            worked += 1
            working += run.series[t, R.FINISHED]
        elif run.first + t >= run.adopted:
            waited += 1
            waiting += run.series[t, R.FINISHED]
    if worked == 0:
        return math.nan
    if waited == 0:
        return 0.0
    return waited * (working / worked - waiting / waited)


@rule
def throughput_dip(run):
    """Working speed in the quarter after a handover against the quarter before (ratio); NaN without handovers."""
    total, count = 0.0, 0
    for t in range(QUARTER, run.months - QUARTER):
        if run.first + t > run.works_from and _changed_hands(run.host, t):
            before = mean_of(run.series, R.SPEED, t - QUARTER, t)
            after = mean_of(run.series, R.SPEED, t, t + QUARTER)
            if before > 0.0:
                total += after / before
                count += 1
    return total / count if count > 0 else math.nan


@rule
def _changed_hands(host, t):
    """Whether more than half of the powers moved in month t, counted on both sides."""
    moved = 0.0
    for j in range(host.shape[1]):
        moved += abs(host[t, j] - host[t - 1, j])
    return moved > 0.5


@rule
def finished_of_kind(kinds, finished, kind, since, until):
    """Cases of a kind that were finished from the month ``since`` to the month ``until``.

    ``kinds`` (C,), ``finished`` (C,): time in months, NaN while open.
    """
    count = 0
    for c in range(kinds.shape[0]):
        count += kinds[c] == kind and since <= finished[c] <= until + 1.0
    return count
