"""Which parameters are fitted: those of which the data can be expected to say something, found anew by every study.

The rule is fixed; the list is not, since it depends on the mechanisms (``calibration.diagnostics.identify``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LARGEST_RATIO = 0.9  # expected posterior SD over prior SD; the same number makes a parameter *identified*
FEWEST = 2  # parameters that are fitted even if none comes so far: they are then said not to be identified
RULE = (
    f"Fitted are all parameters whose expected posterior SD, over data sets from the prior or over those most like the "
    f"observed one, is at most {LARGEST_RATIO:g} of the prior's; if there are fewer, the best {FEWEST}."
)


def choose(names: Sequence[str], *studies: np.ndarray) -> tuple[str, ...]:
    """The parameters to fit by ``RULE``, the best informed first.

    studies : (P,) expected ratios of the ``names``, an array a study; the smallest counts.
    """
    best = np.min(studies, axis=0)
    order = np.argsort(best, kind="stable")
    count = max(FEWEST, int((best <= LARGEST_RATIO).sum()))
    return tuple(names[k] for k in order[:count])
