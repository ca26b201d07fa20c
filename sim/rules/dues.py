"""Dues: who shares the secretariat's cost, and who is behind with its part (W11, W17, W20d)."""

from __future__ import annotations

from sim import design as D
from sim import parameters as P
from sim.catalogue import MEMBER
from sim.jit import rule
from sim.rules.metrics import powers_held, tier_share


# ---- shares --------------------------------------------------------------------------------------------------------
@rule
def who_pays(w, i, own_tier):
    """Who shares the secretariat's cost if state i were at ``own_tier`` (i = -1: all as they are).

    The powers held, and the GDP and number of those who pay as members, partners counted in part.
    """
    rich, count = 0.0, 0.0
    for j in range(w.offices):
        at = own_tier if j == i else w.tier[j]
        if at > 0:
            part = tier_share(w, at)
            rich += part * w.gdp[j]
            count += part
    return powers_held(w), rich, count


@rule
def dues_share(payers, tier, gdp, host, dues_host, dues_gdp, partner_share, behind):
    """Share of one state of this ``tier``, GDP and powers in the secretariat's cost, given ``who_pays``.

    Hosts pay ``dues_host`` for the powers they hold, then GDP, the rest equally; a partner pays the same part of a
    member's dues as it enjoys of the output, ``partner_share``. Shares sum to 1 if somebody pays as a member and nobody
    is ``behind``; without a member nobody pays. What nobody holds no host pays for. Who is behind pays as host only.
    Sources: W11, W17, W20d; a053.
    """
    held, rich, count = payers
    if count <= 0.0:
        return 0.0
    share = dues_host * host
    if tier > 0 and not behind:
        part, by_gdp = 1.0 if tier == MEMBER else partner_share, dues_gdp if rich > 0.0 else 0.0
        rest = max(0.0, 1.0 - dues_host * held - by_gdp)  # shares that add up to 1 may leave a last bit below 0
        if rich > 0.0:
            share += by_gdp * part * gdp / rich
        share += rest * part / count
    return share


@rule
def dues_share_of(w, j, tier, powers, payers):
    """``dues_share`` of state j at a ``tier`` and with so many ``powers``, by the rule of the last funding round."""
    behind, partners = is_behind(w, j), w.p[P.PARTNER_ACCESS]
    return dues_share(payers, tier, w.gdp[j], powers, w.dues_host, w.dues_gdp, partners, behind)


@rule
def funded_staff(w):
    """Posts of the secretariat itself that its budget pays: the design's, times what its funds were changed by (W20d).

    Dues are asked for so many posts, so that more funds are more dues too.
    """
    return w.design[D.STAFF] * w.funds


# ---- arrears -------------------------------------------------------------------------------------------------------
@rule
def is_behind(w, j):
    """Whether state j does not pay what is asked of it: the likelier the less open it is, by its own draw (a053)."""
    return w.arrears_draw[j] * w.openness[j] < w.p[P.ARREARS]


@rule
def arrears_of(w, j):
    """Whether state j is in arrears: in the network, asked to pay beside its part as host, and behind."""
    asked = funded_staff(w) > 0.0 and w.dues_host * powers_held(w) < 1.0
    return asked and w.tier[j] > 0 and is_behind(w, j)


# ---- the month -----------------------------------------------------------------------------------------------------
@rule
def collect_dues(w):
    """The month's budget of the secretariat and the dues that are paid: fills ``w.cost``, ``w.dues`` and ``w.paid``.

    The budget is the cost of each post of its own staff, ``w.paid`` the share of it that comes in. Sources: W11, W17,
    W20d.
    """
    w.cost, w.paid = w.p[P.POST_COST] * funded_staff(w), 0.0
    payers = who_pays(w, -1, 0)
    for j in range(w.offices):
        share = dues_share_of(w, j, w.tier[j], w.host[j], payers)
        w.dues[j] = w.cost * share
        w.paid += share


@rule
def own_posts(w):
    """Posts of the secretariat itself that are paid: what members do not pay is not spent (a053)."""
    return funded_staff(w) * w.paid
