"""The plan: what the network asks of its secretariat in a year, and how much of it the posts let it open (W6, W28)."""

from __future__ import annotations

import math

import numpy as np

from sim import design as D
from sim.catalogue import (
    CASE_INDEX,
    CASE_KINDS,
    FOLLOWS,
    MANDATES_WORK,
    MEMBERS_WORK,
    NEEDS_WORK,
    NETWORK_MEMBERS,
    STAFFS_WORK,
)
from sim.draws import CASE_THEME, NO_PARTNER, uniform
from sim.jit import rule
from sim.rules.cases import is_open
from sim.rules.casework import WORK, ordinal_of
from sim.rules.metrics import works_in_network

YEAR = 12.0  # months
PER_YEAR = np.array([kind.per_year for kind in CASE_KINDS], dtype=np.float64)
FOLLOWED = np.array([FOLLOWS.get(kind.key, -1) for kind in CASE_KINDS], dtype=np.int64)
HELP, JOINT_TEST = CASE_INDEX["capacity"], CASE_INDEX["joint_test"]
FOUNDING_THEMES = 4.0  # themes of the founding mandate (a021)


# ---- formulas ------------------------------------------------------------------------------------------------------
@rule
def yearly(kind, members, needy, breadth):
    """Cases of a kind that the network asks for in a year.

    Joint tests by its working ``members``, capacity help by its members in need (``needy``), working groups by the
    themes of its mandate (``breadth``); 0 for kinds that are opened by events.
    """
    if FOLLOWED[kind] == MEMBERS_WORK:
        return PER_YEAR[kind] * members / NETWORK_MEMBERS
    if FOLLOWED[kind] == NEEDS_WORK:
        return PER_YEAR[kind] * needy
    if FOLLOWED[kind] == MANDATES_WORK:
        return PER_YEAR[kind] * breadth / FOUNDING_THEMES
    return PER_YEAR[kind]


@rule
def room_of(posts, speed, waiting):
    """Staff-months of new work in a year: what so many posts do in it at their speed, less what waits to be begun."""
    return max(0.0, YEAR * posts * speed - waiting)


@rule
def duties_scale(room, duties):
    """Part of the year's duties (staff-months) that is planned where there is room for so much: all, if it can be."""
    return min(1.0, room / duties) if duties > 0.0 else 0.0


@rule
def programme_scale(room, duties, programme):
    """How many times the programme (staff-months a year) is planned: it takes all the room that the duties leave."""
    return max(0.0, room - duties) / programme if programme > 0.0 else 0.0


# ---- the month -----------------------------------------------------------------------------------------------------
@rule
def in_programme(kind):
    """Whether a planned kind is part of the programme, which follows the staff, and no duty of the year."""
    return FOLLOWED[kind] == STAFFS_WORK


@rule
def asked_of(w, kind, members):
    """``yearly`` as things stand: no joint test without two who can take part.

    ``members`` is the number of ``working_members``.
    """
    if kind == JOINT_TEST and members < 2:
        return 0.0
    needy = members_in_need(w) if kind == HELP else 0
    return yearly(kind, float(members), float(needy), w.design[D.BREADTH])


@rule
def work_asked(w, members, programme):
    """Staff-months that the network asks for in a year, at nominal work: of the ``programme``, or of the duties.

    ``members`` is the number of ``working_members``.
    """
    total = 0.0
    for kind in range(PER_YEAR.shape[0]):
        if PER_YEAR[kind] > 0.0 and in_programme(kind) == programme:
            total += asked_of(w, kind, members) * WORK[kind]
    return total


@rule
def unbegun(w):
    """Staff-months of the open cases that nobody has worked on yet."""
    total = 0.0
    for place in range(w.n_open):
        case = w.cases[w.open_cases[place]]
        if is_open(case) and math.isnan(case["started"]):
            total += case["remaining"]
    return total


@rule
def plan_month(w):
    """A month of the plan falls due, ``w.due``: the duties, and a programme that fills the posts' year.

    What the network asks for counts as asked, ``w.taken``, whether it is planned or not. Source: W28.
    """
    members = working_members(w)
    duties, programme = work_asked(w, members, False), work_asked(w, members, True)
    room = room_of(w.posts, w.speed, unbegun(w))
    kept, grown = duties_scale(room, duties), programme_scale(room, duties, programme)
    w.taken += (duties + programme) / YEAR
    for kind in range(PER_YEAR.shape[0]):
        if PER_YEAR[kind] > 0.0:
            w.due[kind] += asked_of(w, kind, members) * (grown if in_programme(kind) else kept) / YEAR


@rule
def set_plan(w):
    """Before the first month: kinds are spread over the year by their number, ``w.due``."""
    for kind in range(PER_YEAR.shape[0]):
        w.due[kind] = kind / PER_YEAR.shape[0]


@rule
def working_members(w):
    """Members and partners that have an office."""
    count = 0
    for j in range(w.offices):
        count += works_in_network(w, j)
    return count


# ---- what a planned case is about ----------------------------------------------------------------------------------
@rule
def most_in_need(w):
    """Which developing member or partner capacity help goes to; -1 if there is none (W20e).

    One without an institute before one that has one, then the least capacity, then the lesser key; nobody who is being
    helped.
    """
    found = -1
    for j in range(w.offices):
        if needs_help(w, j) and not w.helping[j] and (found < 0 or _needs_more(w, j, found)):
            found = j
    return found


@rule
def needs_help(w, j):
    """Whether state j is in the network, a developing economy, and smaller than a full institute (W20e)."""
    return w.tier[j] > 0 and w.developing[j] and w.capacity[j] < 1.0


@rule
def members_in_need(w):
    """Number of those in the network who need help."""
    count = 0
    for j in range(w.offices):
        count += needs_help(w, j)
    return count


@rule
def _needs_more(w, i, j):
    """Whether i is to be helped before j."""
    if (w.status[i] == 2) != (w.status[j] == 2):
        return w.status[i] < 2
    if w.capacity[i] != w.capacity[j]:
        return w.capacity[i] < w.capacity[j]
    return w.key[i] < w.key[j]


@rule
def theme_of(agenda, draw):
    """Theme of a new case, drawn from the agenda."""
    total = 0.0
    for t in range(agenda.shape[0]):
        total += agenda[t]
        if draw < total:
            return t
    return agenda.shape[0] - 1


@rule
def new_theme(w, kind, n):
    """Theme of the ``n``-th planned case of a kind in a month, counted from 0."""
    draw = uniform(w.stream, w.month, CASE_THEME, NO_PARTNER, NO_PARTNER, ordinal_of(kind, n))
    return theme_of(w.agenda, draw)
