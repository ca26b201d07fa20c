"""From paired differences to a verdict: the same rule for every row.

An effect is *reproduced* if the 95% interval of the mean paired difference excludes zero on the expected side, and the
mean is at least the smallest relevant difference (``relevant``). False alarms: where there is no effect at all, the
interval excludes zero on the expected side in about one of forty, and the size asks for more than that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

REPRODUCED, NOT_REPRODUCED, MEASURED, DESCRIPTIVE = "reproduced", "not reproduced", "measured", "descriptive"
NOT_RUN = "not run"
STATUSES = (REPRODUCED, NOT_REPRODUCED, MEASURED, DESCRIPTIVE, NOT_RUN)
OTHER_SIGN, NO_CLEAR, TOO_SMALL, CLEAR = "other sign", "no clear effect", "too small", "clear"
FINDINGS = (OTHER_SIGN, NO_CLEAR, TOO_SMALL, CLEAR)
FALSE_ALARM = 0.025  # chance that the interval excludes zero on a given side if there is no effect
FEWEST = 6  # pairs that must differ: five all point the expected way by chance more often than FALSE_ALARM (1/2^5)
TIE = 1e-12  # differences up to this size are none
Z = 1.959963984540054  # 97.5th percentile of the normal distribution


@dataclass(frozen=True)
class Verdict:
    """Mean difference, its 95% interval, 5th and 95th percentile of single pairs (``spread``), smallest relevant
    difference, pairs, ties among them, share of the others with the expected sign, status, and what was found.

    NaN where it does not apply. finding : one of ``FINDINGS`` or '', see ``judge``.
    """

    effect: float
    low: float
    high: float
    spread_low: float
    spread_high: float
    smallest: float
    pairs: int
    ties: int
    share: float
    status: str
    finding: str


def judge(differences: np.ndarray, expected: int | None, smallest: float = 0.0) -> Verdict:
    """Judge paired differences (R,); pairs in which a side has no value (NaN) are left out.

    'reproduced' if the interval excludes zero on the expected side and the mean is at least ``smallest``; else 'not
    reproduced', with the finding 'other sign' (the interval excludes zero on the other side), 'no clear effect' (it
    holds zero, or there is none) or 'too small'. Where the sign was not known beforehand (0) the status is 'measured'
    and the finding 'clear', 'too small' or 'no clear effect'; without a sign to test (None) it is 'descriptive'.

    Where fewer than ``FEWEST`` pairs differ the interval is widened until it holds zero: a few that happen to have one
    sign show nothing, though their standard error is small when all others are ties.
    """
    kept = np.asarray(differences, dtype=float)
    kept = kept[~np.isnan(kept)]
    moved = kept[np.abs(kept) > TIE]
    mean, low, high = interval_of_mean(kept)
    if expected is not None and moved.size < FEWEST:
        low, high = min(low, 0.0), max(high, 0.0)
    first, last = (float(v) for v in np.quantile(kept, [0.05, 0.95])) if kept.size else (math.nan, math.nan)
    share = math.nan
    if expected is not None and moved.size:
        share = float((moved * (expected or 1) > 0).mean())
    status, finding = _stands(mean, low, high, expected, smallest)
    least = math.nan if expected is None else smallest
    return Verdict(mean, low, high, first, last, least, kept.size, kept.size - moved.size, share, status, finding)


def _stands(mean: float, low: float, high: float, expected: int | None, smallest: float) -> tuple[str, str]:
    """Status and finding, see ``judge``."""
    if expected is None:
        return DESCRIPTIVE, ""
    excluded = low > 0.0 or high < 0.0  # never where the interval is not known
    enough = excluded and abs(mean) >= smallest - TIE
    if expected == 0:
        return MEASURED, CLEAR if enough else TOO_SMALL if excluded else NO_CLEAR
    if not excluded:
        return NOT_REPRODUCED, NO_CLEAR
    if mean * expected < 0:
        return NOT_REPRODUCED, OTHER_SIGN
    return (REPRODUCED, "") if enough else (NOT_REPRODUCED, TOO_SMALL)


def interval_of_mean(values: np.ndarray) -> tuple[float, float, float]:
    """Mean of (R,) values and its 95% interval by Student's t; the interval of a single value is not known (NaN)."""
    if not values.size:
        return math.nan, math.nan, math.nan
    mean = float(values.mean())
    if values.size == 1:
        return mean, math.nan, math.nan
    half = t_quantile(values.size - 1) * float(values.std(ddof=1)) / math.sqrt(values.size)
    return mean, mean - half, mean + half


def t_quantile(freedom: int) -> float:
    """97.5th percentile of Student's t by the expansion of Abramowitz and Stegun (26.7.5), within 0.001 from 5 up."""
    z2, n = Z * Z, float(freedom)
    first = Z * (z2 + 1) / 4
    second = Z * ((5 * z2 + 16) * z2 + 3) / 96
    third = Z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    fourth = Z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160
    return Z + first / n + second / n**2 + third / n**3 + fourth / n**4


def together(statuses: list[str]) -> str:
    """Status of a row from those of the comparisons that decide it: reproduced only if all with a sign are."""
    signed = [status for status in statuses if status in (REPRODUCED, NOT_REPRODUCED)]
    if signed:
        return NOT_REPRODUCED if NOT_REPRODUCED in signed else REPRODUCED
    if not statuses:
        return NOT_RUN
    return MEASURED if MEASURED in statuses else DESCRIPTIVE
