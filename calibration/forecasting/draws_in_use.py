"""The draws of behaviour and of the uncertain world that forecasts are made with: one place to change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from calibration.posterior import Posterior
from calibration.simulator import DRAWN


@dataclass(frozen=True)
class Draws:
    """A posterior with its name in words and a hash of its values."""

    posterior: Posterior
    name: str
    digest: str


def draws_in_use() -> Draws:
    """The shipped posterior; its draws have equal weight."""
    from scenarios.posterior import about, posterior_table

    values = posterior_table()[list(DRAWN)].to_numpy(float)
    count = len(values)
    drawn = Posterior(values, np.full(count, 1 / count), np.arange(count))
    made = about()
    return Draws(drawn, f"the posterior of {made.made} ({made.method}; {made.data})", digest_of(drawn))


def digest_of(posterior: Posterior) -> str:
    """A short hash of draws and weights, the same on every system."""
    digest = hashlib.blake2b(digest_size=8)
    for values in (posterior.values, posterior.weights):
        digest.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return digest.hexdigest()
