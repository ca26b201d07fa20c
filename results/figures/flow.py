"""Drawings that flow in a page: narrow ones, beside each other where there is room, in letters that can be read."""

from __future__ import annotations

from html import escape

from matplotlib.figure import Figure

from results.figures import style

WIDE, GUTTER = 262.0, 8.0  # points: half of a page's text, or all of a phone's screen; between two
_LAID = "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,max(19rem,40%)),1fr));gap:.8rem 1rem"


def flowing(parts: list[str]) -> str:
    """Drawings ``WIDE`` points wide as an element of a page: one beside another, or two where there is room."""
    inside = "\n".join(f'<div style="break-inside:avoid;max-width:34rem">{part}</div>' for part in parts)
    return f'<div class="panels" style="{escape(_LAID)}">\n{inside}\n</div>'


def part(figure: Figure, name: str, alt: str) -> str:
    """A figure as one of the drawings, with ids of its own and its description."""
    return style.inline(style.with_fonts(style.svg_bytes(figure).decode("utf-8")), name, alt)
