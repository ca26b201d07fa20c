"""Predictive checks: fresh runs from the posterior against what was observed, with the prior's runs beside them.

The fitted statistics and held-out ones (``auxiliary``) are compared: each number with the central 90% of the runs, each
vector by the Mahalanobis distance of sienaGOF (Lospinoso and Snijders 2019). What lies outside is a *misfit*.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from calibration.blas import single
from calibration.diagnostics.auxiliary import Auxiliary, auxiliaries
from calibration.observed import Observed
from calibration.posterior import Posterior
from calibration.simulator import DRAWN, Simulator
from calibration.statistics import observed_statistics, statistics_until, summarise
from sim.ensemble.dyads import Networks

CENTRAL = 0.9  # share of the runs inside of which an observed number is no misfit
QUANTILES = {"low": 0.05, "lower": 0.25, "median": 0.5, "upper": 0.75, "high": 0.95}
UNEXPECTED = 0.05  # chance below which a tie, or its absence, is called unexpected
GOF = 1 - CENTRAL  # p of a vector below which it is a misfit: it lies farther out than 90% of the runs
FRESH = 10**9  # numbers of runs from here on are the checks' own
ROUNDING = 1e-9
SEEN = (
    "in-sample for the modeller: the mechanisms were chosen by people who knew what came in 2025, so that this look is "
    "no test of the model out of time"
)


def section(
    posterior: Posterior, simulator: Simulator, observed: Observed, runs: int, prior_runs: int, seed: int,
    threads: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """Simulate from posterior and prior, and compare; see ``compare`` for the keys."""
    drawn = posterior_runs(posterior, simulator, runs, seed, threads)
    prior = prior_runs_of(simulator, prior_runs, runs, threads)
    return compare(observed, drawn, prior) | {"seed": seed}


def posterior_runs(posterior: Posterior, simulator: Simulator, runs: int, seed: int, threads: int = 1) -> Networks:
    """Fresh runs, new numbers, with the parameters of rows resampled by weight: all those drawn, nuisance included."""
    values = posterior.values[posterior.rows(runs, seed)]
    numbers = FRESH + np.arange(runs)
    given = {name: values[:, k] for k, name in enumerate(DRAWN)}
    return simulator.run(numbers, simulator.parameters(numbers, given), threads)


def prior_runs_of(simulator: Simulator, runs: int, after: int, threads: int = 1) -> Networks:
    """Fresh runs from the prior; their numbers come ``after`` those of the posterior's runs."""
    numbers = FRESH + after + np.arange(runs)
    return simulator.run(numbers, simulator.parameters(numbers, {}), threads)


@single
def compare(observed: Observed, drawn: Networks, prior: Networks) -> dict[str, Any]:
    """The section, from (R, D) networks of posterior and prior runs.

    Keys: 'runs', 'prior_runs'; 'fitted', 'single': rows of numbers; 'vectors': rows with 'entries' (rows of numbers),
    'gof_p', 'misfit', 'prior_gof_p'; 'overlap', 'dyads': see the functions below; 'checks': how many numbers there are
    in 'fitted', 'single' and 'overlap', 'misfits': the names of those outside; 'vector_misfits'.
    A row of numbers: 'name', 'meaning', 'observed', 'mean', 'p', 'misfit' ('count' of the fitted ones) and the
    quantiles 'low' (5%), 'lower', 'median', 'upper', 'high' (95%), the same of the prior as 'prior_low' and so on.
    """
    single, vectors = _held_out(observed, drawn, prior)
    out: dict[str, Any] = {
        "runs": len(drawn.first),
        "prior_runs": len(prior.first),
        "fitted": _fitted(observed, drawn, prior),
        "single": single,
        "vectors": vectors,
        "overlap": _overlap(observed, drawn, prior),
        "dyads": _dyads(observed, drawn, prior),
    }
    rows = [*out["fitted"], *single, out["overlap"]["separation"], out["overlap"]["unexpected"]]
    out["checks"] = len(rows)
    out["misfits"] = [row["name"] for row in rows if row["misfit"]]
    out["vector_misfits"] = [row["name"] for row in vectors if row["misfit"]]
    return out


