"""One dyad left out at a time: how far it moves the posterior, and how well the rest foretells it.

A left-out dyad leaves the simulated and the observed statistics alike: neither its tie nor its absence is scored. The
reference table is weighted anew for each (``calibration.estimators.kernel``); the weighted share of its runs that tied
the dyad is the forecast. The hazards beside it (``calibration.diagnostics.hazards``) are fitted without the dyad too.
Nothing here was tuned to the scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.blas import single
from calibration.diagnostics.hazards import BASELINES, CONSTANT, left_out
from calibration.diagnostics.variants import Variant
from calibration.estimators.kernel import Kernel, kernel_of, posterior_of
from calibration.estimators.table import Table, statistics_of
from calibration.observed import Observed
from calibration.posterior import Posterior, prior_sd
from calibration.scores import auc, log_scores
from calibration.statistics import observed_statistics
from sim.ensemble.dyads import ALIVE_FROM, Networks
from sim.months import CUT_OFF, month_label
from sim.roster import Roster

ROBUST = 0.5  # prior SD: a smaller shift of a mean is called robust
NEAR = 6.0  # scales of a count within which runs are asked: those beyond have no weight
MODEL = "model"
Z90 = 1.645


@dataclass(frozen=True)
class Near:
    """Runs of a table near the record by their counts: the others would have no weight, with or without a dyad."""

    table: Table
    rows: np.ndarray
    networks: Networks
    kernel: Kernel

    def weights(self, observed: Observed, stay: np.ndarray | slice = slice(None)) -> np.ndarray:
        """(rows,) weights of these runs given what was observed of the dyads that stay."""
        return self.kernel.weights(statistics_of(self.networks, observed, stay), observed_statistics(observed))

    def posterior(self, weights: np.ndarray) -> Posterior:
        """The posterior with these weights of the rows."""
        every = np.zeros(len(self.table))
        every[self.rows] = weights
        return posterior_of(self.table, every)


def near(table: Table, observed: Observed, others: Sequence[Variant] = ()) -> Near:
    """Runs whose counts are near those observed, in any of the readings."""
    kernel, inside = kernel_of(table), np.zeros(len(table), dtype=bool)
    for reading in (observed, *(other.observed for other in others)):
        off = np.abs(table.statistics - observed_statistics(reading)) - 1.0  # a left-out dyad is one tie
        inside |= (off[:, kernel.counts] <= NEAR * kernel.scales[kernel.counts]).all(axis=1)
    rows = np.flatnonzero(inside) if inside.any() else np.arange(len(table))
    return Near(table, rows, table.rows(rows), kernel)


@single
def section(
    table: Table, observed: Observed, roster: Roster, names: Sequence[str], others: Sequence[Variant] = (),
) -> dict[str, Any]:  # fmt: skip
    """The posterior without each dyad and with each other reading, and the forecasts of the dyads left out.

    Keys: 'parameters', 'threshold', 'runs', 'effective' (least over the dyads); 'dyads', rows 'dyad', 'tied', 'shift'
    and 'sd_ratio' {parameter: number}, 'largest' (its size) and 'parameter'; 'readings', rows 'name', 'meaning',
    'changed' (dyads) and the same; 'most' {parameter: {'dyad', 'shift'}}; 'error' {parameter: standard error of the
    base's mean in prior SD}; 'robust', 'robust_dyads', 'robust_readings'; 'not_robust', rows 'what', 'parameter',
    'shift'; 'forecasts': see ``_forecast``, one a month until which ties are asked for.
    """
    runs = near(table, observed, others)
    base, every = runs.posterior(runs.weights(observed)), np.arange(len(observed.dyads))
    weights = [runs.weights(observed.only(every[every != k]), every[every != k]) for k in every]
    dyads = [
        {"dyad": name, "tied": bool(observed.tied[k]), **_against(base, runs.posterior(weights[k]), names)}
        for k, name in enumerate(observed.dyads.names)
    ]
    readings = [
        {"name": v.name, "meaning": v.meaning, "changed": list(v.changed),
         **_against(base, runs.posterior(runs.weights(v.observed)), names)}
        for v in others
    ]  # fmt: skip
    return {
        "parameters": list(names),
        "threshold": ROBUST,
        "runs": len(table),
        "effective": float(min(_effective(w) for w in weights)),
        "error": {name: base.sd(name) / prior_sd(name) / base.effective_size**0.5 for name in names},
        "dyads": dyads,
        "readings": readings,
        "most": {name: _most(dyads, name) for name in names},
        **_verdict(dyads, readings, names),
        "forecasts": forecasts(runs, observed, roster, weights),
    }


# ---- forecasts of the dyads left out ---------------------------------------------------------------------------
def forecasts(runs: Near, observed: Observed, roster: Roster, weights: Sequence[np.ndarray]) -> list[dict[str, Any]]:
    """Was a dyad tied by November 2024, and by the end of the record, as fits without it see it."""
    until = tuple(sorted({CUT_OFF, observed.end}))
    hazards = {b.name: left_out(b, roster, observed, until) for b in BASELINES}
    out = []
    for row, end in enumerate(until):
        tied = (runs.networks.first >= 0) & (runs.networks.first <= end)
        chance = np.array([_share(w, tied[:, k]) for k, w in enumerate(weights)])
        seen = observed.tied & ~observed.late if end < ALIVE_FROM else observed.tied
        out.append(_forecast(month_label(end), seen, {MODEL: chance} | {n: p[row] for n, p in hazards.items()}))
    return out


def _share(weights: np.ndarray, tied: np.ndarray) -> float:
    """Chance of a tie from weighted runs: with n effective ones (n share + 1/2) / (n + 1), so that none is sure."""
    n = _effective(weights)
    return float((n * (weights @ tied) + 0.5) / (n + 1.0))


def _effective(weights: np.ndarray) -> float:
    return float(1.0 / (weights @ weights))


def _forecast(until: str, tied: np.ndarray, chances: dict[str, np.ndarray]) -> dict[str, Any]:
    """'until', 'dyads', 'tied', 'rows': one a forecaster, the model first.

    A row: 'name', 'loss' (mean of -log of the probability of what happened; less is better), 'expected' (ties), 'auc'
    (None where all chances are alike), 'difference' (loss less that of the constant), 'error' (its standard error, of
    the paired differences), 'verdict' ('better', 'worse' or 'no clear difference', by the 90% interval); 'chances'.
    """
    rows, constant = [], -log_scores(_inside(chances[CONSTANT]), tied)
    for name, chance in chances.items():
        loss = -log_scores(_inside(chance), tied)
        gap = loss - constant
        error = float(gap.std(ddof=1) / len(gap) ** 0.5)
        area = None if name == CONSTANT else float(auc(chance, tied)[0])
        rows.append({
            "name": name, "loss": float(loss.mean()), "expected": float(chance.sum()), "auc": area,
            "difference": float(gap.mean()), "error": error, "verdict": _word(float(gap.mean()), error),
            "chances": [round(float(p), 4) for p in chance],
        })  # fmt: skip
    return {"until": until, "dyads": len(tied), "tied": int(tied.sum()), "rows": rows}


def _inside(chance: np.ndarray, least: float = 1e-3) -> np.ndarray:
    """No forecast is surer than 1 in 1000: a dyad without an office on one side is never at risk of the hazards."""
    return np.clip(chance, least, 1.0 - least)


def _word(gap: float, error: float) -> str:
    if abs(gap) <= Z90 * error or error == 0.0:
        return "no clear difference"
    return "better" if gap < 0 else "worse"


# ---- how far the posterior moves -------------------------------------------------------------------------------
def _against(base: Posterior, other: Posterior, names: Sequence[str]) -> dict[str, Any]:
    """How far another posterior lies from the first."""
    shift = {name: (other.mean(name) - base.mean(name)) / prior_sd(name) for name in names}
    worst = max(names, key=lambda name: abs(shift[name]))
    ratio = {name: other.sd(name) / max(base.sd(name), 1e-12) for name in names}
    return {"shift": shift, "sd_ratio": ratio, "largest": abs(shift[worst]), "parameter": worst}


def _most(dyads: list[dict[str, Any]], name: str) -> dict[str, Any]:
    worst = max(dyads, key=lambda row: abs(row["shift"][name]))
    return {"dyad": worst["dyad"], "shift": worst["shift"][name]}


def _verdict(dyads: list[dict[str, Any]], readings: list[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    by_dyad, by_reading = _moved(dyads, "dyad", names), _moved(readings, "name", names)
    return {
        "robust": not (by_dyad or by_reading),
        "robust_dyads": not by_dyad,
        "robust_readings": not by_reading,
        "not_robust": [*by_dyad, *by_reading],
    }


def _moved(rows: list[dict[str, Any]], key: str, names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"what": row[key], "parameter": name, "shift": row["shift"][name]}
        for row in rows
        for name in names
        if not abs(row["shift"][name]) < ROBUST
    ]
