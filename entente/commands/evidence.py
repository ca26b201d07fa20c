"""entente evidence: every claim of the sources, what carries it, what was expected and what was found."""

from __future__ import annotations

import click

from entente import options


@click.command("evidence", short_help="Show what became of the claims of the sources.")
@click.argument("claim_id", required=False, metavar="[ID]")
@options.as_json
def command(claim_id: str | None, as_json: bool) -> None:
    """Show what became of the claims of the sources, or of one of them (such as W13).

    Effects 'assumed by construction' are made by one rule, so that they restate an assumption; 'emergent' ones come
    from several that pull against each other, and their sign was written down before the first run.
    """
    from entente import evidence_print
    from entente.output import print_json
    from results.studies.evidence import table

    _announce()
    if claim_id is not None:
        row = table.lookup(claim_id)
        if as_json:
            print_json(row.to_json())
        else:
            evidence_print.one(row)
        return
    found = list(table.rows().values())
    if as_json:
        print_json({"counts": table.counts(found), "rows": [row.to_json() for row in found]})
    else:
        evidence_print.all_rows(found, table.counts(found))


def _announce() -> None:
    """Say so if code is compiled first: whether effects are out of date takes a few runs, once."""
    from entente.compiling import announce
    from scenarios import fingerprint

    if fingerprint.kept() is None:
        from sim.ensemble.reduction import run_many

        announce(run_many)
