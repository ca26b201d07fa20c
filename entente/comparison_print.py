"""What `entente compare` prints: the answer in short, or with --full the tables, the differences and the analogues."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from entente import comparison_tables as tables
from entente.console import STYLES, console, table
from entente.short_print import answer_lines, short_lines
from results.comparison import MARKS, records
from results.numbers import interval, number
from results.report_text import behaviour_status
from sim.errors import visible

if TYPE_CHECKING:
    from entente.compared import Compared

FULL_WIDTH = 100  # columns of running text where the terminal is wider


def show(found: Compared, paths: dict[str, Path], why: Sequence[str] = (), full: bool = False) -> None:
    """Print what runs say to standard output. why : outcomes whose differences are taken apart. full : everything."""
    screen = console()
    if full:
        _everything(found, screen)
    else:
        _short(found, screen)
    if found.swaps is not None:
        _why(found, why)
    for what, path in paths.items():
        screen.print(Text(f"{what}: {visible(path)}"), soft_wrap=True)


def _short(found: Compared, screen: Console) -> None:
    for line in short_lines(found, screen.width):
        screen.print(_coloured(line), soft_wrap=True)


def _coloured(line: str) -> Text:
    """A line with its symbols in colours, where a terminal shows them."""
    text = Text(line)
    for verdict, symbol in MARKS.items():
        if symbol:
            text.highlight_words([symbol], STYLES[verdict])
    return text


def _everything(found: Compared, screen: Console) -> None:
    """The answer and the aims in full, then tables, differences, an actor's view and the analogues."""
    comparison = found.comparison
    for line in answer_lines(found, min(screen.width, FULL_WIDTH)):
        screen.print(Text(line), soft_wrap=True)
    screen.print(Text(f"\nBehaviour: {behaviour_status(comparison.prior)}."))
    metas = [m for m in comparison.metas if m.headline]
    screen.print(tables.headline(comparison.cell, metas, comparison.designs, screen.width))
    screen.print(Text(tables.legend(comparison.baseline)))
    for block in tables.details(comparison, screen.width):
        screen.print(block)
    screen.print(Text(tables.CLOSE))
    if found.actor is not None:
        _actor(found, screen)
    _analogues(found, screen)
    if comparison.failed:
        screen.print(Text(f"\n{comparison.failed} runs failed; they are left out; the stored table says why."))
    screen.print()


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
