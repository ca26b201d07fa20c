"""Chances as a reader meets them: 'in 93 of 100 simulated futures', or 'better in 93%' where room is short.

A chance never stands as a bare per cent beside a mark or a size, where '5%' would read as a fall of 5%. One that reads
as a limit of 'clear' (20 or 80) and lies beside it is told with its side, in a narrow cell as the next whole number on
that side (79, 81), so that it never contradicts its mark.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from results.comparison import BASELINE, MARKS, NOT_APPLICABLE, UNCLEAR
from results.numbers import missing

FUTURES = "simulated futures"
# What a table says of the cells that would read as a limit.
EDGES = "79 or 81, 19 or 21 where 80 or 20 would stand on the wrong side of the line"
RULE = "better in more than 80%, or worse (better in fewer than 20%), of the simulated futures"


def of_100(chance: float | None) -> str:
    """'93 of 100'; never none or all of them unless that was seen, and with the side where it prints as a limit of
    'clear' but lies beyond or before it: 'just over 80 of 100'. '–' where it does not apply.
    """
    if chance is None or missing(chance):
        return "–"
    if 0 < chance <= 0.005:
        return "fewer than 1 of 100"
    if 0.995 <= chance < 1:
        return "more than 99 of 100"
    side = edge(chance)
    return f"{side} {round(100 * chance)} of 100".strip()


def futures(chance: float | None) -> str:
    """'in 93 of 100 simulated futures'."""
    return f"in {of_100(chance)} {FUTURES}"


def of_sign(chances: Sequence[float], word: str = "better") -> str:
    """'better in 93 of 100 simulated futures', 'worse in 81 to 97 of 100 ...'; '' without a chance.

    chances : of that sign, of one or several designs.
    """
    known = [chance for chance in chances if not missing(chance)]
    if not known:
        return ""
    low, high = min(known), max(known)
    if of_100(low) == of_100(high):
        return f"{word} in all {FUTURES}" if low == 1 else f"{word} {futures(low)}"
    first = of_100(low).removesuffix(" of 100")
    return f"{word} in {first} to {of_100(high)} {FUTURES}"


def compact(chance: float | None) -> str:
    """For a narrow cell: '93', '<1', '>99'; '81' or '79' where it reads as 80 and lies beside it, so with 20."""
    if chance is None or missing(chance):
        return "–"
    if 0 < chance <= 0.005 or 0.995 <= chance < 1:
        return "<1" if chance < 0.5 else ">99"
    return str(round(100 * chance) + {"just over": 1, "just under": -1, "": 0}[edge(chance)])


def edge(chance: float | None) -> str:
    """'just over' or 'just under' for a chance that reads as a limit of 'clear' and lies beside it; else ''."""
    for limit in UNCLEAR:
        if chance is not None and round(100 * chance) == round(100 * limit):
            on = math.isclose(chance, limit, abs_tol=1e-9)  # 1 - 0.8 is not quite 0.2
            return "" if on else "just over" if chance > limit else "just under"
    return ""


def chance_of(cell: Mapping[str, Any]) -> float | None:
    """The chance of being better of a row of a comparison or of its pairs; of being higher where neither is better."""
    value = cell["p_higher"] if missing(cell["p_better"]) else cell["p_better"]
    return None if missing(value) else float(value)


def better_in(cell: Mapping[str, Any]) -> str:
    """For a table: '▲ better in 93%', '▼ better in 5%', '≈ better in 79%'; 'higher in' where neither is better.

    '–' where nothing is compared: the baseline, and what does not apply.
    """
    chance = chance_of(cell)
    if chance is None or cell["verdict"] in (BASELINE, NOT_APPLICABLE):
        return "–"
    return f"{MARKS[cell['verdict']]} {_word(cell)} in {compact(chance)}%"


def better_in_futures(cell: Mapping[str, Any]) -> str:
    """In a sentence: 'better in 93 of 100 simulated futures'; '–' where nothing is compared."""
    chance = chance_of(cell)
    if chance is None or cell["verdict"] in (BASELINE, NOT_APPLICABLE):
        return "–"
    return f"{_word(cell)} {futures(chance)}"


def _word(cell: Mapping[str, Any]) -> str:
    return "higher" if missing(cell["p_better"]) else "better"
