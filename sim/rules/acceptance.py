"""Outcomes of two runs of the same replicate: which members are better off than before, and who could veto that."""

from __future__ import annotations

import math

from sim.jit import rule

VETO_SHARE = 0.2  # a member holding this share of frontier firms, or of the members' GDP, can veto a design
ALIKE = 1e-12  # welfare: a smaller difference is none


@rule
def is_veto_player(members, gdp, firm_home, j):
    """Whether the network would lose a fifth of the firms, or of the members' GDP, with member j.

    ``members`` (J,) bool, ``gdp`` (J,), ``firm_home`` (F,) jurisdictions.
    """
    if not members[j]:
        return False
    at_home, wealth = 0, 0.0
    for f in range(firm_home.shape[0]):
        at_home += firm_home[f] == j
    for i in range(gdp.shape[0]):
        if members[i]:
            wealth += gdp[i]
    share = at_home / max(1, firm_home.shape[0])
    return share >= VETO_SHARE or gdp[j] >= VETO_SHARE * max(wealth, ALIKE)


@rule
def accepted(welfare, before, members, gdp, firm_home):
    """Share of the ``members`` that are better off, and the number of veto players that are worse off.

    No difference counts half. ``welfare``, ``before`` (J,) under the design and the baseline. NaN without members.
    """
    count, better, vetoes = 0, 0.0, 0
    for j in range(welfare.shape[0]):
        if members[j]:
            count += 1
            gain = welfare[j] - before[j]
            if abs(gain) <= ALIKE:
                better += 0.5
            elif gain > 0.0:
                better += 1.0
            else:
                vetoes += is_veto_player(members, gdp, firm_home, j)
    if count == 0:
        return math.nan, math.nan
    return better / count, float(vetoes)
