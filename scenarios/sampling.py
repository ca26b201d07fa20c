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
    seed = scenario.seed if seed is None else seed
    numbers = range(scenario.replicates if n is None else n) if replicates is None else replicates
    if not len(numbers):
        raise InputError("nothing to draw", key="replicates", value=len(numbers), allowed="at least 1")
    table = _table(scenario)
    return pd.DataFrame([_draw(scenario, seed, r, table) for r in numbers])


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


def _table(scenario: Scenario) -> pd.DataFrame | None:
    """Draws of behaviour, or None where the ranges are drawn from."""
    if scenario.prior == "ranges" or not (scenario.posterior or posterior.is_there()):
        return None
    return posterior.posterior_table(Path(scenario.posterior) if scenario.posterior else None)


def _draw(scenario: Scenario, seed: int, replicate: int, table: pd.DataFrame | None) -> dict[str, float]:
    row: dict[str, float] = {"replicate": int(replicate)}
    fitted = {} if table is None else _posterior_row(table, seed, replicate)
    settings = scenario.settings()
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


def _posterior_row(table: pd.DataFrame, seed: int, replicate: int) -> dict[str, float]:
    """The replicate's row of the posterior: its draws come in a random order keyed by seed, then again."""
    order = _posterior_order(tuple(table.index), seed)
    values = table.iloc[order[replicate % len(order)]]
    return {str(name): float(value) for name, value in values.items()}


@lru_cache(maxsize=8)
def _posterior_order(draws: tuple[str, ...], seed: int) -> tuple[int, ...]:
    keys = [keyed_uniform(seed, 0, f"posterior:{draw}") for draw in draws]
    return tuple(int(k) for k in np.argsort(keys, kind="stable"))
