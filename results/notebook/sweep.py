"""A sweep in a notebook: what was varied, and how far outcomes go from point to point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from results.inline.html import Shown, html
from results.inline.pictures import Bar, bars
from results.numbers import interval
from results.sweep_summary import HEADLINES, Span, said, title

ALL = "All runs: .frame(), one outcome by point: .summary(outcome), SQL: .query(...); tables: entente.export(...)."


def sweep_html(manifest: dict[str, Any], spans: Sequence[Span]) -> str:
    """The HTML. spans : of the headline outcomes."""
    designs = manifest["configuration"]["designs"]
    cells = {(span.outcome, span.design): span for span in spans}
    rows = [
        [f"{o.title} ({'%' if o.unit == 'share' else o.unit})",
         *(interval(cells[o.name, d].low, cells[o.name, d].high, o.unit) for d in designs)]
        for o in HEADLINES
    ]  # fmt: skip
    first = HEADLINES[0]
    ends = [(design, cells[first.name, design]) for design in designs]
    marks = [
        Bar(design, span.low, (span.low + span.high) / 2, span.high) for design, span in ends if span.low == span.low
    ]
    caption = "From the lowest to the highest median of a point, over all points; the mark is halfway."
    picture = bars(marks, first.unit, "sweep", first.title, caption)
    heads, above = ["Outcome", *designs], "From the lowest point to the highest:"
    return html(Shown(title(manifest), said(manifest), heads, rows, above, picture=picture, notes=[ALL]))
