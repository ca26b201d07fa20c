"""What the test can tell, before it is taken: outcomes are made up by the model or by a baseline, and scored.

If the model made the outcomes: how often would it be *better* than each baseline (power)? If the baseline made them:
how often would the model still be called better (a false alarm), how often worse? The model's outcomes are whole
runs, so ties that come together do so here too; a baseline's dyads are independent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from calibration.out_of_time.scores import Resamples, central, log_scores, means

WORLDS = 1000


def calls(p: np.ndarray, other: np.ndarray, worlds: np.ndarray, by: Resamples) -> dict[str, float]:
    """Share of worlds (W, D) in which forecast ``p`` is called better, and worse, than ``other`` (both (D,))."""
    difference = (log_scores(p, worlds) - log_scores(other, worlds)).T  # (D, W)
    low, high = central(means(difference, by.dyads))
    return {
        "better": float((low > 0).mean()),
        "worse": float((high < 0).mean()),
        "difference": float(difference.mean()),
    }


def power(
    p: np.ndarray, runs: np.ndarray, baselines: Mapping[str, np.ndarray], by: Resamples, seed: int,
    worlds: int = WORLDS,
) -> dict[str, Any]:  # fmt: skip
    """What the test would say. ``p`` (D,) and ``runs`` (R, D) the model's forecast, ``baselines`` name -> (D,).

    Keys: 'worlds', 'dyads', 'rows': a row a baseline with 'if_model' and 'if_baseline' (see ``calls``) and
    'count_outside': how often a number of new ties made by the baseline lies outside the model's central 90%.
    """
    rng = np.random.default_rng([seed, worlds, len(p)])
    from_model = runs[rng.integers(len(runs), size=worlds)]
    low, high = central(runs.sum(axis=1))
    rows = []
    for name, other in baselines.items():
        from_other = rng.random((worlds, len(other))) < other
        count = from_other.sum(axis=1)
        rows.append({
            "baseline": name,
            "if_model": calls(p, other, from_model, by),
            "if_baseline": calls(p, other, from_other, by),
            "count_outside": float(((count < low) | (count > high)).mean()),
        })  # fmt: skip
    return {"worlds": worlds, "dyads": len(p), "rows": rows}
