"""The section of the report: the power of the test, then the forecast, then, if it is asked for, the score."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from calibration.out_of_time import verdicts
from calibration.out_of_time.baselines import BASELINES, Fitted, fit_baseline
from calibration.out_of_time.data import (
    AFTER,
    END,
    PRIMARY,
    SETS,
    START,
    Known,
    OutcomeSet,
    known,
    real_outcomes,
    without_later_foundings,
)  # fmt: skip
from calibration.out_of_time.in_sample import in_sample_section, scored
from calibration.out_of_time.power import WORLDS, power
from calibration.out_of_time.predict import RUNS, Prediction, predict
from calibration.out_of_time.scores import RESAMPLES, Resamples, central, resamples
from calibration.posterior import Posterior
from sim.months import CUT_OFF, month_label
from sim.roster import Roster

KNOWN = (
    "Foundings of institutes on record are conditioned on, those after the cut-off too.",
    "Elections and policy shocks after the cut-off are unknown; later elections are drawn at a random month.",
    "Membership is that on record: Kenya joins on the day of the cut-off, nobody after it.",
    "Which firms act, their safety index (summer 2025), the institutes' staff and budgets and the data regimes come "
    "from tables written in 2025: they hold no tie, but a forecaster of November 2024 had not read them.",
    "The design of the model and of the baselines was written by people who had seen the later ties.",
)


LeftOut = tuple[np.ndarray, np.ndarray]
Outcomes = Callable[[str], np.ndarray]


@dataclass(frozen=True)
class Size:
    """How much is run: runs of the model a reading, made-up worlds for the power, resamples for intervals."""

    runs: int = RUNS
    worlds: int = WORLDS
    resamples: int = RESAMPLES
    threads: int = 1


@dataclass(frozen=True)
class Forecast:
    """What model and baselines say of one reading of EU - Singapore."""

    known: Known
    prediction: Prediction
    fitted: list[Fitted]
    by: Resamples  # of the open dyads

    @property
    def chances(self) -> dict[str, np.ndarray]:
        """Name -> (open dyads,) chance of a tie in the window, the model first."""
        at_stake = self.known.open
        model = {verdicts.MODEL: self.prediction.probability()[at_stake]}
        return model | {f.baseline.name: f.forecast(self.known)[at_stake] for f in self.fitted}


def forecast(posterior: Posterior, roster: Roster, seed: int, reading: str, size: Size) -> Forecast:
    """Model and baselines as of the cut-off under one reading; looks at nothing that came later."""
    now = known(roster, reading)
    prediction = predict(posterior, now, seed, size.runs, size.threads)
    by = resamples(now.dyads.pairs[now.open], size.resamples, seed)
    return Forecast(now, prediction, [fit_baseline(b, now) for b in BASELINES], by)


def section(
    posterior: Posterior, roster: Roster, seed: int, size: Size | None = None, stamp: Path = verdicts.SCORED,
    table: LeftOut | None = None, outcomes: Outcomes = real_outcomes,
) -> dict[str, Any]:  # fmt: skip
    """The section without taking the test: scores are in it only if the test was taken before (a stamp is there).

    table : (held (R, D), weights (D, R)) of the left-out fits (see ``in_sample``); None: no 'in_sample'.
    outcomes : grade -> (D,) whether a dyad got its first tie; the coded ones unless a test brings its own.

    Keys: 'window', 'known', 'primary', 'runs', 'resamples', 'baselines' (see ``baseline_row``), 'power' (see
    ``power.power``), 'forecast' (see ``forecast_rows``), 'count' (see ``count_row``), 'foundings' (the check without
    later foundings), 'in_sample' (see ``in_sample.in_sample_section``) or null, 'status' (see ``verdicts.status``),
    'stamp' or null, 'sets': a row a set of outcomes, the primary one first (see ``set_row``), empty if not scored.
    """
    size = size or Size()
    main = forecast(posterior, roster, seed, PRIMARY.reading, size)
    found = _unscored(main, posterior, roster, seed, size, table)
    if verdicts.read_stamp(stamp) is not None:
        found["sets"] = _score(main, posterior, roster, seed, size, outcomes)
    return _finished(found, main, posterior, roster, stamp)


def score_once(
    posterior: Posterior, roster: Roster, seed: int, size: Size | None = None, stamp: Path = verdicts.SCORED,
    table: LeftOut | None = None, outcomes: Outcomes = real_outcomes, today: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Take the test and write the stamp; the section with its scores. InputError if the test was taken before.

    today : ISO date of the stamp, that of the day if left out. The rest as in ``section``.
    """
    verdicts.check_not_scored(stamp)
    size, today = size or Size(), today or datetime.date.today().isoformat()
    main = forecast(posterior, roster, seed, PRIMARY.reading, size)
    found = _unscored(main, posterior, roster, seed, size, table)
    found["sets"] = _score(main, posterior, roster, seed, size, outcomes)
    new = verdicts.stamp_of(today, roster, posterior, main.prediction.probability())
    verdicts.write_stamp(new, stamp, {"primary": PRIMARY.name, "words": found["sets"][0]["words"]})
    return _finished(found, main, posterior, roster, stamp)


