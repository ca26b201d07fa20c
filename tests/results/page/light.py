"""The figures of a page without their drawing: for tests of its text."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from results.comparison import Comparison
from results.drawing import Pictures
from results.figures.levels import groups
from results.figures.network_change import NetworkPicture
from results.figures.style import Picture
from results.page.context import context
from results.page.render import render
from results.why_annex import why_annex

WORDS = "what a figure shows"


def page(
    runs: Any, comparison: Comparison, folder: Path, actor: str | None = None, swaps: Any = None, note: str = WORDS
) -> str:
    """The page of runs. folder : of the runs, which need not be there.  note : caption and description of figures."""
    return render(context(runs, comparison, pictures(runs, comparison, folder, swaps, note), folder, actor))


def pictures(runs: Any, comparison: Comparison, folder: Path, swaps: Any = None, note: str = WORDS) -> Pictures:
    """Figures of which only the texts are there."""
    svg = f'<svg viewBox="0 0 10 1" role="img" aria-label="{escape(note)}"><text>{escape(note)}</text></svg>'
    one = Picture("picture", note, note, note, svg)
    network = NetworkPicture(one.name, note, note, note, svg, rows=(), today=(note,))
    return Pictures(
        differences=one, source=one, matrices=[], tradeoff=one, levels=[one] * len(groups(comparison.metas)),
        network=network, timelines=one, sharing=one, hindcast=one,
        why=why_annex(runs, swaps, comparison, folder), swaps=swaps,
    )  # fmt: skip
