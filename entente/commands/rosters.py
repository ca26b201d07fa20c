"""entente rosters: whose cooperation is simulated."""

from __future__ import annotations

import click

from entente import options

COLUMNS = ("name", "jurisdictions", "institutes", "members", "firms", "observed ties")


@click.command("rosters", short_help="List the rosters, or show the actors of one.")
@click.argument("name", required=False)
@options.as_json
def command(name: str | None, as_json: bool) -> None:
    """List the rosters, or show the actors of one (a name or a folder)."""
    from entente import inventory, listing

    if name is None:
        listing.show_list(inventory.rosters(), COLUMNS, as_json)
    else:
        listing.show_one(inventory.roster(name), as_json)
