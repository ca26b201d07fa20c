"""entente explain: why an actor decided as it did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from entente import options

if TYPE_CHECKING:
    from results.explanation import Found
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


@click.command("explain", short_help="Show why an actor decided as it did, term by term.")
@options.design
@options.session
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
@click.option("--all", "everything", is_flag=True, help="List every decision; show a receipt with all its digits.")
@options.as_json
def command(
    design: str | None,
    session: str | None,
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
    everything: bool,
    as_json: bool,
) -> None:
    """List the decisions of a run; for one, its terms, its chance and the evidence.

    Listed are those that changed something: ties signed and ended, sharing begun and ended, applications, exits and the
    votes that carried; --all lists every one. With --index, or when only one decision matches, its receipt is shown:
    terms that add up, with --all to the last digit.

    --act hosting shows what holding the secretariat gave a state and cost it, --act tests the joint tests and who took
    part.
    """
    from entente.asked import asked
    from results import explain

    record, _ = asked(
        session, design, options.given(), seed=seed, scenario=scenario, roster=roster, months=months,
        replicate=replicate, allow_rules=allow_rules,
    )  # fmt: skip
    if act in VIEWS:
        _show_view(record, act, actor, as_json)
        return
    found = explain.find(record, actor, partner, act, month)
    if index is not None:
        found = explain.among(found, index)
    if as_json:
        _as_data(record, found)
    elif len(found) > 1:
        _list(record, found, everything)
    else:
        from entente.console import console
        from results.explanation import render

        width = min(console().width, 120 if everything else 80)
        click.echo(render(explain.explain(record, found[0].number), width, exact=everything))


def _as_data(record: Record, found: Sequence[Found]) -> None:
    """Print the list of several decisions, or the receipt of one, as JSON."""
    from entente.output import print_json
    from results import explain
    from results.changes import changed

    changes, roster = changed(record), record.roster
    if len(found) > 1:
        print_json([explain.found_to_json(roster, f) | {"changed": f.number in changes} for f in found])
    else:
        receipt = explain.to_json(roster, explain.explain(record, found[0].number))
        print_json(receipt | {"changed": found[0].number in changes})


def _list(record: Record, found: Sequence[Found], everything: bool) -> None:
    """Print several decisions as text."""
    from entente.console import console
    from results import decision_list
    from results.changes import changed

    click.echo(f"{len(found)} decisions; --index K explains one of them (K is its number).")
    if everything:
        click.echo(decision_list.listing(record.roster, found))
    else:
        width = min(console().width, 80)
        click.echo(decision_list.short_listing(record.roster, found, changed(record), width))
