"""How much of each difference from the baseline a lever makes.

The share of a lever is the mean of two: how much of the difference goes when the design gets the baseline's lever, and
how much of it comes when the baseline gets the design's. One end alone counts what two levers do together to both of
them or to none; the mean halves it, so that the shares sum to 1 where levers act together in pairs. What they leave
is 'interactions'. Where the interval of the difference itself holds zero there is nothing to divide: no shares.

Outcomes that are themselves taken against the baseline are read from the design's end only: the baseline with one lever
changed is compared with the baseline, where a hair decides.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from results.why.intervals import is_clear, mean_interval, ratio_interval
from scenarios.queries import tables_of
from scenarios.swap_runs import IN, OUT
from sim.outcomes import PAIRED_OUTCOMES

ASSUMED, MOSTLY, PERHAPS = "assumed", "mostly assumed", "perhaps assumed"
FOUND, TANGLED = "found: from several", "cannot be taken apart"
# What the answer calls a difference with one of these verdicts; nothing else says it.
TOLD_AS = {ASSUMED: "assumed", MOSTLY: "assumed", PERHAPS: "assumed", TANGLED: "assumed", FOUND: "found"}
UNCLEAR, NOT_APPLICABLE = "no clear difference", "does not apply"
INTERACTIONS = "interactions"
_PAIRED = tuple(o.name for o in PAIRED_OUTCOMES)
HALF = 0.5
ENOUGH = 20  # replicates below which nothing is called found
COLUMNS = (
    "outcome", "design", "lever", "share", "low", "high", "share_out", "share_in",
    "difference", "diff_low", "diff_high", "pairs", "verdict",
)  # fmt: skip


@dataclass(frozen=True)
class Ends:
    """Outcomes of one design over the replicates: base and own (R, outcomes); out and in (R, levers, outcomes)."""

    levers: tuple[str, ...]
    base: np.ndarray
    own: np.ndarray
    out: np.ndarray
    into: np.ndarray

    def of(self, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For outcome k: whole difference (N,), and what each lever makes of it from both ends (N, levers).

        Over the replicates in which the outcome applies to every one of these runs.
        """
        every = np.column_stack([self.base[:, k], self.own[:, k], self.out[:, :, k], self.into[:, :, k]])
        kept = np.isfinite(every).all(axis=1)
        base, own = self.base[kept, k], self.own[kept, k]
        return own - base, own[:, None] - self.out[kept, :, k], self.into[kept, :, k] - base[:, None]


def shares(
    runs: Any, swaps: Any, outcomes: list[str], baseline: str, whole: pd.DataFrame | None = None
) -> pd.DataFrame:
    """A row an outcome, design and lever, the largest share first and interactions last; see ``COLUMNS``.

    ``runs`` : a ``Runs``; ``swaps`` : its ``Swaps``. Where there are no shares, a row without a lever.
    whole : the values of the runs themselves, a row a design and replicate (the index); left out: the runs' outcomes.
    """
    rows = []
    for design, ends in _ends(runs, swaps, outcomes, baseline, whole):
        for k, outcome in enumerate(outcomes):
            rows += [{"outcome": outcome, "design": design, **row} for row in _divided(ends, k, outcome in _PAIRED)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    order = {name: k for k, name in enumerate(outcomes)}
    return frame.sort_values("outcome", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)


def _ends(
    runs: Any, swaps: Any, outcomes: list[str], baseline: str, whole: pd.DataFrame | None
) -> Iterator[tuple[str, Ends]]:
    """Every design but the baseline with its runs, in the replicates that were swapped and did not fail."""
    table = swaps.swaps[swaps.swaps["error"] == ""]
    numbers = table["replicate"].unique()
    with tables_of(runs, "runs") as tables:
        designs = tables.designs()
        whole = tables.outcomes(outcomes, numbers) if whole is None else whole[outcomes]
    for design in designs:
        if design == baseline:
            continue
        own = table[(table["design"] == design) & table["kind"].isin([OUT, IN])]
        levers = tuple(dict.fromkeys(own["lever"]))
        ends = [_stacked(own[own["kind"] == kind], outcomes, len(numbers), len(levers)) for kind in (OUT, IN)]
        plain = (whole.loc[name].reindex(numbers).to_numpy(float) for name in (baseline, design))
        yield design, Ends(levers, *plain, *ends)


def _stacked(table: pd.DataFrame, outcomes: list[str], replicates: int, levers: int) -> np.ndarray:
    """(R, levers, outcomes): the table has its rows in this order."""
    return table[outcomes].to_numpy(float).reshape(replicates, levers, len(outcomes))


def _divided(ends: Ends, k: int, paired: bool) -> list[dict[str, Any]]:
    """The rows of one outcome and design. paired : the outcome is taken against the baseline."""
    whole, out, into = ends.of(k)
    into = np.full_like(into, np.nan) if paired else into
    mean, low, high = mean_interval(whole)
    said = {"difference": mean, "diff_low": low, "diff_high": high, "pairs": len(whole)}
    if not len(whole) or not is_clear(low, high):
        verdict = UNCLEAR if len(whole) else NOT_APPLICABLE
        return [{"lever": "", **said, "verdict": verdict}]
    rows = [_share(name, whole, out[:, j], into[:, j]) for j, name in enumerate(ends.levers)]
    rows.sort(key=lambda row: -row["share"])
    rest = _share(INTERACTIONS, whole, whole - out.sum(axis=1), whole - into.sum(axis=1))
    rest["share"] = 1.0 - math.fsum(row["share"] for row in rows)
    high = max(row["high"] for row in rows)
    verdict = verdict_of([row["share"] for row in rows], rows[0]["low"], high, rest["share"], len(whole))
    return [{**row, **said, "verdict": verdict} for row in (*rows, rest)]


def _share(lever: str, whole: np.ndarray, out: np.ndarray, into: np.ndarray) -> dict[str, Any]:
    share, low, high = ratio_interval(out if np.isnan(into).all() else (out + into) / 2, whole)
    ends = {"share_out": float(out.mean() / whole.mean()), "share_in": float(into.mean() / whole.mean())}
    return {"lever": lever, "share": share, "low": low, "high": high, **ends}


def verdict_of(shares: Sequence[float], low: float, high: float, interactions: float, pairs: int) -> str:
    """What to call a difference with these shares, the largest first, over so many pairs of replicates.

    low : lower end of the largest share.  high : the highest of the upper ends of all of them.
    Where another lever makes more than half too, or the interactions do (either way), no single number can be named.
    It is found only if surely no lever makes most of it: every upper end is below one half, from ``ENOUGH`` pairs on.
    """
    if abs(interactions) > HALF or any(abs(share) > HALF for share in shares[1:]):
        return TANGLED
    if shares[0] > HALF:
        return ASSUMED if low > HALF else MOSTLY
    return FOUND if high < HALF and pairs >= ENOUGH else PERHAPS
