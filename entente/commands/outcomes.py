"""entente outcomes: what is measured."""

from __future__ import annotations

import click

from entente import options

COLUMNS = ("name", "title", "unit", "direction", "headline")


@click.command("outcomes", short_help="List what is measured, or show how.")
@click.argument("name", required=False)
@options.as_json
def command(name: str | None, as_json: bool) -> None:
    """List the outcomes, or show how one is measured."""
    from entente import inventory, listing

    entries = inventory.outcomes()
    if name is None:
        listing.show_list(entries, COLUMNS, as_json, "`entente outcomes NAME` shows how one is measured.")
    else:
        listing.show_one(listing.choose(entries, name, "outcome"), as_json)
