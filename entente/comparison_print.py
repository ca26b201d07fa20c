"""What `entente compare` prints: one table, the differences, an actor's view, the analogues, the paths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from entente import comparison_tables as tables
from entente.console import console, table
from results.comparison import records
from results.numbers import interval, number
from results.report_text import behaviour_status
from sim.errors import visible

if TYPE_CHECKING:
    from entente.compared import Compared


def show(found: Compared, paths: dict[str, Path], why: Sequence[str] = ()) -> None:
    """Print everything to standard output. why : outcomes whose differences are taken apart."""
    screen = console()
    comparison, runs = found.comparison, found.runs
    screen.print(Text(f"{runs.scenario.title or runs.scenario.name}: {_size(found)}", style="bold"))
    if runs.scenario.rules is not None:
        screen.print(Text(f"Custom rules: {'; '.join(runs.scenario.rules.words())}."), soft_wrap=True)
    if changes := runs.scenario.roster_changes:
        screen.print(Text(f"Roster {runs.roster.name}: {'; '.join(changes.words())}."), soft_wrap=True)
    screen.print(Text(f"Behaviour: {behaviour_status(comparison.prior)}."))
    metas = [m for m in comparison.metas if m.headline]
    screen.print(tables.headline(comparison.cell, metas, comparison.designs, screen.width))
    screen.print(Text(tables.legend(comparison.baseline)))
    for block in tables.details(comparison, screen.width):
        screen.print(block)
    screen.print(Text(tables.CLOSE))
    if found.actor is not None:
        _actor(found, screen)
    _analogues(found, screen)
    if found.swaps is not None:
        _why(found, why)
    if comparison.failed:
        screen.print(Text(f"\n{comparison.failed} runs failed; they are left out; the stored table says why."))
    screen.print()
    for what, path in paths.items():
        screen.print(Text(f"{what}: {visible(path)}"), soft_wrap=True)


def _size(found: Compared) -> str:
    runs, comparison = found.runs, found.comparison
    scenario = runs.scenario
    return (
        f"{len(comparison.designs)} designs, {comparison.replicates} replicates, seed {runs.seed}, "
        f"adopted {scenario.adopt}, until {scenario.end}, {runs.elapsed:.0f} s"
    )


def _why(found: Compared, outcomes: Sequence[str]) -> None:
    from entente.why_print import show_why

    for outcome in outcomes:
        show_why(found, outcome)


def _actor(found: Compared, screen: Console) -> None:
    from results.actor import actor_label, view_metas

    assert found.actor is not None
    frame = found.for_actor()
    cells = {(row["outcome"], row["design"]): row for row in records(frame)}
    metas = view_metas(set(frame["outcome"]))
    screen.print(Text(f"\nThe view of {actor_label(found.runs, found.actor)}", style="bold"))
    block = tables.headline(lambda o, d: cells[o, d], metas, found.comparison.designs, screen.width)
    screen.print(block)


def _analogues(found: Compared, screen: Console) -> None:
    """Designs by outcomes: the simulated median, the range of real organisations, and where it lies."""
    from results import analogues

    checked = found.analogues()
    screen.print(Text("\nAgainst real organisations: simulated median (range of the real ones)", style="bold"))
    if len(checked):
        titles = {row["outcome"]: f"{row['title']} ({row['unit']})" for row in records(checked)}
        cells = {(row["design"], row["outcome"]): _against(row) for row in records(checked)}
        designs = dict.fromkeys(checked["design"])
        rows = [[Text(d), *(cells.get((d, o), Text("–")) for o in titles)] for d in designs]
        screen.print(table(["design", *titles.values()], rows))
        screen.print(Text("* shown but not counted"))
    screen.print(Text(analogues.summary(checked)))


def _against(row: dict[str, Any]) -> Text:
    from results.analogues import INSIDE, UNKNOWN

    text = Text(f"{number(row['median'], row['unit'])} ({interval(row['from_'], row['to'], row['unit'])})")
    if not row["counted"]:
        return text.append(" *")
    return text if row["place"] in (INSIDE, UNKNOWN) else text.append(f" {row['place']}", style="yellow")
