"""From values at the points of a sample to indices, through SALib, one input at a time.

One at a time, because an outcome that does not apply at a point (or a run that failed) must not cost all inputs their
row: an input's indices rest on the rows in which all that *they* need is there, and ``n`` says how many those are.
Intervals are 95%, from resampled rows.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from results.sensitivity.samples import LEVELS, MORRIS, STEP, Sample

RESAMPLES = 400
FEWEST = 2  # rows from which a spread can be told
_Z = 1.959964  # of a 95% interval
_ONE = {"num_vars": 1, "names": ["x"], "bounds": [[0.0, 1.0]]}
_TWO = {"num_vars": 2, "names": ["x", "y"], "bounds": [[0.0, 1.0]] * 2}


def indices(sample: Sample, values: np.ndarray, counted: Sequence[bool], seed: int) -> pd.DataFrame:
    """A row an input, from (points,) values, NaN where there is none.

    Morris: mu, mu_conf, mu_star, mu_star_conf, sigma (changes of the outcome from one end of an input's range to the
    other; of a counted input from one draw to another), moved (share of steps that changed anything), n.
    Sobol: S1, S1_conf, ST, ST_conf (shares of the variance), n.  'conf': half the width of the 95% interval.
    """
    rows = _morris if sample.method == MORRIS else _sobol
    return pd.DataFrame(rows(sample, np.asarray(values, dtype=float), counted, seed))


def pairs(sample: Sample, values: np.ndarray, names: Sequence[str], seed: int) -> pd.DataFrame:
    """A row a pair of inputs: S2, its S2_conf and n. Only for a sample that was made for it (``Sample.second``)."""
    from SALib.analyze import sobol as salib

    a, b, ab, ba = _matrices(sample, np.asarray(values, dtype=float))
    rows = []
    for i, j in combinations(range(len(names)), 2):
        columns = np.column_stack([a, ab[:, i], ab[:, j], ba[:, i], ba[:, j], b])
        columns = columns[np.isfinite(columns).all(axis=1)]
        row = {"a": names[i], "b": names[j], "S2": np.nan, "S2_conf": np.nan, "n": len(columns)}
        if len(columns) >= FEWEST and not is_constant(columns):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # SALib's words on constants, which ours replace
                found = salib.analyze(_TWO, columns.ravel(), True, num_resamples=RESAMPLES // 4, seed=seed + 1)
            row |= {"S2": float(found["S2"][0, 1]), "S2_conf": float(found["S2_conf"][0, 1])}
        rows.append(row)
    return pd.DataFrame(rows, columns=["a", "b", "S2", "S2_conf", "n"])


def sum_of_firsts(sample: Sample, values: np.ndarray, seed: int) -> dict[str, float]:
    """The sum of all first orders with half its 95% interval, on the rows in which every point has a value.

    They are resampled together, since all rest on the same two matrices.
    """
    from SALib.analyze import sobol as salib

    a, b, ab, _ = _matrices(sample, np.asarray(values, dtype=float))
    kept = np.isfinite(np.column_stack([a, ab, b])).all(axis=1)
    total, again = 0.0, np.zeros(RESAMPLES)
    if kept.sum() < FEWEST or is_constant(np.concatenate([a[kept], b[kept]])):
        return {"S1_sum": np.nan, "S1_sum_conf": np.nan}
    for k in range(ab.shape[1]):
        columns = np.column_stack([a, ab[:, k], b])[kept].ravel()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SALib's words on constants, which ours replace
            found = salib.analyze(_ONE, columns, False, num_resamples=RESAMPLES, seed=seed + 1, keep_resamples=True)
        total += float(found["S1"][0])
        again += found["S1_conf_all"][:, 0]
    return {"S1_sum": total, "S1_sum_conf": float(_Z * again.std(ddof=1))}


def is_constant(values: np.ndarray) -> bool:
    """Whether finite values are all the same but for rounding."""
    return bool(np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())))


def base_values(sample: Sample, values: np.ndarray) -> np.ndarray:
    """The values that are independent draws over all inputs: of a trajectory its first point, else matrices A and B."""
    if sample.method == MORRIS:
        return values.reshape(sample.size, -1)[:, 0]
    a, b, _, _ = _matrices(sample, values)
    return np.concatenate([a, b])


def _morris(sample: Sample, values: np.ndarray, counted: Sequence[bool], seed: int) -> list[dict[str, Any]]:
    from SALib.analyze import morris as salib

    rows = []
    shares = sample.shares.reshape(sample.size, len(counted) + 1, len(counted))
    own = values.reshape(sample.size, -1)
    each_row = np.arange(sample.size)
    for k, is_counted in enumerate(counted):
        at = np.argmax(np.abs(np.diff(shares[:, :, k], axis=1)) > 0, axis=1)  # the step that moves it
        before, after = own[each_row, at], own[each_row, at + 1]
        rises = shares[each_row, at + 1, k] > shares[each_row, at, k]
        kept = np.isfinite(before) & np.isfinite(after)
        row: dict[str, Any] = dict.fromkeys(("mu", "mu_conf", "mu_star", "mu_star_conf", "sigma", "moved"), np.nan)
        n = int(kept.sum())
        if n >= FEWEST:
            low, high = np.where(rises, before, after)[kept], np.where(rises, after, before)[kept]
            at_low, at_high = np.zeros(n), np.full(n, STEP)
            x = np.column_stack([at_low, at_high]).reshape(-1, 1)
            y = np.column_stack([low, high]).ravel()
            found = salib.analyze(_ONE, x, y, num_levels=LEVELS, num_resamples=RESAMPLES, seed=seed)
            scale = STEP if is_counted else 1.0
            row |= {name: scale * float(found[name][0]) for name in ("mu", "mu_star", "sigma", "mu_star_conf")}
            row |= {"mu_conf": _Z * row["sigma"] / np.sqrt(n), "moved": float(np.mean(low != high))}
        rows.append(row | {"n": n})
    return rows


def _sobol(sample: Sample, values: np.ndarray, counted: Sequence[bool], seed: int) -> list[dict[str, Any]]:
    from SALib.analyze import sobol as salib

    a, b, ab, _ = _matrices(sample, values)
    rows = []
    for k in range(len(counted)):
        columns = np.column_stack([a, ab[:, k], b])
        columns = columns[np.isfinite(columns).all(axis=1)]
        row: dict[str, Any] = dict.fromkeys(("S1", "S1_conf", "ST", "ST_conf"), np.nan)
        if len(columns) >= FEWEST and not is_constant(columns[:, [0, 2]]):
            found = salib.analyze(_ONE, columns.ravel(), False, num_resamples=RESAMPLES, seed=seed + 1)
            row |= {name: float(found[name][0]) for name in row}
        rows.append(row | {"n": len(columns)})
    return rows


def _matrices(sample: Sample, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(N,), (N,), (N, k), (N, k or 0) values in A, B, AB (A with a column of B) and BA."""
    own = values.reshape(sample.size, -1)
    k = sample.shares.shape[1]
    return own[:, 0], own[:, -1], own[:, 1 : k + 1], own[:, k + 1 : -1]
