"""entente explain: why an actor decided as it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from entente import options

if TYPE_CHECKING:
    from sim.record import Record

VIEWS = ("hosting", "tests")  # of a run as a whole, beside the acts of its decisions


def _show_view(record: Record, view: str, actor: str | None, as_json: bool) -> None:
    """Print a view of a run; InputError where it needs an actor, or knows none of this name."""
    from entente.output import print_json
    from results import hosting, joint_tests
    from sim.errors import InputError

    if view == "tests":
        rows = joint_tests.joint_tests(record, None if actor is None else record.roster.find(actor))
        print_json(rows) if as_json else click.echo(joint_tests.text(rows))
        return
    if actor is None:
        raise InputError("whose hosting is not said", key="actor", allowed="a jurisdiction: --actor NAME")
    found = hosting.hosting(record, actor)
    print_json(hosting.to_json(found)) if as_json else click.echo(str(found))


@click.command("explain")
@click.option("--design", required=True, help="A design, e.g. rotating, static:UK or igo:OECD.")
@options.seed(1)
@click.option("--actor", metavar="NAME", help="Who decides: a jurisdiction or a firm.")
@click.option("--partner", metavar="NAME", help="With whom; 'network' for the network as a whole.")
@click.option(
    "--act",
    metavar="ACT",
    help="deal, share, join, consent, pace; of the whole run: hosting, tests.",
)
@click.option("--month", metavar="YYYY-MM", help="When.")
@click.option("--index", type=options.WholeNumber(1), metavar="K", help="The number of the decision, from the list.")
@options.replicate
@options.scenario
@options.roster
@options.months
@options.as_json
def command(
    design: str,
    seed: int,
    actor: str | None,
    partner: str | None,
    act: str | None,
    month: str | None,
    index: int | None,
    replicate: int,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    months: int | None,
    as_json: bool,
) -> None:
    """List the decisions of a run that match; for one, its terms, its chance and the evidence.

    With --index, or when only one decision matches, its receipt is shown: terms which add up exactly. --act hosting
    shows what holding the secretariat gave a state and cost it, --act tests the joint tests and who took part.
    """
    from entente import api
    from entente.console import console
    from entente.output import print_json
    from results import explain, explanation

    record = api.run(
        design, seed, scenario=scenario, roster=roster, months=months, replicate=replicate, allow_rules=allow_rules
    )
    if act in VIEWS:
        _show_view(record, act, actor, as_json)
        return
    found = explain.find(record, actor, partner, act, month)
    if index is not None:
        found = explain.among(found, index)
    if len(found) > 1 and as_json:
        print_json([explain.found_to_json(record.roster, f) for f in found])
    elif len(found) > 1:
        click.echo(f"{len(found)} decisions; --index K explains one of them (K is its number).")
        click.echo(explanation.listing(record.roster, found))
    elif as_json:
        print_json(explain.to_json(record.roster, explain.explain(record, found[0].number)))
    else:
        click.echo(explanation.render(explain.explain(record, found[0].number), min(console().width, 120)))
