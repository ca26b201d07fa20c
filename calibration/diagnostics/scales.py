"""Sensitivity of the posterior to the kernel: counts held closer and looser, the others more, less and not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from calibration.diagnostics.leave_out import ROBUST
from calibration.estimators.kernel import LOOSE, TIGHT, kernel_of, posterior_of
from calibration.estimators.table import Table
from calibration.posterior import prior_sd

OTHERS = (
    ("as shipped", TIGHT, LOOSE),
    ("counts half as loose", TIGHT / 2, LOOSE),
    ("counts twice as loose", 2 * TIGHT, LOOSE),
    ("others half as loose", TIGHT, LOOSE / 2),
    ("others twice as loose", TIGHT, 2 * LOOSE),
    ("counts alone", TIGHT, np.inf),
)


def section(table: Table, observed: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    """The posterior given statistics (S,) under other scales of the kernel.

    Keys: 'parameters', 'threshold', 'counts' (names), 'record' (of these); 'rows', the shipped one first: 'name',
    'tight', 'loose' (None: infinite), 'effective_size', 'counts' (their weighted means), 'shift' and 'sd_ratio'
    {parameter: number}, shifts in prior SD; 'moved': rows 'what', 'parameter', 'shift'; 'robust'.
    """
    counts = [k for k, s in enumerate(table.measured) if s.count]
    found, base = [], None
    for name, tight, loose in OTHERS:
        weights = kernel_of(table, tight, loose).weights(table.statistics, observed)
        other = posterior_of(table, weights)
        base = base or other
        found.append({
            "name": name, "tight": tight, "loose": loose if np.isfinite(loose) else None,
            "effective_size": other.effective_size, "counts": (weights @ table.statistics[:, counts]).tolist(),
            "shift": {n: (other.mean(n) - base.mean(n)) / prior_sd(n) for n in names},
            "sd_ratio": {n: other.sd(n) / base.sd(n) for n in names},
        })  # fmt: skip
    moved = [
        {"what": row["name"], "parameter": n, "shift": row["shift"][n]}
        for row in found for n in names if abs(row["shift"][n]) >= ROBUST
    ]  # fmt: skip
    return {
        "parameters": list(names), "threshold": ROBUST, "counts": [table.measured[k].name for k in counts],
        "record": [float(observed[k]) for k in counts], "rows": found, "moved": moved, "robust": not moved,
    }  # fmt: skip
