"""How often two designs change places from replicate to replicate, and on which drawn quantity that hangs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

MISTAKE = 0.01  # chance of naming a quantity, for one pair, when none matters
FEWEST = 5  # replicates needed on each side before a quantity is looked for


def order_flips(values: pd.DataFrame, outcome: str, designs: Sequence[str], draws: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of designs.

    values : (replicates, designs) of one outcome, replicates in the index, NaN where it does not apply.
    draws : one row a replicate, with the column 'replicate' and one column a drawn quantity.

    Columns: outcome, first, second, pairs (replicates with both), first_higher and tied (shares), flips
    (share of replicates against the commoner order, ties left out), separator (the drawn quantity that tells
    the two orders apart best, or ''), auc (chance that the quantity is higher in a replicate with the first
    design higher than in one with it lower) and shift (difference of its means, in standard deviations).
    """
    names, drawn = _drawn(draws, values.index)
    column = {d: values[d].to_numpy() for d in designs}
    rows = [
        {"outcome": outcome, "first": a, "second": b} | _pair(column[a], column[b], names, drawn)
        for a, b in combinations(designs, 2)
    ]
    return pd.DataFrame(rows)


def _drawn(draws: pd.DataFrame, replicates: pd.Index) -> tuple[list[str], np.ndarray]:
    """Names and (replicates, K) values of the quantities that vary."""
    table = draws.set_index("replicate").select_dtypes("number").reindex(replicates)
    table = table.loc[:, table.nunique() > 1]
    return [str(c) for c in table.columns], table.to_numpy(float)


def _pair(a: np.ndarray, b: np.ndarray, names: list[str], drawn: np.ndarray) -> dict[str, Any]:
    both = np.isfinite(a) & np.isfinite(b)
    n = int(both.sum())
    blank = {"separator": "", "auc": math.nan, "shift": math.nan}
    if n == 0:
        return {"pairs": 0, "first_higher": math.nan, "tied": math.nan, "flips": math.nan} | blank
    tied = np.isclose(a, b, rtol=1e-9, atol=1e-9, equal_nan=False)
    higher, lower = both & ~tied & (a > b), both & ~tied & (a < b)
    up, down = int(higher.sum()), int(lower.sum())
    row = {
        "pairs": n,
        "first_higher": up / n,
        "tied": 1 - (up + down) / n,
        "flips": min(up, down) / (up + down) if up + down else 0.0,
    }
    return row | (_separator(drawn[higher], drawn[lower], names) or blank)


def _separator(high: np.ndarray, low: np.ndarray, names: list[str]) -> dict[str, Any] | None:
    """The quantity whose values differ most between two groups of replicates, if more than by chance."""
    n, m = len(high), len(low)
    if min(n, m) < FEWEST or not names:
        return None
    areas = auc(high, low)
    k = int(np.argmax(np.abs(areas - 0.5)))
    chance = math.sqrt((n + m + 1) / (12 * n * m))  # standard deviation of the area if nothing separates
    limit = NormalDist().inv_cdf(1 - MISTAKE / (2 * len(names)))
    if abs(areas[k] - 0.5) <= limit * chance:
        return None
    spread = float(np.std(np.concatenate([high[:, k], low[:, k]])))
    shift = float(high[:, k].mean() - low[:, k].mean()) / spread
    return {"separator": names[k], "auc": float(areas[k]), "shift": shift}


def auc(high: np.ndarray, low: np.ndarray) -> np.ndarray:
    """(K,) chance that a row of (n, K) exceeds a row of (m, K), ties half: the area under the ROC curve."""
    n, m = len(high), len(low)
    order = np.concatenate([high, low])
    ranks = pd.DataFrame(order).rank().to_numpy()
    return (ranks[:n].sum(axis=0) - n * (n + 1) / 2) / (n * m)


def separators(flips: pd.DataFrame, outcomes: Sequence[str], often: float = 0.2) -> pd.DataFrame:
    """For each outcome, the drawn quantities behind the pairs whose order flips in at least ``often``.

    One row an outcome: pairs (compared), flipping (pairs that flip that often), share (mean flip share of
    all pairs), quantities (list of (name, pairs it separates), commonest first).
    """
    rows = []
    for outcome in outcomes:
        own = flips[(flips["outcome"] == outcome) & (flips["pairs"] > 0)]
        flipping = own[own["flips"] >= often]
        found = flipping.loc[flipping["separator"] != "", "separator"].value_counts()
        ranked = sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
        rows.append(
            {
                "outcome": outcome,
                "pairs": len(own),
                "flipping": len(flipping),
                "share": float(own["flips"].mean()) if len(own) else math.nan,
                "quantities": [(str(name), int(count)) for name, count in ranked],
            }
        )
    return pd.DataFrame(rows)