def _unscored(
    main: Forecast, posterior: Posterior, roster: Roster, seed: int, size: Size, table: LeftOut | None
) -> dict[str, Any]:
    """All that looks at nothing later than the cut-off."""
    return {
        "window": {"from": month_label(START), "to": month_label(END), "cut_off": f"{month_label(CUT_OFF)}-20"},
        "known": list(KNOWN),
        "primary": PRIMARY.name,
        "runs": size.runs,
        "resamples": size.resamples,
        "baselines": [baseline_row(f) for f in main.fitted],
        "power": power_of(main, seed, size),
        "forecast": forecast_rows(main),
        "count": count_row(main),
        "foundings": foundings_row(posterior, main, seed, size),
        "in_sample": in_sample_section(known(roster, AFTER), *table, seed=seed) if table else None,
        "sets": [],
    }


def _score(
    main: Forecast, posterior: Posterior, roster: Roster, seed: int, size: Size, outcomes: Outcomes
) -> list[dict[str, Any]]:
    """All four sets. Nothing else looks at the outcomes."""
    other = next(s.reading for s in SETS if s.reading != PRIMARY.reading)
    at = {PRIMARY.reading: main, other: forecast(posterior, roster, seed, other, size)}
    return [set_row(at[s.reading], s, outcomes(s.grade)) for s in SETS]


def _finished(
    found: dict[str, Any], main: Forecast, posterior: Posterior, roster: Roster, stamp: Path
) -> dict[str, Any]:
    old = verdicts.read_stamp(stamp)
    now = verdicts.stamp_of("", roster, posterior, main.prediction.probability())
    return found | {"status": verdicts.status(old, now), "stamp": asdict(old) if old else None}


# ---- parts --------------------------------------------------------------------------------------------------------
def power_of(main: Forecast, seed: int, size: Size) -> dict[str, Any]:
    """The power of the test on the primary set (see ``power.power``)."""
    chances = main.chances
    p = chances.pop(verdicts.MODEL)
    return power(p, main.prediction.formed()[:, main.known.open], chances, main.by, seed, size.worlds)


def baseline_row(fitted: Fitted) -> dict[str, Any]:
    """'name', 'formula', 'source', 'penalty' (null: none), 'intercept', 'coefficients' (standardised)."""
    b = fitted.baseline
    return {
        "name": b.name, "formula": b.formula, "source": b.source,
        "penalty": fitted.penalty if b.penalised else None, "intercept": fitted.hazard.intercept,
        "coefficients": fitted.hazard.coefficients.tolist(),
    }  # fmt: skip


def forecast_rows(main: Forecast) -> list[dict[str, Any]]:
    """A row an open dyad, likeliest first: 'dyad', 'with_firm', 'chances' by name, 'error' (Monte Carlo SD)."""
    at_stake = np.flatnonzero(main.known.open)
    dyads, error, chances = main.known.dyads, main.prediction.error(), main.chances
    rows = [
        {
            "dyad": dyads.names[k], "with_firm": bool(dyads.with_firm[k]), "error": float(error[k]),
            "chances": {name: float(q[j]) for name, q in chances.items()},
        }
        for j, k in enumerate(at_stake)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -row["chances"][verdicts.MODEL])


def count_row(main: Forecast) -> dict[str, Any]:
    """Number of new ties: 'mean', 'low', 'high' (central 90%) for 'all', 'offices', 'firms'; 'expected' by forecast."""
    firm = main.known.dyads.with_firm
    row: dict[str, Any] = {}
    for name, among in (("all", None), ("offices", ~firm), ("firms", firm)):
        count = main.prediction.count(among)
        low, high = central(count)
        row[name] = {"mean": float(count.mean()), "low": float(low), "high": float(high)}
    return row | {"expected": {name: float(q.sum()) for name, q in main.chances.items()}}


def foundings_row(posterior: Posterior, main: Forecast, seed: int, size: Size) -> dict[str, Any]:
    """The check without later foundings: 'mean' number of ties, 'largest' change of a chance and its 'dyad'."""
    blind = predict(posterior, without_later_foundings(main.known), seed, size.runs, size.threads)
    change = np.where(main.known.open, blind.probability() - main.prediction.probability(), 0.0)
    k = int(np.argmax(np.abs(change)))
    return {"mean": float(blind.count().mean()), "largest": float(change[k]), "dyad": main.known.dyads.names[k]}


def set_row(at: Forecast, outcome_set: OutcomeSet, outcome: np.ndarray) -> dict[str, Any]:
    """One set of outcomes scored (``outcome`` (D,)).

    Keys: 'name', 'grade', 'reading', 'primary', 'dyads', 'new', 'count' (low, high, verdict), 'words' (the verdicts in
    words), and those of ``in_sample.scored``.
    """
    y = outcome[at.known.open]
    low, high = central(at.prediction.count())
    table = scored(at.chances, y, at.by)
    consistent = verdicts.count_verdict(int(y.sum()), float(low), float(high))
    words = [consistent, *(f"{row['verdict']} {name}" for name, row in table["differences"].items())]
    return {
        "name": outcome_set.name, "grade": outcome_set.grade, "reading": outcome_set.reading,
        "primary": outcome_set == PRIMARY, "dyads": len(y), "new": int(y.sum()),
        "count": {"low": float(low), "high": float(high), "verdict": consistent}, "words": words,
    } | table  # fmt: skip
