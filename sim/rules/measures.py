"""Measures: functions of arrays that the rules and outcomes use (contacts, novelty, stakes, shares)."""

from __future__ import annotations

import numpy as np

from sim import catalogue, replaced
from sim.compiled import JIT, inlined, rule
from sim.plain import row_of
from sim.room import room

THEMES = len(catalogue.THEMES)
# Plain Python judges all offices at once, as long as the rule is the shipped one, which does not mind arrays.
AT_ONCE = not JIT and "measures.complementarity" not in replaced.REPLACE


# ---- contacts ------------------------------------------------------------------------------------------------------
@rule
def in_contact(types, fora, rivalry):
    """How surely two nodes are in contact (0 to 1): 1 with a deal, else their shared fora, less among rivals."""
    return 1.0 if types != 0 else fora * (1.0 - rivalry)


@rule
def list_contacts(ties, fora, rivalry, out):
    """All contacts afresh, (N, N) ``in_contact``, into ``out``; nobody is a contact of its own."""
    for i in range(out.shape[0]):
        held, shared, rivals = row_of(ties[i]), row_of(fora[i]), row_of(rivalry[i])
        for k in range(out.shape[1]):
            out[i, k] = in_contact(held[k], shared[k], rivals[k])
        out[i, i] = 0.0


@rule
def update_contact(contact, ties, fora, rivalry, a, b):
    """The contact of a and b, whose ties changed, in place."""
    contact[a, b] = in_contact(ties[a, b], fora[a, b], rivalry[a, b])
    contact[b, a] = in_contact(ties[b, a], fora[b, a], rivalry[b, a])


@inlined
def contacts_between(partners, degree, contact, i, j):
    """Contacts who can vouch for i and j: the partners of each, as surely as they are in contact with the other.

    A shared partner counts from both sides; every further partner adds, and more so one closer to the other side: the
    three ways in which agreements breed agreements (Kinne 2013). ``contact`` (N, N) as ``list_contacts`` fills it;
    ``partners`` (N, N) and ``degree`` (N,) list the ties.
    """
    return _known_to(partners, degree, contact, i, j) + _known_to(partners, degree, contact, j, i)


@inlined
def _known_to(partners, degree, contact, i, j):
    """Partners of i, as surely as they are in contact with j."""
    total, known = 0.0, row_of(contact[j])
    for place in range(degree[i]):
        total += known[partners[i, place]]
    return total


# ---- information ---------------------------------------------------------------------------------------------------
@rule
def spared(rivalry, leak_rate, security):
    """Chance that one recipient neither turns the information against the sender nor leaks it (W20a, W12)."""
    return (1.0 - rivalry) * (1.0 - leak_rate * (1.0 - security))


@rule
def complementarity(own, theirs):
    """Chance that somebody knows of a theme what one does not know oneself: ``(1 - own) theirs``, all 0 to 1."""
    return (1.0 - own) * theirs


@rule
def novelties(knowledge, status, out):
    """How far what each office knows is new to those who have one: ``novelties_to`` all of them, into ``out``.

    ``knowledge`` (J, themes), ``status`` (J,), ``out`` (J + 1, J): the last row is that of one who knows nothing of it,
    a firm. The row of a state without an office is left as it was.
    """
    offices, themes = knowledge.shape
    by_theme, nothing = room((themes, offices), np.float64), room(themes, np.float64)
    turned(knowledge, by_theme)
    if AT_ONCE:
        _novelties_at_once(by_theme, status, out[:offices])
    else:
        for i in range(offices):
            if status[i] > 0:
                novelties_to(knowledge[i], by_theme, out[i])
    nothing[:] = 0.0
    novelties_to(nothing, by_theme, out[offices])


def _novelties_at_once(by_theme: np.ndarray, status: np.ndarray, out: np.ndarray) -> None:
    """The same in plain Python, which is slow pair by pair; ``by_theme`` (themes, J), ``out`` (J, J)."""
    every = np.zeros_like(out)
    for own in by_theme:
        every += complementarity(own.reshape(-1, 1), own)
    out[status > 0] = every[status > 0] / by_theme.shape[0]


@rule
def turned(table, out):
    """The columns of a table (n, m) as rows, into ``out`` (m, n)."""
    for t in range(table.shape[1]):
        for j in range(table.shape[0]):
            out[t, j] = table[j, t]


@rule
def novelties_to(own, by_theme, out):
    """How far what each office knows is new to one who knows ``own``: mean ``complementarity`` over themes; (J,) out.

    ``own`` (themes,) and ``by_theme`` (themes, J), what each office knows.
    """
    themes = by_theme.shape[0]
    if AT_ONCE:
        out[:] = 0.0
        for t in range(themes):
            out += complementarity(own[t], by_theme[t])
        out /= themes
    elif themes == THEMES:  # a number that the compiler knows: the inner loop is written out, many offices go at once
        _mean_over_themes(own, by_theme, THEMES, out)
    else:
        _mean_over_themes(own, by_theme, themes, out)


