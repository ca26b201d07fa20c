"""The draws of behaviour and of the uncertain world that forecasts are made with: one place to change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from calibration.posterior import Posterior
from calibration.simulator import DRAWN, prior_draw


@dataclass(frozen=True)
class Draws:
    """A posterior with its name in words and a hash of its values."""

    posterior: Posterior
    name: str
    digest: str


def draws_in_use(seed: int) -> Draws:
    """The shipped posterior. ``seed``: of what it does not hold (the uncertain world, of the plausible draws)."""
    from scenarios.sampling import FROM_PLAUSIBLE, plausible_table

    table = plausible_table()
    values = np.array([[prior_draw(seed, k)[name] for name in DRAWN] for k in range(len(table))])
    for k, name in enumerate(DRAWN):
        if name in table:
            values[:, k] = table[name]
    count = len(values)
    drawn = Posterior(values, np.full(count, 1 / count), np.arange(count))
    return Draws(drawn, FROM_PLAUSIBLE, digest_of(drawn))


def digest_of(posterior: Posterior) -> str:
    """A short hash of draws and weights, the same on every system."""
    digest = hashlib.blake2b(digest_size=8)
    for values in (posterior.values, posterior.weights):
        digest.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return digest.hexdigest()
