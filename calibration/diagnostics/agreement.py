"""Do two estimators agree? Posterior means within half a prior SD of each other, or which do not and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from calibration.posterior import Posterior, prior_mean, prior_sd

AGREE = 0.5  # prior SD: means that differ by less agree
LOW, HIGH = 0.05, 0.95  # ends of the 90% interval
CHANCE = 2.0  # standard errors within which a difference may be chance
WIDER = 1.2  # ratio of SDs from which one estimate is called wider

LABELS = ("kernel", "regression")
WITHIN_ERROR = "monte_carlo"  # both have too few effective draws to tell
TOLERANCE = "tolerance"  # the wider one lies between the other and the prior's mean
NARROW = "narrow"  # as far from the prior or farther, and wider: the other one is too sure, or it is
WEIGHING = "weighing"  # as wide as each other


def section(
    first: Posterior, second: Posterior, names: Sequence[str], labels: tuple[str, str] = LABELS,
    calibrated: Mapping[str, Mapping[str, bool]] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Compare two posteriors, parameter by parameter.

    calibrated : label -> parameter -> whether that estimator passed simulation-based calibration, where it was done.
    Keys: 'labels', 'threshold'; 'rows', each with 'parameter', 'means', 'sds', 'intervals' (of both, 90%), 'difference'
    of the means (second less first, in prior SD), 'error' (standard error of it), 'sd_ratio' (second over first),
    'overlap' (share of the union of the intervals that lies in both), 'agree', 'reason' (None if they agree), 'wider'
    and 'trusted' (labels or None); 'agree'; 'disagreements' (parameters); 'largest', the largest difference's size.
    """
    rows = [_row(first, second, labels, name, calibrated or {}) for name in names]
    return {
        "labels": list(labels),
        "threshold": AGREE,
        "rows": rows,
        "agree": all(row["agree"] for row in rows),
        "disagreements": [row["parameter"] for row in rows if not row["agree"]],
        "largest": max(abs(row["difference"]) for row in rows),
    }


def _row(
    first: Posterior, second: Posterior, labels: tuple[str, str], name: str,
    calibrated: Mapping[str, Mapping[str, bool]],
) -> dict[str, Any]:  # fmt: skip
    both, unit = (first, second), prior_sd(name)
    means, sds = [p.mean(name) for p in both], [p.sd(name) for p in both]
    intervals = [[p.quantile(name, LOW), p.quantile(name, HIGH)] for p in both]
    difference = (means[1] - means[0]) / unit
    error = float(np.hypot(*(sd / np.sqrt(p.effective_size) for sd, p in zip(sds, both, strict=True)))) / unit
    agree = bool(abs(difference) < AGREE)
    return {
        "parameter": name,
        "means": means,
        "sds": sds,
        "intervals": intervals,
        "difference": difference,
        "error": error,
        "sd_ratio": sds[1] / max(sds[0], 1e-12),
        "overlap": overlap(intervals[0], intervals[1]),
        "agree": agree,
        "reason": None if agree else _reason(name, means, sds, abs(difference), error),
        "wider": _wider(sds, labels),
        "trusted": _trusted(labels, name, calibrated),
    }


def overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """Length that two intervals share over the length of their union; of two equal points 1."""
    shared = max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
    union = (one[1] - one[0]) + (other[1] - other[0]) - shared
    return shared / union if union > 0 else float(one[0] == other[0])


def _reason(name: str, means: list[float], sds: list[float], size: float, error: float) -> str:
    """What the figures say about why two estimates differ."""
    if size < CHANCE * error:
        return WITHIN_ERROR
    wide = int(np.argmax(sds))
    if sds[wide] < WIDER * sds[1 - wide]:
        return WEIGHING
    to_prior = [abs(mean - prior_mean(name)) for mean in means]
    return TOLERANCE if to_prior[wide] < to_prior[1 - wide] else NARROW


def _wider(sds: list[float], labels: tuple[str, str]) -> str | None:
    wide = int(np.argmax(sds))
    return labels[wide] if sds[wide] >= WIDER * sds[1 - wide] else None


def _trusted(labels: tuple[str, str], name: str, calibrated: Mapping[str, Mapping[str, bool]]) -> str | None:
    """The only one of the two that passed simulation-based calibration for the parameter, if there is one."""
    passed = [label for label in labels if calibrated.get(label, {}).get(name) is True]
    failed = [label for label in labels if calibrated.get(label, {}).get(name) is False]
    return passed[0] if len(passed) == 1 and len(failed) == 1 else None
