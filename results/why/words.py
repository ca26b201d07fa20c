"""Shares in words: what a difference is called, and the numbers that make it with what they rest on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from results.comparison import records
from results.numbers import listing, number
from results.why.shares import ASSUMED, FOUND, INTERACTIONS, MOSTLY, PERHAPS, TANGLED, TOLD_AS, UNCLEAR

SMALL = 0.02  # shares below it are told together
MOST = 7  # levers that are told one by one


@dataclass(frozen=True)
class Difference:
    """One outcome's difference of one design from the baseline: its mean, 90% interval, and its levers' shares.

    levers : rows of ``shares``, the largest share first; empty where there is nothing to divide.
    rest : what the levers leave to interactions; None there.
    """

    outcome: str
    design: str
    mean: float
    low: float
    high: float
    pairs: int
    verdict: str
    levers: tuple[dict[str, Any], ...]
    rest: dict[str, Any] | None

    @property
    def is_put_in(self) -> bool:
        """Whether one lever makes most of it, surely or not."""
        return self.verdict in (ASSUMED, MOSTLY)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The levers that are told one by one, in their order."""
        large = [row for row in self.levers if abs(row["share"]) >= SMALL]
        first = sorted(large, key=lambda row: -abs(row["share"]))[:MOST]
        return [row for row in self.levers if row in first]

    @property
    def others(self) -> tuple[int, float]:
        """How many more levers there are, and the sum of their shares."""
        told = self.told
        left = [row["share"] for row in self.levers if row not in told]
        return len(left), math.fsum(left)

    @property
    def sentence(self) -> str:
        """What the difference is called, and why."""
        if not self.levers:
            why = "its interval holds zero, so there is nothing to divide" if self.verdict == UNCLEAR else ""
            return f"{self.verdict}{': ' + why if why else ''}"
        if self.verdict in (FOUND, PERHAPS):
            most = [f"{row['lever']} ({share(row['share'])})" for row in self.levers[:2] if row["share"] >= SMALL]
            may = ", as one number may make most of it" if self.verdict == PERHAPS else ""
            return f"{self.verdict}{may}{', most of all ' + listing(most) if most else ''}"
        first = self.levers[0]
        if self.verdict == TANGLED:
            most = [f"{row['lever']} {share(row['share'])}" for row in self.told[:2]]
            most += [f"interactions {share(self.rest['share'])}"] if self.rest else []
            return f"{TANGLED}, so told as {TOLD_AS[TANGLED]}, as levers act together: {listing(most)}"
        return f"{self.verdict}: {first['lever']} makes {share(first['share'])}: {first['numbers']}"


def differences(frame: pd.DataFrame) -> list[Difference]:
    """The differences in a frame of ``shares``, in its order."""
    groups = frame.groupby(["outcome", "design"], sort=False)
    return [_difference(records(rows)) for _, rows in groups]


def _difference(rows: list[dict[str, Any]]) -> Difference:
    first = rows[0]
    levers = tuple(row for row in rows if row["lever"] not in ("", INTERACTIONS))
    rest = next((row for row in rows if row["lever"] == INTERACTIONS), None)
    said = (first["difference"], first["diff_low"], first["diff_high"], int(first["pairs"]), first["verdict"])
    return Difference(first["outcome"], first["design"], *said, levers, rest)


def share(value: float) -> str:
    """A share of a difference in per cent."""
    if math.isnan(value):
        return "–"
    text = f"{100 * value:.0f}%"
    return "0%" if text in ("-0%", "0%") else text.replace("-", "−")


def numbers_of(levers: pd.DataFrame, baseline: str) -> dict[tuple[str, str], str]:
    """(design, lever) -> its numbers in both designs, and what they rest on: '5 (partly), adhoc 3 (assumed)'.

    ``levers`` : as in ``Swaps``.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row in records(levers):
        texts = found.setdefault((row["design"], row["lever"]), [])
        if row["value"] != row["baseline_value"]:
            name = "" if row["field"] == row["lever"] else f"{row['field']} "
            own = f"{name}{number(row['value'])} ({row['status']})"
            texts.append(f"{own}, {baseline} {number(row['baseline_value'])} ({row['baseline_status']})")
    return {key: "; ".join(texts) or "the same central value, over another range" for key, texts in found.items()}


def counted(found: list[Difference]) -> str:
    """How many of the differences are clear, and what these are called."""
    clear = [one for one in found if one.levers]
    names = (ASSUMED, MOSTLY, PERHAPS, FOUND, TANGLED)
    counts = [f"{sum(one.verdict == name for one in clear)} {name.replace(': ', ' ')}" for name in names]
    return f"Of {len(found)} differences in headline outcomes {len(clear)} are clear; of these {listing(counts)}."
