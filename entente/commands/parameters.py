"""entente parameters: every number of the model, with its source."""

from __future__ import annotations

import click

from entente import options

HINT = "`entente parameters NAME` shows meaning, source and evidence."
COLUMNS = ("name", "symbol", "value", "range", "unit", "status")


@click.command("parameters", short_help="List the numbers of the model, or show one.")
@click.argument("name", required=False)
@options.as_json
def command(name: str | None, as_json: bool) -> None:
    """List the parameters, or show one with its meaning, source and evidence."""
    from entente import inventory, listing

    entries = inventory.parameters()
    if name is None:
        listing.show_list(entries, COLUMNS, as_json, "`entente parameters NAME` shows meaning, source and evidence.")
    else:
        listing.show_one(listing.choose(entries, name, "parameter"), as_json)
