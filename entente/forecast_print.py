"""Forecasts and their scores as text: what `entente forecast` prints for people."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entente.console import console, table
from results.calibration_text.forecast import EXPLAINED, count, interval, kept, not_scored, value, who
from sim.errors import visible

if TYPE_CHECKING:
    from rich.text import Text

Row = dict[str, Any]


def forecast(section: Row, months: Sequence[str], rows: Sequence[Row], path: Path | None) -> None:
    """What may come, the likeliest first: numbers, dyads by quarter, joins and exits."""
    about, expected = section["about"], section["expected"]
    _say(
        f"As of {about['as_of']}, until {about['until']}. {about['runs']} runs, seed {about['seed']}, {about['draws']} "
        f"draws of {about['posterior']}."
    )
    click.echo()
    for row in section["classes"]:
        click.echo(f"{row['class']}: {row['open']} open dyads, {row['expected']:.1f} expected to be tied by the end")
    click.echo(
        f"Ties: {count(expected['ties'])}. Joins: {count(expected['joins'])}. Exits: {count(expected['exits'])}."
    )
    _say(kept(section).strip())
    click.echo()
    _show("Likeliest ties", "dyad", section["ties"], months, rows)
    _show("Likeliest to join", "who", section["joins"][:5], months, rows)
    _show("Likeliest to leave", "who", section["exits"][:5], months, rows)
    for sentence in (EXPLAINED, *(f"Note: {note}." for note in about["notes"])):
        _say(sentence)
    if path is not None:
        click.echo(f"\nledger: {visible(path)}")


def _say(sentence: str) -> None:
    click.echo(textwrap.fill(sentence, min(console().width, 110)))


def _show(title: str, first: str, likeliest: Sequence[Row], months: Sequence[str], rows: Sequence[Row]) -> None:
    """The likeliest rows, with their probabilities at two earlier months and at the end."""
    if not likeliest:
        return
    by_month = {who(row) + row.get("what", ""): row["by_month"] for row in rows}
    at = sorted({round((len(months) - 1) * share) for share in (1 / 3, 2 / 3)} - {len(months) - 1})
    lines: list[list[str | Text]] = []
    for row in likeliest:
        series = by_month[who(row) + row.get("what", "")]
        cells: list[str | Text] = [who(row), *(f"{series[k]:.2f}" for k in at), f"{row['probability']:.2f}"]
        lines.append([*cells, f"{row['low']:.2f} to {row['high']:.2f}", f"{row['mc_error']:.2f}"])
    columns = [first, *(f"by {months[k]}" for k in at), "by the end", "90%", "±"]
    console().print(table(columns, lines, title, right=range(1, len(columns))))
    click.echo()


def score(found: Row) -> None:
    """An earlier ledger against what happened."""
    about = found["about"]
    _say(f"Forecast of {about['as_of']} until {about['until']}, made with {about['posterior']}.")
    _say(f"Events known until {found['known_until']} ({found['known_until_is']}); by then nothing else happened.")
    for words in found["again"]:
        _say(f"Note: {words}.")
    click.echo()
    for row in found["scored"]:
        _score(row)
    for line in not_scored(found):
        click.echo(line)


def _score(row: Row) -> None:
    click.echo(f"{row['kind']}: {row['cases']} cases, {count(row['expected'])} expected, {row['observed']} observed")
    lines: list[list[str | Text]] = [
        [name, interval(row["scores"][key]), value(row["constant"]["scores"][key]),
         interval(row["constant"]["difference"][key])]
        for key, name in (("log", "log score"), ("brier", "Brier"), ("auc", "AUC"))
    ]  # fmt: skip
    constant = f"constant {row['constant']['probability']:.3f}"
    console().print(table(("score", "forecast", constant, "difference"), lines, right=(1, 2, 3)))
    bins: list[list[str | Text]] = [
        [f"{b['from']:g} to {b['to']:g}", str(b["dyads"]), f"{b['forecast']:.2f}", str(b["tied"]),
         f"{b['share']:.2f} ({b['low']:.2f} to {b['high']:.2f})"]
        for b in row["reliability"]
    ]  # fmt: skip
    click.echo()
    console().print(table(("forecast", "cases", "mean", "happened", "share"), bins, right=(1, 2, 3, 4)))
    click.echo(f"\n{row['verdict'][0].upper()}{row['verdict'][1:]}.\n")
