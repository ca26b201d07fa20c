"""Casework: how fast the secretariat works, what approvals cost, what a handover destroys (DESIGN section 4)."""

from __future__ import annotations

import math

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.draws import CASE_FAST, CASE_PLAN, CASE_STAGE, CASE_THEME, CASE_WORK, NO_PARTNER, uniform
from sim.jit import rule
from sim.months import DAYS
from sim.rules.metrics import list_positive, takes_part

# Columns of the catalogue's table of casework, a row a kind.
WORK = np.array([kind.work for kind in CASE_KINDS])
STAGES = np.array([kind.stages for kind in CASE_KINDS])
PER_YEAR = np.array([kind.per_year for kind in CASE_KINDS], dtype=float)
FAST = np.array([kind.fast for kind in CASE_KINDS])
CLASS = np.array([kind.priority for kind in CASE_KINDS], dtype=np.int64)
RESTARTS = np.array([kind.restarts for kind in CASE_KINDS], dtype=np.float64)
WORKING_GROUP = CASE_INDEX["working_group"]
FOUNDING_THEMES = 4.0  # themes of the founding mandate (a021)
ORDINALS = 64  # room for cases of one kind, opener and month in the numbering of draws


@rule
def working_speed(learning, experience, slowdown, slow_share, coordination):
    """Speed of one post (1 = nominal): faster with experience, slower after a handover and by ties to other bodies.

    ``(1 + learning x experience) (1 - (1 - slowdown) slow_share) (1 - coordination)``; ``experience`` in years of
    unbroken work, ``slow_share`` the part of the month within the handover's downtime, ``coordination`` the work
    doubled with other bodies. Sources: W4, W6, W25; a112, a135.
    """
    return (1.0 + learning * experience) * (1.0 - (1.0 - slowdown) * slow_share) * (1.0 - coordination)


@rule
def slow_share(month, handover, downtime):
    """Part of the month [month, month + 1) that lies within ``downtime`` months after the last handover (NaN: none)."""
    if math.isnan(handover):
        return 0.0
    return min(1.0, max(0.0, handover + downtime - month))


@rule
def speed_of_month(w):
    """``working_speed`` in a month under the design in force."""
    d = w.design
    slow = slow_share(float(w.month), w.handover, d[D.DOWNTIME])
    return working_speed(d[D.LEARNING], w.experience, d[D.SLOWDOWN], slow, w.p[P.OVERLAP] * d[D.OVERLAP])


@rule
def gathered(experience, posts):
    """Experience (years of unbroken work) after a month with so many posts."""
    return experience + 1.0 / 12.0 if posts > 0 else experience


@rule
def posts_of_month(w):
    """Whole number of posts: the secretariat's own, and those that hosts lend by powers and capacity (a010, a144)."""
    lent = 0.0
    for j in range(w.offices):
        lent += w.host[j] * w.capacity[j]
    return rounded(w.design[D.STAFF] + w.p[P.LENT_POSTS] * lent, w.posts_draw)


@rule
def approval_months(stages, stage_months, share, members, crowd, chance):
    """Months for the approvals: ``stages x length x share x (1 + members / crowd) / 2 x chance`` (W13)."""
    return stages * stage_months * share * (1.0 + members / crowd) / 2.0 * chance


@rule
def handovers_between(per_year, years_before, years_after):
    """Number of handovers due in (before, after], both in years since the secretariat began (W1, W4)."""
    return int(per_year * years_after + 1e-9) - int(per_year * years_before + 1e-9)


@rule
def handover_due(per_year, month, began):
    """Whether a handover falls into the month, for a secretariat that began in the month ``began`` (W1, W4)."""
    years = (month - began) / 12.0
    return month > began and handovers_between(per_year, years - 1.0 / 12.0, years) > 0


@rule
def remade(remaining, secured, kept, restarts):
    """Remaining work of a half-done case after a handover: what was forgotten must be repeated (W4).

    ``remaining + restarts (1 - kept) (secured - remaining)``: at risk is the work done since the last handover, after
    which ``secured`` remained (at first the whole work); ``restarts`` is 0 where the file only waits.
    """
    return remaining + restarts * (1.0 - kept) * (secured - remaining)


