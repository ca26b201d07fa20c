"""Names as labels: plain text that any file can hold, in a font that has its letters, in lines that fit their room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from results.figures import fonts

_LINES = 12  # a label of more lines ends in an ellipsis
_SMALLER = 0.85  # the size of a label that needs several lines
_SLACK = 0.97  # of the room: letters come out a little wider or narrower in each kind of file
# What XML forbids, and the marks that turn the direction of all text after them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TO_THE_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]++"  # a word of Hebrew, Arabic or a neighbour of theirs
_LEFTWARD = re.compile(f"({_TO_THE_LEFT}(?: {_TO_THE_LEFT})*+)(?=.)")


@dataclass(frozen=True)
class Label:
    """A name set in lines. size : of the letters; width, height : of the whole; all in points."""

    text: str
    size: float
    width: float
    height: float

    def settings(self) -> dict[str, Any]:
        """What ``Axes.text`` must know besides the place."""
        family = fonts.families(self.text)
        return {"s": self.text, "fontsize": self.size, "fontfamily": family, "linespacing": 1.0}


def printable(text: str) -> str:
    """A text without what XML and HTML forbid: such characters become the replacement character."""
    return _TURNING.sub("", _FORBIDDEN.sub("\ufffd", text))


def one_line(text: str) -> str:
    """A printable text on one line."""
    return " ".join(printable(str(text)).split())


def in_order(text: str) -> str:
    """A text whose words from the right to the left leave the numbers and marks after them where they are."""
    marked = _LEFTWARD.sub("\\1\u200e", text)
    return "\u200e" + marked if marked != text and re.match(_TO_THE_LEFT, text) else marked


@lru_cache(maxsize=4096)
def fit(name: str, room: float, size: float, weight: str = "normal", smaller: float = _SMALLER) -> Label:
    """A name in a room of so many points across: on one line where it fits, else on several in ``smaller`` letters."""
    text, room = in_order(one_line(name)), room * _SLACK
    width, height = measured(text, size, weight)
    if width <= room:
        return Label(text, size, width, height)
    small = size * smaller
    lines = _lines(text, room, small, weight)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][:-1] + "…"]
    return Label("\n".join(lines), small, *measured("\n".join(lines), small, weight))


def tallest(labels: Iterable[Label]) -> float:
    """Points that the tallest of some labels takes, 0 without any."""
    return max((label.height for label in labels), default=0.0)


@lru_cache(maxsize=16384)
def measured(text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Width and height of a text in points; under ``style.house_style``, as all drawing."""
    figure = Figure(dpi=72)
    families = fonts.families(text)
    prop = FontProperties(family=families, size=size, weight=weight if families == [fonts.MAIN] else "normal")
    found = figure.text(0, 0, text, fontproperties=prop, linespacing=1.0)
    box = found.get_window_extent(FigureCanvasAgg(figure).get_renderer())
    return float(box.width), float(box.height)


def settle(figure: Figure) -> list[Text]:
    """Make every text of a figure printable, and give it the fonts that have its letters; those that had to be."""
    found = _texts(figure)
    for text in found:
        text.set_text(printable(text.get_text()))
        families = fonts.families(text.get_text())
        text.set_fontfamily(families)
        if families != [fonts.MAIN]:
            text.set_fontweight("normal")  # most others have no bold letters, and matplotlib would say so each time
    return found


def replace_missing(texts: Iterable[Text]) -> None:
    """Put question marks for what no font here has, for files that hold no text but its picture."""
    for text in texts:
        text.set_text(fonts.drawable(text.get_text()))


def _texts(figure: Figure) -> list[Text]:
    """Those with letters for which nothing is sure; the numbers of an axis and our own words are plain."""
    return [
        text for text in figure.findobj(Text) if not text.get_text().isascii() or _FORBIDDEN.search(text.get_text())
    ]


def _lines(text: str, room: float, size: float, weight: str) -> list[str]:
    """The fewest lines that hold a text, broken after blanks and marks, inside a word only where it is too long."""
    lines = [""]
    for piece in _pieces(text, room, size, weight):
        if lines[-1] and measured((lines[-1] + piece).rstrip(), size, weight)[0] > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _pieces(text: str, room: float, size: float, weight: str) -> list[str]:
    pieces: list[str] = []
    for piece in re.findall(r"[^\s,:+/*–-]*(?:[\s,:+/*–-]+|$)", text):
        fits = measured(piece.rstrip(), size, weight)[0] <= room
        pieces += [piece] if fits else _letters(piece)
    return [piece for piece in pieces if piece]


def _letters(word: str) -> list[str]:
    """The letters of a word, each with the marks that belong to it."""
    found: list[str] = []
    for letter in word:
        belongs = unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf") or (found and found[-1].endswith("\u200d"))
        if found and belongs:
            found[-1] += letter
        else:
            found.append(letter)
    return found
