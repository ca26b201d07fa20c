"""Outcomes of power and burden: who moves the agenda, who pays, who holds the secretariat, and how that is felt."""

from __future__ import annotations

import math

import numpy as np

from sim import record as R
from sim.jit import rule
from sim.rules.metrics import gini, list_positive, total_variation
from sim.rules.run_arrays import first_kept, months_positive, state_sums, sum_of

YEAR = 12


@rule
def influence_gini(run):
    """Gini index of influence on the agenda, averaged over time, among those who took part."""
    n, count, start = run.gdp.shape[0], 0, first_kept(run)
    totals, inside = np.empty(n), np.empty(n)
    state_sums(run.states, R.STATE_INFLUENCE, start, run.months, totals)
    months_positive(run.states, R.STATE_TIER, start, run.months, inside)
    for j in range(n):
        if totals[j] > 0.0 or inside[j] > 0.0:
            totals[count] = totals[j] / (run.months - start)
            count += 1
    return gini(totals[:count]) if count > 0 else math.nan


@rule
def contribution_gap(run):
    """Distance between shares of dues and shares of GDP among payers: 0 proportional, 1 unrelated."""
    return _against_gdp(run.states, R.STATE_DUES, first_kept(run), run.months, run.gdp, True)


@rule
def free_riding(run):
    """Distance between shares of effort and shares of GDP among members: how unevenly the stake is served."""
    return _against_gdp(run.states, R.STATE_EFFORT, first_kept(run), run.months, run.gdp, False)


@rule
def _against_gdp(states, series, start, end, gdp, givers_too):
    """Distance of who gave, over time, to the GDP of members; ``givers_too``: and of all others who gave anything."""
    given, wealth = np.empty(gdp.shape[0]), np.empty(gdp.shape[0])
    state_sums(states, series, start, end, given)
    months_positive(states, R.STATE_TIER, start, end, wealth)
    for j in range(gdp.shape[0]):
        wealth[j] = gdp[j] if wealth[j] > 0.0 or (givers_too and given[j] > 0.0) else 0.0
    total, rich = sum_of(given), sum_of(wealth)
    if total <= 0.0 or rich <= 0.0:
        return math.nan
    for j in range(gdp.shape[0]):
        given[j] /= total
        wealth[j] /= rich
    return total_variation(given, wealth)


@rule
def largest_payer(run):
    """Largest share of the dues paid in a year by one jurisdiction, averaged over years."""
    total, years, dues = 0.0, 0, np.empty(run.gdp.shape[0])
    for start in range(first_kept(run), run.months, YEAR):
        state_sums(run.states, R.STATE_DUES, start, min(start + YEAR, run.months), dues)
        paid, largest = 0.0, 0.0
        for j in range(dues.shape[0]):
            paid += dues[j]
            largest = max(largest, dues[j])
        if paid > 0.0:
            total += largest / paid
            years += 1
    return total / years if years > 0 else math.nan


@rule
def perceived_bias(run):
    """Mean rivalry of members with whoever holds the secretariat, less the share seen as neutral (0 to 1)."""
    felt, members, holders = 0.0, 0, np.empty(run.gdp.shape[0] + 1, dtype=np.int64)
    for t in range(first_kept(run), run.months):
        list_positive(run.host[t], holders)
        for j in range(run.gdp.shape[0]):
            if run.states[t, R.STATE_TIER, j] > 0.0:
                members += 1
                felt += (1.0 - run.series[t, R.NEUTRALITY]) * _with_hosts(run, t, holders, j)
    return felt / members if members > 0 else math.nan


@rule
def _with_hosts(run, t, holders, j):
    """Rivalry of state j with the ``holders`` of the secretariat's powers in month t, each by what it holds."""
    total, place = 0.0, 0
    while holders[place] < run.gdp.shape[0]:
        total += run.host[t, holders[place]] * run.rivalry[holders[place], j]
        place += 1
    return total


@rule
def agenda_volatility(run):
    """Mean distance between the agendas of one month and of a year later."""
    start = max(0, run.adopted - run.first)
    pairs, total = run.months - start - YEAR, 0.0
    if pairs <= 0:
        return math.nan
    for t in range(start, start + pairs):
        total += total_variation(run.agenda[t], run.agenda[t + YEAR])
    return total / pairs


@rule
def host_dependence(run):
    """What leaves with the largest holder of powers: the mean of its shares of powers, dues and ties (0 to 1)."""
    start, top, most = first_kept(run), 0, 0.0
    for j in range(run.gdp.shape[0]):
        held = 0.0
        for t in range(start, run.months):
            held += run.host[t, j]
        held /= run.months - start
        if held > most:
            top, most = j, held
    if most <= 0.0:
        return 0.0
    dues = _share_of_dues(run.states, start, run.months, top)
    return (most + dues + _share_of_ties(run.ties_end, run.gdp.shape[0], top)) / 3.0


@rule
def _share_of_dues(states, start, end, top):
    dues = np.empty(states.shape[2])
    state_sums(states, R.STATE_DUES, start, end, dues)
    paid = sum_of(dues)
    return dues[top] / paid if paid > 0.0 else 0.0


@rule
def _share_of_ties(ties, offices, top):
    own, ends = 0, 0
    for i in range(offices):
        for j in range(ties.shape[0]):
            if ties[i, j] != 0:
                ends += 1
                own += i == top
    return own / ends if ends > 0 else 0.0
