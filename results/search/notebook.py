"""A search in a notebook: what dominates which design, the hybrids that were checked, and how near they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from results.inline.html import Shown, html
from results.inline.pictures import Bar, bars

if TYPE_CHECKING:
    import pandas as pd


def search_frame(found: Any) -> pd.DataFrame:
    """A row a design, preset and outcome: mean difference (above 0: better), its interval, what matters, verdict."""
    import pandas as pd

    rows = [
        {"design": one.design, "preset": one.preset, "dominates": one.dominates, **row}
        for one in found.against
        for row in one.outcomes
    ]
    return pd.DataFrame(rows)


def search_html(found: Any) -> str:
    """The HTML of a ``found.Found``."""
    beaten = {text: [a.preset for a in found.against if a.design == text and a.dominates] for text in found.designs}
    rows = [[text, said, ", ".join(beaten[text]) or "–"] for text, said in found.designs.items()]
    marks = [Bar(preset, 0.0, len(found.dominators(preset)), len(found.dominators(preset))) for preset in found.presets]
    picture = bars(
        marks, "hybrids", "search", "Hybrids that dominate each design",
        f"Of the {len(found.designs)} hybrids that were checked on fresh seeds.",
    )  # fmt: skip
    notes = [f"{found.tried:,} designs were tried; seeds {found.seeds[0]} and {found.seeds[1]}. All checks: .frame()."]
    heads = ["Hybrid", "In words", "Dominates"]
    return html(Shown("Hybrids that dominate designs", found.words, heads, rows, picture=picture, notes=notes))
