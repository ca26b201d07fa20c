"""Sets of information categories as bit masks: bit q is category q of the catalogue.

What one node sends another in a month is one number, so that a set is passed on, joined and valued at once.
"""

from __future__ import annotations

import numpy as np

from sim.catalogue import BENEFIT, DANGER, SENSITIVITY
from sim.compiled import rule
from sim.plain import put_back, read_singly, row_of

CATEGORIES = SENSITIVITY.shape[0]
assert CATEGORIES <= 8, "a tally has eight bits for each of eight categories"
IS_SENSITIVE = read_singly(SENSITIVITY >= 0.3)  # incident reports and above: not for partners
SET = np.int16  # how a set stands in a table of pairs
ALL = (1 << CATEGORIES) - 1
OPEN = ALL - sum(1 << q for q in np.flatnonzero(IS_SENSITIVE).tolist())  # what partners may see too


def sums_by_set(values: np.ndarray) -> np.ndarray:
    """(2^Q,) sum of the (Q,) values of each set of categories, added in the order of the categories."""
    sums = np.zeros(1 << len(values), dtype=values.dtype)
    for q, value in enumerate(values):
        with_q = (np.arange(len(sums)) >> q) & 1 == 1
        sums[with_q] += value
    return sums


# (sets,) of each set: its benefit to a recipient, its sensitivity, its danger.
WORTHS, SENSITIVITIES, DANGERS = (read_singly(sums_by_set(values)) for values in (BENEFIT, SENSITIVITY, DANGER))
SHARES = read_singly(sums_by_set(BENEFIT) / sums_by_set(BENEFIT)[ALL])  # (sets,) of all benefit that there is
# (sets,) of each set: a count of 1 for every category that it holds, eight bits a category. Sums of up to MOST_TALLIED
# such numbers count the categories of as many sets.
TALLY = read_singly(sums_by_set(256 ** np.arange(CATEGORIES, dtype=np.uint64)).view(np.int64))
MOST_TALLIED = 127


@rule
def tallied(tallies, q):
    """How many of the sets in a sum of ``TALLY`` hold category q."""
    return (tallies >> (8 * q)) & 255


@rule
def tally(asked, choices, taken):
    """Add sums of ``TALLY``, of the categories at choice and of those taken, to ``asked`` (categories, 2), in place."""
    if choices == 0:
        return
    table = row_of(asked)
    for q in range(CATEGORIES):
        table[q][0] += tallied(choices, q)
        table[q][1] += tallied(taken, q)
    put_back(table, asked)


@rule
def count_set(choices, taken, sums, asked):
    """Count a set of choices and the set of those taken in ``sums`` (3,), and what is full in ``asked``.

    ``sums``: sums of ``TALLY`` of both, and the number of sets. At the end ``settle`` them.
    """
    sums[0] += TALLY[choices]
    sums[1] += TALLY[taken]
    sums[2] += 1
    if sums[2] == MOST_TALLIED:
        settle(sums, asked)


@rule
def settle(sums, asked):
    """Count in ``asked`` (categories, 2) what is in the ``sums`` of ``count_set``, and empty them."""
    tally(asked, int(sums[0]), int(sums[1]))
    for k in range(3):
        sums[k] = 0


@rule
def visible(tier):
    """What a state of this tier may see of what is given to the network: all, what is not sensitive, or nothing."""
    if tier == 1:
        return ALL
    return OPEN if tier == 2 else 0


def flags_of(sets: np.ndarray) -> np.ndarray:
    """(..., Q) bool: which categories each of the (...,) sets holds."""
    return (np.asarray(sets)[..., np.newaxis] >> np.arange(CATEGORIES)) & 1 == 1
