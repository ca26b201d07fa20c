"""entente designs: what can be compared."""

from __future__ import annotations

import textwrap

import click

from entente import options

HINT = """<host> is a jurisdiction of the roster '{roster}':
{hosts}
Change fields with '@' (rotating@staff_fte=8) and mix designs with weights (0.7*rotating + 0.3*static:UK).
`entente designs NAME` shows the fields of one."""


@click.command("designs", short_help="List the designs, or show the numbers of one.")
@click.argument("name", required=False)
@click.option("--roster", default="real", show_default=True, metavar="NAME|FOLDER", help="The actors that may host.")
@options.as_json
def command(name: str | None, roster: str, as_json: bool) -> None:
    """List the secretariat designs, or show the fields of one."""
    from entente import inventory, listing

    if name is None:
        hosts = ", ".join(inventory.roster(roster)["jurisdiction names"])
        hint = HINT.format(roster=roster, hosts=textwrap.fill(hosts, 100))
        listing.show_list(inventory.designs(), ("name", "held by"), as_json, hint)
    else:
        listing.show_one(inventory.design(name, roster), as_json)
