"""A hindcast as text: what `entente hindcast` prints for people."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from calibration.hindcast import findings
from entente.console import console, table
from results.hindcast_page import HEAD, cells, groups
from sim.errors import visible

if TYPE_CHECKING:
    from calibration.hindcast.findings import Hindcast


GAPS = 2 * (len(HEAD) - 1)  # letters between columns


def show(found: Hindcast, paths: dict[str, Path]) -> None:
    """What misses the record, then every row, then where the files are."""
    screen = console()
    width = min(screen.width, 110)
    click.echo(textwrap.fill(findings.setting(found), width) + "\n")
    for said in findings.summary(found):
        click.echo(textwrap.fill(said.sentence, width))
        for row in said.rows:
            click.echo(textwrap.fill(f"- {row}", width, subsequent_indent="  "))
    click.echo()
    screen.print(_table(found, width))
    click.echo("\n" + textwrap.fill(findings.PLACE, width) + "\n")
    for what, path in paths.items():
        screen.print(Text(f"{what}: {visible(path)}"), soft_wrap=True)


def _table(found: Hindcast, width: int) -> Table:
    """Numbers on one line each; the names of rows are wrapped in what room is left."""
    numbers = [cells(row)[1:] for row in found.rows]
    sizes = [max(map(len, column)) for column in zip(HEAD[1:], *numbers, strict=True)]
    room = max(20, width - sum(sizes) - GAPS)
    rows: list[list[str | Text]] = []
    for group, members in groups(found).items():
        rows.append([Text(textwrap.fill(group, room), style="bold"), *([""] * len(sizes))])
        for row in members:
            first, *rest = cells(row)
            name = textwrap.fill(first, room, initial_indent="  ", subsequent_indent="    ")
            rows.append([name, *rest])
    made = table(HEAD, rows, right=range(1, len(HEAD)))
    for column in made.columns:
        column.no_wrap = True
    return made
