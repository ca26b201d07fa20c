"""What is shared, judged case by case or withheld, by category: the baseline, and what designs change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from results.brief.names import Name, names
from results.comparison import records
from results.figures import labels, style
from results.figures.flow import WIDE, flowing, part
from results.figures.labels import Label
from results.figures.style import Picture
from results.numbers import missing, percent
from scenarios.queries import designs_of
from sim.catalogue import CATEGORIES

NAME, TITLE = "sharing", "What is shared with whom"
CLASSES = ("share", "case_by_case", "withhold")
WORDS = {"share": "shared", "case_by_case": "case by case", "withhold": "withheld"}
# Colours, hatching and letters, told apart in grey too.
_LOOK: dict[str, tuple[dict[str, Any], str]] = {
    "share": ({"facecolor": "#0072B2", "edgecolor": "white", "linewidth": 0}, "white"),
    "case_by_case": ({"facecolor": "#F3DDA0", "edgecolor": "#7a5b00", "linewidth": 0, "hatch": "/////"}, style.INK),
    "withhold": ({"facecolor": "#D9DCE0", "edgecolor": "white", "linewidth": 0}, style.INK),
}
_LETTERS, _BAR, _GAP, _FOOT = 7.2, 11.0, 9.0, 14.0  # points: letters, a bar, between two rows, the key
_LEFT = 96.0  # points for the names of categories
_ENOUGH = 0.12  # of a bar: what is narrower bears no number

_CAPTION = (
    "Each bar splits the pairs of offices under {baseline} by what one does with a category of information towards the "
    "other: shares in most months, decides case by case, or withholds in most months. Below it: between what shares "
    "the other designs lie. Categories run from least to most sensitive; the last two are those thought fit for "
    "cooperation between rivals. What is published, as evaluation standards are, is shared with all and nobody's "
    "choice."
)


@dataclass(frozen=True)
class _Row:
    """A category. own : shares under the baseline, by class; note : what the other designs do."""

    name: Label
    own: dict[str, float]
    note: Label

    @property
    def height(self) -> float:
        """Points that it takes."""
        return max(self.name.height, _BAR + (self.note.height + 3 if self.note.text else 0.0)) + _GAP


def sharing_chart(runs: Any, baseline: str, folder: Path) -> Picture | None:
    """A bar a category; None when no sharing was recorded for the baseline.

    ``runs.sharing`` : one row a design and category with the shares of pairs that mostly share, decide case
    by case, and mostly withhold; together 1.
    """
    shares = {(str(row["design"]), str(row["category"])): row for row in records(runs.sharing)}
    shares = {key: row for key, row in shares.items() if not any(missing(float(row[name])) for name in CLASSES)}
    called = names(designs_of(runs), runs.roster)
    with style.house_style():
        rows = [_row(shares, c.key, c.name, baseline, called) for c in CATEGORIES if (baseline, c.key) in shares]
        if not rows:
            return None
        caption = _CAPTION.format(baseline=called[baseline].long)
        alt = _alt(shares, called)
        picture = style.finish(_drawn(rows), NAME, TITLE, caption, alt, folder)
        return replace(picture, svg=flowing([part(_drawn(rows), NAME, alt)]))


def _row(shares: dict[Any, Any], key: str, name: str, baseline: str, called: dict[str, Name]) -> _Row:
    own = {one: float(shares[baseline, key][one]) for one in CLASSES}
    others = {d: float(shares[d, key]["share"]) for d in called if d != baseline and (d, key) in shares}
    room = WIDE - _LEFT - 2
    note = labels.fit(_between(others, called), room, _LETTERS - 0.6, smaller=1.0)
    return _Row(labels.fit(name, _LEFT - 16, _LETTERS, smaller=1.0), own, note)


def _between(others: dict[str, float], called: dict[str, Name]) -> str:
    """'others 59% (At the OECD) to 62% (Fixed: US)'; '' without another design."""
    if not others:
        return ""
    low, high = min(others, key=lambda d: others[d]), max(others, key=lambda d: others[d])
    ends = [percent(others[d]) for d in (low, high)]
    if ends[0] == ends[1]:
        return f"others {ends[0]}"
    return f"others {ends[0]} ({called[low].short}) to {ends[1]} ({called[high].short})"


def _drawn(rows: list[_Row]) -> Figure:
    height = sum(row.height for row in rows) + _FOOT + 4
    figure = style.canvas(WIDE / 72, height / 72)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDE), ylim=(0, height))
    axes.axis("off")
    top = height - 2
    for row in rows:
        axes.text(_LEFT - 6, top - _BAR / 2 + _LETTERS / 2, ha="right", va="top", **row.name.settings())
        _bar(axes, row, top)
        axes.text(_LEFT, top - _BAR - 2, va="top", color=style.MUTED, **row.note.settings())
        top -= row.height
    for k, name in enumerate(CLASSES):
        x = _LEFT + (0, 44, 104)[k]
        axes.add_patch(Rectangle((x, 3), 8, 8, **_LOOK[name][0]))
        axes.text(x + 11, 7, WORDS[name], va="center", fontsize=_LETTERS)
    return figure


def _bar(axes: Axes, row: _Row, top: float) -> None:
    left, wide = _LEFT, WIDE - _LEFT - 6
    for name in CLASSES:
        look, ink = _LOOK[name]
        width = wide * row.own[name]
        axes.add_patch(Rectangle((left, top - _BAR), width, _BAR, **look))
        if row.own[name] >= _ENOUGH:
            axes.text(left + width / 2, top - _BAR / 2, percent(row.own[name]), color=ink, ha="center", va="center",
                      fontsize=_LETTERS)  # fmt: skip
        left += width


def _alt(shares: dict[Any, Any], called: dict[str, Name]) -> str:
    parts = []
    for design, name in called.items():
        found = [f"{c.name} {percent(float(shares[design, c.key]['share']))}" for c in CATEGORIES
                 if (design, c.key) in shares]  # fmt: skip
        parts += [f"{name.short}: {', '.join(found)}."] if found else []
    return "Share of pairs that mostly share, by category. " + " ".join(parts)
