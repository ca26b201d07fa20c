"""Outcomes of several designs in the same futures, as one array: what regret, thresholds and fronts are made from.

A future is one replicate of one point: draws and streams of random numbers that all designs share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from results.numbers import Meta, metas
from sim.errors import InputError, raise_all

FEWEST = 8  # futures below which nothing is said


@dataclass(frozen=True, eq=False)
class Futures:
    """What designs came to in the same futures.

    designs : (D,) names.  metas : (O,) outcomes, each with a direction.
    values : (F, D, O), NaN where an outcome does not apply or a run failed.
    group : (F,) what is drawn together in a bootstrap, by a number: futures of one point, or of one replicate where
        points are no sample; each future by itself where there is one point only.
    drawn : the same in words.
    """

    designs: tuple[str, ...]
    metas: tuple[Meta, ...]
    values: np.ndarray
    group: np.ndarray
    drawn: str = "futures are drawn anew"

    @property
    def outcomes(self) -> list[str]:
        """Names of the outcomes."""
        return [meta.name for meta in self.metas]

    def __len__(self) -> int:
        return len(self.values)

    def signed(self) -> np.ndarray:
        """(F, D, O) values, turned so that more is better everywhere."""
        return self.values * np.array([float(meta.better) for meta in self.metas])


def chosen_metas(columns: Sequence[str], outcomes: Sequence[str] | None = None) -> tuple[Meta, ...]:
    """The outcomes that were asked for, or the headline ones; InputError(s) for names that make no sense."""
    known = {meta.name: meta for meta in metas(columns)}
    if outcomes is None:
        return tuple(meta for meta in known.values() if meta.headline and meta.better)
    errors, found = [], []
    directed = [name for name, meta in known.items() if meta.better]
    for name in dict.fromkeys(outcomes):
        if name not in known:
            errors.append(InputError("unknown outcome", key="outcomes", value=name,
                                     allowed=", ".join(directed), choices=directed))  # fmt: skip
        elif not known[name].better:
            errors.append(InputError("neither more nor less of it is better", key="outcomes", value=name,
                                     allowed=", ".join(directed)))  # fmt: skip
        else:
            found.append(known[name])
    if not outcomes:
        errors.append(InputError("no outcome", key="outcomes", allowed=", ".join(directed)))
    raise_all(errors)
    return tuple(found)


def futures_of(
    table: pd.DataFrame,
    outcomes: Sequence[str] | None = None,
    designs: Sequence[str] | None = None,
    fixed_points: bool = False,
) -> Futures:
    """The futures of a table with the columns (point,) design, replicate, outcomes and error.

    outcomes : names; None: the headline outcomes.  designs : names; None: all of the table.
    fixed_points : points were set (a grid, a list) and not drawn, so that only replicates are a sample.
    InputError for what is not there, and for a table with fewer than two designs or ``FEWEST`` futures.
    """
    chosen = chosen_metas(list(map(str, table.columns)), outcomes)
    there = tuple(dict.fromkeys(table["design"]))
    named = there if designs is None else tuple(dict.fromkeys(designs))
    unknown = [name for name in named if name not in there]
    raise_all([
        InputError("a design that was not run", key="designs", value=name, allowed=", ".join(there), choices=there)
        for name in unknown
    ])  # fmt: skip
    if len(named) < 2:
        raise InputError("a choice needs two designs or more", key="designs", value=", ".join(named))
    found = _arrays(table, chosen, named, fixed_points)
    if len(found) < FEWEST:
        raise InputError("too few futures", key="replicates", value=len(found), allowed=f"at least {FEWEST}")
    return found


def _arrays(table: pd.DataFrame, chosen: tuple[Meta, ...], designs: tuple[str, ...], fixed: bool) -> Futures:
    point = table["point"] if "point" in table else pd.Series(0, index=table.index)
    frame = table[["design", "replicate", *(meta.name for meta in chosen)]].assign(point=point)
    failed = pd.Series(False, index=table.index) if "error" not in table else table["error"].fillna("") != ""
    frame.loc[failed, [meta.name for meta in chosen]] = np.nan
    if frame.duplicated(["point", "replicate", "design"]).any():
        raise InputError("the same run twice", key="replicate", allowed="one row a point, replicate and design")
    keys = frame[["point", "replicate"]].drop_duplicates().sort_values(["point", "replicate"])
    index = pd.MultiIndex.from_frame(keys)
    layers = [
        frame.pivot(index=["point", "replicate"], columns="design", values=meta.name)
        .reindex(index=index, columns=list(designs))
        .to_numpy(np.float64)
        for meta in chosen
    ]
    return Futures(designs, chosen, np.stack(layers, axis=2), *_groups(keys, fixed))


def _groups(keys: pd.DataFrame, fixed: bool) -> tuple[np.ndarray, str]:
    """What is drawn together in a bootstrap, by a number, and in words."""
    points, replicates = keys["point"].nunique(), keys["replicate"].nunique()
    if points == 1:
        return np.arange(len(keys)), f"the {len(keys)} futures are drawn anew"
    if fixed and replicates > 1:
        said = f"the {replicates} replicates are drawn anew and the {points} points stay, since they are no sample"
        return np.asarray(pd.factorize(keys["replicate"])[0]), said
    if fixed:
        said = f"the {points} points are drawn anew, though they are no sample: there is one replicate only"
    elif replicates * points == len(keys):
        said = f"the {points} points are drawn anew and their {replicates} replicates, which all points share, stay"
    else:
        said = f"the {points} points are drawn anew, with their replicates"
    return np.asarray(pd.factorize(keys["point"])[0]), said
