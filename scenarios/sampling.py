"""What is drawn in each replicate: behaviour, the uncertain world, and a quantile for every design field.

A draw is a hash of (seed, replicate, name) and of nothing else, so it depends neither on how many replicates
or names there are nor on their order, and all designs of a replicate share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from scenarios import posterior
from scenarios.schema import Scenario
from sim.design import FIELD_NAMES
from sim.errors import InputError
from sim.parameters import BEHAVIOUR_NAMES, INDEX, NAMES, RECORDS, UNCERTAIN_NAMES, default_values

QUANTILE = "q:"  # prefix of the columns that hold the quantiles of the design fields

# What ``behaviour_prior`` answers.
FROM_POSTERIOR = "the posterior of the calibration (posterior.csv)"
FROM_OWN = "a posterior of your own, "
FROM_RANGES = "independent uniform draws over the ranges"
NO_FILE = FROM_RANGES + " (posterior.csv is not there)"


def keyed_uniform(seed: int, replicate: int, name: str) -> float:
    """A number in (0, 1) that belongs to this seed, replicate and name."""
    digest = hashlib.blake2b(f"{int(seed)}|{int(replicate)}|{name}".encode(), digest_size=8).digest()
    return ((int.from_bytes(digest, "little") >> 11) + 0.5) * 2.0**-53


def draw_replicates(
    scenario: Scenario, n: int | None = None, seed: int | None = None, replicates: Sequence[int] | None = None
) -> pd.DataFrame:
    """One row a replicate: 'replicate', the parameters that vary or are set, and 'q:<field>' for every field.

    n, seed : those of the scenario if left out. replicates : which ones, instead of the first ``n``.
    """
    numbers = range(scenario.replicates if n is None else n) if replicates is None else replicates
    return pd.DataFrame(draw_rows(scenario, numbers, seed))


def draw_rows(scenario: Scenario, replicates: Sequence[int], seed: int | None = None) -> list[dict[str, float]]:
    """The same as a mapping a replicate: name -> number, for the replicates of these numbers."""
    if not len(replicates):
        raise InputError("nothing to draw", key="replicates", value=len(replicates), allowed="at least 1")
    seed = scenario.seed if seed is None else seed
    path, settings = posterior_of(scenario), scenario.settings()
    fitted = None if path is None else _Fitted(posterior.posterior_table(path), seed)
    return [_draw(settings, seed, int(r), {} if fitted is None else fitted.row(int(r))) for r in replicates]


def parameter_vector(row: Mapping[str, float]) -> np.ndarray:
    """(len(parameters.ALL),) values of one replicate: what its row holds, else the value of the record."""
    values = default_values()
    for name in NAMES:
        if name in row:
            values[INDEX[name]] = row[name]
    return values


def field_quantiles(row: Mapping[str, float]) -> dict[str, float]:
    """Field -> quantile, from one replicate's row."""
    return {name: float(row[QUANTILE + name]) for name in FIELD_NAMES}


def behaviour_prior(scenario: Scenario) -> str:
    """In words: what the behaviour parameters are drawn from."""
    if scenario.prior == "ranges":
        return FROM_RANGES
    if scenario.posterior:
        return FROM_OWN + Path(scenario.posterior).name
    return FROM_POSTERIOR if posterior.is_there() else NO_FILE


def posterior_of(scenario: Scenario) -> Path | None:
    """The file with the draws of behaviour; None where the ranges are drawn from."""
    if scenario.prior == "ranges" or not (scenario.posterior or posterior.is_there()):
        return None
    return Path(scenario.posterior) if scenario.posterior else posterior.POSTERIOR


def _draw(
    settings: Mapping[str, tuple[float, float]], seed: int, replicate: int, fitted: Mapping[str, float]
) -> dict[str, float]:
    """A replicate's row. settings : the scenario's own ranges.  fitted : what the posterior says."""
    row: dict[str, float] = {"replicate": replicate}
    for name in NAMES:
        if name in settings:
            low, high = settings[name]
        elif name in fitted:
            row[name] = fitted[name]
            continue
        elif name in BEHAVIOUR_NAMES or name in UNCERTAIN_NAMES:
            low, high = RECORDS[name].low, RECORDS[name].high
        else:
            continue
        row[name] = low + (high - low) * keyed_uniform(seed, replicate, name) if high > low else low
    for name in FIELD_NAMES:
        row[QUANTILE + name] = keyed_uniform(seed, replicate, QUANTILE + name)
    return row


class _Fitted:
    """Rows of the posterior: its draws come in a random order keyed by seed, then again."""

    def __init__(self, table: pd.DataFrame, seed: int) -> None:
        self.names, self.values = [str(name) for name in table], table.to_numpy()
        self.order = _posterior_order(tuple(table.index), seed)

    def row(self, replicate: int) -> dict[str, float]:
        """The replicate's row."""
        values = self.values[self.order[replicate % len(self.order)]]
        return dict(zip(self.names, values.tolist(), strict=True))


@lru_cache(maxsize=8)
def _posterior_order(draws: tuple[str, ...], seed: int) -> tuple[int, ...]:
    keys = [keyed_uniform(seed, 0, f"posterior:{draw}") for draw in draws]
    return tuple(int(k) for k in np.argsort(keys, kind="stable"))
