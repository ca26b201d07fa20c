"""Sensitivity of the posterior to the priors, by importance weights: no run is simulated anew.

A posterior under another prior is the same draws with weights times the ratio of the new prior's density to the uniform
one's. The posterior of a prior that a few draws carry is not judged: the effective sample size is given and tested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from calibration.posterior import Posterior, prior_mean, prior_sd
from calibration.simulator import DRAWN
from sim.parameters import RECORDS

ROBUST = 0.5  # prior SD: a smaller shift of a mean is called robust
ENOUGH = 50  # effective draws below which a shift is not judged
Ratio = Callable[[str, np.ndarray], np.ndarray]  # of a parameter's name and (N,) values: (N,) ratios of densities
Ratios = dict[str, Ratio]

LOWER, UPPER = "lower half", "upper half"


def section(posterior: Posterior, names: Sequence[str]) -> dict[str, Any]:
    """The posterior under other priors of its parameters, and with each other parameter known to lie in one half.

    Keys: 'parameters', 'threshold', 'enough', 'draws', 'effective_size'; 'priors' and 'halves': rows with 'name',
    'shift' and 'sd_ratio' {parameter: number}, 'se' (of a shift, the largest), 'effective_size', 'judged', 'largest',
    'parameter'; 'priors' also 'meaning' and 'prior_shift' {parameter: number}; 'halves' also 'half' and 'share', its
    posterior probability. 'moved': rows 'what', 'parameter', 'shift'; 'not_judged'; 'robust'. Shifts are in prior SD.
    """
    priors = [_prior_row(posterior, *prior, names) for prior in _priors(names)]
    halves = [_half_row(posterior, name, half, names) for name in DRAWN if name not in names for half in (LOWER, UPPER)]
    rows = [*priors, *halves]
    moved = _moved(rows, names)
    return {
        "parameters": list(names),
        "threshold": ROBUST,
        "enough": ENOUGH,
        "draws": len(posterior),
        "effective_size": posterior.effective_size,
        "priors": priors,
        "halves": halves,
        "moved": moved,
        "not_judged": [_what(row) for row in rows if not row["judged"]],
        "robust": not moved,
    }


def reweighted(posterior: Posterior, ratio: np.ndarray) -> Posterior | None:
    """The posterior under another prior; None if it excludes all draws. ``ratio`` (N,): new over old density."""
    weights = posterior.weights * ratio
    total = weights.sum()
    return replace(posterior, weights=weights / total) if total > 0 else None


def triangular(name: str, values: np.ndarray) -> np.ndarray:
    """Density of the triangular prior with its mode at the central value, over the uniform one's; 0 out of range."""
    low, mode, high = _corners(name)
    up = (values - low) / (mode - low) if mode > low else np.ones_like(values)
    down = (high - values) / (high - mode) if high > mode else np.ones_like(values)
    return 2 * np.clip(np.where(values <= mode, up, down), 0.0, None) * _inside(name, values)


def log_uniform(name: str, values: np.ndarray) -> np.ndarray:
    """Density of the log-uniform prior over the uniform one's; 1 where the range does not stand above 0."""
    low, high = RECORDS[name].low, RECORDS[name].high
    if low <= 0:
        return np.ones_like(values)
    return (high - low) / np.log(high / low) / np.maximum(values, low) * _inside(name, values)


def in_half(name: str, values: np.ndarray, half: str) -> np.ndarray:
    """Density of the uniform prior on one half of the range over that on the whole."""
    lower = values < prior_mean(name)
    return 2.0 * (lower if half == LOWER else ~lower)


def _priors(names: Sequence[str]) -> list[tuple[str, str, Ratios]]:
    """Name, meaning, and the density ratio of each parameter whose prior it changes."""
    positive = [name for name in names if RECORDS[name].low > 0]
    found: list[tuple[str, str, Ratios]] = [
        ("triangular", "peaks at the central value", dict.fromkeys(names, triangular))
    ]
    found += [(f"triangular ({name})", "the same of one parameter", {name: triangular}) for name in names]
    if positive:
        listed = ", ".join(positive)
        found.append(("log-uniform", f"of those above 0: {listed}", dict.fromkeys(positive, log_uniform)))
    return found


def _prior_row(
    posterior: Posterior, name: str, meaning: str, ratios: Ratios,
    names: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    ratio = np.prod([of(n, posterior.of(n)) for n, of in ratios.items()], axis=0)
    moved = {n: (_mean_of(n, ratios[n]) - prior_mean(n)) / prior_sd(n) if n in ratios else 0.0 for n in names}
    return {"name": name, "meaning": meaning, "prior_shift": moved, **_against(posterior, ratio, names)}


def _half_row(posterior: Posterior, name: str, half: str, names: Sequence[str]) -> dict[str, Any]:
    ratio = in_half(name, posterior.of(name), half)
    share = float(posterior.weights @ (ratio > 0))
    return {"name": name, "half": half, "share": share, **_against(posterior, ratio, names)}


def _against(posterior: Posterior, ratio: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    """How far the reweighted posterior lies from the posterior."""
    other = reweighted(posterior, ratio)
    size = other.effective_size if other is not None else 0.0
    if other is None:
        other = posterior
    shift = {n: (other.mean(n) - posterior.mean(n)) / prior_sd(n) for n in names}
    worst = max(names, key=lambda n: abs(shift[n]))
    return {
        "shift": shift,
        "sd_ratio": {n: other.sd(n) / max(posterior.sd(n), 1e-12) for n in names},
        "se": max(_standard_error(posterior, other, n) for n in names),
        "effective_size": size,
        "judged": size >= ENOUGH,
        "largest": abs(shift[worst]),
        "parameter": worst,
    }


def _standard_error(posterior: Posterior, other: Posterior, name: str) -> float:
    """Of a shift, in prior SD: both means are of the same draws, so the errors of the two in part cancel."""
    terms = other.weights * (other.of(name) - other.mean(name))
    terms = terms - posterior.weights * (posterior.of(name) - posterior.mean(name))
    return float(np.sqrt((terms**2).sum()) / prior_sd(name))


def _moved(rows: list[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"what": _what(row), "parameter": name, "shift": row["shift"][name]}
        for row in rows
        for name in names
        if row["judged"] and not abs(row["shift"][name]) < ROBUST
    ]


def _what(row: dict[str, Any]) -> str:
    return f"{row['name']} in the {row['half']}" if "half" in row else f"the {row['name']} prior"


def _mean_of(name: str, ratio: Ratio, points: int = 20_001) -> float:
    """Mean of a prior given by its density over the uniform one's: by the midpoint rule."""
    low, high = RECORDS[name].low, RECORDS[name].high
    grid = low + (high - low) * (np.arange(points) + 0.5) / points
    return float(np.average(grid, weights=ratio(name, grid)))


def _corners(name: str) -> tuple[float, float, float]:
    record = RECORDS[name]
    return record.low, record.value, record.high


def _inside(name: str, values: np.ndarray) -> np.ndarray:
    return (values >= RECORDS[name].low) & (values <= RECORDS[name].high)
