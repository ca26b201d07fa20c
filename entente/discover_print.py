"""What `entente discover` prints: the answer in words, then box and inputs' ends as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from entente.console import console, table
from results.discovery.store import box_rows
from results.numbers import percent

if TYPE_CHECKING:
    from results.discovery.found import Discovery
    from results.discovery.orders import Order

MOST = 10  # inputs shown with their ends


def show(found: Discovery) -> None:
    """Print a discovery to standard output."""
    screen = console()
    a, b = found.pair.names
    screen.print(Text(f"Where {a} beats {b}", style="bold"))
    screen.print(Text(f"Rests on {found.sample.said}; {found.runs} pairs of runs made in all."))
    for line in found.words:
        screen.print(Text(f"- {line}"))
    if found.box.limits:
        screen.print(Text("\nThe box", style="bold"))
        screen.print(table(["input", "from", "to", "quasi-p"], box_rows(found), right=(1, 2, 3)))
    if found.flip is not None and found.flip.ends:
        _ends(found)


def _end(order: Order) -> str:
    return f"{percent(order.share)} ({order.mean:+.2g})".replace("-", "−")


def _ends(found: Discovery) -> None:
    assert found.flip is not None
    rows = [
        (abs(high.share - low.share), [one.title, _end(low), _end(high)])
        for one, (low, high) in zip(found.pair.inputs, found.flip.ends, strict=True)
    ]
    rows.sort(key=lambda row: (-row[0], row[1][0]))
    screen = console()
    screen.print(
        Text(
            f"\nFrom the centre, one input at a time: how often {found.pair.names[0]} is better (its mean lead in "
            f"{found.pair.meta.unit}; above 0: better)",
            style="bold",
        )
    )
    screen.print(table(["input", "at its low end", "at its high end"], [row for _, row in rows[:MOST]], right=(1, 2)))
