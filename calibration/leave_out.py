"""Sensitivity of the posterior to the data: every dyad left out in turn, and the uncertain rows read otherwise.

It is amortised: the runs of the reference table are kept, their statistics and the observed ones are computed anew, and
the estimator is asked again. A shift is the change of a posterior mean in standard deviations of the prior.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np

from calibration.choice import CALIBRATED
from calibration.observed import Observed
from calibration.posterior import Posterior, prior_sd
from calibration.statistics import observed_statistics, summarise
from calibration.variants import Variant, left_out
from sim.ensemble.dyads import Networks

ROBUST = 0.5  # prior SD: a smaller shift of a mean is called robust
CHUNK = 5000  # runs summarised at a time, to keep memory small

Estimate = Callable[[np.ndarray, np.ndarray], Posterior]  # ((R, S) statistics of the table, (S,) observed) -> posterior


def section(
    networks: Networks, observed: Observed, estimate: Estimate, others: Sequence[Variant] = (),
    names: Sequence[str] = CALIBRATED, threads: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """Refit without each dyad and with each other reading.

    networks : the (R, D) runs of the reference table; ``estimate`` knows their parameters.
    Keys: 'parameters', 'threshold', 'runs', 'base' {parameter: {'mean', 'sd'}}; 'dyads', rows 'dyad', 'tied', 'shift'
    and 'sd_ratio' {parameter: number}, 'largest' (its size) and 'parameter'; 'readings', rows 'name', 'meaning',
    'changed' (dyads) and the same; 'most' {parameter: {'dyad', 'shift'}}; 'robust', 'robust_dyads', 'robust_readings';
    'not_robust', rows 'what', 'parameter', 'shift'.
    """
    base = estimate(*_read_otherwise(networks, observed))
    jobs = list(_jobs(networks, observed, others))
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda job: _against(base, estimate(*job()), names), jobs))
    count = len(observed.dyads)
    dyads = [{"dyad": name, "tied": bool(observed.tied[k]), **found[k]} for k, name in enumerate(observed.dyads.names)]
    readings = [
        {"name": v.name, "meaning": v.meaning, "changed": list(v.changed), **row}
        for v, row in zip(others, found[count:], strict=True)
    ]
    return {
        "parameters": list(names),
        "threshold": ROBUST,
        "runs": len(networks.held),
        "base": {name: {"mean": base.mean(name), "sd": base.sd(name)} for name in names},
        "dyads": dyads,
        "readings": readings,
        "most": {name: _most(dyads, name) for name in names},
        **_verdict(dyads, readings, names),
    }


def _jobs(
    networks: Networks, observed: Observed, others: Sequence[Variant]
) -> Iterator[Callable[[], tuple[np.ndarray, np.ndarray]]]:
    """What the estimator is to be asked, made when it is needed: first without each dyad, then the other readings."""
    for k in range(len(observed.dyads)):
        yield partial(_without_dyad, networks, observed, k)
    for other in others:
        yield partial(_read_otherwise, networks, other.observed)


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


def _verdict(dyads: list[dict[str, Any]], readings: list[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    moved = {"dyads": _moved(dyads, "dyad", names), "readings": _moved(readings, "name", names)}
    return {
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