@inlined
def _mean_over_themes(own, by_theme, themes, out):
    """``novelties_to``, pair by pair."""
    for j in range(out.shape[0]):
        total = 0.0
        for t in range(themes):
            total += complementarity(own[t], by_theme[t, j])
        out[j] = total / themes


@rule
def coalition_stake(members, tier, stake, partner_access, without):
    """Sum of the members' stakes, partners counted in part; ``without`` is left out (-1: nobody).

    ``members`` (J + 1,) as ``list_positive`` fills it.
    """
    total = 0.0
    for place in range(tier.shape[0]):
        j = members[place]
        if j == tier.shape[0]:
            break
        if j != without:
            total += stake[j] if tier[j] == 1 else partner_access * stake[j]
    return total


@rule
def list_positive(values, out):
    """The states with more than 0, in their order, then J, which is nobody: of tiers, those in the network; of powers,
    those who hold the arm. ``values`` (J,); fills (J + 1,).
    """
    count = 0
    for j in range(values.shape[0]):
        out[count] = j
        count += values[j] > 0
    for place in range(count, out.shape[0]):
        out[place] = values.shape[0]


@rule
def total_variation(p, q):
    """Distance of two distributions: half the sum of absolute differences, 0 to 1."""
    total = 0.0
    for k in range(p.shape[0]):
        total += abs(p[k] - q[k])
    return total / 2.0


@rule
def gini(values):
    """Gini index of non-negative values, 0 (equal) to 1 (one has all); 0 if all are 0."""
    ordered = np.sort(values)
    n = ordered.shape[0]
    total, weighted = 0.0, 0.0
    for k in range(n):
        total += ordered[k]
        weighted += (k + 1) * ordered[k]
    if n == 0 or total <= 0.0:
        return 0.0
    return 2.0 * weighted / (n * total) - (n + 1.0) / n


@rule
def dues_shares(tier, gdp, host, dues_host, dues_gdp, partner_dues, out):
    """Shares of the arm's cost: hosts pay ``dues_host`` for the powers they hold, then GDP, the rest equally.

    Fills ``out`` (J,). They sum to 1 if somebody pays as a member (partners count with ``partner_dues``); else nobody
    pays. What nobody holds no host pays for. Source: W11, W17, W20d.
    """
    payers = who_pays(tier, gdp, host, partner_dues, -1, 0)
    for j in range(out.shape[0]):
        out[j] = dues_share(payers, tier[j], gdp[j], host[j], dues_host, dues_gdp, partner_dues)


@rule
def who_pays(tier, gdp, host, partner_dues, i, own_tier):
    """Who shares the arm's cost if state i were at ``own_tier`` (i = -1: all as they are): the powers held, and the GDP
    and number of those who pay as members, partners counted with ``partner_dues``."""
    held, rich, count = 0.0, 0.0, 0.0
    for j in range(tier.shape[0]):
        held += host[j]
        at = own_tier if j == i else tier[j]
        if at > 0:
            part = 1.0 if at == 1 else partner_dues
            rich += part * gdp[j]
            count += part
    return held, rich, count


@rule
def dues_share(payers, tier, gdp, host, dues_host, dues_gdp, partner_dues):
    """Share of one state of this ``tier``, GDP and powers in the arm's cost (``dues_shares``), given ``who_pays``."""
    held, rich, count = payers
    if count <= 0.0:
        return 0.0
    share = dues_host * host
    if tier > 0:
        part, by_gdp = 1.0 if tier == 1 else partner_dues, dues_gdp if rich > 0.0 else 0.0
        rest = max(0.0, 1.0 - dues_host * held - by_gdp)  # shares that add up to 1 may leave a last bit below 0
        if rich > 0.0:
            share += by_gdp * part * gdp / rich
        share += rest * part / count
    return share


@rule
def rivalry_with(host, holders, rivalry, i):
    """Rivalry of node i with whoever holds the arm: the hosts' powers (J,) times i's rivalry with them (W7).

    ``holders`` (J + 1,) lists the hosts (``list_positive``): they are few.
    """
    total, place, j = 0.0, 0, holders[0]
    while j < host.shape[0]:
        total += host[j] * rivalry[i, j]
        place += 1
        j = holders[place]
    return total


@rule
def verification(harmonisation, tier, home_share):
    """How far a firm's pace can be seen by others: aligned methods where the firms' homes are in the network (C8).

    ``home_share`` (J,) is the share of frontier firms at home in each jurisdiction.
    """
    inside = 0.0
    for j in range(tier.shape[0]):
        if tier[j] > 0:
            inside += home_share[j]
    return harmonisation * inside


@rule
def mean_rivalry(rivalry, tier, i):
    """Mean rivalry of state i with the others in the network; 0 without any."""
    total, count = 0.0, 0
    for j in range(tier.shape[0]):
        if j != i and tier[j] > 0:
            total += rivalry[i, j]
            count += 1
    return total / count if count > 0 else 0.0