@rule
def stint(since, remaining, speed):
    """Length of a stint of work that begins at ``since`` (months), and whether the work is done with it.

    It ends with the work, or with the month. What has no work left is done at once.
    """
    left = math.floor(since) + 1.0 - since
    if remaining > speed * left:
        return left, False
    return (remaining / speed if remaining > 0.0 else 0.0), True


@rule
def work_left(remaining, speed, elapsed):
    """Staff-months left after ``elapsed`` months of work at ``speed``."""
    return max(0.0, remaining - speed * elapsed)


@rule
def spread_around(draw):
    """Factor on planned work and on approval times: uniform on [1/2, 3/2], mean 1."""
    return 0.5 + draw


@rule
def rounded(value, draw):
    """Whole number near ``value``, up with the chance of its fraction: its mean is ``value`` (continuity)."""
    low = int(value)
    return low + 1 if draw < value - low else low


@rule
def planned(per_year, month, offset):
    """Cases of a kind that fall due in a month of the calendar, at ``per_year`` a year (months counted from 0)."""
    return int(per_year * (month + 1) / 12.0 + offset) - int(per_year * month / 12.0 + offset)


@rule
def yearly(kind, breadth):
    """Planned cases of a kind a year; working groups as many more as the mandate has themes (``breadth``)."""
    if kind == WORKING_GROUP:
        return PER_YEAR[kind] * (breadth / FOUNDING_THEMES)
    return PER_YEAR[kind]


@rule
def planned_of(kind, breadth, month):
    """Cases of a kind that the calendar asks for in a month; kinds are spread over the year by their number."""
    return planned(yearly(kind, breadth), month, kind / PER_YEAR.shape[0])


@rule
def plan_limit(w, kind):
    """Open cases of a kind from which a planned one is put off: a year's plan, at least one."""
    most = max(1.0, yearly(kind, w.design[D.BREADTH]))
    return rounded(most, uniform(w.stream, 0, CASE_PLAN, NO_PARTNER, NO_PARTNER, kind))


@rule
def new_case(w, kind, opener, count):
    """Work (staff-months), wait (months before work may start) and fast lane (bool) of a new case.

    Drawn with the case's own keys: opener (node, -1 for the secretariat), month, kind, and ``count``, how many of the
    kind it has opened in this month already. Those in the network must approve. Sources: W13, DESIGN section 4.
    """
    d, ordinal, members = w.design, kind * ORDINALS + count, 0
    key = w.key[opener] if opener >= 0 else NO_PARTNER
    chance = spread_around(uniform(w.stream, w.month, CASE_STAGE, key, NO_PARTNER, ordinal))
    work = WORK[kind] * spread_around(uniform(w.stream, w.month, CASE_WORK, key, NO_PARTNER, ordinal))
    if FAST[kind] and uniform(w.stream, w.month, CASE_FAST, key, NO_PARTNER, ordinal) < d[D.FAST_LANE]:
        return work, d[D.FAST_DAYS] / DAYS * chance, True
    for j in range(w.offices):
        members += w.tier[j] > 0
    wait = approval_months(d[D.STAGES], d[D.STAGE_MONTHS], STAGES[kind], float(members), w.p[P.CROWD_STAGE], chance)
    return work, wait, False


@rule
def days_between(opened, finished):
    """Days from the opening of a case to its end, both in months."""
    return (finished - opened) * DAYS


@rule
def most_in_need(w):
    """Which developing member or partner capacity help goes to; -1 if there is none (W20e).

    One without an institute before one that has one, then the least capacity, then the lesser key; nobody whose
    capacity is 1 or more already.
    """
    found = -1
    for j in range(w.offices):
        if w.tier[j] > 0 and w.developing[j] and w.capacity[j] < 1.0 and (found < 0 or _needs_more(w, j, found)):
            found = j
    return found


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
    return theme_of(w.agenda, uniform(w.stream, w.month, CASE_THEME, NO_PARTNER, NO_PARTNER, kind * ORDINALS + n))


