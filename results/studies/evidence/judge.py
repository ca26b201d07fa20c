"""From paired differences to a verdict: the same test for every row."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

REPRODUCED, NOT_REPRODUCED, MEASURED, DESCRIPTIVE = "reproduced", "not reproduced", "measured", "descriptive"
NOT_RUN = "not run"
STATUSES = (REPRODUCED, NOT_REPRODUCED, MEASURED, DESCRIPTIVE, NOT_RUN)
TIE = 1e-12  # differences up to this size are none
LEVEL = 0.05


@dataclass(frozen=True)
class Verdict:
    """Median, 5th and 95th percentile of the differences, pairs, ties among them, share of the others with the expected
    sign, p of the sign test, and status. NaN where it does not apply.
    """

    effect: float
    low: float
    high: float
    pairs: int
    ties: int
    share: float
    p: float
    status: str


def judge(differences: np.ndarray, expected: int | None) -> Verdict:
    """Judge paired differences (R,); pairs in which a side has no value (NaN) are left out.

    The rule, the same for all rows: 'reproduced' if the share of pairs with the expected sign, among those that differ
    at all, has a one-sided 95% lower confidence bound above one half (Clopper and Pearson), which is the same as a
    one-sided sign test with p <= 0.05; else 'not reproduced'. Where the sign was not known beforehand (0) the status
    is 'measured', and the share is that of positive differences; without a sign to test (None) it is 'descriptive'.
    """
    kept = np.asarray(differences, dtype=float)
    kept = kept[~np.isnan(kept)]
    if not kept.size:
        status = {0: MEASURED, None: DESCRIPTIVE}.get(expected, NOT_REPRODUCED)
        return Verdict(math.nan, math.nan, math.nan, 0, 0, math.nan, math.nan, status)
    low, middle, high = (float(v) for v in np.quantile(kept, [0.05, 0.5, 0.95]))
    if expected is None:
        return Verdict(middle, low, high, kept.size, 0, math.nan, math.nan, DESCRIPTIVE)
    moved = kept[np.abs(kept) > TIE] * (expected or 1)
    hits, n = int((moved > 0).sum()), int(moved.size)
    share, p = (hits / n, sign_test(hits, n)) if n else (math.nan, 1.0)
    if expected == 0:
        status, p = MEASURED, min(1.0, 2.0 * min(p, sign_test(n - hits, n)))
    else:
        status = REPRODUCED if p <= LEVEL else NOT_REPRODUCED
    return Verdict(middle, low, high, int(kept.size), int(kept.size) - n, share, p, status)


def sign_test(hits: int, n: int) -> float:
    """Chance of at least ``hits`` of ``n`` if either sign were as likely (one-sided)."""
    return sum(math.comb(n, k) for k in range(hits, n + 1)) / 2.0**n


def together(statuses: list[str]) -> str:
    """Status of a row from those of the comparisons that decide it: reproduced only if all with a sign are."""
    signed = [status for status in statuses if status in (REPRODUCED, NOT_REPRODUCED)]
    if signed:
        return NOT_REPRODUCED if NOT_REPRODUCED in signed else REPRODUCED
    if not statuses:
        return NOT_RUN
    return MEASURED if MEASURED in statuses else DESCRIPTIVE
