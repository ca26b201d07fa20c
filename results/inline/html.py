"""One piece of HTML for a notebook: a title, what is said, a table, a figure, and how to get at all of it.

It brings no script and asks for nothing. Its style holds for itself only, and takes the colours of the page around it,
so that it can be read on a dark one; figures have a light ground of their own. All texts are escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from results.figures import labels
from results.figures.style import Picture

MOST = 20  # rows of a table; the data frame has all
TIGHT = 40  # letters in the first cells up to which they stay on one line
_STYLE = """
.entente-out { font: 14px/1.45 system-ui, sans-serif; color: inherit; max-width: 68em; overflow-x: auto; }
.entente-out .head { font-weight: 600; font-size: 1.1em; margin: 0 0 .4em; }
.entente-out p { margin: .3em 0; }
.entente-out table { border-collapse: collapse; margin: .6em 0; font-size: .93em; color: inherit; background: none; }
.entente-out th { text-align: left; font-weight: 600; vertical-align: bottom; }
.entente-out th, .entente-out td { padding: .2em .7em .2em 0; border: 0; border-bottom: 1px solid currentColor;
  border-color: color-mix(in srgb, currentColor 25%, transparent); color: inherit; background: none;
  text-align: left !important; white-space: normal; }
.entente-out .tight td:first-child { white-space: nowrap; }
.entente-out .figure { background: #fff; padding: 6px; max-width: 46em; margin: .6em 0 .2em; }
.entente-out .figure svg { width: 100%; height: auto; display: block; }
.entente-out .small { font-size: .87em; opacity: .85; }
"""


@dataclass(frozen=True)
class Shown:
    """What is shown.

    lines : sentences, the answer first.  heads, rows : a table as texts; the rows beyond ``MOST`` are only counted.
    above : what stands above the table, '' for nothing.
    picture : a figure.  notes : what the numbers rest on, and how to get at all of them.
    """

    title: str
    lines: Sequence[str] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    above: str = ""
    picture: Picture | None = None
    notes: Sequence[str] = ()


def html(shown: Shown) -> str:
    """The HTML; the same bytes for the same content."""
    parts = [f"<style>{_STYLE}</style>", f'<p class="head">{_text(shown.title)}</p>']
    parts += [f"<p>{_text(line)}</p>" for line in shown.lines]
    parts += [_table(shown)] if shown.heads else []
    parts += [_figure(shown.picture)] if shown.picture is not None else []
    parts += [f'<p class="small">{_text(note)}</p>' for note in shown.notes]
    return f'<div class="entente-out">{"".join(parts)}</div>'


def _text(text: str) -> str:
    return escape(labels.printable(text))


def _table(shown: Shown) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in shown.heads)
    body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in shown.rows[:MOST])
    left = len(shown.rows) - MOST
    more = f'<p class="small">and {left:,} more: .frame() has all of them</p>' if left > 0 else ""
    above = f'<p class="above">{_text(shown.above)}</p>' if shown.above else ""
    kind = ' class="tight"' if all(len(row[0]) <= TIGHT for row in shown.rows) else ""
    return f"{above}<table{kind}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _figure(picture: Picture) -> str:
    return f'<div class="figure">{picture.svg}</div><p class="small">{_text(picture.caption)}</p>'
