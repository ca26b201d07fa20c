"""The evidence table on the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

import click

from entente.console import console, table
from results.numbers import number
from results.studies.evidence.contrast import known_quantity
from results.studies.evidence.judge import LEVEL
from results.studies.evidence.table import EMERGENT, Effect, Row

STALE = "measured when runs gave other results: run `make evidence`"


def all_rows(rows: Sequence[Row], counts: Mapping[str, Mapping[str, int]]) -> None:
    """Counts by kind and status, then a line a claim."""
    statuses = list(next(iter(counts.values())))
    body = [[kind, *(str(found[s]) for s in statuses), str(sum(found.values()))] for kind, found in counts.items()]
    sums = [sum(found[s] for found in counts.values()) for s in statuses]
    body.append(["all", *(str(n) for n in sums), str(sum(sums))])
    out = console()
    out.print(table(["kind", *statuses, "all"], body, right=range(1, len(statuses) + 2)))
    click.echo()
    out.print(table(["id", "kind", "status", "effect", "claim"], [_line(row) for row in rows]))
    if any(row.stale for row in rows):
        click.echo(f"* {STALE}.")
    tested = sum(row.direction in (-1, 1) and row.kind == EMERGENT for row in rows)
    click.echo(
        f"Each sign is judged at {LEVEL:.0%}, one-sided: without any effect, up to {tested * LEVEL:.0f} of the {tested}"
        " emergent claims with a sign would be called reproduced by chance."
    )
    click.echo("`entente evidence ID` shows one claim with all its comparisons.")


def _line(row: Row) -> list[str]:
    first = next((effect for effect in row.effects if effect.decides), None)
    status = row.status + ("*" if row.stale else "")
    return [row.id, row.kind, status, "" if first is None else _effect(first), row.claim.claim]


def _effect(effect: Effect) -> str:
    """'+0.12 [0.05, 0.2] outcome'."""
    unit, sign = known_quantity(effect.outcome).unit, effect.expected is not None
    low, high = (number(value, unit, sign) for value in (effect.low, effect.high))
    return f"{number(effect.effect, unit, sign)} [{low}, {high}] {effect.outcome}"


def one(row: Row) -> None:
    """All that is known about one claim."""
    click.echo(f"{row.id}: {row.claim.claim}")
    direction = {None: "no sign to test", 0: "sign not known beforehand", 1: "more (+)", -1: "less (-)"}
    lines = {
        "source": row.claim.citation,
        "kind": row.kind,
        "mechanism": row.mechanism,
        "parameters": ", ".join(row.parameters),
        "expectation": row.expectation,
        "outcome": ", ".join(row.outcome),
        "direction": direction[row.direction],
        "status": row.status + (f" ({STALE})" if row.stale else ""),
        "test": row.test,
        "note": row.note,
    }
    width = min(console().width, 110)
    for name, text in lines.items():
        if text:
            wrapped = textwrap.wrap(text, max(30, width - 13), break_on_hyphens=False)
            click.echo(f"{name:<12} " + ("\n" + " " * 13).join(wrapped))
    if row.effects:
        _comparisons(row.effects)


def _comparisons(effects: Sequence[Effect]) -> None:
    head = ["comparison", "median difference [5%, 95%] of", "as expected", "pairs", "p", "status"]
    body = []
    for effect in effects:
        share = "" if effect.share != effect.share else f"{effect.share:.0%} of {effect.pairs - effect.ties}"
        p = "" if effect.p != effect.p else f"{effect.p:.2g}"
        status = effect.status if effect.decides else f"({effect.status})"
        body.append([effect.part, _effect(effect), share, str(effect.pairs), p, status])
    click.echo()
    console().print(table(head, body, right=(3, 4)))
    click.echo("Share among the pairs that differ; p of a sign test. In brackets: told for context, decides nothing.")
