"""Projects: who stands behind one, and why it ends without a result (W4, W5).

A project is a case of a kind in ``sim.catalogue.PROJECTS``. All draws have the keys of the case: the month in which it
was opened, its place among those of that month, and its age.
"""

from __future__ import annotations

import math

import numpy as np

from sim.catalogue import (
    CASE_KINDS,
    DEADLINE,
    FUNDS,
    HOST,
    NO_CAUSE,
    PRIORITIES,
    PROJECTS,
    SPONSOR_LEFT,
    SPONSOR_TURNED,
)
from sim.draws import DROP, GRACE, HEIR, NO_PARTNER, SHIFT, SPONSOR, uniform
from sim.jit import rule
from sim.months import NEVER
from sim.rules.casework import rounded
from sim.rules.dues import own_posts
from sim.rules.joint_tests import works_on
from sim.rules.metrics import works_in_network

IS_PROJECT = np.array([kind.key in PROJECTS for kind in CASE_KINDS])
OVERDUE = 5.0 / 3.0  # times the planned time after which ISO and IEC cancel: 60 months for a target of 36 (a114)
PLAN = 12.0  # months: what a year's plan holds is not cancelled before the year is over
AGES = 4096  # room for the age of a case, in months, in the numbering of its draws


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def carried_on(posts):
    """Chance that a file without a sponsor is kept alive until another takes it: ``posts / (posts + 1)``."""
    return posts / (posts + 1.0)


@rule
def cut(before, now):
    """Chance that work on a theme is cut when its share of the agenda falls: in the same proportion."""
    return 1.0 - now / before if now < before else 0.0


@rule
def is_overdue(months, nominal, draw):
    """Whether work that has been open for so many ``months``, and was to take ``nominal``, is cancelled (a114).

    The deadline is a whole number of months, rounded by the case's own ``draw`` (continuity).
    """
    return months > rounded(max(PLAN, OVERDUE * nominal), draw)


@rule
def dropped(forgotten, liking):
    """Chance that a handover ends a project: it is ``forgotten``, and the new hosts drop it.

    ``forgotten x (1 - liking)``; ``liking`` is the weight of the project's theme to the new hosts against that of an
    average theme, at most 1. Source: W4, W5.
    """
    return forgotten * (1.0 - min(1.0, liking))


# ---- sponsors ------------------------------------------------------------------------------------------------------
@rule
def sponsor_of(w, case, but):
    """Who stands behind a project: one of those who work on it that pays its dues, -1 if there is none.

    Each stands up after a time of its own, the sooner the larger its office and the more it cares for the theme: the
    chance to be the first is capacity times preference, over their sum. ``but`` is not asked (-1: all are).
    """
    found, first = -1, math.inf
    for j in range(w.offices):
        will = w.capacity[j] * w.preference[j, case["theme"]]
        if j != but and will > 0.0 and works_on(w, case["number"], j) and w.arrears_since[j] == NEVER:
            wait = -math.log(1.0 - draw_of(w, case, SPONSOR, w.key[j])) / will
            if wait < first:
                found, first = j, wait
    return found


@rule
def draw_of(w, case, purpose, key):
    """A draw for a project in a month (0 to 1)."""
    opened = int(case["opened"])
    return uniform(w.stream, opened, purpose, key, NO_PARTNER, case["ordinal"] * AGES + w.month - opened)


@rule
def orphaned(w, sponsor):
    """Why a project has lost its sponsor this month (``sim.catalogue.CAUSES``), 0 if it has not, or never had one.

    A sponsor that falls behind with its dues cannot go on paying for a project either.
    """
    if sponsor < 0:
        return NO_CAUSE
    if not works_in_network(w, sponsor):
        return SPONSOR_LEFT
    if w.arrears_since[sponsor] == w.month:
        return FUNDS
    return SPONSOR_TURNED if w.turned[sponsor] else NO_CAUSE


@rule
def _next_sponsor(w, case):
    """Who takes over a project that has lost its sponsor; -1: nobody."""
    if draw_of(w, case, HEIR, NO_PARTNER) < carried_on(own_posts(w)):
        return sponsor_of(w, case, case["sponsor"])
    return -1


# ---- ends ----------------------------------------------------------------------------------------------------------
@rule
def end_of(w, case):
    """Why a project ends without a result this month, 0 if it goes on; its sponsor and attention follow, in place."""
    cause = orphaned(w, case["sponsor"])
    if cause != NO_CAUSE:
        heir = _next_sponsor(w, case)
        if heir < 0:
            return cause
        case["sponsor"] = heir
    before, now = case["attention"], w.agenda[case["theme"]]
    case["attention"] = min(before, now)
    if draw_of(w, case, SHIFT, NO_PARTNER) < cut(before, now):
        return PRIORITIES
    grace = uniform(w.stream, int(case["opened"]), GRACE, NO_PARTNER, NO_PARTNER, case["ordinal"])
    if is_overdue(w.month - case["opened"], case["nominal"], grace):
        return DEADLINE
    chance = dropped(w.forgotten, liking(w, case["theme"])) * (1.0 - own_part(w, case["sponsor"]))
    if draw_of(w, case, DROP, NO_PARTNER) < chance:
        return HOST
    return NO_CAUSE


@rule
def own_part(w, sponsor):
    """Powers of the secretariat that a project's sponsor holds itself: nobody drops its own project."""
    return w.host[sponsor] if sponsor >= 0 else 0.0


@rule
def liking(w, theme):
    """What a theme weighs to those who hold the secretariat, by their powers, against an average theme; 1 if none."""
    held, weight = 0.0, 0.0
    for j in range(w.offices):
        held += w.host[j]
        weight += w.host[j] * w.preference[j, theme]
    return w.preference.shape[1] * weight / held if held > 0.0 else 1.0
