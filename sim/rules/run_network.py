"""Outcomes of the network: knowledge, ties and sharing at the end or since the decision."""

from __future__ import annotations

import math

import numpy as np

from sim import record as R
from sim.catalogue import CHOSEN
from sim.jit import rule
from sim.rules.deals import types_held
from sim.rules.metrics import gini
from sim.rules.run_arrays import first_kept


@rule
def knowledge_gini(run):
    """Gini index of knowledge among offices that exist at the end."""
    known, count, last = np.empty(run.gdp.shape[0]), 0, run.months - 1
    for j in range(known.shape[0]):
        if run.states[last, R.STATE_STATUS, j] > 0.0:
            known[count] = run.states[last, R.STATE_KNOWLEDGE, j]
            count += 1
    return gini(known[:count]) if count > 0 else math.nan


@rule
def density(run):
    """Ties between offices over pairs of offices that exist at the end."""
    offices, last = 0, run.months - 1
    for j in range(run.gdp.shape[0]):
        offices += run.states[last, R.STATE_STATUS, j] > 0.0
    return run.series[last, R.OFFICE_TIES] / (offices * (offices - 1) / 2.0) if offices > 1 else math.nan


@rule
def types_per_tie(run):
    """Mean number of collaboration types a tie at the end."""
    ties, types = 0, 0
    for a in range(run.ties_end.shape[0]):
        for b in range(a + 1, run.ties_end.shape[0]):
            if run.ties_end[a, b] != 0:
                ties += 1
                types += types_held(run.ties_end[a, b])
    return types / ties if ties > 0 else math.nan


@rule
def type_shares(run, out):
    """(types,) share of the ties at the end that hold each type, into ``out``."""
    ties = 0
    out[:] = 0.0
    for a in range(run.ties_end.shape[0]):
        for b in range(a + 1, run.ties_end.shape[0]):
            if run.ties_end[a, b] != 0:
                ties += 1
                for kind in range(out.shape[0]):
                    out[kind] += (run.ties_end[a, b] >> kind) & 1
    for kind in range(out.shape[0]):
        out[kind] = out[kind] / ties if ties > 0 else math.nan


@rule
def lapses(run):
    """Ties that lapsed since the decision."""
    count = 0
    for k in range(run.logged):
        count += run.tie_log[k, 4] == R.LAPSED and run.tie_log[k, 0] >= run.adopted
    return float(count)


@rule
def category_rates(run, out):
    """Share of choices, over ties and through the network together, to share each ``CHOSEN`` category, into ``out``."""
    for place, q in enumerate(CHOSEN):
        choices, taken = 0.0, 0.0
        for t in range(max(0, run.adopted - run.first), run.months):
            choices += run.network_shares[t, q, 0] + run.bilateral_shares[t, q, 0]
            taken += run.network_shares[t, q, 1] + run.bilateral_shares[t, q, 1]
        out[place] = taken / choices if choices > 0.0 else math.nan


@rule
def false_confidence(run):
    """Perceived less actual safety: aligned methods among members, less pooled safety knowledge (C7)."""
    start, total = first_kept(run), 0.0
    for t in range(start, run.months):
        total += run.series[t, R.HARMONISATION] - run.series[t, R.POOLED_KNOWLEDGE]
    return total / (run.months - start)


@rule
def left_and_joined(tiers, since, founding):
    """How many of the ``founding`` (J,) were ever outside the network, and how many others were ever inside.

    ``tiers`` (T, J): tier by month; only the rows from ``since`` on count. Who left and came back has left.
    """
    left, joined = 0, 0
    for j in range(founding.shape[0]):
        out, inside = 0, 0
        for t in range(since, tiers.shape[0]):
            out |= tiers[t, j] <= 0.0
            inside |= tiers[t, j] > 0.0
        left += out if founding[j] else 0
        joined += 0 if founding[j] else inside
    return left, joined
