"""A monthly hazard that is logit in covariates: the discrete-time event history of which every baseline is a case.

    logit h(k, m) = a + b . z(k, m),     P(dyad k ties in months M) = 1 - product over m in M of (1 - h(k, m))

z are the covariates, standardised over the months at risk. A dyad is at risk from its opening to its tie. A tie
without a date adds 1 - product(1 - h) over all its months. The penalty is lambda / 2 |b|^2. Sources: Cox 1972
(discrete logistic model); Allison 1982 (person-period data); Dempster, Laird and Rubin 1977 (the month of an undated
tie as missing data).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from calibration.observed import UNKNOWN, Observed

NUMERICAL = 0.01  # the least penalty: keeps a coefficient finite where the data would not
STEPS, HALVINGS, CLOSE = 100, 30, 1e-7


@dataclass(frozen=True)
class History:
    """D dyads in T months. ``event`` is the month's tie; for an undated tie it is unknown in which month."""

    risk: np.ndarray  # (D, T) bool
    event: np.ndarray  # (D, T) bool
    undated: np.ndarray  # (D,) bool

    @cached_property
    def certain(self) -> np.ndarray:
        """(rows,) the tie of each dyad-month at risk, as far as it is dated."""
        return self.event[self.risk].astype(float)

    @cached_property
    def spans(self) -> list[slice]:
        """Rows of each undated tie."""
        months = self.risk.sum(axis=1)
        end = months.cumsum()
        return [slice(end[k] - months[k], end[k]) for k in np.flatnonzero(self.undated)]

    def only(self, chosen: np.ndarray) -> History:
        """Some of the dyads."""
        return History(self.risk[chosen], self.event[chosen], self.undated[chosen])


def history(observed: Observed, since: np.ndarray | int, until: int) -> History:
    """What befell the dyads until a month; at risk ``since`` (a month, or one a dyad) or the month of the tie."""
    months = np.arange(until + 1)
    dated = observed.tied & (observed.first != UNKNOWN)
    last = np.where(dated, observed.first, until)[:, None]
    first = np.minimum(np.broadcast_to(since, len(last))[:, None], last)
    return History(
        risk=(months >= first) & (months <= last),
        event=dated[:, None] & (months == last),
        undated=observed.tied & ~dated,
    )


@dataclass(frozen=True)
class Hazard:
    """A fitted hazard: intercept, coefficients (K,) of the standardised covariates, their mean and scale (K,)."""

    intercept: float
    coefficients: np.ndarray
    mean: np.ndarray
    scale: np.ndarray

    def monthly(self, x: np.ndarray) -> np.ndarray:
        """(D, M) hazard from covariates (D, M, K)."""
        return _logistic(self.intercept + ((x - self.mean) / self.scale) @ self.coefficients)

    def probability(self, x: np.ndarray, at_risk: np.ndarray | None = None) -> np.ndarray:
        """(D,) chance of a tie in the months of ``x`` (D, M, K) in which the dyad is at risk (D, M; None: all)."""
        stay = 1.0 - self.monthly(x)
        return 1.0 - np.prod(stay if at_risk is None else np.where(at_risk, stay, 1.0), axis=1)


def fit(x: np.ndarray, past: History, penalty: float = NUMERICAL, start: Hazard | None = None) -> Hazard:
    """Penalised maximum likelihood. ``x`` (D, T, K) covariates in the months of ``past``; ``start`` saves steps."""
    mean, scale = x[past.risk].mean(axis=0), x[past.risk].std(axis=0)
    scale = np.where(scale > 1e-9, scale, 1.0)
    z, of = _rows((x - mean) / scale, past.risk)
    ridge = np.concatenate([[0.0], np.full(x.shape[2], max(penalty, NUMERICAL))])
    beta = np.zeros(z.shape[1])
    beta[0] = _logit((past.event.sum() + past.undated.sum() + 0.5) / (past.risk.sum() + 1.0))
    if start is not None and len(start.coefficients) == x.shape[2]:
        beta = np.concatenate([[start.intercept], start.coefficients])
    for _ in range(STEPS):
        y, at = (np.bincount(of, v) for v in expected(_logistic(z @ beta)[of], past))
        step = _newton_step(z, y, at, ridge, beta)
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            break
    return Hazard(float(beta[0]), beta[1:], mean, scale)


def expected(h: np.ndarray, past: History) -> tuple[np.ndarray, np.ndarray]:
    """(rows,) expected ties, and expected presence at risk, of each dyad-month under the hazard ``h`` (rows,).

    1 or 0 for dated and untied dyads. An undated tie fell in month m with probability h(m) times the product of (1 - h)
    over its months before, scaled to sum to 1; the dyad is at risk up to then.
    """
    y, at = past.certain.copy(), np.ones(len(h))
    for own in past.spans:
        reached = np.concatenate([[1.0], np.cumprod(1.0 - h[own])[:-1]])
        when = h[own] * reached
        when /= when.sum()
        y[own] = when
        at[own] = when[::-1].cumsum()[::-1]
    return y, at


def _rows(z: np.ndarray, risk: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(rows, 1 + K) rows with intercept, and (dyad-months,) which row each has: one a dyad if nothing changes."""
    months = risk.sum(axis=1)
    if (z == z[:, :1]).all():
        flat, of = z[months > 0, 0], np.repeat(np.arange((months > 0).sum()), months[months > 0])
    else:
        flat, of = z[risk], np.arange(months.sum())
    return np.column_stack([np.ones(len(flat)), flat]), of


def _newton_step(z: np.ndarray, y: np.ndarray, at: np.ndarray, ridge: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """A step that raises the penalised likelihood of ``y`` ties among ``at`` at risk: Newton's or part of it."""

    def likelihood(b: np.ndarray) -> float:
        eta = z @ b
        return float(y @ eta - at @ np.logaddexp(0.0, eta) - ridge @ b**2 / 2)

    h = _logistic(z @ beta)
    curvature = (z * (at * h * (1.0 - h))[:, None]).T @ z + np.diag(ridge) + 1e-12 * np.eye(len(beta))
    step = np.linalg.solve(curvature, z.T @ (y - at * h) - ridge * beta)
    now = likelihood(beta)
    for _ in range(HALVINGS):
        if likelihood(beta + step) >= now - 1e-12 * abs(now):
            break
        step = step / 2
    return step


def _logistic(value: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-np.clip(value, -40.0, 40.0)))


def _logit(p: float) -> float:
    return float(np.log(p / (1.0 - p)))
