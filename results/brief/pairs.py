"""Every design against every other, on the same draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from results.comparison import chance_of_better, judged, records
from results.numbers import Meta
from results.paired import paired
from scenarios.queries import Grid, tables_of

# As ``paired`` calls a number -> as it is called here, where no other interval stands beside it.
_CALLED = {"diff_low": "low90", "diff_low50": "low50", "diff_high50": "high50", "diff_high": "high90"}


@dataclass(frozen=True, eq=False)
class Pairs:
    """One row an outcome and ordered pair of two designs.

    Columns of ``frame``: outcome, design, against, pairs (replicates in which both apply), diff (median of the
    differences, in the outcome's unit), low90, low50, high50, high90 (their 90% and 50% intervals), p_higher, p_better
    (of the design, in the outcome's direction), p_error, verdict and settled (as in ``results.comparison``).
    """

    designs: tuple[str, ...]
    frame: pd.DataFrame

    @cached_property
    def _index(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        return {(row["outcome"], row["design"], row["against"]): row for row in records(self.frame)}

    def cell(self, outcome: str, design: str, against: str) -> dict[str, Any]:
        """The row of a pair; KeyError for a design against itself, and for what was not compared."""
        return self._index[outcome, design, against]

    def rows(self, outcome: str, against: str) -> list[dict[str, Any]]:
        """The rows of all other designs against one, in the order of the designs."""
        return [self.cell(outcome, design, against) for design in self.designs if design != against]


def pairs_of(runs: Any, metas: Sequence[Meta]) -> Pairs:
    """The pairs of an experiment in some of its outcomes."""
    with tables_of(runs, "runs") as tables:
        return from_grid(tables.grid(), metas)


def from_grid(grid: Grid, metas: Sequence[Meta]) -> Pairs:
    """The pairs of the rows of a table."""
    rows = [row for meta in metas for row in pair_rows(grid.values(meta.name), meta, grid.designs)]
    return Pairs(grid.designs, pd.DataFrame(rows))


def pair_rows(values: np.ndarray, meta: Meta, designs: Sequence[str]) -> list[dict[str, Any]]:
    """A row an ordered pair of designs from the (replicates, designs) values of one outcome."""
    own, other = np.nonzero(~np.eye(len(designs), dtype=bool))
    found = paired(values[:, own], values[:, other])
    rows = []
    for k, (i, j) in enumerate(zip(own.tolist(), other.tolist(), strict=True)):
        numbers = {_CALLED.get(name, name): column[k].item() for name, column in found.items()}
        row = {"outcome": meta.name, "design": designs[i], "against": designs[j], **numbers}
        row["p_better"] = chance_of_better(row["p_higher"], meta.better)
        rows.append(row | judged(row, meta.better))
    return rows
