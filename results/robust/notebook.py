"""A robust choice in a notebook: what it comes to, the regrets, and those of the first outcome drawn."""

from __future__ import annotations

from typing import Any

from results.inline.html import Shown, html
from results.inline.pictures import Bar, bars
from results.numbers import number


def choice_html(found: Any) -> str:
    """The HTML of a ``choice.Choice``."""
    metas, designs = found.futures.metas, found.futures.designs
    rows = [
        [design, *(f"{number(c['mean'], m.unit)} ({number(c['high'], m.unit)})"
                   for m in metas for c in (found.regret_of(m.name, design),))]
        for design in designs
    ]  # fmt: skip
    first = metas[0]
    cells = [(design, found.regret_of(first.name, design)) for design in designs]
    marks = [Bar(design, 0.0, c["mean"], c["high"]) for design, c in cells if c["mean"] == c["mean"]]
    picture = bars(
        marks, first.unit, "regret", f"Regret: {first.title}",
        "Marks: what a design falls short of the best of the same future, on average; bars: up to the 90% quantile.",
    )  # fmt: skip
    heads = ["Mean regret (90% quantile)", *(f"{m.title} ({'%' if m.unit == 'share' else m.unit})" for m in metas)]
    notes = [f"Rests on {found.rests_on}.", "All regrets: .frame()."]
    return html(Shown("Which design is robust", found.words(), heads, rows, picture=picture, notes=notes))
