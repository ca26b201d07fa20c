"""What `entente robust` prints: the answer in words, then regret, front and thresholds as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from entente.console import console, table
from results.numbers import number, percent

if TYPE_CHECKING:
    from results.robust.choice import Choice

HOW = (
    "Regret: what a design falls short of the best one in the same future, in the outcome's unit: mean (90% "
    "quantile; worst). It includes chance: random numbers meet different events once designs have acted differently."
)


def show(found: Choice) -> None:
    """Print a choice to standard output."""
    screen = console()
    screen.print(Text("Which design is robust", style="bold"))
    screen.print(Text(f"Rests on {found.rests_on}."))
    for line in found.words():
        screen.print(Text(f"- {line}"))
    _regrets(found)
    _front(found)
    if found.met:
        heads = ["design", "all [95% interval]", *(want.words for want in found.wants), "futures"]
        rows = [[str(row["design"]), *found.want_texts(row)] for row in found.met]
        screen.print(Text("\nThresholds: share of futures in which they are met", style="bold"))
        screen.print(table(heads, rows, right=range(1, len(heads))))


def _regrets(found: Choice) -> None:
    screen = console()
    screen.print(Text("\nRegret", style="bold"))
    screen.print(Text(HOW))
    metas = found.futures.metas
    heads = ["design", *(f"{m.title} ({m.unit})" for m in metas)]
    rows = []
    for design in found.futures.designs:
        cells = [found.regret_of(m.name, design) for m in metas]
        texts = [
            f"{number(c['mean'], m.unit)} ({number(c['high'], m.unit)}; {number(c['worst'], m.unit)})"
            for c, m in zip(cells, metas, strict=True)
        ]
        rows.append([design, *texts])
    screen.print(table(heads, rows))


def _front(found: Choice) -> None:
    screen = console()
    screen.print(Text("\nWho dominates whom", style="bold"))
    rows = []
    for row in found.front.rows():
        by = ", ".join(f"{one['design']} ({percent(one['surely'])})" for one in row["dominated_by"])
        on = "cannot be compared" if row["never_applies"] else "yes" if row["on_front"] else "no"
        rows.append([row["design"], on, percent(row["surely"]), by or "–"])
    screen.print(table(["design", "on the front", "how surely", "dominated by (how surely)"], rows, right=(2,)))
