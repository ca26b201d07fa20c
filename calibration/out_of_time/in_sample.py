"""The same question in sample: was a dyad tied by the cut-off, asked of fits that do not know this dyad.

The model is refitted without a dyad by weights on the runs of a reference table (one row of weights a dyad left out);
its forecast is the weighted share of those runs that tied the dyad. The baselines are refitted without the dyad too,
but see the other ties as they came, month by month; the model's runs start from no tie and grow their own. So they
know more than the model does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from calibration.out_of_time.baselines import BASELINES, left_out
from calibration.out_of_time.data import Known
from calibration.out_of_time.scores import Resamples, difference_table, reliability, resamples, score_table
from calibration.out_of_time.verdicts import MODEL, beats
from calibration.posterior import Posterior
from sim.errors import InputError

LEAST = 20.0  # effective runs below which a left-out forecast says little


def left_out_weights(refit: Callable[[int], Posterior], numbers: np.ndarray, dyads: int) -> np.ndarray:
    """(D, R) weights on the runs of a reference table with these ``numbers`` (R,), a row for each dyad left out.

    refit : dyad -> the posterior without it, whose draws are runs of the table. Adjusted values of parameters do not
    count: the forecast is of the runs as they were. InputError for a draw that is no run of the table.
    """
    order = np.argsort(numbers, kind="stable")
    out = np.zeros((dyads, len(numbers)))
    for dyad in range(dyads):
        posterior = refit(dyad)
        row = order[np.minimum(np.searchsorted(numbers[order], posterior.numbers), len(order) - 1)]
        if (numbers[row] != posterior.numbers).any():
            raise InputError("a draw of the posterior is no run of the table", key="numbers")
        np.add.at(out[dyad], row, posterior.weights)
    return out


def forecast_left_out(held: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(D,) chance that each dyad is tied by the cut-off, and (D,) the effective number of runs behind it.

    held : (R, D) bit mask of types at the end of the table's runs (``Networks.held``). weights : (D, R), row d is the
    posterior without dyad d; a row need not sum to 1. With n effective runs the chance is (n share + 1) / (n + 2).
    """
    if weights.shape != held.shape[::-1]:
        raise InputError(
            "weights do not fit the table", key="weights", value=weights.shape, allowed=str(held.shape[::-1])
        )
    total = weights.sum(axis=1)
    if not (np.isfinite(weights).all() and (weights >= 0).all() and (total > 0).all()):
        raise InputError("weights must be finite, none below 0, and some above 0 in every row", key="weights")
    w = weights / total[:, None]
    share = np.einsum("dr,rd->d", w, (held != 0).astype(float))
    effective = 1.0 / (w**2).sum(axis=1)
    return (effective * share + 1.0) / (effective + 2.0), effective


def in_sample_section(known: Known, held: np.ndarray, weights: np.ndarray, seed: int = 0) -> dict[str, Any]:
    """Scores of the left-out forecasts of all dyads, model and baselines.

    Keys: 'dyads', 'tied', 'effective' (least, median), 'enough' (whether the least reaches ``LEAST``), and those of
    ``scored``.
    """
    chance, effective = forecast_left_out(held, weights)
    everyone = {MODEL: chance} | {b.name: left_out(b, known) for b in BASELINES}
    y = known.observed.tied
    by = resamples(known.dyads.pairs, seed=seed)
    return {
        "dyads": len(y),
        "tied": int(y.sum()),
        "effective": {"least": float(effective.min()), "median": float(np.median(effective))},
        "enough": bool(effective.min() >= LEAST),
    } | scored(everyone, y, by)


def scored(forecasts: dict[str, np.ndarray], y: np.ndarray, by: Resamples) -> dict[str, Any]:
    """Scores of forecasts of the same dyads, the model's first.

    Keys: 'scores' (name -> see ``scores.score_table``), 'differences' (baseline -> see ``scores.difference_table``,
    with 'verdict', 'verdict_actors', 'verdict_robust'), 'reliability' (name -> see ``scores.reliability``).
    """
    p = forecasts[MODEL]
    differences: dict[str, Any] = {}
    for name, other in forecasts.items():
        if name != MODEL:
            table = difference_table(p, other, y, by)
            log = table["log"]
            differences[name] = table | {
                "verdict": beats(log["low"], log["high"]),
                "verdict_actors": beats(log["actors_low"], log["actors_high"]),
                "verdict_robust": beats(log["robust_low"], log["robust_high"]),
            }
    return {
        "scores": {name: score_table(q, y, by) for name, q in forecasts.items()},
        "differences": differences,
        "reliability": {name: reliability(q, y) for name, q in forecasts.items()},
    }
