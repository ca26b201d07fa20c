"""Sensitivity of the posterior to the data: every dyad left out in turn, and the uncertain rows read otherwise.

It is amortised: the runs of the reference table are kept, their statistics and the observed ones are computed anew, and
the estimator is asked again. A shift is the change of a posterior mean in standard deviations of the prior.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from calibration.blas import single
from calibration.choice import CALIBRATED
from calibration.diagnostics.variants import Variant, left_out
from calibration.estimators.refit import Refit, first_runs, jackknife
from calibration.estimators.table import Table
from calibration.observed import Observed
from calibration.posterior import Posterior, prior_sd
from calibration.statistics import observed_statistics, summarise
from scenarios import pools
from sim.ensemble.dyads import Networks

ROBUST = 0.5  # prior SD: a smaller shift of a mean is called robust
ROWS = 40_000  # runs that each refit sees: more would take minutes
CHUNK = 5000  # runs summarised at a time, to keep memory small

Estimate = Callable[[np.ndarray, np.ndarray], Posterior]  # ((R, S) statistics of the table, (S,) observed) -> posterior


@single
def section(
    networks: Networks, observed: Observed, estimate: Estimate, others: Sequence[Variant] = (),
    names: Sequence[str] = CALIBRATED, threads: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """Refit without each dyad and with each other reading.

    networks : the (R, D) runs of the reference table; ``estimate`` knows their parameters.
    Keys: 'parameters', 'threshold', 'runs', 'base' {parameter: {'mean', 'sd'}}; 'dyads', rows 'dyad', 'tied', 'shift'
    and 'sd_ratio' {parameter: number}, 'largest' (its size) and 'parameter'; 'readings', rows 'name', 'meaning',
    'changed' (dyads) and the same; 'most' {parameter: {'dyad', 'shift'}}; 'error' {parameter: standard error of the
    base's mean in prior SD}, empty here (``of_table`` gives it); 'robust', 'robust_dyads', 'robust_readings';
    'not_robust', rows 'what', 'parameter', 'shift', 'error' (None here).
    """

    base = estimate(*_asked(networks, observed))
    jobs = [partial(_asked, networks, *left_out(observed, k)) for k in range(len(observed.dyads))]
    jobs += [partial(_asked, networks, other.observed) for other in others]
    with pools.threads(threads) as pool:
        found = list(pool.map(lambda job: _against(base, estimate(*job()), names), jobs))
    dyads = [{"dyad": d, "tied": bool(observed.tied[k]), **found[k]} for k, d in enumerate(observed.dyads.names)]
    readings = [
        {"name": v.name, "meaning": v.meaning, "changed": list(v.changed), **row}
        for v, row in zip(others, found[len(dyads) :], strict=True)
    ]
    return {
        "parameters": list(names),
        "threshold": ROBUST,
        "runs": len(networks.held),
        "base": {name: {"mean": base.mean(name), "sd": base.sd(name)} for name in names},
        "error": {},
        "dyads": dyads,
        "readings": readings,
        "most": {name: _most(dyads, name) for name in names},
        **_verdict(dyads, readings, names),
    }


@single
def of_table(
    table: Table, observed: Observed, others: Sequence[Variant] = (), names: Sequence[str] = CALIBRATED,
    rows: int = ROWS, threads: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """``section`` of the first ``rows`` runs of a reference table, with the regression estimator.

    'error' holds the standard errors of the base's means, and in each row of 'not_robust' that of its shift: how much
    they would differ with other runs.
    """
    table = first_runs(table, rows)
    refit, networks = Refit(table, names), table.networks()
    found = section(networks, observed, refit.estimate, others, names, threads)
    base = refit.means(*_asked(networks, observed))
    found["error"] = dict(zip(names, map(float, jackknife(base)), strict=True))
    asked = {name: partial(_asked, networks, *left_out(observed, k)) for k, name in enumerate(observed.dyads.names)}
    asked |= {other.name: partial(_asked, networks, other.observed) for other in others}
    moved = {row["what"]: jackknife(refit.means(*asked[row["what"]]()) - base) for row in _first(found["not_robust"])}
    for row in found["not_robust"]:
        row["error"] = float(moved[row["what"]][list(names).index(row["parameter"])])
    return found


def _first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row of each thing that moves something."""
    return list({row["what"]: row for row in rows}.values())


def without(table: Table, observed: Observed, names: Sequence[str] = CALIBRATED) -> Callable[[int], Posterior]:
    """Dyad -> the posterior that does not know it; its draws are runs of the table."""
    refit, networks = Refit(table, names), table.networks()
    return lambda dyad: refit.estimate(*_asked(networks, *left_out(observed, dyad)))


def _asked(
    networks: Networks, observed: Observed, stay: np.ndarray | slice = slice(None)
) -> tuple[np.ndarray, np.ndarray]:
    """What the estimator is asked: the statistics of the table's runs on the dyads that stay, and the observed ones."""
    return _table(networks, observed, stay), observed_statistics(observed)


def _table(networks: Networks, observed: Observed, stay: np.ndarray | slice = slice(None)) -> np.ndarray:
    """(R, S) statistics of the table's runs on the dyads that stay, scored as ``observed`` is."""
    rows = range(0, len(networks.held), CHUNK)
    parts = (Networks(networks.first[k : k + CHUNK, stay], networks.held[k : k + CHUNK, stay]) for k in rows)
    return np.concatenate([summarise(observed.dyads, part, observed.timed) for part in parts])


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
        {"what": row[key], "parameter": name, "shift": row["shift"][name], "error": None}
        for row in rows
        for name in names
        if not abs(row["shift"][name]) < ROBUST
    ]