# ---- powers --------------------------------------------------------------------------------------------------------
@rule
def hold(w):
    """Powers of the secretariat held by each jurisdiction, ``w.host``: seat, chair in turn, lead.

    Sources: W1, W7a, W17. The lead's part is the chair's while it is a Coordinator named by the record; else it is
    spread over full members with an office by the square of their capacity. What nobody holds is international. Lists
    the ``w.holders`` too.
    """
    d, total = w.design, 0.0
    named = w.led_by_chair == 1 and not chair_vacant(w)
    for j in range(w.offices):
        if takes_part(w, j):
            total += w.capacity[j] * w.capacity[j]
    for j in range(w.offices):
        w.host[j] = d[D.SEAT_SHARE] * w.seat[j]
        if j == w.chair:
            w.host[j] += d[D.TURN_SHARE] + (d[D.LEAD_SHARE] if named else 0.0)
        if total > 0.0 and takes_part(w, j) and not named:
            w.host[j] += d[D.LEAD_SHARE] * w.capacity[j] * w.capacity[j] / total
    list_positive(w.host, w.holders)


@rule
def next_chair(w, chair):
    """The full member with an office that follows ``chair`` in the order of turns; -1 if there is none."""
    after, first = -1, -1
    for j in range(w.offices):
        if not takes_part(w, j):
            continue
        turn = w.turn_order[j]
        if first < 0 or turn < w.turn_order[first]:
            first = j
        if chair >= 0 and turn > w.turn_order[chair] and (after < 0 or turn < w.turn_order[after]):
            after = j
    return after if after >= 0 else first


@rule
def as_on_record(w):
    """Whether who chairs is still a matter of record: facts are replayed, and the first design is in force."""
    return w.month <= w.replay_until and w.next_design == 1


@rule
def name_chair(w, state, coordinates):
    """A dated fact puts a state in the chair, in place; as Coordinator it has the lead too."""
    w.chair, w.chair_on_record = state, 1
    if coordinates:
        w.led_by_chair = 1


@rule
def chair_vacant(w):
    """Whether the chair must pass on: nobody has it, or who has it is no full member with an office any more."""
    return w.chair < 0 or not takes_part(w, w.chair)


@rule
def same_hands(before, after):
    """Share of the secretariat's powers that stays in the same hands, international part included (0 to 1)."""
    kept, held_before, held_after = 0.0, 0.0, 0.0
    for j in range(before.shape[0]):
        kept += min(before[j], after[j])
        held_before += before[j]
        held_after += after[j]
    return kept + min(max(0.0, 1.0 - held_before), max(0.0, 1.0 - held_after))


# ---- the cases -----------------------------------------------------------------------------------------------------
@rule
def is_open(case):
    """Whether a case (a row of ``w.cases``) is neither finished nor withdrawn."""
    return math.isnan(case["finished"]) and math.isnan(case["withdrawn"])


@rule
def list_open(w, number):
    """Put the newest case behind all listed cases of its class and of more urgent ones, in ``w.open_cases``."""
    place, mine = w.n_open, CLASS[w.cases[number]["kind"]]
    while place > 0 and CLASS[w.cases[w.open_cases[place - 1]]["kind"]] > mine:
        w.open_cases[place] = w.open_cases[place - 1]
        place -= 1
    w.open_cases[place] = number
    w.n_open += 1


@rule
def list_finished(w, number):
    """Put a case among those finished since the last month, in case order, in ``w.finished``."""
    place = w.n_finished
    while place > 0 and w.finished[place - 1] > number:
        w.finished[place] = w.finished[place - 1]
        place -= 1
    w.finished[place] = number
    w.n_finished += 1


@rule
def backlog(w):
    """Number of open cases."""
    count = 0
    for place in range(w.n_open):
        count += is_open(w.cases[w.open_cases[place]])
    return count


@rule
def open_of(w, kind):
    """Number of open cases of a kind."""
    count = 0
    for place in range(w.n_open):
        case = w.cases[w.open_cases[place]]
        count += case["kind"] == kind and is_open(case)
    return count
