"""Assumed or found: whether one number that was put in makes a difference, or several together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from results.brief.brief import TAGS
from results.comparison import Comparison, records
from results.why.shares import TOLD_AS, shares
from scenarios.designs import BASELINE as TODAY

Tags = dict[tuple[str, str], str]  # (outcome, design) -> tag; not there: not taken apart


def tags_of(runs: Any, swaps: Any, comparison: Comparison, outcomes: Sequence[str]) -> Tags:
    """The tags of all clear mean differences from today's arrangement.

    What ``results.why`` calls a difference decides (``TOLD_AS``): *found* where surely no single lever makes most of
    it, *assumed* where one does or may, and where it cannot be taken apart. There is no tag where the mean difference
    is not clear, or without swapped runs (``swaps`` is None; they are taken against today's arrangement alone).
    """
    known = [name for name in outcomes if swaps is not None and name in swaps.swaps]
    if not known or comparison.baseline != TODAY or len(comparison.designs) < 2:
        return {}
    return tags_in(shares(runs, swaps, known, comparison.baseline))


def tags_in(frame: pd.DataFrame) -> Tags:
    """The tags of the differences in a frame of ``shares``."""
    return {(row["outcome"], row["design"]): TOLD_AS[row["verdict"]] for row in records(frame) if row["lever"]}


def rank(tag: str) -> int:
    """Found ones lead, then what is assumed, what was not taken apart, and what is open."""
    return TAGS.index(tag)
