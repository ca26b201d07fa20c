"""Probabilities found by simulation: how far they vary between draws of the parameters, and by chance alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

INTERVAL = (0.05, 0.95)
LEAST = 1e-3  # of a Beta distribution's two parameters together: below, all its mass is at 0 and 1


@dataclass(frozen=True)
class Proportions:
    """X probabilities. ``low`` and ``high``: central 90% over the parameters, without the error of simulation."""

    probability: np.ndarray  # (X,)
    low: np.ndarray
    high: np.ndarray
    parameter_sd: np.ndarray  # standard deviation between draws of the parameters
    mc_error: np.ndarray  # standard error of ``probability`` by the finite number of draws and runs


def proportions(hits: np.ndarray, draws: int) -> Proportions:
    """Of (R, X) zeros and ones, in which the runs of each of ``draws`` draws stand together, each as often.

    The variance between draws is that of their means less what chance adds to it, by the method of moments; the
    interval is that of the Beta distribution with these two moments.
    """
    each = len(hits) // draws
    means = hits.reshape(draws, each, -1).mean(axis=1)
    mean, between = means.mean(axis=0), means.var(axis=0, ddof=1)
    chance = (means * (1 - means)).mean(axis=0) / (each - 1)
    variance = np.maximum(0.0, between - chance)
    low, high = beta_quantiles(mean, variance, INTERVAL)
    return Proportions(mean, low, high, np.sqrt(variance), np.sqrt(between / draws))


def beta_quantiles(mean: np.ndarray, variance: np.ndarray, at: tuple[float, ...]) -> list[np.ndarray]:
    """For each ``at`` the (X,) quantiles of Beta distributions with these means and variances.

    Integrated over the logit, where the density has no poles: error below 0.001. No variance: the mean itself.
    """
    out = [mean.astype(float).copy() for _ in at]
    sure = (variance <= 1e-12) | (mean <= 0) | (mean >= 1)
    z = np.sinh(np.linspace(-1, 1, 6001) * np.arcsinh(700.0))
    log_x, log_rest = -np.logaddexp(0, -z), -np.logaddexp(0, z)
    for k in np.flatnonzero(~sure):
        size = max(LEAST, mean[k] * (1 - mean[k]) / variance[k] - 1)
        height = size * (mean[k] * log_x + (1 - mean[k]) * log_rest)
        density = np.exp(height - height.max())
        reached = np.concatenate([[0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(z))])
        for column, share in zip(out, at, strict=True):
            column[k] = 1 / (1 + np.exp(-np.interp(share * reached[-1], reached, z)))
    return out
