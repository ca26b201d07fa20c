"""The three-way table of S1: what pairs of offices share, judge case by case, or withhold, by category."""

from __future__ import annotations

import numpy as np

from sim.catalogue import CATEGORIES
from sim.record import FORMED, LAPSED, Record

# Shared or withheld: in two thirds of the months in which the pair could share; else case by case.
MOSTLY = 2 / 3


def sharing_modes(record: Record) -> np.ndarray:
    """(categories, 3) shares of the ordered pairs of offices that could share: share, case by case, withhold.

    NaN if no pair of offices ever could.
    """
    offices = record.roster.n_states
    months = int((record.months >= record.adopted).sum())
    chances = months_of_chance(record)
    able = chances > 0
    if not able.any():
        return np.full((len(CATEGORIES), 3), np.nan)
    rates = record.pair_shares[:offices, :offices][able] * months / chances[able][:, None]
    shares = (rates >= MOSTLY - 1e-9).mean(axis=0)
    withholds = (rates <= 1 - MOSTLY + 1e-9).mean(axis=0)
    return np.column_stack([shares, 1.0 - shares - withholds, withholds])


def months_of_chance(record: Record) -> np.ndarray:
    """(J, J) months after the adoption in which two offices had a tie or were both in the network."""
    offices = record.roster.n_states
    inside = (record.states["tier"] > 0) & (record.states["status"] > 0)
    tied = (record.ties_start[:offices, :offices] > 0).copy()
    log = record.tie_log[(record.tie_log["a"] < offices) & (record.tie_log["b"] < offices)]
    chances = np.zeros((offices, offices))
    for t, month in enumerate(record.months):
        for row in log[log["month"] == month]:
            if row["action"] in (FORMED, LAPSED):  # a tie lapses with all its types
                tied[row["a"], row["b"]] = tied[row["b"], row["a"]] = row["action"] == FORMED
        if month >= record.adopted:
            chances += tied | np.outer(inside[t], inside[t])
    np.fill_diagonal(chances, 0.0)
    return chances
