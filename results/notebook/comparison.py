"""A comparison in a notebook: the answer, the marks of the headline outcomes, and the differences drawn."""

from __future__ import annotations

from typing import Any

from results.brief.answer import brief_of
from results.brief.brief import Brief
from results.brief.chances import chance_of, compact
from results.brief.names import names
from results.brief.pairs import pairs_of
from results.brief.units import NONE, measures
from results.comparison import BASELINE, MARKS, NOT_APPLICABLE, Comparison
from results.figures.differences import Told, difference_chart
from results.inline.html import Shown, html
from results.inline.pictures import drawn

ALL = (
    "All numbers: .frame(), .states(), .network(); SQL: .query(...); the page: .report(folder); tables for a paper: "
    "entente.export(...)."
)

NOT_APART = "After .make_swaps(), which takes seconds, each difference is called found or assumed."


def comparison_html(runs: Any, comparison: Comparison, swaps: Any) -> str:
    """The HTML. swaps : the swapped runs, None if there are none: then nothing is called found or assumed."""
    brief = brief_of(runs, comparison, swaps)
    heads = [meta for meta in comparison.metas if meta.headline]
    named = names(comparison.designs, runs.roster)
    rows = [
        [named[design].short, *(_cell(comparison.cell(meta.name, design)) for meta in heads)]
        for design in comparison.designs
        if design != comparison.baseline
    ]
    told = Told(named, measures(comparison))
    pairs = pairs_of(runs, heads)
    picture = drawn(lambda folder: difference_chart(pairs, [m.name for m in heads], comparison.baseline, told, folder))
    title = (
        f"{runs.scenario.title or runs.scenario.name}: {len(comparison.designs)} designs, {runs.replicates} replicates"
    )
    columns = ["Design", *(meta.title for meta in heads)]
    above = f"Better than {named[comparison.baseline].long}, in so many of 100 simulated futures:"
    notes = [brief.reading, brief.calibration, *([] if swaps is not None else [NOT_APART]), ALL]
    return html(Shown(title, answer_lines(brief), columns, rows, above, picture=picture, notes=notes))


def _cell(cell: dict[str, Any]) -> str:
    """'▲ 93': the mark, and in how many of 100 futures it is better; '–' where nothing is compared."""
    nothing = cell["verdict"] in (BASELINE, NOT_APPLICABLE)
    return NONE if nothing else f"{MARKS[cell['verdict']]} {compact(chance_of(cell))}"


def answer_lines(brief: Brief) -> list[str]:
    """The three sentences with their labels, and what to know before using them."""
    return [*(f"{sentence.label}: {sentence.text}" for sentence in brief.sentences), *brief.warnings]
