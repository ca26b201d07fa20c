"""A hindcast as text: what `entente hindcast` prints for people."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from calibration.hindcast import words
from entente.console import console, table
from results.hindcast_page import HEAD, cells, groups

if TYPE_CHECKING:
    from calibration.hindcast.hindcast import Hindcast


def show(found: Hindcast, paths: dict[str, Path]) -> None:
    """What misses the record, then every row, then where the files are."""
    screen = console()
    width = min(screen.width, 110)
    click.echo(textwrap.fill(words.setting(found), width) + "\n")
    for line in words.summary(found):
        click.echo(textwrap.fill(line, width, subsequent_indent="  " if line.startswith("-") else ""))
    click.echo()
    rows: list[list[str | Text]] = []
    for group, members in groups(found).items():
        rows.append([Text(group, style="bold"), *([""] * (len(HEAD) - 1))])
        for row in members:
            first, *rest = cells(row)
            rows.append([f"  {first}", *rest])
    screen.print(table(HEAD, rows, right=range(1, len(HEAD))))
    click.echo()
    for what, path in paths.items():
        screen.print(Text(f"{what}: {path}"), soft_wrap=True)
