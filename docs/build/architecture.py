"""The one picture of the architecture: layers, the month, and who calls whom. Drawn from the list of phases."""

from __future__ import annotations

import io
import re
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from results.figures.style import FAINT, INK, MUTED, house_style, with_fonts
from sim.phases import PHASES

BLUE, GREEN, SAND = "#dbe9f4", "#ddefe3", "#f6ecd9"

# What serves each phase: the file that holds it, and the rules that it calls.
SERVED = {
    "shocks": "phases/environment  rules/shocks",
    "states": "phases/environment  rules/shocks",
    "secretariat": "phases/secretariat  rules/casework, plan",
    "membership": "agents | decisions  rules/membership, admission",
    "deals": "agents | decisions  rules/deals, meetings",
    "sharing": "agents | decisions  rules/sharing",
    "firms": "agents | decisions  rules/sharing, pace",
    "learning": "phases/learning  rules/learning",
    "record": "phases/record  rules/numbers, welfare",
}
LAYERS = (
    ("sim", "the world and its rules", "no files, no plots", GREEN),
    ("scenarios", "files to configurations,", "draws, runs, storing", BLUE),
    ("calibration", "observed data,", "fitting, forecasts", BLUE),
    ("results", "comparison, figures, report,", "limits, evidence, screening", BLUE),
    ("entente", "Python API,", "command line", SAND),
)


def picture() -> str:
    """The picture as SVG text."""
    with house_style():
        figure = Figure(figsize=(10.4, 7.2))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 104), ylim=(0, 72))
        axes.axis("off")
        _layers(axes)
        _run(axes)
        _month(axes)
        return _svg(figure)


def _box(axes: Any, x: float, y: float, w: float, h: float, lines: tuple[str, ...], colour: str = "white") -> None:
    shape = "round,pad=0,rounding_size=0.8"
    axes.add_patch(FancyBboxPatch((x, y), w, h, shape, facecolor=colour, edgecolor=MUTED, linewidth=0.9))
    step = 2.2
    top = y + h / 2 + step * (len(lines) - 1) / 2
    for k, line in enumerate(lines):
        weight = "bold" if k == 0 else "normal"
        axes.text(x + w / 2, top - k * step, line, ha="center", va="center", fontsize=8, weight=weight, color=INK)


def _arrow(axes: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    arrow = {"arrowstyle": "-|>", "color": MUTED, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=arrow)


def _title(axes: Any, x: float, y: float, text: str) -> None:
    axes.text(x, y, text, ha="left", va="bottom", fontsize=9, weight="bold", color=INK)


def _layers(axes: Any) -> None:
    """The five packages, each importing only from those on its left."""
    _title(axes, 2, 68.4, "Layers: a package imports only from those on its left")
    for k, (name, one, two, colour) in enumerate(LAYERS):
        x = 2 + 20.4 * k
        _box(axes, x, 58.5, 18, 8.6, (name, one, two), colour)
        if k:
            _arrow(axes, (x, 62.8), (x - 2.4, 62.8))


def _run(axes: Any) -> None:
    """One run: configuration, model, record, outcomes."""
    _title(axes, 2, 53.4, "A run: the same configuration always gives the same record")
    names = (
        ("RunConfig", "config.py", "roster, design, parameters,", "seed, replicate, events"),
        ("an engine", "model.py (Mesa agents) or", "ensemble/ (compiled loop)", "walks the phases"),
        ("Record", "record.py", "series, cases, ties,", "decisions with terms"),
        ("outcomes", "outcomes.py", "pure functions", "of the record"),
    )
    for k, lines in enumerate(names):
        x = 2 + 25.6 * k
        _box(axes, x, 42, 21, 10.4, lines, GREEN)
        if k:
            _arrow(axes, (x - 4.6, 47.2), (x, 47.2))


def _month(axes: Any) -> None:
    """The phases in two rows, the state below them, the casework beside it."""
    _title(axes, 2, 37.4, "A month, phase by phase: decisions stand twice, in agents.py and in ensemble/decisions.py")
    for k, name in enumerate(PHASES):
        x, y = 2 + 20.4 * (k % 5), 28.5 if k < 5 else 18
        first, _, second = SERVED[name].partition("  ")
        lines = (f"{k + 1} {name}", first) + ((second,) if second else ())
        _box(axes, x, y, 18, 7.8, lines)
        if k % 5:
            _arrow(axes, (x - 2.4, y + 3.9), (x, y + 3.9))
    axes.plot([92.6, 92.6, 11], [28.5, 27.2, 27.2], color=MUTED, linewidth=1.1)
    _arrow(axes, (11, 27.3), (11, 25.8))
    _box(axes, 83.6, 18, 18, 7.8, ("casework", "simpy_queue |", "casework_queue"), SAND)
    _arrow(axes, (81.2, 21.9), (83.6, 21.9))
    world = ("World (world.py)", "the whole state, used by both engines; agents are views on their row")
    _box(axes, 2, 4, 48, 8.6, world, GREEN)
    rules = ("Rule book (rules/*)", "formulas, and rules that take the world; draws.py: the only randomness")
    _box(axes, 53.6, 4, 48, 8.6, rules, GREEN)
    _arrow(axes, (26, 18), (26, 12.6))
    _arrow(axes, (77, 18), (77, 12.6))
    axes.text(27, 15.2, "phases read and write", fontsize=7, color=MUTED, va="center")
    axes.text(78, 15.2, "and decide by", fontsize=7, color=MUTED, va="center")
    axes.plot([2, 102], [57, 57], color=FAINT, linewidth=0.8)
    axes.plot([2, 102], [40.6, 40.6], color=FAINT, linewidth=0.8)


def _svg(figure: Figure) -> str:
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    found = re.sub(r"<!DOCTYPE.*?>\s*", "", with_fonts(text.getvalue()), flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in found.splitlines()) + "\n"
