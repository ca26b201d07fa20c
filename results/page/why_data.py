"""Why differences arise, for the page: the shares of the levers of every outcome and design."""

from __future__ import annotations

from typing import Any

from results.comparison import Comparison, records
from results.numbers import missing, number
from results.page.pair_tables import significant
from results.why.explained import scope
from results.why.shares import (
    ASSUMED,
    FOUND,
    MOSTLY,
    NOT_APPLICABLE,
    PERHAPS,
    TANGLED,
    TOLD_AS,
    UNCLEAR,
    shares,
)
from results.why.words import Difference, differences, share
from scenarios.designs import BASELINE as TODAY
from sim.design import FIELD_INDEX, FIELDS

NOTHING = "With these runs nothing was kept that takes differences apart."
SAID = {
    ASSUMED: "Assumed: one thing that was put in makes more than half of it by itself.",
    MOSTLY: "Assumed: one thing that was put in makes more than half of it, though the runs cannot be sure of that.",
    PERHAPS: "Assumed: one thing that was put in may make more than half of it.",
    TANGLED: "Assumed: several things make it together or against each other and cannot be taken apart.",
    FOUND: "Found: several things make it, together or against each other, and surely none of them more than half.",
    UNCLEAR: "The middle of this difference cannot be told from zero, so there is nothing to take apart.",
    NOT_APPLICABLE: "This outcome does not apply to both.",
}


def why_data(runs: Any, swaps: Any, comparison: Comparison) -> dict[str, Any] | None:
    """The shares of every outcome and design; None without swapped runs, which are against today's arrangement alone.

    baseline : what all differences are from.  levers : in words.  numbers : by design and lever, what was put in.
    shares : by outcome and design: its tag and what that means, levers as [place, share, its text, its interval's],
    how many more levers there are with the sum of their shares, and what is left to levers that act together.
    """
    if swaps is None or comparison.baseline != TODAY or len(comparison.designs) < 2:
        return None
    frame = shares(runs, swaps, [meta.name for meta in comparison.metas], comparison.baseline)
    places: dict[str, int] = {}
    found: dict[str, dict[str, Any]] = {}
    for one in differences(frame):
        found.setdefault(one.outcome, {})[one.design] = _apart(one, places)
    return {
        "baseline": comparison.baseline,
        "scope": scope(swaps),
        "shares": found,
        "numbers": _numbers(swaps, places),
        "levers": [words(name) for name in places],
    }


def words(lever: str) -> str:
    """A lever in words: what its field means, or what its fields together are called."""
    return FIELDS[FIELD_INDEX[lever]].meaning if lever in FIELD_INDEX else lever


def _apart(one: Difference, places: dict[str, int]) -> dict[str, Any]:
    levers = [
        [places.setdefault(row["lever"], len(places)), *_share(row["share"]), _interval(row["low"], row["high"])]
        for row in one.told
    ]
    more, together = one.others
    rest = _share(one.rest["share"]) if one.rest else None
    called = TOLD_AS[one.verdict] if one.levers else ""
    return {
        "tag": called,
        "said": SAID[one.verdict],
        "levers": levers,
        "others": [more, *_share(together)],
        "rest": rest,
    }


def _share(value: float) -> tuple[float | int | None, str]:
    """A share as a number to draw and as a text to read."""
    return significant(value), share(value)


def _interval(low: float, high: float) -> str:
    return "–" if missing(low) or missing(high) else f"{share(low)} to {share(high)}"


def _numbers(swaps: Any, places: dict[str, int]) -> dict[str, dict[int, list[str]]]:
    """By design and place of a lever: what was put in, a line a field that differs."""
    found: dict[str, dict[int, list[str]]] = {}
    for row in records(swaps.levers):
        if row["lever"] not in places or row["value"] == row["baseline_value"]:
            continue
        name = f"{words(row['field'])}: " if row["field"] != row["lever"] else ""
        rests = f"{row['status']}; the other is {row['baseline_status']}"
        line = f"{name}{number(row['value'])} against {number(row['baseline_value'])} ({rests})"
        found.setdefault(row["design"], {}).setdefault(places[row["lever"]], []).append(line)
    return found
