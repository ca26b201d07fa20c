"""A discovery in a notebook: who beats whom where, in words, the futures by input, and the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from results.discovery.figure import draw, named_inputs
from results.inline.html import Shown, html
from results.inline.pictures import drawn
from results.numbers import number

if TYPE_CHECKING:
    import pandas as pd


def discovery_frame(found: Any) -> pd.DataFrame:
    """A row a future: its point, the inputs in their units, how much the first design is better, and for the check."""
    import pandas as pd

    sample = found.sample
    frame = pd.DataFrame(sample.x, columns=[one.name for one in found.pair.inputs])
    frame.insert(0, "point", sample.point)
    return frame.assign(lead=sample.lead, held_out=sample.held)


def discovery_html(found: Any) -> str:
    """The HTML of a ``found.Discovery``."""
    inputs = [found.pair.inputs[k] for k in named_inputs(found)]
    rows = [[one.name, number(one.low), number(one.centre), number(one.high)] for one in inputs]
    a, b = found.pair.names
    title = f"In which futures {a} beats {b}: {found.pair.meta.title}"
    notes = [f"Rests on {found.sample.said}. A row a future: .frame()."]
    heads = ["Input", "Lowest", "Centre", "Highest"]
    return html(Shown(title, found.words, heads, rows, picture=drawn(lambda folder: draw(found, folder)), notes=notes))
