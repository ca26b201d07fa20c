"""A toy model whose posterior is known: statistics are quantiles of the parameters with normal noise."""

import numpy as np

from calibration.estimators.regression import from_unit, unit
from calibration.estimators.table import Table
from calibration.posterior import COLUMN, Posterior
from calibration.simulator import DRAWN, prior_draw
from calibration.statistics import ALL
from sim.ensemble.dyads import Networks

SPREADS = {"tie_cost": 0.1, "load": 0.3}  # of the noise, in quantiles


def toy_table(runs, seed=5, spreads=SPREADS, statistics=13):
    """The first statistics are noisy quantiles of the named parameters; the others are noise."""
    rng = np.random.default_rng(seed)
    values = from_unit(rng.random((runs, len(DRAWN))), DRAWN)
    found = rng.normal(size=(runs, statistics))
    for k, (name, spread) in enumerate(spreads.items()):
        found[:, k] = unit(values[:, [COLUMN[name]]], (name,))[:, 0] + spread * found[:, k]
    return Table(seed, values, no_networks(runs), found, ALL[:statistics])


def no_networks(runs):
    """Networks of one dyad that nobody ties."""
    nothing = np.zeros((runs, 1), dtype=np.int16)
    return Networks(nothing - 1, nothing, nothing, *(nothing[:, 0] for _ in range(3)))


def known(statistic, spread):
    """The exact posterior of a quantile: a normal cut off at 0 and 1."""
    from scipy.stats import truncnorm

    return truncnorm(-statistic / spread, (1 - statistic) / spread, statistic, spread)


def known_posterior(statistics, row, name="tie_cost", width=1.0, shift=0.0, draws=400):
    """Draws of the exact posterior; planted faults: its spread times ``width``, moved by ``shift`` of its SD."""
    from scipy.special import ndtr, ndtri

    rng, spread = np.random.default_rng([9, row]), SPREADS[name]
    low, high = ndtr(-statistics[0] / spread), ndtr((1 - statistics[0]) / spread)
    u = statistics[0] + spread * ndtri(low + (high - low) * rng.random(draws))
    u = u.mean() + width * (u - u.mean()) + shift * u.std()
    values = np.zeros((draws, len(DRAWN)))
    values[:, COLUMN[name]] = from_unit(u[:, None], (name,))[:, 0]
    return Posterior(values, np.full(draws, 1 / draws), np.arange(draws))


def prior_rows(seed, draws):
    """So many draws from the prior, of equal weight: runs 0, 1, ... of a seed."""
    values = [list(prior_draw(seed, number).values()) for number in range(draws)]
    return Posterior(np.array(values), np.full(draws, 1.0 / draws), np.arange(draws))
