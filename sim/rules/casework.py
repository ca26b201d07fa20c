"""Casework: how fast the arm works, what approvals cost, what a handover destroys (DESIGN section 4)."""

from __future__ import annotations

import math

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.compiled import rule
from sim.draws import CASE_FAST, CASE_PLAN, CASE_STAGE, CASE_THEME, CASE_WORK, NOBODY, uniform
from sim.months import DAYS

# Columns of the catalogue's table of casework, a row a kind.
WORK = np.array([kind.work for kind in CASE_KINDS])
STAGES = np.array([kind.stages for kind in CASE_KINDS])
PER_YEAR = np.array([kind.per_year for kind in CASE_KINDS], dtype=float)
FAST = np.array([kind.fast for kind in CASE_KINDS])
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
def slow_share(month, handover_at, downtime):
    """Part of the month [month, month + 1) that lies within ``downtime`` months after the last handover."""
    return min(1.0, max(0.0, handover_at + downtime - month))


@rule
def speed_of_month(p, design, experience, month, handover_at):
    """``working_speed`` in a month under the design in force; ``handover_at`` is the last handover (-inf: none)."""
    slow = slow_share(month, handover_at, design[D.DOWNTIME])
    coordination = p[P.OVERLAP] * design[D.OVERLAP]
    return working_speed(design[D.LEARNING], experience, design[D.SLOWDOWN], slow, coordination)


@rule
def gathered(experience, posts):
    """Experience (years of unbroken work) after a month with so many posts."""
    return experience + 1.0 / 12.0 if posts > 0 else experience


@rule
def posts_of_month(staff, per_capacity, host, capacity, draw):
    """Whole number of posts: the arm's own, and those lent by the hosts by powers held and capacity (a010, a144).

    ``host`` (J,) powers held, ``capacity`` (N,) of the offices, ``per_capacity`` posts lent by a host of capacity 1.
    """
    lent = 0.0
    for j in range(host.shape[0]):
        lent += host[j] * capacity[j]
    return rounded(staff + per_capacity * lent, draw)


@rule
def approval_months(stages, stage_months, share, members, crowd, luck):
    """Months for the approvals: ``stages x length x share x (1 + members / crowd) / 2 x luck`` (W13)."""
    return stages * stage_months * share * (1.0 + members / crowd) / 2.0 * luck


@rule
def handovers_between(per_year, years_before, years_after):
    """Number of handovers due in (before, after], both in years since the arm began (W1, W4)."""
    return int(per_year * years_after + 1e-9) - int(per_year * years_before + 1e-9)


@rule
def handover_due(per_year, month, began):
    """Whether a handover falls into the month, for an arm that began in the month ``began`` (W1, W4)."""
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
def luck(draw):
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
def plan_limit(stream, kind, breadth):
    """Open cases of a kind from which a planned one is put off: a year's plan, at least one."""
    return rounded(max(1.0, yearly(kind, breadth)), uniform(stream, 0, CASE_PLAN, NOBODY, NOBODY, kind))


@rule
def new_case(p, design, stream, month, opener_key, kind, count, members):
    """Work (staff-months), wait (months before work may start) and fast lane (bool) of a new case.

    Drawn with the case's own keys: opener (``NOBODY`` for the arm), month, kind, and ``count``, how many of the kind
    it has opened in this month already. ``members`` are those who must approve. Sources: W13, DESIGN section 4.
    """
    ordinal = kind * ORDINALS + count
    chance = luck(uniform(stream, month, CASE_STAGE, opener_key, NOBODY, ordinal))
    work = WORK[kind] * luck(uniform(stream, month, CASE_WORK, opener_key, NOBODY, ordinal))
    if FAST[kind] and uniform(stream, month, CASE_FAST, opener_key, NOBODY, ordinal) < design[D.FAST_LANE]:
        return work, design[D.FAST_DAYS] / DAYS * chance, True
    wait = approval_months(design[D.STAGES], design[D.STAGE_MONTHS], STAGES[kind], members, p[P.CROWD_STAGE], chance)
    return work, wait, False


@rule
def days_between(opened, finished):
    """Days from the opening of a case to its end, both in months."""
    return (finished - opened) * DAYS


@rule
def smallest_office(full_capacity, tier, status, keys):
    """The office of a member or partner with the least capacity, the lesser key first; -1 if there is none (W20e)."""
    found = -1
    for j in range(tier.shape[0]):
        if tier[j] > 0 and status[j] > 0:
            if (
                found < 0
                or full_capacity[j] < full_capacity[found]
                or (full_capacity[j] == full_capacity[found] and keys[j] < keys[found])
            ):
                found = j
    return found


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
def new_theme(agenda, stream, month, kind, n):
    """Theme of the ``n``-th planned case of a kind in a month, counted from 0."""
    return theme_of(agenda, uniform(stream, month, CASE_THEME, NOBODY, NOBODY, kind * ORDINALS + n))


@rule
def powers_held(seat_share, turn_share, lead_share, seat, chair, tier, status, capacity, out):
    """(J,) powers of the arm held by each jurisdiction: seat, chair in turn, and lead by capacity (W1, W7a, W17).

    The lead's part is spread over full members with an office by the square of their capacity. What nobody holds is
    international. Fills ``out``.
    """
    total = 0.0
    for j in range(out.shape[0]):
        if tier[j] == 1 and status[j] > 0:
            total += capacity[j] * capacity[j]
    for j in range(out.shape[0]):
        out[j] = seat_share * seat[j]
        if j == chair:
            out[j] += turn_share
        if total > 0.0 and tier[j] == 1 and status[j] > 0:
            out[j] += lead_share * capacity[j] * capacity[j] / total


@rule
def next_chair(chair, turn_order, tier, status):
    """The full member with an office that follows ``chair`` in the order of turns; -1 if there is none."""
    after, first = -1, -1
    for j in range(tier.shape[0]):
        if tier[j] != 1 or status[j] == 0:
            continue
        if first < 0 or turn_order[j] < turn_order[first]:
            first = j
        if chair >= 0 and turn_order[j] > turn_order[chair] and (after < 0 or turn_order[j] < turn_order[after]):
            after = j
    return after if after >= 0 else first


@rule
def chair_vacant(chair, tier, status):
    """Whether the chair must pass on: nobody has it, or who has it is no full member with an office any more."""
    return chair < 0 or tier[chair] != 1 or status[chair] == 0


@rule
def same_hands(before, after):
    """Share of the arm's powers that stays in the same hands, international part included (0 to 1)."""
    kept, held_before, held_after = 0.0, 0.0, 0.0
    for j in range(before.shape[0]):
        kept += min(before[j], after[j])
        held_before += before[j]
        held_after += after[j]
    return kept + min(max(0.0, 1.0 - held_before), max(0.0, 1.0 - held_after))
