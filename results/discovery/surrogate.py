"""A smooth stand-in for 'the first design wins' as a function of the inputs, which guides the search for a flip.

A logistic regression (by scikit-learn, its penalty chosen by cross-validation): linear in all inputs, quadratic in the
few that matter most. It is never what is reported: real runs confirm what it suggests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from results.discovery.sample import Sample

MOST = 8  # inputs that may move together: more could not be said in words
PENALTIES = (0.003, 0.03, 0.3)
FOLDS = 3


@dataclass(frozen=True, eq=False)
class Surrogate:
    """chosen : (M,) numbers of the inputs that matter most, the first the most.  coefficients : of their terms."""

    chosen: np.ndarray
    intercept: float
    coefficients: np.ndarray

    def logit(self, v: np.ndarray) -> np.ndarray:
        """(...,) log odds that the first design wins, at (..., M) shares of the ranges of the chosen inputs."""
        return self.intercept + _terms(v) @ self.coefficients


def fit(sample: Sample, u: np.ndarray, centre: np.ndarray) -> Surrogate | None:
    """The surrogate from (N, K) inputs as shares of their ranges; None where one design always wins.

    centre : (K,) where the inputs that do not move stand: their linear terms become part of the intercept.
    """
    decided = sample.lead != 0
    x, y = u[decided], sample.lead[decided] > 0
    if y.all() or not y.any():
        return None
    linear = _logistic(x - 0.5, y)
    chosen = np.argsort(-np.abs(linear.coef_[0]), kind="stable")[:MOST]
    rest = np.setdiff1d(np.arange(x.shape[1]), chosen)
    model = _logistic(np.hstack([_terms(x[:, chosen]), x[:, rest] - 0.5]), y)
    count = _terms(x[:1, chosen]).shape[1]
    own, others = model.coef_[0][:count], model.coef_[0][count:]
    return Surrogate(chosen, float(model.intercept_[0] + (centre[rest] - 0.5) @ others), own)


def _logistic(x: np.ndarray, y: np.ndarray) -> Any:
    """The fit with the penalty whose forecasts are best over folds."""
    from sklearn.linear_model import LogisticRegression

    fold, errors = np.arange(len(y)) % FOLDS, []
    for penalty in PENALTIES:
        error = 0.0
        for k in range(FOLDS):
            out = fold == k
            if y[~out].all() or not y[~out].any():
                continue
            model = LogisticRegression(C=penalty, max_iter=2000).fit(x[~out], y[~out])
            error += float(((model.predict_proba(x[out])[:, 1] - y[out]) ** 2).sum())
        errors.append(error)
    return LogisticRegression(C=PENALTIES[int(np.argmin(errors))], max_iter=2000).fit(x, y)


def _terms(v: np.ndarray) -> np.ndarray:
    """(..., M + M (M + 1) / 2) linear and quadratic terms of (..., M) shares of ranges."""
    z = v - 0.5
    first, second = np.triu_indices(z.shape[-1])
    return np.concatenate([z, 4.0 * z[..., first] * z[..., second]], axis=-1)
