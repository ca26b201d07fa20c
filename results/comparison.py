"""Compare designs outcome by outcome: medians, paired differences, probabilities, regret, verdicts.

All designs meet the same draws in the same replicate, so differences are taken within replicates. Nothing
here adds outcomes up: no single number ranks designs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from results import numbers
from results.flips import Drawn, order_flips
from results.numbers import Meta
from results.paired import HIGH, LOW, paired, ties
from results.paired import NAMES as DIFFERENCES
from scenarios.designs import BASELINE as TODAY
from scenarios.queries import tables_of
from scenarios.sampling import FROM_RANGES
from sim.errors import InputError
from sim.outcomes import PAIRED_OUTCOMES

UNCLEAR = (0.2, 0.8)  # probabilities within these bounds: no clear difference
BETTER, WORSE, DIFFERS, UNCLEAR_TEXT = "better", "worse", "differs", "no clear difference"
BASELINE, NOT_APPLICABLE = "baseline", "does not apply"
AGAINST_TODAY = frozenset(o.name for o in PAIRED_OUTCOMES)  # taken against today, which has no value of its own in them


@dataclass(frozen=True, eq=False)
class Comparison:
    """The result of ``compare``.

    cells : one row an outcome and design (see ``cell`` for the columns).
    flips : one row an outcome and pair of designs (see ``flips.order_flips``).
    metas : what the outcomes mean, headline ones first.
    replicates : replicates of which at least one design's run finished; failed : runs that did not finish.
    prior : what the behaviour of the actors was drawn from, in words.
    """

    baseline: str
    designs: tuple[str, ...]
    metas: tuple[Meta, ...]
    cells: pd.DataFrame
    flips: pd.DataFrame
    replicates: int
    failed: int
    prior: str = FROM_RANGES

    def frame(self) -> pd.DataFrame:
        """The tidy table, one row an outcome and design."""
        return self.cells.copy()

    def meta(self, outcome: str) -> Meta:
        """What an outcome means; KeyError if it was not compared."""
        return {m.name: m for m in self.metas}[outcome]

    def cell(self, outcome: str, design: str) -> dict[str, Any]:
        """The row of one outcome and design; KeyError if they were not compared."""
        return self._index[outcome, design]

    @cached_property
    def _index(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(row["outcome"], row["design"]): row for row in records(self.cells)}

    def rows(self, outcome: str) -> list[dict[str, Any]]:
        """The rows of one outcome, in the order of the designs."""
        return [self._index[outcome, design] for design in self.designs]

    def headline_table(self) -> pd.DataFrame:
        """Designs by headline outcomes as short texts: 'median [low, high] verdict'."""
        heads = [m for m in self.metas if m.headline]
        columns = {m.title: [_short(c, m) for c in self.rows(m.name)] for m in heads}
        return pd.DataFrame(columns, index=pd.Index(self.designs, name="design"))

    def to_json(self) -> dict[str, Any]:
        """The comparison in plain types: numbers that do not apply are None."""
        return {
            "baseline": self.baseline,
            "designs": list(self.designs),
            "replicates": self.replicates,
            "failed": self.failed,
            "behaviour_prior": self.prior,
            "interval": [LOW, HIGH],
            "no_clear_difference": list(UNCLEAR),
            "outcomes": [{**vars(m), "evidence": list(m.evidence)} for m in self.metas],
            "cells": plain(self.cells),
            "order_flips": plain(self.flips),
        }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as dictionaries."""
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame with plain Python values; NaN and infinities become None."""
    return [{k: _plain(v) for k, v in row.items()} for row in records(frame)]


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def compare(
    runs: Any, baseline: str = TODAY, outcomes: Iterable | None = None, first: Sequence[str] = ()
) -> Comparison:
    """Compare the designs of an experiment with one of them.

    Parameters
    ----------
    runs : a ``Runs``, whose outcomes are read one at a time.
    baseline : the design to compare with; InputError if it was not run.
    outcomes : records like ``sim.outcomes.OUTCOMES``, which is the default.
    first : outcomes that come first and count as headline ones.
    """
    with tables_of(runs, "runs", "draws") as tables:
        grid = tables.grid()
        if baseline not in grid.designs:
            raise InputError("unknown baseline", value=baseline, allowed=", ".join(grid.designs), choices=grid.designs)
        found = tuple(numbers.metas(tables.columns("runs"), outcomes, first))
        drawn = Drawn.of(tables.frame("SELECT * FROM draws"), grid.replicates)
        cells: list[dict[str, Any]] = []
        flips = [pd.DataFrame()]
        for meta in found:
            values = grid.values(meta.name)
            cells += outcome_cells(values, meta, grid.designs, baseline)
            flips.append(order_flips(values, meta.name, grid.designs, drawn))
    return Comparison(
        baseline,
        grid.designs,
        found,
        pd.DataFrame(cells),
        pd.concat(flips, ignore_index=True),
        len(grid.replicates),
        grid.failed,
        runs.behaviour_prior,
    )


def outcome_cells(values: np.ndarray, meta: Meta, designs: Sequence[str], baseline: str) -> list[dict[str, Any]]:
    """One row a design: the statistics of one outcome from its (replicates, designs) values.

    What cannot differ is NaN: the baseline's difference from itself, and today's own value of what is taken against
    today (the members that are better off than today).
    """
    best, regret = best_and_regret(values, meta.better)
    reference = values[:, list(designs).index(baseline)]
    rows = []
    for k, design in enumerate(designs):
        own = values[:, k]
        row = {"outcome": meta.name, "design": design, **centre(own)}
        row |= pair_statistics(own, reference, meta.better)
        row |= {"p_best": best[k], "regret": regret[k]} | judged(row, meta.better, design == baseline)
        if design == baseline:
            row |= dict.fromkeys((*DIFFERENCES, "p_better"), math.nan)
        if design == TODAY and meta.name in AGAINST_TODAY:
            row |= dict.fromkeys(("median", "low90", "high90"), math.nan)
        rows.append(row)
    return rows


def centre(values: np.ndarray) -> dict[str, float]:
    """Median and 90% interval of the replicates to which the outcome applies, and their number n."""
    kept = values[np.isfinite(values)]
    if not kept.size:
        return {"n": 0, "median": math.nan, "low90": math.nan, "high90": math.nan}
    low, median, high = np.quantile(kept, [LOW, 0.5, HIGH])
    return {"n": int(kept.size), "median": float(median), "low90": float(low), "high90": float(high)}


def pair_statistics(values: np.ndarray, reference: np.ndarray, better: int) -> dict[str, float]:
    """Differences within replicates (N,) - (N,), where both apply (see ``results.paired``).

    p_better is p_higher in the outcome's direction (NaN without one).
    """
    found = paired(values[:, None], reference[:, None])
    row: dict[str, float] = {name: column[0].item() for name, column in found.items()}
    return row | {"p_better": chance_of_better(row["p_higher"], better)}


def chance_of_better(higher: float, better: int) -> float:
    """The chance of being better from that of being higher; NaN for an outcome without a direction."""
    return {1: higher, -1: 1 - higher, 0: math.nan}[better]


def best_and_regret(values: np.ndarray, better: int) -> tuple[np.ndarray, np.ndarray]:
    """Probability of being best and mean regret of each column of (N, D); NaN without a direction.

    Over the replicates in which at least two designs have a value; ties share, so that the probabilities of
    a replicate sum to 1, and a design without a value there is not the best. Regret is the mean shortfall
    against the best of the same replicate, in the outcome's unit, where the design has a value.
    """
    nothing = np.full(values.shape[1], math.nan)
    usable = values[np.isfinite(values).sum(axis=1) >= 2]
    if better == 0 or not len(usable):
        return nothing, nothing
    signed = better * usable
    top = np.nanmax(signed, axis=1, keepdims=True)
    winners = np.isfinite(signed) & ties(np.where(np.isfinite(signed), signed, -np.inf), top)
    best = (winners / winners.sum(axis=1, keepdims=True)).mean(axis=0)
    shortfall = np.where(winners, 0.0, top - signed)
    counted = np.isfinite(shortfall).sum(axis=0)
    total = np.nansum(shortfall, axis=0)
    regret = np.where(counted > 0, total / np.maximum(counted, 1), math.nan)
    return np.where(counted > 0, best, math.nan), regret


def judged(row: dict[str, Any], better: int, is_baseline: bool = False) -> dict[str, Any]:
    """The verdict, and whether it would stand if the probability moved by two Monte Carlo errors."""
    if is_baseline:
        return {"verdict": BASELINE, "settled": True}
    if row["pairs"] == 0:
        return {"verdict": NOT_APPLICABLE, "settled": True}
    p, error = row["p_higher"], row["p_error"]
    near = min(abs(p - UNCLEAR[0]), abs(p - UNCLEAR[1]))
    return {"verdict": verdict(p, better), "settled": bool(near > 2 * error)}


def verdict(p_higher: float, better: int) -> str:
    """'better', 'worse' or (without a direction) 'differs'; 'no clear difference' from 20% to 80%, limits included.

    p_higher : the chance as it was counted, never a rounded one (``results.brief.chances`` tells the edge cases).
    """
    if UNCLEAR[0] <= p_higher <= UNCLEAR[1]:
        return UNCLEAR_TEXT
    if better == 0:
        return DIFFERS
    return BETTER if (p_higher > UNCLEAR[1]) == (better > 0) else WORSE


# ---- texts ------------------------------------------------------------------------------------------
MARKS = {BETTER: "▲", WORSE: "▼", DIFFERS: "◆", UNCLEAR_TEXT: "≈", BASELINE: "", NOT_APPLICABLE: ""}


def _short(cell: dict[str, Any], meta: Meta) -> str:
    if numbers.missing(cell["median"]):
        return "–"
    value = numbers.number(cell["median"], meta.unit)
    span = f"[{numbers.number(cell['low90'], meta.unit)}, {numbers.number(cell['high90'], meta.unit)}]"
    return f"{value} {span} {MARKS[cell['verdict']]}".rstrip()
