"""Thresholds that a user names, as in 'members>=10', and the share of futures in which a design meets them.

Satisficing (Simon 1956), as the domain criterion of Starr 1963 over futures: no weights, no sum of outcomes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from results.numbers import Meta, is_share, number
from results.robust.clusters import correlation_of, share_of
from results.robust.futures import Futures, chosen_metas
from sim.errors import InputError, InputErrors, raise_all

_WANT = re.compile(r"\s*([^<>=\s]+)\s*(>=|<=|=>|=<|==|=|>|<)\s*(\S+?)\s*(%?)\s*")
HOW = "an outcome, >= or <= (or > or <), and a number, as in members>=10 or acceptability>=60% (of shares)"


@dataclass(frozen=True)
class Want:
    """One threshold on an outcome. sign : '>=', '<=', '>' or '<'."""

    meta: Meta
    sign: str
    limit: float

    def met(self, values: np.ndarray) -> np.ndarray:
        """Whether values meet it; False for NaN."""
        with np.errstate(invalid="ignore"):
            return {">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less}[self.sign](
                values, self.limit
            )

    @property
    def words(self) -> str:
        """'members >= 10'."""
        return f"{self.meta.name} {self.sign} {number(self.limit, self.meta.unit)}"


def parse_wants(texts: Sequence[str], columns: Sequence[str]) -> list[Want]:
    """The thresholds of texts; InputError(s) with all mistakes."""
    errors: list[InputError] = []
    found = []
    for text in texts:
        try:
            found.append(_want(text, columns))
        except InputErrors as several:
            errors += several.errors
        except InputError as one:
            errors.append(one)
    raise_all(errors)
    return found


def _want(text: str, columns: Sequence[str]) -> Want:
    match = _WANT.fullmatch(text) if isinstance(text, str) else None
    if match is None or match[2] not in (">=", "<=", ">", "<"):
        raise InputError("not a threshold", key="want", value=text, allowed=HOW)
    try:
        limit = float(match[3])
    except ValueError:
        limit = math.nan
    if not math.isfinite(limit):
        raise InputError("not a number", key="want", value=match[3], allowed=HOW)
    try:
        (meta,) = chosen_metas(columns, [match[1]])
    except InputError as error:
        raise InputError(error.problem, key="want", value=match[1], allowed=error.allowed,
                         choices=[m for m in columns]) from None  # fmt: skip
    if match[4] and not is_share(meta.unit):
        raise InputError("no share, which % is for", key="want", value=text,
                         allowed=f"a number in its unit ({meta.unit}), without %")  # fmt: skip
    return Want(meta, match[2], limit / 100 if match[4] else limit)


def satisficing(futures: Futures, wants: Sequence[Want]) -> list[dict[str, Any]]:
    """One row a design: the share of futures in which it meets each threshold, and all of them, with 95% intervals.

    Only futures count in which the outcomes apply to the design; 'futures' says how many those are for all together.
    Futures of one group count as what they are worth (``clusters``).
    """
    place = {name: k for k, name in enumerate(futures.outcomes)}
    rows = []
    for d, design in enumerate(futures.designs):
        values = [futures.values[:, d, place[want.meta.name]] for want in wants]
        met = np.column_stack([want.met(own) for want, own in zip(wants, values, strict=True)])
        there = np.isfinite(np.column_stack(values))
        every = there.all(axis=1)
        wins, group = met[every].all(axis=1), futures.group[every]
        share, low, high = share_of(wins, group, correlation_of(group, wins))
        each = {w.words: float(met[own, k].mean()) if own.any() else math.nan for k, (w, own) in enumerate(
            zip(wants, there.T, strict=True))}  # fmt: skip
        rows.append(
            {"design": design, "futures": int(every.sum()), "all": share, "low": low, "high": high, "each": each}
        )
    return rows
