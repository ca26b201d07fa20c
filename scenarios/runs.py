"""The result of an experiment as tables, whichever process each run came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scenarios.schema import Scenario
from scenarios.worker import RunResult
from sim.catalogue import CATEGORIES, TIE_TYPES
from sim.design import DesignPoint
from sim.record import SERIES
from sim.roster import Roster

FRAMES = ("table", "states", "series", "network", "sharing", "draws")


@dataclass(eq=False)
class Runs:
    """A finished (or interrupted) experiment.

    table : a row a replicate and design: outcomes, 'error' ('' if the run finished).
    states : a row a replicate, design and state (alias): ``sim.outcomes.state_outcomes``.
    series : a row a replicate, design and month (index): ``sim.record.SERIES``; the first replicates only.
    network : a row a design, pair of nodes (a < b) and tie type (index): share of replicates in which
        the tie stands at the end; strength, the mean share of months in which that pair shared (0 to 1).
    sharing : a row a design and category (key): shares of pairs that share, decide case by case, withhold.
    draws : a row a replicate: what was drawn.
    designs : all designs of the tables at their central values, in their order; ``asked`` names those
        that were asked for (the baseline is always run).
    complete : False if it was interrupted; the tables then hold the replicates that were finished.
    note : what happened on the way that a reader must know, '' if nothing.
    engine : which engine made the runs; the tables are the same either way.
    """

    table: pd.DataFrame
    states: pd.DataFrame
    series: pd.DataFrame
    network: pd.DataFrame
    sharing: pd.DataFrame
    draws: pd.DataFrame
    scenario: Scenario
    designs: list[DesignPoint]
    asked: list[str]
    roster: Roster
    seed: int
    behaviour_prior: str
    elapsed: float = 0.0
    complete: bool = True
    note: str = ""
    engine: str = "ensemble"

    @property
    def failures(self) -> pd.DataFrame:
        """Design, replicate and error of the runs that failed."""
        failed = self.table["error"] != ""
        return self.table.loc[failed, ["design", "replicate", "error"]].reset_index(drop=True)

    @property
    def replicates(self) -> int:
        """Number of replicates in the tables."""
        return int(self.table["replicate"].nunique())


def frames(results: Iterable[RunResult], designs: Sequence[str], roster: Roster) -> dict[str, pd.DataFrame]:
    """The tables of ``Runs`` (but the draws) from results in order of replicate, then design."""
    every = list(results)
    good = [r for r in every if not r.error]
    return {
        "table": _table(every),
        "states": _states(good, roster),
        "series": _series(good),
        "network": _network(good, designs),
        "sharing": _sharing(good, designs),
    }


def _keys(results: Sequence[RunResult], lengths: Sequence[int]) -> dict[str, np.ndarray]:
    """The columns design and replicate, each result repeated as often as it has rows."""
    return {
        "design": np.repeat(np.array([r.design for r in results], dtype=object), lengths),
        "replicate": np.repeat(np.array([r.replicate for r in results], dtype=np.int64), lengths),
    }


def _table(results: Sequence[RunResult]) -> pd.DataFrame:
    names = list(dict.fromkeys(name for r in results for name in r.outcomes))
    columns = {name: [r.outcomes.get(name, np.nan) for r in results] for name in names}
    errors = np.array([r.error for r in results], dtype=object)
    return pd.DataFrame({**_keys(results, [1] * len(results)), **columns, "error": errors})


def _states(results: Sequence[RunResult], roster: Roster) -> pd.DataFrame:
    names = list(results[0].states) if results else []
    labels = np.array(list(roster.aliases) * len(results), dtype=object)
    columns = {name: np.concatenate([r.states[name] for r in results]) for name in names}
    return pd.DataFrame({**_keys(results, [roster.n_states] * len(results)), "state": labels, **columns})


def _series(results: Sequence[RunResult]) -> pd.DataFrame:
    kept = [(r, r.months, r.series) for r in results if r.series is not None and r.months is not None]
    lengths = [len(months) for _, months, _ in kept]
    months = np.concatenate([np.empty(0, dtype=np.int64), *(m for _, m, _ in kept)])
    values = np.concatenate([np.empty((0, len(SERIES))), *(s for _, _, s in kept)])
    keys = _keys([r for r, _, _ in kept], lengths)
    return pd.DataFrame({**keys, "month": months, **{name: values[:, k] for k, name in enumerate(SERIES)}})


def _network(results: Sequence[RunResult], designs: Sequence[str]) -> pd.DataFrame:
    columns = ["design", "a", "b", "type", "share", "strength"]
    parts = [_network_of([r for r in results if r.design == name], name) for name in designs]
    rows = [row for part in parts for row in part]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"a": np.int64, "b": np.int64, "type": np.int64, "share": float, "strength": float})


def _network_of(results: Sequence[RunResult], design: str) -> list[tuple[str, int, int, int, float, float]]:
    """Ties at the end of a design's runs: how often each stands, and how much its pair shares then."""
    seen: dict[tuple[int, int, int], list[float]] = {}
    for r in results:
        if r.edges is None or r.flow is None:
            continue
        for (a, b, mask), flow in zip(r.edges.tolist(), r.flow.tolist(), strict=True):
            for k in range(len(TIE_TYPES)):
                if mask >> k & 1:
                    seen.setdefault((a, b, k), []).append(flow)
    return [
        (design, a, b, k, len(flows) / len(results), sum(flows) / len(flows))
        for (a, b, k), flows in sorted(seen.items())
    ]


def _sharing(results: Sequence[RunResult], designs: Sequence[str]) -> pd.DataFrame:
    rows = []
    for name in designs:
        found = [r.sharing for r in results if r.design == name and r.sharing is not None]
        known = [s for s in found if np.isfinite(s).all()]
        mean = np.mean(known, axis=0) if known else np.full((len(CATEGORIES), 3), np.nan)
        rows += [(name, c.key, *map(float, mean[k])) for k, c in enumerate(CATEGORIES)]
    return pd.DataFrame(rows, columns=["design", "category", "share", "case_by_case", "withhold"])
