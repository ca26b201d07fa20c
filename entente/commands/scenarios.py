"""entente scenarios: what can be run."""

from __future__ import annotations

import click

from entente import options


@click.command("scenarios")
@click.argument("name", required=False)
@options.as_json
def command(name: str | None, as_json: bool) -> None:
    """List the scenarios, or show the settings of one (a name or a file)."""
    from entente import inventory, listing

    if name is None:
        listing.show_list(inventory.scenarios(), ("name", "title", "start", "adopt", "end", "roster"), as_json)
    else:
        listing.show_one(inventory.scenario(name), as_json)
