"""Explained differences of an experiment: from its runs and its swapped runs, for any of its outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from results.comparison import Comparison, plain
from results.why import words
from results.why.fast_lane import fast_lane
from results.why.shares import shares
from sim.errors import InputError
from sim.outcomes import ALL_OUTCOMES

NONE_KEPT = "no swapped runs are kept with these runs, so their differences cannot be taken apart"


def explained(runs: Any, swaps: Any, comparison: Comparison, outcomes: Sequence[str]) -> pd.DataFrame:
    """A row an outcome, design and lever, with its share of the difference (see ``shares``) and its numbers."""
    frame = shares(runs, swaps, list(outcomes), comparison.baseline)
    numbers = words.numbers_of(swaps.levers, comparison.baseline)
    keys = zip(frame["design"], frame["lever"], strict=True)
    frame["numbers"] = [numbers.get(key, "") for key in keys]
    return frame


def check_outcome(name: object, known: Iterable[str] | None = None) -> str:
    """The name of an outcome, of those known or of all; InputError, with the nearest one, if there is none."""
    known = [outcome.name for outcome in ALL_OUTCOMES] if known is None else list(known)
    if name not in known:
        allowed = "an outcome, as `entente outcomes` lists them"
        raise InputError("unknown outcome", key="why", value=name, allowed=allowed, choices=known)
    return str(name)


def headlines(comparison: Comparison) -> list[str]:
    """The names of the headline outcomes that were compared."""
    return [meta.name for meta in comparison.metas if meta.headline]


def scope(swaps: Any) -> str:
    """From how many replicates the shares are, as a sentence."""
    if swaps.replicates < swaps.wanted:
        why = swaps.note or "some failed"
        return f"From {swaps.replicates} of {swaps.wanted} replicates that were to be swapped ({why})."
    return f"From the first {swaps.replicates} replicates." if swaps.replicates > 1 else "From one replicate."


def to_json(runs: Any, swaps: Any, comparison: Comparison, asked: Sequence[str] = ()) -> dict[str, Any]:
    """The shares of the headline outcomes and of those asked for, and the fast lane, in plain types."""
    outcomes = list(dict.fromkeys([*headlines(comparison), *asked]))
    return {
        "replicates": swaps.replicates,
        "wanted": swaps.wanted,
        "note": swaps.note,
        "shares": plain(explained(runs, swaps, comparison, outcomes)),
        "fast_lane": plain(fast_lane(swaps)),
    }
