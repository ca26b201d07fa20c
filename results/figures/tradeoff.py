"""The commonest clear trade-off: designs in the plane of two outcomes, of which they gain one and lose the other.

Drawn in differences from the baseline, as marginal intervals overlap even where a difference is sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from results.brief.pairs import Pairs
from results.brief.units import Measure
from results.comparison import BETTER, WORSE
from results.figures import labels, style
from results.figures.differences import Told
from results.figures.labels import Label
from results.figures.places import place_labels
from results.figures.style import Picture
from results.numbers import lower_first

_HEIGHT = 3.7  # inches a panel, more where names take much room
_LEFT, _RIGHT, _ABOVE, _BELOW = 0.85, 0.2, 0.3, 0.5
_ACROSS = 130.0  # points that a name may take across
_EMPTY = 6.0  # the area of a panel to that of its names, at least


def traded(pairs: Pairs, outcomes: Sequence[str], baseline: str) -> tuple[str, str] | None:
    """The two outcomes (across, up) that most designs trade: clearly better in one, clearly worse in the other.

    Where several are traded as often, those with the surest differences; None where no design trades anything.
    """
    rows = {name: {row["design"]: row for row in pairs.rows(name, baseline)} for name in outcomes}
    found = {}
    for one, other in combinations(outcomes, 2):
        both = [(rows[one][d], rows[other][d]) for d in rows[one]]
        opposed = [pair for pair in both if {row["verdict"] for row in pair} == {BETTER, WORSE}]
        if opposed:
            sure = sum(abs(row["p_better"] - 0.5) for pair in opposed for row in pair)
            found[one, other] = (len(opposed), sure)
    return max(found, key=lambda pair: found[pair]) if found else None


def tradeoff(pairs: Pairs, outcomes: Sequence[str], baseline: str, told: Told, folder: Path) -> Picture | None:
    """Median differences with 50% bars in the plane of the two outcomes; None where nothing is clearly traded."""
    chosen = traded(pairs, outcomes, baseline)
    if chosen is None:
        return None
    across, up = (told.measures[name] for name in chosen)
    with style.house_style():
        names = {design: labels.fit(told.short(design), _ACROSS, 8) for design in pairs.designs}
        figure = style.canvas(style.WIDTH, _height(list(names.values())))
        axes = figure.add_axes(style.inches(figure, _LEFT, _BELOW, _RIGHT, _ABOVE))
        _panel(axes, pairs, baseline, (across, up), names)
        axes.set_title(f"{up.title} against {lower_first(across.title)}")
        caption = _caption(across, up, told.names[baseline].definite)
        alt = _alt(pairs, chosen, baseline, told)
        return style.finish(figure, "tradeoff", "What is paid for what", caption, alt, folder)


def _height(names: Sequence[Label]) -> float:
    """Inches a panel, so that names have room among marks."""
    across = 72 * (style.WIDTH - _LEFT - _RIGHT)
    wanted = _EMPTY * sum(name.width * name.height for name in names) / across
    return max(_HEIGHT, wanted / 72 + _ABOVE + _BELOW)


def _panel(axes: Axes, pairs: Pairs, baseline: str, measures: tuple[Measure, Measure], names: dict[str, Label]) -> None:
    """The baseline where the zero lines cross, every other design by its differences from it."""
    colours, markers = (of(pairs.designs, baseline) for of in (style.design_colours, style.design_markers))
    across, up = measures
    axes.axhline(0, color=style.INK, linewidth=0.8, zorder=1)
    axes.axvline(0, color=style.INK, linewidth=0.8, zorder=1)
    shown, points = [baseline], [(0.0, 0.0)]
    for design in (d for d in pairs.designs if d != baseline):
        x, y = (pairs.cell(measure.name, design, baseline) for measure in measures)
        if not x["pairs"] or not y["pairs"]:
            continue
        shown.append(design)
        points.append((across.scaled(x["diff"]), up.scaled(y["diff"])))
        bar: dict[str, Any] = {"color": colours[design], "linewidth": 0.9, "alpha": 0.45, "zorder": 2}
        axes.plot([across.scaled(x[end]) for end in ("low50", "high50")], [points[-1][1]] * 2, **bar)
        axes.plot([points[-1][0]] * 2, [up.scaled(y[end]) for end in ("low50", "high50")], **bar)
    for design, (x_at, y_at) in zip(shown, points, strict=True):
        mark: dict[str, Any] = {"ms": 11 if design == baseline else 7, "mec": "white", "mew": 0.7, "zorder": 4}
        axes.plot(x_at, y_at, markers[design], color=colours[design], **mark)
    frame = axes.get_window_extent()
    scale = 72 / axes.figure.dpi
    for measure, room, put in ((across, frame.width, axes.set_xlabel), (up, frame.height, axes.set_ylabel)):
        label = labels.fit(_label(measure), room * scale, 8.5, smaller=1.0)
        put(label.text, fontsize=label.size, linespacing=1.0)  # upwards the text is turned: its end points up
    axes.margins(0.06)
    style.grid(axes, "both")
    place_labels(axes, points, [names[design] for design in shown])


def _label(measure: Measure) -> str:
    unit = "points" if measure.share else measure.unit
    good = {1: "   better →", -1: "   ← better", 0: ""}[measure.better]
    return f"{measure.title}, difference ({unit}){good}"


def _caption(across: Measure, up: Measure, baseline: str) -> str:
    return (
        f"The two outcomes that most designs trade for each other: {lower_first(up.title)} against "
        f"{lower_first(across.title)}. Each mark is a design by its differences from {baseline} on the same draws: "
        f"marks are medians, bars hold half of the simulated futures; the star where the lines cross is {baseline}. "
        "Arrows on the axes point to what is better: a design is better at both only where it lies further along both."
    )


def _alt(pairs: Pairs, chosen: tuple[str, str], baseline: str, told: Told) -> str:
    measures = [told.measures[name] for name in chosen]
    rows = {d: [pairs.cell(name, d, baseline) for name in chosen] for d in pairs.designs if d != baseline}
    cells = [
        f"{told.short(d)} " + " and ".join(m.change(r["diff"]) for m, r in zip(measures, own, strict=True))
        for d, own in rows.items()
        if all(row["pairs"] for row in own)
    ]
    said = f"{measures[0].title} and {measures[1].title}, median differences: {'; '.join(cells)}."
    return f"Scatter plot of the designs. {said}"
