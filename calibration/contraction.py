"""How much narrower than its prior a posterior is: what may be called identified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calibration.choice import LARGEST_RATIO
from calibration.posterior import Posterior, prior_mean, prior_sd
from sim.parameters import RECORDS

IDENTIFIED = LARGEST_RATIO  # largest posterior SD in prior SD of a parameter that is called identified


def contraction(posterior: Posterior, names: Sequence[str]) -> list[dict[str, Any]]:
    """How much narrower than its prior each parameter's posterior is.

    One dict a parameter: name, symbol, unit, prior_low, prior_high, prior_mean, prior_sd, mean, sd, q05, q50, q95,
    ratio, identified.
    """
    out = []
    for name in names:
        record, sd = RECORDS[name], posterior.sd(name)
        out.append({
            "name": name, "symbol": record.symbol, "unit": record.unit,
            "prior_low": record.low, "prior_high": record.high,
            "prior_mean": prior_mean(name), "prior_sd": prior_sd(name), "mean": posterior.mean(name), "sd": sd,
            **{f"q{round(100 * q):02d}": posterior.quantile(name, q) for q in (0.05, 0.5, 0.95)},
            "ratio": sd / prior_sd(name), "identified": bool(sd / prior_sd(name) <= IDENTIFIED),
        })  # fmt: skip
    return out
