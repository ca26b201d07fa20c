"""entente run: one design, one seed, told month by month."""

from __future__ import annotations

import click

from entente import options


@click.command("run")
@click.option("--design", required=True, help="A design, e.g. rotating, static:UK or igo:OECD.")
@options.seed(1)
@options.replicate
@options.scenario
@options.roster
@options.months
@options.as_json
def command(
    design: str,
    seed: int,
    replicate: int,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    months: int | None,
    as_json: bool,
) -> None:
    """Show what happened in one run, month by month, and why."""
    from entente import api
    from results import chronicle, chronicle_text
    from sim import outcomes

    record = api.run(
        design, seed, scenario=scenario, roster=roster, months=months, replicate=replicate, allow_rules=allow_rules
    )
    told = chronicle.lines(record)
    if as_json:
        from entente.output import print_json

        about = {
            "design": record.design.name,
            "seed": record.seed,
            "replicate": record.replicate,
            "scenario": scenario,
            "rules": record.rules,
            "outcomes": outcomes.compute(record),
            "chronicle": chronicle.to_json(told),
        }
        print_json(about)
        return
    from entente.console import console

    click.echo(chronicle_text.render(record, told, min(console().width, 120)))
