"""Lists of what there is, and the details of one entry: the same for designs, parameters and the rest."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import click

from entente.output import print_json
from sim.errors import InputError

Entry = dict[str, Any]


def choose(entries: Sequence[Entry], name: str, what: str) -> Entry:
    """The entry of that name (case does not matter); InputError with the nearest name."""
    for entry in entries:
        if entry["name"].lower() == name.strip().lower():
            return entry
    names = [entry["name"] for entry in entries]
    raise InputError(f"unknown {what}", value=name, allowed=", ".join(names), choices=names)


def show_list(entries: Sequence[Entry], columns: Sequence[str], as_json: bool, hint: str = "") -> None:
    """A table of all entries with the chosen columns, or JSON with everything."""
    if as_json:
        print_json(list(entries))
        return
    from entente.console import console, table

    rows = [[_text(entry.get(column)) for column in columns] for entry in entries]
    console().print(table(columns, rows))
    if hint:
        click.echo(hint)


def show_one(entry: Entry, as_json: bool) -> None:
    """All that is known about one entry."""
    if as_json:
        print_json(entry)
        return
    from entente.console import console

    width = min(console().width, 110)
    plain = {key: value for key, value in entry.items() if not _is_table(value)}
    room = max(map(len, plain))
    for key, value in plain.items():
        lines = textwrap.wrap(_text(value), max(30, width - room - 2)) or ["-"]
        click.echo(f"{key:<{room}}  {lines[0]}")
        for line in lines[1:]:
            click.echo(" " * (room + 2) + line)
    for key, value in entry.items():
        if _is_table(value):
            _show_table(key, value)


def _is_table(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and isinstance(value[0], dict)


def _show_table(title: str, rows: Sequence[Entry]) -> None:
    from entente.console import console, table

    columns = list(rows[0])
    click.echo()
    console().print(table(columns, [[_text(row.get(c)) for c in columns] for row in rows], title=title))


def _text(value: Any) -> str:
    """A value in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(v) for v in value)
    return str(value)