def signed(networks: Networks) -> np.ndarray:
    """(R, D) whether a dyad was tied by the end of the run: no tie on record has ended."""
    tied: np.ndarray = networks.first >= 0
    return tied


def later(
    posterior: Posterior, simulator: Simulator, observed: Observed, runs: int, seed: int, threads: int = 1
) -> dict[str, Any]:
    """What a posterior fitted to older data says of the rest of the record, which has been seen by whoever built this.

    observed : the whole record. Keys: 'runs', 'note', 'rows' (as in ``compare``, without the prior's) of the statistics
    that need the later data.
    """
    drawn = summarise(posterior_runs(posterior, simulator, runs, seed, threads), observed)
    seen = observed_statistics(observed)
    rows = [
        _row(s.name, f"{s.meaning} ({s.unit})", seen[k], drawn[:, k], drawn[:, k])
        for k, s in enumerate(statistics_until(observed.end)) if s.late
    ]  # fmt: skip
    return {"runs": runs, "note": SEEN, "rows": rows}


def predictive_p(observed: float, values: np.ndarray) -> float:
    """Two-sided predictive p of a number against (R,) runs: mid-p, runs that equal it count half on either side."""
    below = float(np.mean(values < observed - ROUNDING))
    above = float(np.mean(values > observed + ROUNDING))
    return min(1.0, 2 * min(below, above) + (1 - below - above))


def goodness_of_fit(observed: np.ndarray, values: np.ndarray) -> float:
    """p of sienaGOF: share of the (R, K) runs at least as far from their mean as ``observed`` (K,), by Mahalanobis.

    Directions in which the runs do not vary at all are left out by the generalised inverse (entries with a constant
    sum). An observed vector that differs in such a direction cannot come from these runs: 0.
    """
    centred = values - values.mean(axis=0)
    off = observed - values.mean(axis=0)
    size, axes = np.linalg.eigh(centred.T @ centred / max(1, len(values) - 1))
    varies = size > 1e-10 * max(1.0, size.max())
    if np.abs(axes[:, ~varies].T @ off).max(initial=0.0) > 1e-6:
        return 0.0
    scale = axes[:, varies] / np.sqrt(size[varies])
    reach = ((centred @ scale) ** 2).sum(axis=1)
    return float(np.mean(reach >= ((off @ scale) ** 2).sum() - ROUNDING))


def _row(name: str, meaning: str, observed: float, values: np.ndarray, prior: np.ndarray) -> dict[str, Any]:
    """One number against the runs of the posterior (R,) and of the prior."""
    inside = quantiles(values)
    return {
        "name": name,
        "meaning": meaning,
        "observed": float(observed),
        "mean": float(values.mean()),
        **inside,
        "p": predictive_p(observed, values),
        "misfit": bool(observed < inside["low"] - ROUNDING or observed > inside["high"] + ROUNDING),
        **{f"prior_{key}": value for key, value in quantiles(prior).items()},
    }


def quantiles(values: np.ndarray) -> dict[str, float]:
    """Quantiles of (R,) runs; those of counts are counts."""
    found = np.quantile(values, list(QUANTILES.values()), method="inverted_cdf")
    return {key: float(value) for key, value in zip(QUANTILES, found, strict=True)}


def _fitted(observed: Observed, drawn: Networks, prior: Networks) -> list[dict[str, Any]]:
    ours, theirs, seen = summarise(drawn, observed), summarise(prior, observed), observed_statistics(observed)
    return [
        _row(s.name, f"{s.meaning} ({s.unit})", seen[k], ours[:, k], theirs[:, k]) | {"count": s.count}
        for k, s in enumerate(statistics_until(observed.end))
    ]


def _held_out(observed: Observed, drawn: Networks, prior: Networks) -> tuple[list[dict], list[dict]]:
    """Rows of the held-out statistics: single numbers, and vectors."""
    single, vectors = [], []
    for statistic in auxiliaries(observed.dyads):
        seen, ours, theirs = (
            statistic.of(observed.dyads, tied) for tied in (observed.tied[None, :], signed(drawn), signed(prior))
        )
        if len(statistic.labels) == 1:
            single.append(_row(statistic.name, statistic.meaning, seen[0, 0], ours[:, 0], theirs[:, 0]))
        else:
            vectors.append(_vector(statistic, seen[0], ours, theirs))
    return single, vectors


