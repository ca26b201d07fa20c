"""Sets of information categories as bit masks: bit q is category q of the catalogue.

What one node sends another in a month is one number, so that a set is passed on, joined and valued at once.
"""

from __future__ import annotations

import numpy as np

from sim.catalogue import (
    BENEFIT,
    CHOSEN,
    DANGER,
    INCIDENT_REPORTS,
    MEMBER,
    PARTNER,
    PRE_DEPLOYMENT,
    SENSITIVE,
    SENSITIVITY,
)
from sim.jit import rule

CATEGORIES = SENSITIVITY.shape[0]
assert CATEGORIES <= 8, "a tally has eight bits for each of eight categories"
IS_SENSITIVE = np.isin(np.arange(CATEGORIES), SENSITIVE)  # not for partners
ALL = (1 << CATEGORIES) - 1
OPEN = ALL - sum(1 << q for q in np.flatnonzero(IS_SENSITIVE).tolist())  # what partners may see too
CLOSED = ALL - OPEN
PUBLISHED = ALL - sum(1 << q for q in CHOSEN)  # reaches every office
REPORTS, RESULTS = 1 << INCIDENT_REPORTS, 1 << PRE_DEPLOYMENT  # what firms may send
OWN = ALL - PUBLISHED - RESULTS  # what every office has to send
INSTITUTE = 2  # status of an office


def sums_by_set(values: np.ndarray) -> np.ndarray:
    """(2^Q,) sum of the (Q,) values of each set of categories, added in the order of the categories."""
    sums = np.zeros(1 << len(values), dtype=values.dtype)
    for q, value in enumerate(values):
        with_q = (np.arange(len(sums)) >> q) & 1 == 1
        sums[with_q] += value
    return sums


# (sets,) of each set: its benefit to a recipient, its sensitivity, its danger.
WORTHS, SENSITIVITIES, DANGERS = (sums_by_set(values) for values in (BENEFIT, SENSITIVITY, DANGER))
# (sets,) of each set: a count of 1 for every category that it holds, eight bits a category. Sums of up to MOST_TALLIED
# such numbers count the categories of as many sets.
TALLY = sums_by_set(256 ** np.arange(CATEGORIES, dtype=np.uint64)).view(np.int64)
MOST_TALLIED = 127


@rule
def holds(categories, q):
    """Whether a set holds category q."""
    return (categories >> q) & 1 == 1


@rule
def tallied(tallies, q):
    """How many of the sets in a sum of ``TALLY`` hold category q."""
    return (tallies >> (8 * q)) & 255


@rule
def count_choices(asked, choices, taken):
    """Count a set of categories at choice, and the set of those taken, in ``asked`` (categories, 2), in place."""
    for q in range(CATEGORIES):
        asked[q, 0] += (choices >> q) & 1
        asked[q, 1] += (taken >> q) & 1


@rule
def visible(tier, status):
    """What a state may see of what is given to the network: all, what is not sensitive, or nothing.

    ``status`` is that of its office: results of tests before deployment are for institutes only.
    """
    if tier == MEMBER:
        return ALL if status == INSTITUTE else ALL & ~RESULTS
    return OPEN if tier == PARTNER else 0


def flags_of(sets: np.ndarray) -> np.ndarray:
    """(..., Q) bool: which categories each of the (...,) sets holds."""
    return (np.asarray(sets)[..., np.newaxis] >> np.arange(CATEGORIES)) & 1 == 1
