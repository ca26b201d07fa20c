"""What the runs say of each jurisdiction: its own outcomes over replicates and designs, read from the runs once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from results.actor import view_metas
from results.brief.dues import Dues, of_states, posts_of_states
from results.brief.names import Name, in_sentence, names
from results.brief.pairs import pair_rows
from results.comparison import outcome_cells
from results.numbers import Meta
from scenarios.queries import tables_of
from sim.design import DesignPoint
from sim.roster import Roster

WELFARE = "welfare"  # a jurisdiction's net benefit
DUES = "dues"
OUTSIDE = 0.5  # share of months below which one counts as outside the network


@dataclass(frozen=True, eq=False)
class Values:
    """All jurisdictions' own outcomes.

    arrays : outcome -> (J, R, designs), NaN where there is none. Dues are posts where ``in_posts``.
    dues : label -> design -> dues; empty where the runs do not tell them in posts.
    """

    roster: Roster
    designs: tuple[str, ...]
    points: Mapping[str, DesignPoint]
    baseline: str
    metas: tuple[Meta, ...]
    arrays: Mapping[str, np.ndarray]
    dues: Mapping[str, Mapping[str, Dues]]
    replicates: np.ndarray
    in_posts: bool

    @cached_property
    def names(self) -> dict[str, Name]:
        """The designs in plain words."""
        return names(self.designs, self.roster)

    @cached_property
    def nodes(self) -> dict[str, int]:
        """The jurisdictions by their labels."""
        return {self.roster.label(j): j for j in range(self.roster.n_states)}

    @cached_property
    def typical(self) -> float:
        """Median net benefit, under the baseline, of those that are members most of the time; NaN if nobody is."""
        k = self.designs.index(self.baseline)
        if "membership" not in self.arrays:
            return float("nan")
        share, welfare = self.arrays["membership"][:, :, k], self.arrays[WELFARE][:, :, k]
        applies = np.isfinite(share).any(axis=1) & np.isfinite(welfare).any(axis=1)
        inside = np.nanmean(share[applies], axis=1) >= OUTSIDE
        own = np.nanmedian(welfare[applies], axis=1)[inside]
        return float(np.median(own)) if len(own) else float("nan")

    def of(self, node: int) -> Own:
        """The outcomes of one jurisdiction."""
        return Own(self, node)


@dataclass(frozen=True, eq=False)
class Own:
    """One jurisdiction's own outcomes, and their statistics against the baseline (as in ``results.comparison``)."""

    all: Values
    node: int

    @property
    def label(self) -> str:
        """How the roster calls it."""
        return self.all.roster.label(self.node)

    @property
    def called(self) -> str:
        """How a sentence calls it: 'the United Kingdom'."""
        return in_sentence(self.all.roster, self.node)

    @property
    def others(self) -> tuple[str, ...]:
        """All designs but the baseline."""
        return tuple(d for d in self.all.designs if d != self.all.baseline)

    def values(self, outcome: str) -> np.ndarray:
        """(R, designs) values of an outcome."""
        return self.all.arrays[outcome][self.node]

    @cached_property
    def cells(self) -> dict[tuple[str, str], dict[str, Any]]:
        """(outcome, design) -> the row of its statistics."""
        rows = [
            row
            for meta in self.all.metas
            for row in outcome_cells(self.values(meta.name), meta, self.all.designs, self.all.baseline)
        ]
        return {(row["outcome"], row["design"]): row for row in rows}

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], dict[str, Any]]:
        meta = next(m for m in self.all.metas if m.name == WELFARE)
        rows = pair_rows(self.values(WELFARE), meta, self.all.designs)
        return {(row["design"], row["against"]): row for row in rows}

    def pair(self, design: str, against: str) -> dict[str, Any]:
        """The net benefit of one design against another's, on the same draws (as a row of ``results.brief.pairs``)."""
        return self._pairs[design, against]

    def median(self, outcome: str, design: str) -> float:
        """The median of an outcome under a design; NaN if it was not recorded."""
        row = self.cells.get((outcome, design))
        return float("nan") if row is None else float(row["median"])

    def mean(self, outcome: str, design: str) -> float:
        """The mean over the replicates; NaN if it was not recorded, or applies to none."""
        if outcome not in self.all.arrays:
            return float("nan")
        values = self.values(outcome)[:, self.all.designs.index(design)]
        kept = values[np.isfinite(values)]
        return float(kept.mean()) if kept.size else float("nan")

    @property
    def today(self) -> float:
        """Median net benefit under the baseline (utility a month)."""
        return self.median(WELFARE, self.all.baseline)

    @cached_property
    def sign(self) -> int:
        """Whether its balance under the baseline is a benefit (1) or a loss (-1); 0 where that is not clear.

        Clear if it has the sign in two thirds of the replicates: a difference is told as a part of a balance only where
        it is one.
        """
        own = self.values(WELFARE)[:, self.all.designs.index(self.all.baseline)]
        own = own[np.isfinite(own)]
        if not len(own):
            return 0
        above = float(np.mean(own > 0))
        return 1 if above >= 2 / 3 else -1 if above <= 1 / 3 and self.today < 0 else 0


def read(runs: Any, baseline: str) -> Values:
    """The outcomes of all jurisdictions. ``runs`` : a ``Runs``."""
    labels = [runs.roster.label(j) for j in range(runs.roster.n_states)]
    with tables_of(runs, "runs", "states") as tables:
        designs = tables.designs()
        keys = tables.frame(
            "SELECT list_position(?, state) - 1 AS state, list_position(?, design) - 1 AS design, replicate "
            "FROM states",
            [labels, list(designs)],
        )
        replicates, rows = np.unique(keys["replicate"].to_numpy(), return_inverse=True)
        place = keys["state"].to_numpy(), rows, keys["design"].to_numpy()
        shape = len(labels), len(replicates), len(designs)
        metas = tuple(view_metas(tables.columns("states")))
        arrays = {m.name: _placed(tables.column(m.name, '"states"', []), place, shape) for m in metas}
    posts = posts_of_states(runs)
    if len(posts):
        place = (
            posts["state"].map({label: k for k, label in enumerate(labels)}).to_numpy(),
            np.searchsorted(replicates, posts["replicate"].to_numpy()),
            posts["design"].map({design: k for k, design in enumerate(designs)}).to_numpy(),
        )
        arrays[DUES] = _placed(posts["own"].to_numpy(float), place, shape)
    points = {point.name: point for point in runs.designs}
    return Values(
        runs.roster, designs, points, baseline, metas, arrays, of_states(runs, posts), replicates, len(posts) > 0
    )


def _placed(column: np.ndarray, place: tuple[np.ndarray, ...], shape: tuple[int, ...]) -> np.ndarray:
    """The numbers of a column put where they belong; NaN elsewhere."""
    array = np.full(shape, np.nan)
    array[place] = column
    return array
