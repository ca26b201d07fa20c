"""Sensitivity of the posterior to the data: every dyad left out in turn, and the uncertain rows read otherwise.

It is amortised: the runs of the reference table are kept, their statistics and the observed ones are computed anew, and
the estimator is asked again. A shift is the change of a posterior mean in standard deviations of the prior.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from calibration.choice import CALIBRATED
from calibration.observed import Observed
from calibration.posterior import Posterior, prior_sd
from calibration.regression import SHARE, Regression
from calibration.statistics import observed_statistics, summarise
from calibration.table import Table
from calibration.variants import Variant, left_out
from sim.ensemble.dyads import Networks

ROBUST = 0.5  # prior SD: a smaller shift of a mean is called robust
CHUNK = 5000  # runs summarised at a time, to keep memory small

NEAR = 0.25  # share of the reference table that is refitted without a dyad
GROUPS = 10  # of the jackknife

Estimate = Callable[[np.ndarray, np.ndarray], Posterior]  # ((R, S) statistics of the table, (S,) observed) -> posterior


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
    'not_robust', rows 'what', 'parameter', 'shift'.
    """
    jobs = [partial(_without_dyad, networks, observed, k) for k in range(len(observed.dyads))]
    base, found = _refits(networks, observed, estimate, jobs, names, threads)
    dyads = [{"dyad": d, "tied": bool(observed.tied[k]), **found[k]} for k, d in enumerate(observed.dyads.names)]
    head = {
        "parameters": list(names),
        "threshold": ROBUST,
        "runs": len(networks.held),
        "base": {name: {"mean": base.mean(name), "sd": base.sd(name)} for name in names},
        "error": {},
    }
    return head | _verdict(dyads, readings(networks, observed, estimate, others, names, threads), names)


def readings(
    networks: Networks, observed: Observed, estimate: Estimate, others: Sequence[Variant], names: Sequence[str],
    threads: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """The rows of the other readings of the data; see ``section``."""
    if not others:
        return []
    jobs = [partial(_read_otherwise, networks, other.observed) for other in others]
    _, found = _refits(networks, observed, estimate, jobs, names, threads)
    return [
        {"name": v.name, "meaning": v.meaning, "changed": list(v.changed), **row}
        for v, row in zip(others, found, strict=True)
    ]


def of_table(
    table: Table, observed: Observed, others: Sequence[Variant] = (), names: Sequence[str] = CALIBRATED,
    threads: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """``section`` with the regression estimator, which is learned anew each time.

    A dyad changes each statistic by a tie at most, so those refits see the quarter of the table that is nearest to
    what was observed, and accept as many runs of it as the whole table would give. Other readings see the whole table.
    """
    seen = observed_statistics(observed)
    near = np.sort(Regression(names, NEAR).fit(table).accepted(seen)[0])
    part = _rows_of(table, near)
    share = SHARE * len(table) / len(part)
    out = section(part.networks(), observed, _learned(part, names, share), (), names, threads)
    rows = readings(table.networks(), observed, _learned(table, names, SHARE), others, names, threads)
    error = {"error": _jackknife(part, names, share, seen), "runs": len(table)}
    return out | _verdict(out["dyads"], rows, names) | error


def _learned(table: Table, names: Sequence[str], share: float) -> Estimate:
    """The regression estimator on a table's parameters, with whatever statistics."""
    return lambda statistics, seen: (
        Regression(names, share).fit(replace(table, statistics=statistics)).posterior(seen)
    )  # fmt: skip


def _rows_of(table: Table, rows: np.ndarray) -> Table:
    return replace(
        table, values=table.values[rows], held=table.held[rows], first=table.first[rows],
        statistics=table.statistics[rows],
    )  # fmt: skip


def _jackknife(table: Table, names: Sequence[str], share: float, seen: np.ndarray) -> dict[str, float]:
    """Standard error of the posterior means in prior SD, by leaving out a group of the table's runs at a time."""
    group = np.arange(len(table)) % GROUPS
    found = [
        Regression(names, share).fit(table, without=np.flatnonzero(group == g)).posterior(seen) for g in range(GROUPS)
    ]
    return {
        name: float(np.std([p.mean(name) for p in found]) * (GROUPS - 1) ** 0.5 / prior_sd(name)) for name in names
    }  # fmt: skip


def _refits(
    networks: Networks, observed: Observed, estimate: Estimate,
    jobs: Sequence[Callable[[], tuple[np.ndarray, np.ndarray]]], names: Sequence[str], threads: int,
) -> tuple[Posterior, list[dict[str, Any]]]:  # fmt: skip
    """The estimate from all that was observed, and how far each job's lies from it."""
    base = estimate(*_read_otherwise(networks, observed))
    with ThreadPoolExecutor(threads) as pool:
        return base, list(pool.map(lambda job: _against(base, estimate(*job()), names), jobs))


def _read_otherwise(networks: Networks, seen: Observed) -> tuple[np.ndarray, np.ndarray]:
    return _table(networks, seen), observed_statistics(seen)


def _without_dyad(networks: Networks, observed: Observed, dyad: int) -> tuple[np.ndarray, np.ndarray]:
    seen, stay = left_out(observed, dyad)
    return _table(networks, seen, stay), observed_statistics(seen)


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


def _verdict(dyads: list[dict[str, Any]], others: list[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """The rows, and what follows from them."""
    moved = {"dyads": _moved(dyads, "dyad", names), "readings": _moved(others, "name", names)}
    return {
        "dyads": dyads,
        "readings": others,
        "most": {name: _most(dyads, name) for name in names},
        "robust_dyads": not moved["dyads"],
        "robust_readings": not moved["readings"],
        "robust": not (moved["dyads"] or moved["readings"]),
        "not_robust": [*moved["dyads"], *moved["readings"]],
    }


def _moved(rows: list[dict[str, Any]], key: str, names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"what": row[key], "parameter": name, "shift": row["shift"][name]}
        for row in rows
        for name in names
        if not abs(row["shift"][name]) < ROBUST
    ]
