"""Five forecasts that know nothing of the model: each a monthly hazard (``hazard``) with covariates of its own.

They are fitted to the ties of June 2023 to November 2024 and run for the months after with the network frozen as of
the cut-off. Turning scores of link prediction into probabilities: Liben-Nowell and Kleinberg 2007 name the scores;
the coefficient is estimated here, so that a score which says nothing gets a coefficient near 0 and the forecast falls
back to a constant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from calibration.observed import Observed
from calibration.out_of_time import covariates
from calibration.out_of_time.data import END, START, Known
from calibration.out_of_time.hazard import NUMERICAL, Hazard, History, fit, history
from sim.months import CUT_OFF
from sim.roster import Roster

PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0)
PAST, WINDOW = np.arange(CUT_OFF + 1), np.arange(START, END + 1)
FOLDS_WITHIN = 5  # groups of dyads by which the penalty is chosen inside a leave-one-out


@dataclass(frozen=True)
class Baseline:
    """A way to forecast ties. ``dated``: at risk from when both sides have an office, else from June 2023."""

    name: str
    formula: str
    source: str
    covariates: Callable[[Roster, Observed, np.ndarray], np.ndarray]
    dated: bool = False
    penalised: bool = False


BASELINES = (
    Baseline(
        "constant hazard", "logit h = a, at risk since June 2023",
        "constant-rate model; Allison 1982", covariates.no_covariates,
    ),
    Baseline(
        "founding date", "logit h = a + b [both sides have an institute], at risk since both have an office",
        "exposure since founding; Allison 1982", covariates.both_founded, dated=True,
    ),
    Baseline(
        "preferential attachment", "logit h = a + b [log(1 + degree) of both sides]",
        "Barabasi and Albert 1999; Newman 2001; Liben-Nowell and Kleinberg 2007", covariates.degrees,
    ),
    Baseline(
        "common neighbours", "logit h = a + b log(1 + partners in common)",
        "Newman 2001; Liben-Nowell and Kleinberg 2007", covariates.common_neighbours,
    ),
    Baseline(
        "gravity", "logit h = a + b . (" + ", ".join(covariates.GRAVITY) + "), ridge penalty",
        "Tinbergen 1962; ridge: Le Cessie and Van Houwelingen 1992", covariates.gravity, penalised=True,
    ),
)  # fmt: skip
NAMES = tuple(b.name for b in BASELINES)


@dataclass(frozen=True)
class Fitted:
    """A baseline as fitted, with the penalty that was used."""

    baseline: Baseline
    hazard: Hazard
    penalty: float

    def forecast(self, known: Known) -> np.ndarray:
        """(D,) chance of a tie in the window for dyads that are open at the cut-off."""
        return self.hazard.probability(self.baseline.covariates(known.roster, known.observed, WINDOW))


def fit_baseline(baseline: Baseline, known: Known) -> Fitted:
    """Fit to all that was known at the cut-off; a penalty is chosen by leaving out one dyad at a time."""
    x, past = _sample(baseline, known.roster, known.observed)
    penalty = choose_penalty(x, past, len(past.risk)) if baseline.penalised else NUMERICAL
    return Fitted(baseline, fit(x, past, penalty), penalty)


def forecasts(known: Known) -> dict[str, np.ndarray]:
    """Name -> (D,) chance of a tie in the window, of every baseline."""
    return {b.name: fit_baseline(b, known).forecast(known) for b in BASELINES}


def left_out(
    baseline: Baseline, known: Known, folds: int = FOLDS_WITHIN, dyads: Iterable[int] | None = None
) -> np.ndarray:
    """Chance of each dyad's tie by the cut-off, fitted without it and in a network that lacks its tie."""
    whole, every = fit_baseline(baseline, known).hazard, np.arange(len(known.dyads))
    chosen = every if dyads is None else dyads
    return np.array([_left_out(baseline, known, folds, whole, every != k)[0] for k in chosen])


def _left_out(baseline: Baseline, known: Known, folds: int, whole: Hazard, others: np.ndarray) -> np.ndarray:
    """(1,) the chance of the dyad that is not among the ``others`` (D,)."""
    x, past = _sample(baseline, known.roster, known.observed.without(int(np.argmin(others))))
    rest = past.only(others)
    penalty = choose_penalty(x[others], rest, folds) if baseline.penalised else NUMERICAL
    return fit(x[others], rest, penalty, whole).probability(x[~others], past.risk[~others])


def choose_penalty(x: np.ndarray, past: History, folds: int) -> float:
    """The penalty of ``PENALTIES`` whose fits without a group of dyads give the group's ties the highest log score."""
    group = np.arange(len(x)) % folds
    whole = _whole_months(past)
    tied = past.undated | past.event.any(axis=1)
    scores = []
    for penalty in PENALTIES:
        chance, hazard = np.empty(len(x)), None
        for g in range(folds):
            inside = group == g
            hazard = fit(x[~inside], past.only(~inside), penalty, hazard)
            chance[inside] = hazard.probability(x[inside], whole[inside])
        scores.append(np.mean(np.log(np.where(tied, chance, 1.0 - chance))))
    return PENALTIES[int(np.argmax(scores))]


def _whole_months(past: History) -> np.ndarray:
    """(D, T) from a dyad's first month at risk to the last month, as if it had never tied."""
    return np.logical_or.accumulate(past.risk, axis=1)


def _sample(baseline: Baseline, roster: Roster, observed: Observed) -> tuple[np.ndarray, History]:
    since = observed.dyads.open_from if baseline.dated else 0
    return baseline.covariates(roster, observed, PAST), history(observed, since)
