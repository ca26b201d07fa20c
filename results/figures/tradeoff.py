"""The trade-off figure: designs in the plane of two outcomes, so that what is paid for what can be seen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from results.comparison import Comparison
from results.figures import labels, style
from results.figures.labels import Label
from results.figures.places import place_labels
from results.figures.style import Picture
from results.numbers import Meta, is_share, lower_first

# Preferred panels (across, up); where one is not there, headline outcomes take its place.
PANELS = (("members", "incident_response_days"), ("acceptability", "sensitive_pooled"))

_HEIGHT = 3.7  # inches a panel, more where names take much room
_LEFT, _RIGHT, _ABOVE, _BELOW = 0.75, 0.2, 0.3, 0.5
_ACROSS = 130.0  # points that a name may take across
_EMPTY = 6.0  # the area of a panel to that of its names, at least


def panels(comparison: Comparison) -> list[tuple[Meta, Meta]]:
    """The pairs of outcomes to draw, at most two."""
    drawable = [m for m in comparison.metas if _points(comparison, m.name)]
    known = {m.name: m for m in drawable}
    chosen = [(known[a], known[b]) for a, b in PANELS if a in known and b in known]
    if not chosen and len(drawable) >= 2:
        chosen = [(drawable[0], drawable[1])]
    return chosen


def _points(comparison: Comparison, outcome: str) -> int:
    return sum(1 for c in comparison.rows(outcome) if c["n"])


def tradeoff(comparison: Comparison, folder: Path) -> Picture | None:
    """Medians with 90% bars in two planes; None when there are no two outcomes to set against each other."""
    chosen = panels(comparison)
    if not chosen:
        return None
    with style.house_style():
        names = _names(comparison)
        height = _height(names.values())
        figure = style.canvas(style.WIDTH, height * len(chosen))
        for k, (across, up) in enumerate(chosen):
            below, above = height * (len(chosen) - 1 - k) + _BELOW, height * k + _ABOVE
            axes = figure.add_axes(style.inches(figure, _LEFT, below, _RIGHT, above))
            _panel(axes, comparison, across, up, names)
            axes.set_title(f"({'ab'[k]})  {up.title} against {lower_first(across.title)}")
        alt = _alt(comparison, chosen)
        return style.finish(figure, "tradeoff", "What is paid for what", _caption(chosen), alt, folder)


def _names(comparison: Comparison) -> dict[str, Label]:
    said = {d: f"{d} (baseline)" if d == comparison.baseline else d for d in comparison.designs}
    return {design: labels.fit(text, _ACROSS, 8) for design, text in said.items()}


def _height(names: Collection[Label]) -> float:
    """Inches a panel, so that names have room among marks."""
    across = 72 * (style.WIDTH - _LEFT - _RIGHT)
    wanted = _EMPTY * sum(name.width * name.height for name in names) / across
    return max(_HEIGHT, wanted / 72 + _ABOVE + _BELOW)


def _panel(axes: Axes, comparison: Comparison, across: Meta, up: Meta, names: Mapping[str, Label]) -> None:
    colours = style.design_colours(comparison.designs, comparison.baseline)
    markers = style.design_markers(comparison.designs, comparison.baseline)
    shown, points = [], []
    for design in comparison.designs:
        x, y = comparison.cell(across.name, design), comparison.cell(up.name, design)
        if not x["n"] or not y["n"]:
            continue
        bar: dict[str, Any] = {"color": colours[design], "linewidth": 0.9, "alpha": 0.35, "zorder": 1}
        axes.plot([x["low90"], x["high90"]], [y["median"]] * 2, **bar)
        axes.plot([x["median"]] * 2, [y["low90"], y["high90"]], **bar)
        size = 11 if design == comparison.baseline else 7
        mark: dict[str, Any] = {"color": colours[design], "ms": size, "mec": "white", "mew": 0.7, "zorder": 4}
        axes.plot(x["median"], y["median"], markers[design], **mark)
        shown.append(design)
        points.append((x["median"], y["median"]))
    _axis(axes, across, up)
    place_labels(axes, points, [names[d] for d in shown])


def _axis(axes: Axes, across: Meta, up: Meta) -> None:
    axes.set_xlabel(_label(across, "→", "←"))
    axes.set_ylabel(_label(up, "→", "←"))  # the text is turned: its end points up
    axes.margins(0.06)
    style.grid(axes, "both")
    for axis, meta in ((axes.xaxis, across), (axes.yaxis, up)):
        if is_share(meta.unit):
            axis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")


def _label(meta: Meta, more: str, less: str) -> str:
    unit = "" if is_share(meta.unit) else f" ({meta.unit})"
    good = {1: f"   better {more}", -1: f"   {less} better", 0: ""}[meta.better]
    return f"{meta.title}{unit}{good}"


def _caption(chosen: Sequence[tuple[Meta, Meta]]) -> str:
    pairs = " and ".join(f"{lower_first(up.title)} against {lower_first(across.title)}" for across, up in chosen)
    return (
        f"Each mark is a design: {pairs}. Marks are medians over all replicates, bars the 90% intervals. The "
        "star is the baseline. Arrows on the axes point to what is better: a design is only better at "
        "both where it lies further along both arrows. Bars that overlap do not mean that designs cannot be "
        "told apart, because all designs meet the same draws; the table gives the chances."
    )


def _alt(comparison: Comparison, chosen: Sequence[tuple[Meta, Meta]]) -> str:
    parts = []
    for across, up in chosen:
        cells = [
            f"{d} {comparison.cell(across.name, d)['median']:.3g} and {comparison.cell(up.name, d)['median']:.3g}"
            for d in comparison.designs
            if comparison.cell(across.name, d)["n"] and comparison.cell(up.name, d)["n"]
        ]
        parts.append(f"{across.title} and {up.title}, medians: {'; '.join(cells)}.")
    return "Scatter plot of the designs. " + " ".join(parts)