def _vector(statistic: Auxiliary, seen: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> dict[str, Any]:
    p = goodness_of_fit(seen, ours)
    return {
        "name": statistic.name,
        "title": statistic.title,
        "meaning": statistic.meaning,
        "entries": [_row(label, "", seen[k], ours[:, k], theirs[:, k]) for k, label in enumerate(statistic.labels)],
        "gof_p": p,
        "misfit": p < GOF,
        "prior_gof_p": goodness_of_fit(seen, theirs),
    }


def _overlap(observed: Observed, drawn: Networks, prior: Networks) -> dict[str, Any]:
    """Which ties, not how many.

    'ties': how many were observed; 'shared': quantiles of how many of them a run has, 'shared_mean'; 'by_chance': the
    mean if each run's office and firm ties stood at random on open dyads; the same of the prior. 'separation': row of
    how well the runs' own chances of a tie tell tied from untied dyads; 'unexpected': row of the unexpected dyads.
    """
    ours, theirs, seen = signed(drawn), signed(prior), observed.tied
    chance, before = ours.mean(axis=0), theirs.mean(axis=0)
    shared = (ours & seen).sum(axis=1)
    return {
        "ties": int(seen.sum()),
        "shared": quantiles(shared),
        "shared_mean": float(shared.mean()),
        "by_chance": _by_chance(observed, ours),
        "prior_shared": quantiles((theirs & seen).sum(axis=1)),
        "prior_shared_mean": float((theirs & seen).sum(axis=1).mean()),
        "prior_by_chance": _by_chance(observed, theirs),
        "separation": _row(
            "separation", "how well the chances of a tie tell tied from untied dyads (area under the ROC curve)",
            separation(seen[None, :], chance)[0], separation(ours, chance), separation(theirs, before),
        ),
        "unexpected": _row(
            "unexpected", "dyads that turn out unexpectedly", unexpected(seen, chance).sum(),
            unexpected(ours, chance).sum(axis=1), unexpected(theirs, before).sum(axis=1),
        ),
    }  # fmt: skip


def _by_chance(observed: Observed, tied: np.ndarray) -> float:
    """Mean overlap if each run's ties stood at random among the open dyads of their class (hypergeometric mean)."""
    out, opened = 0.0, observed.dyads.open_from <= observed.end
    for kind in (observed.dyads.with_firm, ~observed.dyads.with_firm):
        room = kind & opened
        out += tied[:, room].sum(axis=1).mean() * observed.tied[room].sum() / max(1, room.sum())
    return float(out)


def separation(networks: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """(N,) how well chances (D,) separate the ties of (N, D) networks from the rest: area under the ROC curve.

    One half where all or no dyads are tied.
    """
    _, place, count = np.unique(chance, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]  # from 1, equal ones share their mean
    ties = networks.sum(axis=1)
    pairs = ties * (networks.shape[1] - ties)
    above = networks @ ranks - ties * (ties + 1) / 2
    return np.where(pairs > 0, above / np.maximum(pairs, 1), 0.5)


def unexpected(tied: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Ties, or their absence, of (..., D) networks that had less than 5% chance (D,)."""
    return np.where(tied, chance, 1 - chance) < UNEXPECTED


def _dyads(observed: Observed, drawn: Networks, prior: Networks) -> list[dict[str, Any]]:
    """Rows 'dyad', 'with_firm', 'tied', 'probability', 'prior_probability', 'unexpected'."""
    chance, before = (np.mean(signed(n), axis=0) for n in (drawn, prior))
    odd = unexpected(observed.tied, chance)
    return [
        {
            "dyad": name,
            "with_firm": bool(observed.dyads.with_firm[k]),
            "tied": bool(observed.tied[k]),
            "probability": float(chance[k]),
            "prior_probability": float(before[k]),
            "unexpected": bool(odd[k]),
        }
        for k, name in enumerate(observed.dyads.names)
    ]
