"""What `entente compare --why OUTCOME` prints: each design's difference, and what every lever makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from entente.console import STYLES, console, table
from results.numbers import change_with
from results.why import explained
from results.why.shares import FOUND, NOT_APPLICABLE, UNCLEAR
from results.why.words import Difference, differences, share

if TYPE_CHECKING:
    from entente.compared import Compared
    from results.numbers import Meta

HOW = (
    "A share: how much of the mean difference goes when the design gets the\n"
    "baseline's lever, and comes when the baseline gets the design's: the mean of\n"
    "both, on the same draws, with 90% intervals. Below 0%: it works against it.\n"
    "'assumed': one lever, that is what was put in, makes more than half of it;\n"
    "'mostly' or 'perhaps assumed': it may. 'found': surely none does.\n"
    "'cannot be taken apart': a second lever or the interactions do so too."
)
HEADS = ("lever", "share", "interval", "its numbers, and what they rest on")


def show_why(found: Compared, outcome: str) -> None:
    """Print one outcome's differences."""
    screen = console()
    meta = found.comparison.meta(outcome)
    screen.print(Text(f"\nWhy {outcome} differs from {found.comparison.baseline}", style="bold"))
    screen.print(Text(f"{meta.title} ({meta.unit}). {explained.scope(found.swaps)}\n{HOW}"))
    rows = differences(found.why(outcome))
    if not rows:
        screen.print(Text("There is no other design to compare with it."))
    for one in rows:
        for part in _block(one, meta):
            screen.print(part)


def _block(one: Difference, meta: Meta) -> Iterator[RenderableType]:
    """One design: the difference, the verdict, and a table of its levers."""
    text = Text(f"\n{one.design}: ", style="bold")
    if one.verdict != NOT_APPLICABLE:
        size = change_with(one.mean, one.low, one.high, meta.unit, named=True)
        text.append(f"{size}, {one.pairs} pairs: ", style="not bold")
    yield text.append(one.verdict, style=_style(one.verdict))
    if one.levers:
        yield table(HEADS, [*map(_row, one.told), *_rest(one)], right=(1,))


def _style(verdict: str) -> str:
    plain = {UNCLEAR: STYLES["no clear difference"], NOT_APPLICABLE: "dim", FOUND: "green"}
    return plain.get(verdict, "yellow")


def _row(row: dict[str, Any]) -> list[str]:
    return [row["lever"], share(row["share"]), f"{share(row['low'])} to {share(row['high'])}", row["numbers"]]


def _rest(one: Difference) -> Iterator[list[str]]:
    count, total = one.others
    if count:
        yield [f"{count} {'others' if count > 1 else 'other'}", share(total), "", ""]
    if one.rest is not None:
        yield _row(one.rest)
