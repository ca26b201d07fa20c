"""entente run: one design, one seed, told month by month."""

from __future__ import annotations

import click

from entente import options


@click.command("run", short_help="Tell one run: who joined, left and voted, and why.")
@options.design
@options.session
@options.seed(1)
@options.replicate
@options.scenario
@options.roster
@options.months
@click.option("--all", "everything", is_flag=True, help="Tell everything: every deal, refusal, case and dated fact.")
@options.as_json
def command(
    design: str | None,
    session: str | None,
    seed: int,
    replicate: int,
    scenario: str,
    allow_rules: bool,
    roster: str | None,
    months: int | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Show what happened in one run, and why.

    It tells who joined, left and voted, who holds the secretariat, the firsts (deal between two regions, finished
    project, incident), and each year in sum; --all tells every line, month by month. Where an actor acted against its
    interest, by chance, it says so, and how likely that was. --json has every line.

    --session tells a session that was played in the browser, with all its choices, to the last month of its scenario.
    """
    from entente.asked import asked
    from results import chronicle, chronicle_short, chronicle_text
    from sim import outcomes

    record, scenario = asked(
        session, design, options.given(), seed=seed, scenario=scenario, roster=roster, months=months,
        replicate=replicate, allow_rules=allow_rules,
    )  # fmt: skip
    if as_json:
        from entente.output import print_json

        about = {
            "design": record.design.name,
            "seed": record.seed,
            "replicate": record.replicate,
            "scenario": scenario,
            "rules": record.rules,
            "outcomes": outcomes.compute(record),
            "chronicle": chronicle.to_json(chronicle.lines(record)),
        }
        print_json(about)
        return
    from entente.console import console

    if everything:
        click.echo(chronicle_text.render(record, chronicle.lines(record), min(console().width, 120)))
    else:
        click.echo(chronicle_short.render(record, min(console().width, 80)))
