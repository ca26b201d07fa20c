"""What all figures share: fonts, colours, saving the same bytes for the same data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from threading import RLock
from typing import Any

import matplotlib as mpl
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from results.comparison import BASELINE, BETTER, DIFFERS, NOT_APPLICABLE, UNCLEAR_TEXT, WORSE
from results.figures import fonts, labels
from results.figures.slim import in_tags, slim
from results.palette import PALETTE
from scenarios.stored_files import make_folder, write_whole

WIDTH = 7.4  # inches: a page's text width
DPI = 110  # of the PNG
FONTS = "'DejaVu Sans', Verdana, Arial, sans-serif"
INK, MUTED, FAINT = "#1c1c1c", "#5f6368", "#d9dce0"

# Verdicts by colour and by shape, so that neither is needed alone.
VERDICT_COLOUR = {
    BETTER: "#0072B2",
    WORSE: "#C44E00",
    DIFFERS: "#7B3294",
    UNCLEAR_TEXT: "#9aa0a6",
    NOT_APPLICABLE: "#9aa0a6",
    BASELINE: INK,
}
VERDICT_MARKER = {
    BETTER: "^",
    WORSE: "v",
    DIFFERS: "D",
    UNCLEAR_TEXT: "o",
    NOT_APPLICABLE: "o",
    BASELINE: "s",
}
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p")

_RC: dict[Any, Any] = {
    "font.family": fonts.MAIN,
    "font.size": 8.5,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "text.parse_math": False,  # a name with dollar signs is a name
    "svg.fonttype": "none",
    "svg.hashsalt": "entente",
    "figure.facecolor": "white",
    "path.simplify": True,
}


@dataclass(frozen=True)
class Picture:
    """A finished figure. svg : to stand inside a page; alt : what it shows, for those who cannot see it."""

    name: str
    title: str
    caption: str
    alt: str
    svg: str


_DRAWING = RLock()  # matplotlib has one set of settings for all threads


class _Depth:
    """Whether the thread that draws is within ``house_style``; only who holds ``_DRAWING`` reads and writes it."""

    within = False


@contextmanager
def house_style() -> Iterator[None]:
    """The settings under which every figure is made: ours alone, whatever the caller's are, which come back after it.

    One thread draws at a time, the others wait. Within another ``house_style`` there is nothing to do.
    """
    with _DRAWING:
        if _Depth.within:
            yield
            return
        with mpl.rc_context():
            matplotlib.style.use("default")
            mpl.rcParams.update(_RC)
            _Depth.within = True
            try:
                yield
            finally:
                _Depth.within = False


def canvas(width: float, height: float) -> Figure:
    """An empty figure, in inches, drawn without a display."""
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure


def inches(figure: Figure, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """Axes rectangle (left, bottom, width, height as shares) from margins in inches."""
    w, h = figure.get_size_inches()
    return left / w, bottom / h, (w - left - right) / w, (h - bottom - top) / h


def design_colours(designs: Sequence[str], baseline: str) -> dict[str, str]:
    """A colour a design, black for the baseline; colours repeat after ten, markers tell them apart."""
    others = [d for d in designs if d != baseline]
    return {baseline: INK} | {d: PALETTE[k % len(PALETTE)] for k, d in enumerate(others)}


def design_markers(designs: Sequence[str], baseline: str) -> dict[str, str]:
    """A marker a design, a star for the baseline."""
    others = [d for d in designs if d != baseline]
    shift = lambda k: (k + k // len(PALETTE)) % len(MARKERS)  # noqa: E731  # another pairing in each round
    return {baseline: "*"} | {d: MARKERS[shift(k)] for k, d in enumerate(others)}


def grid(axes: Axes, axis: str = "x") -> None:
    """Faint lines behind the data."""
    axes.grid(axis=axis, color=FAINT, linewidth=0.6)  # type: ignore[arg-type]
    axes.set_axisbelow(True)


def finish(figure: Figure, name: str, title: str, caption: str, alt: str, folder: Path) -> Picture:
    """Write ``name``.svg and ``name``.png to the folder; no dates, no random ids."""
    make_folder(folder)
    texts = labels.settle(figure)
    text = with_fonts(_svg(figure, Title=labels.printable(title)).decode("utf-8"))
    labels.replace_missing(texts)  # the SVG has letters, the PNG their picture
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs={"compress_level": 4})
    write_whole(folder / f"{name}.svg", text)
    write_whole(folder / f"{name}.png", png.getvalue())
    return Picture(name, title, caption, alt, inline(text, name, alt))


def svg_bytes(figure: Figure, **metadata: str) -> bytes:
    """A figure as an SVG file; no dates, no random ids."""
    labels.settle(figure)
    return _svg(figure, **metadata)


def _svg(figure: Figure, **metadata: str) -> bytes:
    svg = io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": "Entente"} | metadata)
    return svg.getvalue()


def with_fonts(svg: str) -> str:
    """An SVG that names fonts as the systems of readers know them, not those of this machine."""
    fonts_named = re.compile(rf"font-family: '{fonts.MAIN}'(?:, '[^']*')*")
    return in_tags(svg, lambda tag: fonts_named.sub(f"font-family: {FONTS}", tag))


def inline(svg: str, name: str, alt: str) -> str:
    """An SVG file as an element of a page: no prologue or metadata, ids of its own, described for readers, slim."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.DOTALL)
    body = in_tags(body, lambda tag: _own_ids(tag, name))
    opening = re.match(r"<svg[^>]*>", body)
    box = re.search(r'viewBox="([^"]*)"', body)
    if opening is None or box is None:
        raise ValueError(f"not an SVG: {name}")
    said = f'role="img" aria-label="{escape(labels.printable(alt))}"'
    head = f'<svg viewBox="{box[1]}" style="font-family: {FONTS}" {said}>'
    return head + slim(re.sub(r"\s*<title>.*?</title>", "", body[opening.end() :], count=1, flags=re.DOTALL), FONTS)


def _own_ids(tag: str, name: str) -> str:
    tag = re.sub(r'\bid="', f'id="{name}-', tag)
    tag = re.sub(r'(?:xlink:)?href="#', f'href="#{name}-', tag)
    return tag.replace("url(#", f"url(#{name}-")
