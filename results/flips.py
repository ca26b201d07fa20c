"""How often two designs change places from replicate to replicate, and on which drawn quantity that hangs.

The drawn quantities are ranked once for all pairs of designs and all outcomes (``Drawn``); a pair then costs a product
of matrices. Replicates that say nothing of a pair (tied, or without a value) are taken out of the ranks again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pandas as pd

from results.paired import ties

MISTAKE = 0.01  # chance of naming a quantity, for one pair, when none matters
FEWEST = 5  # replicates needed on each side before a quantity is looked for
_AT_ONCE = 2**20  # values of pairs by replicates that are looked at together
_BLOCK = 96  # replicates in one of the small products that make a large one


@dataclass(frozen=True)
class Drawn:
    """What was drawn in N replicates: the K quantities that vary, ranked once.

    names : of the quantities.  values : (N, K).
    order : (K, N) replicates from the lowest value to the highest.
    ends : for each quantity the places in that order at which a run of equal values ends.
    balance : (N, K) number of replicates with a lower value less that of those with a higher one.
    """

    names: tuple[str, ...]
    values: np.ndarray
    order: np.ndarray
    ends: tuple[np.ndarray, ...]
    balance: np.ndarray

    @classmethod
    def of(cls, draws: pd.DataFrame, replicates: np.ndarray) -> Drawn:
        """From a row a replicate, with the column 'replicate' and one a drawn quantity; those that vary are kept."""
        table = draws.set_index("replicate").select_dtypes("number").reindex(replicates)
        table = table.loc[:, table.nunique() > 1]
        values = np.asfortranarray(table.to_numpy(np.float64))
        order = np.argsort(values, axis=0, kind="stable").T.astype(np.int32)
        balance, ends = np.empty(values.shape, order="F"), []
        for k, places in enumerate(order):
            ascending = values[places, k]
            ends.append(np.append(np.flatnonzero(ascending[1:] != ascending[:-1]), len(ascending) - 1))
            upto = ends[k] + 1  # replicates with this value or a lower one
            balance[places, k] = np.repeat(np.append(0, upto[:-1]) + upto - len(values), np.diff(upto, prepend=0))
        return cls(tuple(str(name) for name in table.columns), values, order, tuple(ends), balance)


def order_flips(values: np.ndarray, outcome: str, designs: Sequence[str], drawn: Drawn) -> pd.DataFrame:
    """One row a pair of designs.

    values : (N, designs) of one outcome, NaN where it does not apply.  drawn : of the same N replicates.

    Columns: outcome, first, second, pairs (replicates with both), first_higher and tied (shares), flips
    (share of replicates against the commoner order, ties left out), separator (the drawn quantity that tells
    the two orders apart best, or ''), auc (chance that the quantity is higher in a replicate with the first
    design higher than in one with it lower) and shift (difference of its means, in standard deviations).
    """
    places = list(combinations(range(len(designs)), 2))
    step = max(1, _AT_ONCE // max(1, len(values)))
    parts = [_pairs(values, places[k : k + step], drawn) for k in range(0, len(places), step)]
    keys = {
        "outcome": [outcome] * len(places),
        "first": [designs[a] for a, _ in places],
        "second": [designs[b] for _, b in places],
    }
    found = {name: [value for part in parts for value in part[name]] for name in parts[0]} if parts else {}
    return pd.DataFrame({**keys, **found} if places else {})


def _pairs(values: np.ndarray, places: Sequence[tuple[int, int]], drawn: Drawn) -> dict[str, list]:
    """The columns of ``order_flips`` for some pairs of columns of ``values``."""
    first, second = (np.ascontiguousarray(values[:, [pair[side] for pair in places]].T) for side in (0, 1))
    signs = _signs(first, second)
    n = (np.isfinite(first) & np.isfinite(second)).sum(axis=1)
    up, down = (signs > 0).sum(axis=1), (signs < 0).sum(axis=1)
    with np.errstate(invalid="ignore"):
        shares = up / n, np.where(n > 0, 1 - (up + down) / n, math.nan)
        flips = np.where(n > 0, np.where(up + down > 0, np.minimum(up, down) / (up + down), 0.0), math.nan)
    found: list[tuple[str, float, float]] = [("", math.nan, math.nan)] * len(places)
    asked = np.flatnonzero(np.minimum(up, down) >= FEWEST)
    if len(asked) and drawn.names:
        areas = auc(signs[asked], drawn)
        for area, p in zip(areas, asked, strict=True):
            found[p] = _separator(area, signs[p], drawn) or found[p]
    separators, at, shifts = zip(*found, strict=True)
    return {
        "pairs": n.tolist(),
        "first_higher": shares[0].tolist(),
        "tied": shares[1].tolist(),
        "flips": flips.tolist(),
        "separator": list(separators),
        "auc": list(at),
        "shift": list(shifts),
    }


def _signs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Which of two arrays is higher: 1, -1, or 0 where they are tied or one has no value."""
    with np.errstate(invalid="ignore"):
        apart = first - second
        told = np.isfinite(apart) & ~ties(first, second)
    return np.where(told, np.sign(apart), 0.0).astype(np.int8)


