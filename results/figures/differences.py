"""Differences from the baseline, as differences: a row a design, a column an outcome, with 50% and 90% bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from results.brief.chances import better_in_futures
from results.brief.names import Name
from results.brief.pairs import Pairs
from results.brief.units import Measure
from results.comparison import NOT_APPLICABLE, UNCLEAR_TEXT
from results.figures import labels, style
from results.figures.labels import Label
from results.figures.style import Picture

TITLE = "Differences from {baseline}"
LEFT, GAP, ROW, FOOT = 1.27, 0.17, 0.165, 0.36  # inches: for names, between columns, of a row, below
LETTERS = 5.9  # points
_BETTER = {1: "better →", -1: "← better", 0: ""}  # where on an axis it lies

Row = dict[str, Any]  # a row of ``Pairs``


@dataclass(frozen=True)
class Told:
    """How a figure calls what it shows: designs and outcomes by their names in the comparison."""

    names: Mapping[str, Name]
    measures: Mapping[str, Measure]

    def short(self, design: str) -> str:
        """A design's name in a figure."""
        return self.names[design].short


def difference_chart(pairs: Pairs, outcomes: Sequence[str], baseline: str, told: Told, folder: Path) -> Picture | None:
    """The outcomes side by side; None without another design or an outcome."""
    if len(pairs.designs) < 2 or not outcomes:
        return None
    rows = {outcome: pairs.rows(outcome, baseline) for outcome in outcomes}
    room = (style.WIDTH - LEFT - 0.06) / len(outcomes)
    with style.house_style():
        names = [labels.fit(told.short(row["design"]), 72 * LEFT - 5, LETTERS) for row in rows[outcomes[0]]]
        titles = [_title(told.measures[outcome], 72 * (room - 0.4 * GAP)) for outcome in outcomes]
        head = (labels.tallest(titles) + LETTERS + 10) / 72
        row_height = max(ROW, (labels.tallest(names) + 2) / 72)
        figure = style.canvas(style.WIDTH, row_height * len(names) + head + FOOT)
        for k, outcome in enumerate(outcomes):
            left = LEFT + k * room
            right = style.WIDTH - left - room + GAP
            axes = figure.add_axes(style.inches(figure, left, FOOT, right, head))
            _column(axes, rows[outcome], told.measures[outcome], titles[k])
            if k == 0:
                _names(axes, names)
        title = TITLE.format(baseline=told.names[baseline].definite)
        said, alt = caption(told.names[baseline].definite), _alt(title, rows, told)
        return style.finish(figure, "differences", title, said, alt, folder)


def _title(measure: Measure, room: float) -> Label:
    return labels.fit(measure.title, room, LETTERS, "bold", smaller=1.0)


def _column(axes: Axes, rows: Sequence[Row], measure: Measure, title: Label) -> None:
    """The marks of one outcome from the top, zero, the name of the outcome and where better lies."""
    top = len(rows) - 1
    for k, row in enumerate(rows):
        _bar(axes, top - k, row, measure)
    axes.axvline(0, color=style.INK, linewidth=0.8, zorder=1)
    axes.set_ylim(-0.6, top + 0.6)
    if not any(row["pairs"] and (row["low90"] or row["high90"]) for row in rows):
        axes.set_xlim(-1, 1)
    axes.margins(x=0.05)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.set_xticks(ticks(*axes.get_xlim()))
    axes.xaxis.set_major_formatter(lambda value, _: _tick(value))
    axes.tick_params(labelsize=LETTERS, length=2, pad=1.5)
    style.grid(axes)
    axes.set_xlabel(_unit(measure), fontsize=LETTERS, labelpad=1.5)
    above: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "bottom"}
    axes.annotate(_BETTER[measure.better], (0, 1), (0, 2), color=style.MUTED, fontsize=LETTERS, **above)
    axes.annotate(
        title.text, (0, 1), (0, LETTERS + 5), fontsize=title.size, fontweight="bold", linespacing=1.0, **above
    )


def _bar(axes: Axes, y: int, row: Row, measure: Measure) -> None:
    """90% thin, 50% thick, the median by its verdict; nothing but a dash where the outcome does not apply."""
    if row["verdict"] == NOT_APPLICABLE:
        axes.text(0, y, " –", va="center", fontsize=LETTERS, color=style.MUTED)
        return
    unclear = row["verdict"] == UNCLEAR_TEXT
    colour = style.MUTED if unclear else style.VERDICT_COLOUR[row["verdict"]]
    for low, high, width in (("low90", "high90", 0.9), ("low50", "high50", 3.2)):
        axes.hlines(y, measure.scaled(row[low]), measure.scaled(row[high]), colors=colour, linewidth=width, zorder=2)
    shape = style.VERDICT_MARKER[row["verdict"]]
    face = "white" if unclear else colour
    mark: dict[str, Any] = {"ms": 0.75 * LETTERS, "mfc": face, "mec": colour if unclear else "white", "mew": 0.6}
    axes.plot(measure.scaled(row["diff"]), y, shape, zorder=3, **mark)


def _names(axes: Axes, names: Sequence[Label]) -> None:
    """The designs, to the left of the first column."""
    top = len(names) - 1
    for k, name in enumerate(names):
        axes.text(-0.06, top - k, ha="right", va="center", transform=axes.get_yaxis_transform(), **name.settings())


def _unit(measure: Measure) -> str:
    return "points" if measure.share else measure.unit


def ticks(low: float, high: float) -> list[float]:
    """Zero, and on each side the outermost round number whose label stays clear of zero's and of the next axes."""
    span = high - low
    inside = [v for v in MaxNLocator(6).tick_values(low, high) if low + 0.05 * span <= v <= high - 0.05 * span]
    ends = [v for v in (*inside[:1], *inside[-1:]) if abs(v) >= 0.27 * span]
    return sorted({0.0, *ends})


def _tick(value: float) -> str:
    """'+2', '0', '−0.5'."""
    text = f"{value:g}".replace("-", "−")
    return f"+{text}" if value > 0 else text


def caption(baseline: str) -> str:
    """How to read the marks. baseline : its name in a sentence."""
    return (
        f"Each mark is the middle difference from {baseline} on the same draws; half of the simulated futures lie "
        "within the thick bar, 90% within the thin one. Triangles up: better in more than 80% of the futures; down: "
        "better in fewer than 20%; hollow circles: no clear difference; diamonds: different where neither is better. "
        "A dash: it does not apply. The arrow says on which side better lies."
    )


def _alt(title: str, rows: Mapping[str, Sequence[Row]], told: Told) -> str:
    parts = []
    for outcome, own in rows.items():
        measure = told.measures[outcome]
        said = [f"{told.short(row['design'])} {_difference(row, measure)}" for row in own]
        parts.append(f"{measure.title}: {'; '.join(said)}.")
    return f"{title}, by design. " + " ".join(parts)


def _difference(row: Row, measure: Measure) -> str:
    if row["verdict"] == NOT_APPLICABLE:
        return NOT_APPLICABLE
    span = measure.change_span(row["low90"], row["high90"])
    return f"{measure.change(row['diff'])} (90% {span}), {better_in_futures(row)}"
