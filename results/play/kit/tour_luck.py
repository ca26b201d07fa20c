"""What the guided tour says of many worlds: how an outcome spreads, what is clear, and where luck matters more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from results.brief.chances import better_in, better_in_futures
from results.comparison import BETTER, UNCLEAR, UNCLEAR_TEXT, WORSE, outcome_cells
from results.numbers import listing, metas, number


@dataclass(frozen=True)
class Spread:
    """One outcome of many worlds under one design or lever.

    name : in words.  values : of each world, NaN where it does not apply.  middle, low, high : median and 90% interval,
    as told.  sure : against the first one: '▲ better in 93%', '' of the first.  verdict : in words.  counted : the same
    in a sentence, 'better in 93 of 100 simulated futures'.
    """

    name: str
    values: np.ndarray
    middle: str
    low: str
    high: str
    sure: str
    verdict: str
    counted: str


def spreads(names: Sequence[str], values: np.ndarray, outcome: str) -> list[Spread]:
    """One outcome (worlds, columns) of several designs, each against the first by the project's own rule."""
    (meta,) = metas([outcome])
    keys = [str(k) for k in range(len(names))]
    told = lambda x: number(x, meta.unit, digits=2)  # noqa: E731
    found: list[Spread] = []
    for k, cell in enumerate(outcome_cells(values, meta, keys, "0")):
        sure = better_in(cell) if k else ""
        found.append(
            Spread(names[k], values[:, k], told(cell["median"]), told(cell["low90"]), told(cell["high90"]), sure,
                   str(cell["verdict"]) if k else "", better_in_futures(cell) if k else "")
        )  # fmt: skip
    return found


CALLS = {BETTER: "clearly better", WORSE: "clearly worse", UNCLEAR_TEXT: "not clear"}


def judged(row: Spread, first: Spread, unit: str) -> str:
    """One design or lever against the first: the sizes, in how many worlds it is better, and what the rule calls it."""
    sizes = f"{row.middle} {unit}".rstrip() + f" in the middle world, against {first.middle}"
    if row.verdict not in CALLS:
        return f"{_capital(row.name)}: {sizes}."
    counted = _capital(row.counted.replace("simulated futures", "worlds"))
    return f"{_capital(row.name)}: {sizes}. {counted}: {CALLS[row.verdict]}."


def rule_told() -> str:
    """What the project's rule calls clear."""
    low, high = (f"{100 * bound:.0f}" for bound in UNCLEAR)
    return (
        f"Our rule calls a difference clear only if it is for the better in more than {high} of 100 worlds, or in "
        f"fewer than {low}. Each world is compared with itself: same dice, one thing changed. One that comes out the "
        "same counts half."
    )


def luck_told(rows: Sequence[Spread], unit: str) -> list[str]:
    """Where luck moves an outcome by more than the choice between those that do not differ clearly; else nothing."""
    first, *others = rows
    alike = [first, *(one for one in others if one.verdict == UNCLEAR_TEXT)]
    if len(alike) == 1:
        return []
    middles = [float(np.nanmedian(one.values)) for one in alike]
    low, high = np.nanquantile(first.values, [0.05, 0.95])
    if max(middles) - min(middles) >= high - low:
        return []
    by_middle = sorted(zip(middles, (one.middle for one in alike), strict=True))
    return [
        f"Between {listing(one.name for one in alike)} the middle world moves only from {by_middle[0][1]} to "
        + f"{by_middle[-1][1]} {unit}".rstrip()
        + f". By luck alone it goes from {first.low} to {first.high} (in 90 of 100 worlds of "
        f"'{first.name}'). Between these, luck matters more than the choice."
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
