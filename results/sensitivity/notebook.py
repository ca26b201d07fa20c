"""A sensitivity analysis in a notebook: what each outcome depends on in words, the largest inputs, one figure."""

from __future__ import annotations

from typing import Any

from results.inline.html import Shown, html
from results.inline.pictures import drawn
from results.numbers import number
from results.sensitivity.files import figures
from results.sensitivity.samples import MORRIS

LARGEST = 5  # inputs a row


def sensitivity_html(found: Any) -> str:
    """The HTML of a ``study.Sensitivity``."""
    lines, rows = [], []
    by = "mu_star" if found.asked.method == MORRIS else "ST"
    for meta in found.asked.metas:
        lines += [*found.words(meta.name), *found.cautions[meta.name]]
        for row in found.of(meta.name).head(LARGEST).to_dict("records"):
            unit = "share" if by == "ST" else meta.unit
            rows.append([meta.title, row["input"], number(row[by], unit), number(row[f"{by}_conf"], unit)])
    said = "mean size of its effect" if by == "mu_star" else "share of the variance, with all others"
    title = f"What it depends on: {found.asked.design}" + (
        f" less {found.asked.against}" if found.asked.against else ""
    )
    picture = drawn(lambda folder: next(iter(figures(found, folder)), None))
    notes = [f"{len(found.points):,} points, {found.runs.rows:,} runs, seed {found.asked.seed}. All inputs: .frame()."]
    return html(Shown(title, lines, ["Outcome", "Input", said.capitalize(), "±"], rows, picture=picture, notes=notes))
