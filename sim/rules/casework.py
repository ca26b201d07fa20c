"""Casework: how fast the arm works, what approvals cost, what a handover destroys (DESIGN section 4)."""

from __future__ import annotations

import math

from sim.compiled import rule


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
def approval_months(stages, stage_months, share, members, crowd, luck):
    """Months for the approvals: ``stages x length x share x (1 + members / crowd) / 2 x luck`` (W13)."""
    return stages * stage_months * share * (1.0 + members / crowd) / 2.0 * luck


@rule
def handovers_between(per_year, years_before, years_after):
    """Number of handovers due in (before, after], both in years since the arm began (W1, W4)."""
    return int(per_year * years_after + 1e-9) - int(per_year * years_before + 1e-9)


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
def theme_of(agenda, draw):
    """Theme of a new case, drawn from the agenda."""
    total = 0.0
    for t in range(agenda.shape[0]):
        total += agenda[t]
        if draw < total:
            return t
    return agenda.shape[0] - 1


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
def same_hands(before, after):
    """Share of the arm's powers that stays in the same hands, international part included (0 to 1)."""
    kept, held_before, held_after = 0.0, 0.0, 0.0
    for j in range(before.shape[0]):
        kept += min(before[j], after[j])
        held_before += before[j]
        held_after += after[j]
    return kept + min(max(0.0, 1.0 - held_before), max(0.0, 1.0 - held_after))
