"""What `entente compare` prints: one table, the differences, an actor's view, the analogues, the paths."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from entente import comparison_tables as tables
from entente.console import console, table

if TYPE_CHECKING:
    from entente.api import Compared


def show(found: Compared, paths: dict[str, Path]) -> None:
    """Print everything to standard output."""
    screen = console()
    comparison, runs = found.comparison, found.runs
    screen.print(Text(f"{runs.scenario.title or runs.scenario.name}: {_size(found)}", style="bold"))
    metas = [m for m in comparison.metas if m.headline]
    screen.print(tables.headline(comparison.cell, metas, comparison.designs, screen.width))
    screen.print(Text(tables.legend(comparison.baseline)))
    for block in tables.details(comparison, screen.width):
        screen.print(block)
    if found.actor is not None:
        _actor(found, screen)
    _analogues(found, screen)
    if comparison.failed:
        screen.print(Text(f"\n{comparison.failed} runs failed; they are left out; the stored table says why."))
    screen.print()
    for what, path in paths.items():
        screen.print(Text(f"{what}: {path}"), soft_wrap=True)


def _size(found: Compared) -> str:
    runs, comparison = found.runs, found.comparison
    scenario = runs.scenario
    return (
        f"{len(comparison.designs)} designs, {comparison.replicates} replicates, seed {runs.seed}, "
        f"adopted {scenario.adopt}, until {scenario.end}, {runs.elapsed:.0f} s"
    )


def _actor(found: Compared, screen: Console) -> None:
    from results.actor import actor_label, view_metas

    assert found.actor is not None
    frame = found.for_actor()
    rows = [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]
    cells = {(row["outcome"], row["design"]): row for row in rows}
    metas = view_metas(found.runs.states)
    screen.print(Text(f"\nThe view of {actor_label(found.runs, found.actor)}", style="bold"))
    block = tables.headline(lambda o, d: cells[o, d], metas, found.comparison.designs, screen.width)
    screen.print(block)


def _analogues(found: Compared, screen: Console) -> None:
    from results import analogues

    checked = found.analogues()
    screen.print(Text("\nAgainst real organisations", style="bold"))
    if len(checked):
        short = analogues.table(checked).drop(columns=["compared with", "status"])
        screen.print(table(list(short.columns), short.to_numpy().tolist()))
    screen.print(Text(analogues.summary(checked)))
