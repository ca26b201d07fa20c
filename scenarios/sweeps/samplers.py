"""From a [sweep] to values: a matrix with a row a point and a column a factor.

Sequences are made by ``scipy.stats.qmc`` from a generator of numpy with a seed of its own, so that the same file gives
the same points on every machine.
"""

from __future__ import annotations

import numpy as np

from scenarios.sweep_schema import Factor, Sampling


def sampled(sampling: Sampling) -> np.ndarray:
    """(points, factors) values in the order of ``sampling.vary``; for every method but 'list'."""
    if sampling.method == "grid":
        return _grid(sampling)
    unit = _unit_points(sampling.method, sampling.points or 1, len(sampling.vary), sampling.sampler_seed)
    columns = [on_factor(factor, unit[:, k]) for k, factor in enumerate(sampling.vary.values())]
    return np.column_stack(columns)


def on_factor(factor: Factor, unit: np.ndarray) -> np.ndarray:
    """Values of a factor at places in [0, 1]: choices and whole numbers each take an equal share of these."""
    if factor.values:
        return np.array(factor.values)[_place(unit, len(factor.values))]
    if factor.whole:
        return factor.low + _place(unit, int(factor.high - factor.low) + 1)
    return factor.low + (factor.high - factor.low) * unit


def _place(unit: np.ndarray, count: int) -> np.ndarray:
    return np.minimum((unit * count).astype(np.int64), count - 1)


def _grid(sampling: Sampling) -> np.ndarray:
    """Every level with every other; the last factor changes fastest."""
    levels = [_levels(factor) for factor in sampling.vary.values()]
    if not levels:
        return np.empty((1, 0))
    return np.stack(np.meshgrid(*levels, indexing="ij"), axis=-1).reshape(-1, len(levels))


def _levels(factor: Factor) -> np.ndarray:
    return np.arange(factor.low, factor.high + 1) if factor.whole else np.array(factor.levels())


def _unit_points(method: str, points: int, factors: int, seed: int) -> np.ndarray:
    """(points, factors) places in [0, 1]."""
    from scipy.stats import qmc

    rng = np.random.Generator(np.random.PCG64(seed))
    if method == "lhs":
        return np.asarray(qmc.LatinHypercube(factors, rng=rng).random(points))
    if method == "halton":
        return np.asarray(qmc.Halton(factors, scramble=True, rng=rng).random(points))
    return np.asarray(qmc.Sobol(factors, scramble=True, rng=rng).random_base2(points.bit_length() - 1))
