"""The evidence table on the terminal."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from functools import partial

import click

from entente.console import console, table
from results.numbers import change_span, change_with, interval, number, size
from results.studies.evidence.contrast import known_quantity
from results.studies.evidence.judge import FALSE_ALARM
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
        "Reproduced: the 95% interval of the mean difference excludes zero on the expected side, and the mean is at"
        f" least the smallest relevant one. Without any effect one interval in {1 / FALSE_ALARM:.0f} excludes zero"
        f" there by chance: up to {math.ceil(tested * FALSE_ALARM)} of the {tested} emergent claims with a sign, and"
        " fewer would be large enough."
    )
    click.echo("`entente evidence ID` shows one claim with all its comparisons.")


def _line(row: Row) -> list[str]:
    first = next((effect for effect in row.effects if effect.decides), None)
    status = _standing(row.status, row.finding) + ("*" if row.stale else "")
    return [row.id, row.kind, status, "" if first is None else _effect(first), row.claim.claim]


def _standing(status: str, finding: str) -> str:
    """'not reproduced: too small'."""
    return f"{status}: {finding}" if finding else status


def _effect(effect: Effect) -> str:
    """'+0.12 [0.05, 0.2] outcome': the mean and its interval."""
    unit = known_quantity(effect.outcome).unit
    if effect.expected is not None:
        return f"{change_with(effect.effect, effect.low, effect.high, unit)} {effect.outcome}"
    return f"{number(effect.effect, unit)} [{number(effect.low, unit)}, {number(effect.high, unit)}] {effect.outcome}"


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
        "status": _standing(row.status, row.finding) + (f" ({STALE})" if row.stale else ""),
        "reason": row.reason,
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
    head = ["comparison", "mean difference [95% interval] of", "relevant from", "single pairs", "as expected", "status"]
    body = []
    for effect in effects:
        share = "" if effect.share != effect.share else f"{effect.share:.0%} of {effect.pairs - effect.ties}"
        unit, standing = known_quantity(effect.outcome).unit, _standing(effect.status, effect.finding)
        least = "" if effect.smallest != effect.smallest else size(effect.smallest, unit, named=False)
        spread = f"{_spread(effect, unit)} ({effect.pairs})"
        status = standing if effect.decides else f"({standing})"
        body.append([effect.part, _effect(effect), least, spread, share, status])
    click.echo()
    console().print(table(head, body, right=(2,)))
    console().print(
        "Single pairs: 5% to 95% of them, and their number. As expected: share of the pairs that differ.", markup=False
    )
    click.echo("In brackets: told for context, decides nothing.")


def _spread(effect: Effect, unit: str) -> str:
    """5% to 95% of the single pairs, or of the runs where the row is about a number and no difference."""
    span = interval if effect.expected is None else partial(change_span, named=False)
    return span(effect.spread_low, effect.spread_high, unit)
