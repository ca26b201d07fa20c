"""Membership: joint effort of a coalition, and whether one state gains by being in it (CORE, 'Join or stay')."""

from __future__ import annotations

from sim.compiled import rule
from sim.rules.choice import TOLERANCE
from sim.rules.measures import dues_shares


@rule
def effort(stake, productivity, linear, curve, cap):
    """Effort that maximises ``stake * productivity * q - linear q - curve q^2 / 2`` on [0, cap].

    At curve 0 all or nothing: cap if the benefit is not below the linear cost (the binary treaty).
    Source: CORE; Barrett 1994.
    """
    net = stake * productivity - linear
    if curve <= 0.0:
        return cap if net >= -TOLERANCE else 0.0
    return min(max(net / curve, 0.0), cap)


@rule
def effort_cost(linear, curve, quantity):
    """Cost (utility) of an effort: ``c1 q + c2 q^2 / 2``."""
    return linear * quantity + curve * quantity * quantity / 2.0


@rule
def bias(weight, neutrality, rivalry_with_host, pull, agenda_distance):
    """Dislike (utility) of a partial seat and of a pulled agenda: ``chi [(1 - nu) r + pull |A - p| / 2]`` (W7, W9)."""
    return weight * ((1.0 - neutrality) * rivalry_with_host + pull * agenda_distance)


@rule
def join_terms(
    stake, productivity, with_us, without_us, excludable, share, cost_in, cost_out, alone, information, biased, dues,
    crowding, members, penalty,
):  # fmt: skip
    """Terms of being in: cooperation, effort, own effort, information, bias, dues, crowding, penalty (utility).

    ``with_us`` and ``without_us`` are the coalition's total effort with and without the actor, each at that
    coalition's own optimum (the anticipated response), ``excludable`` the part of the output that outsiders miss,
    ``share`` the part that this tier of membership enjoys of it, ``alone`` the actor's effort outside.
    With excludable = 0 and the other terms 0 the largest stable coalition is 3 (Barrett 1994). Sources: CORE; W19-W23.
    """
    enjoyed = 1.0 - excludable * (1.0 - share)
    return (
        stake * productivity * (enjoyed * with_us - (1.0 - excludable) * without_us),
        -(cost_in - cost_out),
        -stake * productivity * alone,
        information,
        -biased,
        -dues,
        -crowding * members,
        penalty,
    )


@rule
def join_gain(terms):
    """Sum of the eight terms, from left to right."""
    return terms[0] + terms[1] + terms[2] + terms[3] + terms[4] + terms[5] + terms[6] + terms[7]


@rule
def may_apply(status, tier, eligible, openness, reached):
    """Whether a state may join: with an office it may, else as far as the design is open and outreach has drawn it in.

    ``eligible`` is its own draw, ``openness`` the share of states without an office that the design admits, ``reached``
    how far outreach has drawn it in (0 to 1). Sources: W9, N3.
    """
    return status > 0 or tier > 0 or eligible < openness * reached


@rule
def partner_tier_open(draw, tiers):
    """Whether a state may be a partner: as far as the terms in force have tiers (1 to 3), by its own draw (W23)."""
    return draw < (tiers - 1.0) / 2.0


@rule
def collect_dues(post_cost, staff, partner_dues, tier, gdp, host, dues_host, dues_gdp, out):
    """Fills the (J,) dues of a month into ``out`` and returns the cost of the arm (utility).

    The cost is ``post_cost`` for each post of its own staff, shared as in ``dues_shares``. Sources: W11, W17, W20d.
    """
    cost = post_cost * staff
    dues_shares(tier, gdp, host, dues_host, dues_gdp, partner_dues, out)
    for j in range(out.shape[0]):
        out[j] = cost * out[j]
    return cost