def auc(signs: np.ndarray, drawn: Drawn) -> np.ndarray:
    """(P, K) chance that a quantity is higher where a pair's sign is 1 than where it is -1, ties half.

    signs : (P, N) of pairs, with both signs in each. The area under the ROC curve, from the Mann-Whitney statistic:
    with d the signs, e the replicates without a sign and S the matrix of signs of the differences in the quantity,
    comparisons won less those lost are d'S(1 - e) / 2. All sums are whole numbers, so that the areas are exact but for
    the last division.
    """
    up, down = (signs > 0).sum(axis=1), (signs < 0).sum(axis=1)
    won = _product(signs.astype(np.float64), drawn.balance)
    gaps = np.flatnonzero(up + down < signs.shape[1])
    if len(gaps):
        won[gaps] -= _against_the_signless(signs[gaps], drawn)
    compared = (up * down).astype(np.float64)[:, None]
    return (compared + won / 2) / 2 / compared


def _product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """(P, N) times (N, K) for few P and K, as a sum of products too small for threads: those wait for one another.

    On a busy machine that costs many times the work. The sums of whole numbers are the same either way.
    """
    whole = left.shape[1] // _BLOCK * _BLOCK
    blocks = left[:, :whole].reshape(len(left), -1, _BLOCK).transpose(1, 0, 2)
    others = right.T[:, :whole].reshape(right.shape[1], -1, _BLOCK).transpose(1, 2, 0)
    return (blocks @ others).sum(axis=0) + left[:, whole:] @ right[whole:]


def _against_the_signless(signs: np.ndarray, drawn: Drawn) -> np.ndarray:
    """(P, K) d'Se: the signs of those with a higher quantity less those with a lower one, over all without a sign."""
    found = np.empty((len(signs), len(drawn.names)))
    whole, without = signs.sum(axis=1, dtype=np.int64), (signs == 0).sum(axis=1)
    for k, (order, ends) in enumerate(zip(drawn.order, drawn.ends, strict=True)):
        ranked = np.take(signs, order, axis=1)
        below = np.cumsum(ranked, axis=1, dtype=np.int32)  # of those with the value at a place or a lower one
        if len(ends) == len(order):
            sums = 2 * np.einsum("pn,pn->p", below, ranked == 0, dtype=np.int64)
        else:
            sums = _by_value(below, np.cumsum(ranked == 0, axis=1, dtype=np.int32), ends)
        found[:, k] = whole * without - sums
    return found


def _by_value(below: np.ndarray, signless: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """(P,) sum over those without a sign of the signs below them and up to their value, from sums along the order."""
    upto, count = np.take(below, ends, axis=1), np.diff(np.take(signless, ends, axis=1), axis=1, prepend=0)
    both = upto.copy()
    both[:, 1:] += upto[:, :-1]
    return np.einsum("pn,pn->p", both, count, dtype=np.int64)


def _separator(areas: np.ndarray, signs: np.ndarray, drawn: Drawn) -> tuple[str, float, float] | None:
    """The quantity whose values differ most between the two groups of a pair, if more than by chance."""
    higher, lower = signs > 0, signs < 0
    n, m = int(higher.sum()), int(lower.sum())
    k = int(np.argmax(np.abs(areas - 0.5)))
    chance = math.sqrt((n + m + 1) / (12 * n * m))  # standard deviation of the area if nothing separates
    limit = NormalDist().inv_cdf(1 - MISTAKE / (2 * len(drawn.names)))
    if abs(areas[k] - 0.5) <= limit * chance:
        return None
    high, low = drawn.values[higher, k], drawn.values[lower, k]
    shift = float(high.mean() - low.mean()) / float(np.std(np.concatenate([high, low])))
    return drawn.names[k], float(areas[k]), shift


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
