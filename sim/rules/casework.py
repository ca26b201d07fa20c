"""Casework: how fast the secretariat works, what approvals cost, what a handover destroys (DESIGN section 4)."""

from __future__ import annotations

import math

import numpy as np

from sim import design as D
from sim import parameters as P
from sim.catalogue import AGREEMENTS, CASE_KINDS, MEMBER
from sim.draws import CASE_FAST, CASE_STAGE, CASE_WORK, NO_PARTNER, uniform
from sim.jit import rule
from sim.months import DAYS
from sim.rules.dues import own_posts
from sim.rules.hosting import lent_by, seat_neutrality
from sim.rules.metrics import list_positive, takes_part

# Columns of the catalogue's table of casework, a row a kind.
WORK = np.array([kind.work for kind in CASE_KINDS])
STAGES = np.array([kind.stages for kind in CASE_KINDS])
FAST = np.array([kind.fast for kind in CASE_KINDS])
RESTARTS = np.array([kind.restarts for kind in CASE_KINDS], dtype=np.float64)
AGREEMENT = np.array([AGREEMENTS.get(kind.key, 0.0) for kind in CASE_KINDS])
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
    slow = slow_share(float(w.month), w.handover, w.slowed * d[D.DOWNTIME])
    return working_speed(d[D.LEARNING], w.experience, d[D.SLOWDOWN], slow, w.p[P.OVERLAP] * d[D.OVERLAP])


@rule
def gathered(experience, posts):
    """Experience (years of unbroken work) after a month with so many posts."""
    return experience + 1.0 / 12.0 if posts > 0 else experience


@rule
def posts_of_month(w):
    """Whole number of posts: the secretariat's own that are paid, and those that hosts lend by powers and capacity.

    Sources: a010, a053, a144.
    """
    lent = 0.0
    for j in range(w.offices):
        lent += lent_by(w, j)
    return rounded(own_posts(w) + lent, w.posts_draw)


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
def hand_on(w, case):
    """A case that goes on after a handover: what was done since the last one is repeated in part; in place."""
    if math.isnan(w.handover) or case["handed"] == w.handover:
        return
    before = case["remaining"]
    after = remade(before, case["secured"], w.memory, RESTARTS[case["kind"]])
    case["handed"], case["remaining"], case["secured"] = w.handover, after, after
    if after > before:
        case["restarts"] += 1


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
def prepared_by_hand(opened, wait, work, pace):
    """When members have prepared a file by themselves: after its approvals, at their ``pace`` (posts) without staff.

    All in months; ``work`` in staff-months; infinite at pace 0. Source: a116.
    """
    return opened + wait + work / pace if pace > 0.0 else math.inf


@rule
def work_left(remaining, speed, elapsed):
    """Staff-months left after ``elapsed`` months of work at ``speed``."""
    return max(0.0, remaining - speed * elapsed)


@rule
def spread_around(first, second):
    """Factor on planned work and on approval times, from two draws: two stages in a row, each exponential; mean 1.

    ``-ln((1 - first) (1 - second)) / 2`` (Erlang 1917): most cases take less than planned, and one in eleven twice as
    long or longer, where a uniform factor on [1/2, 3/2] let none.
    """
    return -0.5 * math.log((1.0 - first) * (1.0 - second))


@rule
def rounded(value, draw):
    """Whole number near ``value``, up with the chance of its fraction: its mean is ``value`` (continuity)."""
    low = int(value)
    return low + 1 if draw < value - low else low


@rule
def new_case(w, kind, opener, count):
    """Work (staff-months), wait (months before work may start) and fast lane (bool) of a new case.

    Drawn with the case's own keys: opener (node, -1 for the secretariat), month, kind, and ``count``, how many of the
    kind it has opened in this month already. Those in the network must approve, and where states must agree among
    themselves too, that comes on top. Sources: W13, DESIGN section 4.
    """
    d, ordinal, members = w.design, ordinal_of(kind, count), 0
    key = w.key[opener] if opener >= 0 else NO_PARTNER
    chance = _luck(w, CASE_STAGE, key, ordinal)
    work = WORK[kind] * _luck(w, CASE_WORK, key, ordinal)
    if takes_fast_lane(w, kind, key, count):
        return work, d[D.FAST_DAYS] / DAYS * chance, True
    for j in range(w.offices):
        members += w.tier[j] > 0
    wait = approval_months(d[D.STAGES], d[D.STAGE_MONTHS], STAGES[kind], float(members), w.p[P.CROWD_STAGE], chance)
    return work, wait + AGREEMENT[kind] * chance, False


@rule
def takes_fast_lane(w, kind, key, count):
    """Whether the ``count``-th case of a kind that the owner of a ``key`` opens in a month takes the lane (W13)."""
    draw = uniform(w.stream, w.month, CASE_FAST, key, NO_PARTNER, ordinal_of(kind, count))
    return FAST[kind] and draw < w.design[D.FAST_LANE]


@rule
def _luck(w, purpose, key, ordinal):
    """The factor on the work, or on the approvals, of a new case, drawn with its own keys."""
    first = uniform(w.stream, w.month, purpose, key, NO_PARTNER, 2 * ordinal)
    return spread_around(first, uniform(w.stream, w.month, purpose, key, NO_PARTNER, 2 * ordinal + 1))


@rule
def ordinal_of(kind, count):
    """Number of a case among those that one opens in a month, for draws: its kind, and which of the kind it is."""
    return kind * ORDINALS + count


@rule
def nominal_months(kind, design):
    """Months that a case of a kind is planned to take under a design (fields,): one post's work, and what it waits for.

    Approvals in a network of usual size; no queue, no handover, and neither luck nor misfortune.
    """
    approvals = design[D.STAGES] * design[D.STAGE_MONTHS] * STAGES[kind]
    return WORK[kind] + approvals + AGREEMENT[kind]


@rule
def days_between(opened, finished):
    """Days from the opening of a case to its end, both in months."""
    return (finished - opened) * DAYS


# ---- powers --------------------------------------------------------------------------------------------------------
@rule
def hold(w):
    """Powers of the secretariat held by each jurisdiction, ``w.host``: seat, chair in turn, lead.

    Sources: W1, W7a, W17. The lead's part is the chair's while it is a Coordinator named by the record; else it is
    spread over full members with an office by the square of their capacity. The seat's powers lie with the lead as long
    as its state is no full member. What nobody holds is international. Lists the ``w.holders``
    too, and sets how neutral the seat is seen with them.
    """
    d, total, led = w.design, 0.0, w.design[D.LEAD_SHARE]
    named = w.led_by_chair == 1 and not chair_vacant(w)
    for j in range(w.offices):
        if takes_part(w, j):
            total += w.capacity[j] * w.capacity[j]
        if w.tier[j] != MEMBER:
            led += d[D.SEAT_SHARE] * w.seat[j]
    for j in range(w.offices):
        w.host[j] = d[D.SEAT_SHARE] * w.seat[j] if w.tier[j] == MEMBER else 0.0
        if j == w.chair:
            w.host[j] += d[D.TURN_SHARE] + (led if named else 0.0)
        if total > 0.0 and takes_part(w, j) and not named:
            w.host[j] += led * w.capacity[j] * w.capacity[j] / total
    list_positive(w.host, w.holders)
    w.neutrality = seat_neutrality(w)


@rule
def main_host(w):
    """The state that holds the largest part of the secretariat's powers, the first by its key of equals; -1 if none."""
    found = -1
    for place in range(w.offices):
        j = w.by_key[place]
        if w.host[j] > 0.0 and (found < 0 or w.host[j] > w.host[found]):
            found = j
    return found


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
