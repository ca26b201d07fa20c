"""The marks of a drawn network, told apart by shape and by dashes as well as by colour, and the key to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from results.brief.network import ADDED, LESS_LIKELY, LIKELIER, REMOVED, moved
from results.figures import labels, style
from results.figures.labels import Label
from results.figures.network_panels import Panels

Look = dict[str, Any]
STANDS: Look = {"color": "#9aa0a6", "linewidth": 0.9, "zorder": 1}
LINES: dict[str, Look] = {
    REMOVED: {"color": "#C44E00", "linewidth": 1.6, "linestyle": (0, (2.5, 1.5)), "zorder": 2.1},
    ADDED: {"color": "#0072B2", "linewidth": 2.2, "zorder": 2.2},
}
STATES: dict[str, Look] = {
    ADDED: {"marker": "P", "ms": 7.0, "mfc": "#0072B2", "mec": "white", "mew": 0.4},
    REMOVED: {"marker": "X", "ms": 6.5, "mfc": "#C44E00", "mec": "white", "mew": 0.4},
    LIKELIER: {"marker": "^", "ms": 5.4, "mfc": "#0072B2", "mec": "#0072B2", "mew": 0.5},
    LESS_LIKELY: {"marker": "v", "ms": 5.4, "mfc": "white", "mec": "#C44E00", "mew": 1.2},
}
MEMBER: Look = {"marker": "o", "ms": 4.6, "mfc": style.INK, "mec": style.INK, "mew": 0.6}
OUTSIDE: Look = {"marker": "o", "ms": 3.6, "mfc": "white", "mec": style.MUTED, "mew": 0.6}
FIRM: Look = {"marker": "s", "ms": 4.0, "mfc": "white", "mec": style.INK, "mew": 0.8}
HOST: Look = {"marker": "o", "ms": 9.2, "mfc": "none", "mec": style.INK, "mew": 0.9}
_SAID = {
    ADDED: "one more member (in half of the runs)",
    REMOVED: "one member fewer (in half of the runs)",
    LIKELIER: "likelier to be a member",
    LESS_LIKELY: "less likely to be a member",
}
_LETTERS, _LINE = 7.2, 9.6  # points: of the key, from line to line
_RIGHT = 104.0  # points: where the marks stand, right of the lines


@dataclass(frozen=True)
class Key:
    """What the marks mean, of those that are used, and below it a note."""

    lines: list[tuple[Look, str]]
    marks: list[tuple[Look, str]]
    note: Label | None

    @property
    def height(self) -> float:
        """Points that it takes."""
        return _LINE * max(len(self.lines), len(self.marks)) + (self.note.height + 6 if self.note else 0.0) + 8

    def draw(self, axes: Axes, top: float) -> None:
        """Into axes in points, from a height downwards."""
        for k, (look, text) in enumerate(self.lines):
            y = top - 7 - _LINE * k
            axes.plot([2, 20], [y, y], **look)
            axes.text(25, y, text, va="center", fontsize=_LETTERS)
        for k, (mark, text) in enumerate(self.marks):
            y = top - 7 - _LINE * k
            axes.plot([_RIGHT], [y], linestyle="", **mark)
            axes.text(_RIGHT + 8, y, text, va="center", fontsize=_LETTERS)
        if self.note:
            axes.text(1, top - self.height + 2, va="bottom", **self.note.settings())


def key_of(found: Panels, firms_from: int, width: float) -> Key:
    """The key to some drawings in a width of so many points. firms_from : the first node that is a firm."""
    panels: Sequence = found.panels
    states = [state for panel in panels for state in panel.states.values()]
    moves = [moved(panel.before, panel.after) for panel in panels]
    nodes = {n for panel in panels for pair in panel.pairs for n in pair}
    firms = any(n >= firms_from for n in nodes)
    lines = [(STANDS, "tie (3: with 3 firms)" if firms else "tie")] * bool(nodes)
    lines += [(LINES[ADDED], "tie added")] * any(more for more, _ in moves)
    lines += [(LINES[REMOVED], "tie removed")] * any(less for _, less in moves)
    marks = [(MEMBER, "a member (in at least half of the runs)")] * any(s.member for s in states)
    marks += [(OUTSIDE, "not a member (in so many)")] * any(not s.member for s in states)
    marks += [(STATES[what], text) for what, text in _SAID.items() if any(s.what == what for s in states)]
    marks += [(FIRM, "the firms of the country above")] * firms
    marks += [(HOST, "host of the secretariat")] * any(panel.host is not None for panel in panels)
    return Key(lines, marks, labels.fit(found.still, width, _LETTERS, smaller=1.0) if found.still else None)
