"""The three-way table of S1: what pairs of offices share, judge case by case, or withhold, by category."""

from __future__ import annotations

import numpy as np

from sim.catalogue import CATEGORIES
from sim.record import Record
from sim.rules.pairs import modes_of_sharing


def sharing_modes(record: Record) -> np.ndarray:
    """(categories, 3) shares of the ordered pairs of offices that could share: share, case by case, withhold.

    NaN if no pair of offices ever could.
    """
    out = np.empty((len(CATEGORIES), 3))
    modes_of_sharing(record.pair_counts, record.pair_chances, out)
    return out
