"""Monthly hazards that forecast ties from little: what the model has to be better than.

Each is logit in its covariates (``calibration.diagnostics.hazard``); a dyad is at risk from when both sides have an
office to its first tie. Sources: Cox 1972; Allison 1982.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from calibration.diagnostics.hazard import fit, history
from calibration.observed import Observed
from sim.parameters import default_values
from sim.roster import Roster
from sim.rules.setup import capacity_of, institute_capacity

Covariates = Callable[[Roster, Observed, np.ndarray], np.ndarray]  # (D, M, K) in months (M,)


@dataclass(frozen=True)
class Baseline:
    """A hazard: its name, its formula and what it looks at."""

    name: str
    formula: str
    covariates: Covariates


def nothing(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 0)."""
    return np.empty((len(observed.dyads), len(months), 0))


def institutes(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 1) whether both sides have an institute in the month (a firm always has one)."""
    return (_founded(roster, observed)[:, None] <= months).astype(float)[:, :, None]


def ages(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 1) log (1 + months since the younger institute's founding); 0 before it."""
    return np.log1p(np.maximum(0, months - _founded(roster, observed)[:, None] + 1))[:, :, None]


def capacities(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 1) sum of the logs of both sides' capacities in the month, as the model has them; of a firm 1."""
    of = np.ones((roster.n_states + roster.n_firms, len(months)))
    full = [institute_capacity(s, b, 1.0) for s, b in zip(roster.staff, roster.budget, strict=True)]
    for k, month in enumerate(months.tolist()):
        of[: roster.n_states, k] = [
            capacity_of(default_values(), status, size, month - founded)
            for status, size, founded in zip(
                roster.office_status(month).tolist(), full, roster.founded.tolist(), strict=True
            )
        ]
    return np.log(of[observed.dyads.pairs]).sum(axis=1)[:, :, None]


def capacities_and_fora(roster: Roster, observed: Observed, months: np.ndarray) -> np.ndarray:
    """(D, M, 2) the same and the shared fora."""
    size = capacities(roster, observed, months)
    fora = np.broadcast_to(observed.dyads.fora[:, None, None], size.shape)
    return np.concatenate([size, fora], axis=2)


def _founded(roster: Roster, observed: Observed) -> np.ndarray:
    """(D,) month in which the younger institute of both sides was founded; a firm's is 0."""
    founded = np.concatenate([roster.founded, np.zeros(roster.n_firms, dtype=np.int64)])
    since: np.ndarray = founded[observed.dyads.pairs].max(axis=1)
    return since


CONSTANT = "constant"
BASELINES = (
    Baseline(CONSTANT, "a", nothing),
    Baseline("both institutes", "a + b [both sides have an institute]", institutes),
    Baseline("founding date", "a + b log(1 + age of the younger institute)", ages),
    Baseline("capacities", "a + b (log capacity of both sides)", capacities),
    Baseline("capacities and fora", "a + b (log capacity of both sides) + c (shared fora)", capacities_and_fora),
)


def left_out(baseline: Baseline, roster: Roster, observed: Observed, until: tuple[int, ...]) -> np.ndarray:
    """(len(until), D) chance that each dyad is tied by the end of each month, fitted to all other dyads' whole record.

    A tie without a date fell in some month until the end of the record.
    """
    months = np.arange(observed.end + 1)
    x, past = baseline.covariates(roster, observed, months), history(observed, observed.dyads.open_from, observed.end)
    out = np.zeros((len(until), len(x)))
    for k in range(len(x)):
        others = np.arange(len(x)) != k
        hazard = fit(x[others], past.only(others))
        for row, end in enumerate(until):
            at_risk = (months >= observed.dyads.open_from[k]) & (months <= end)
            out[row, k] = hazard.probability(x[[k]], at_risk[None, :])[0]
    return out
