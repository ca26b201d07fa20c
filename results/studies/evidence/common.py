"""What the numbers of single runs share: how they are registered, and rates of sharing between pairs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from results.studies.evidence.contrast import Measure, quantity
from sim import parameters as P
from sim.catalogue import CATEGORIES
from sim.errors import InputError
from sim.record import Record

NAN = float("nan")
CHOSEN = np.array([not c.published for c in CATEGORIES])  # what somebody decides to send or not


def told(unit: str, needs: str = "") -> Callable[[Measure], Measure]:
    """Register a number of one run under its function's name, with the docstring as its meaning."""

    def register(function: Measure) -> Measure:
        return quantity(unit, (function.__doc__ or "").rstrip("."), needs)(function)

    return register


def node_of(record: Record, name: str) -> int:
    """Node of an actor, -1 if the roster has none of that name."""
    try:
        return record.roster.find(name)
    except InputError:
        return -1


def rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Spearman's correlation, ties at their mean rank; NaN if one side does not vary."""
    keep = ~(np.isnan(x) | np.isnan(y))
    a, b = _ranks(x[keep]), _ranks(y[keep])
    if keep.sum() < 2 or min(a.std(), b.std()) <= 0:
        return NAN
    return float(np.corrcoef(a, b)[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    _, where, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2.0)[where]


def rivalry_of(record: Record) -> np.ndarray:
    """(J, J) rivalry at the start of the run."""
    return np.clip(record.roster.rivalry * record.params[P.POLARISATION], 0.0, 1.0)


def pair_rates(record: Record, pairs: np.ndarray) -> np.ndarray:
    """(categories,) mean share of the months of chance in which pairs of the (J, J) mask shared; NaN if none.

    What is published is sent by nobody and has no rate (NaN): use ``mean_rate`` over several categories.
    """
    able = pairs & (record.pair_chances > 0)
    if not able.any():
        return np.full(len(CATEGORIES), NAN)
    offices = record.roster.n_states
    rates = record.pair_counts[:offices, :offices][able].sum(axis=0) / record.pair_chances[able].sum()
    return np.where(CHOSEN, rates, NAN)


def mean_rate(rates: np.ndarray, among: np.ndarray | None = None) -> float:
    """Mean of (categories,) rates over those that are chosen, of the mask ``among`` if there is one."""
    return float(rates[CHOSEN if among is None else CHOSEN & among].mean())


def rates_of(record: Record, counts: np.ndarray) -> np.ndarray:
    """(categories,) choices in favour over choices since the decision, of a (T, categories, 2) table."""
    asked, taken = counts[record.months >= record.adopted].sum(axis=0).T
    return np.where(asked > 0, taken / np.maximum(asked, 1.0), NAN)
