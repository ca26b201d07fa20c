"""Predictive checks as a figure: boxes of the posterior's and the prior's runs, with what was observed."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from results.figures import style

_OURS, _PRIOR, _SEEN = style.PALETTE[0], "#b8bcc2", style.PALETTE[1]
_COLUMNS = 4  # panels of a number side by side; vectors take two columns
_CELL = 1.7  # inches, height of a row of panels
_BESIDE = 0.19  # distance of a box from the middle of its place
_KEYS = {"whislo": "low", "q1": "lower", "med": "median", "q3": "upper", "whishi": "high"}


def draw(section: dict[str, Any]) -> Figure:
    """A panel a vector, a panel a number. From ``calibration.diagnostics.predictive.section``."""
    single = [
        *section["fitted"],
        *section["single"],
        section["overlap"]["separation"],
        section["overlap"]["unexpected"],
    ]
    vectors = section["vectors"]
    half, above = _COLUMNS // 2, -(-len(vectors) // 2)
    rows = above + -(-len(single) // _COLUMNS)
    with style.house_style():
        figure = style.canvas(style.WIDTH, _CELL * rows + 0.6)
        top = 1 - 0.6 / figure.get_figheight()
        grid = figure.add_gridspec(rows, _COLUMNS, hspace=0.6, wspace=0.4, left=0.06, right=0.98, bottom=0.04, top=top)
        for k, vector in enumerate(vectors):
            first = half * (k % 2)
            axes = figure.add_subplot(grid[k // 2, first : first + half])
            _panel(axes, vector["entries"], f"{vector['title']}, p = {vector['gof_p']:.2f}", vector["misfit"])
            axes.set_xticks(range(len(vector["entries"])), _short([row["name"] for row in vector["entries"]]))
        for k, row in enumerate(single):
            axes = figure.add_subplot(grid[above + k // _COLUMNS, k % _COLUMNS])
            _panel(axes, [row], row["name"].replace("_", " "), row["misfit"])
            axes.set_xticks([])
        _legend(figure)
    return figure


def _panel(axes: Axes, rows: list[dict[str, Any]], title: str, misfit: bool) -> None:
    """Two boxes a number (posterior left, prior right), and the observed mark."""
    for prefix, colour, shift in (("", _OURS, -_BESIDE), ("prior_", _PRIOR, _BESIDE)):
        stats = [{key: row[prefix + name] for key, name in _KEYS.items()} | {"fliers": []} for row in rows]
        axes.bxp(
            stats, positions=[k + shift for k in range(len(rows))], widths=0.3, patch_artist=True, showfliers=False,
            boxprops={"facecolor": colour, "alpha": 0.45, "edgecolor": colour},
            medianprops={"color": colour, "lw": 1.6},
            whiskerprops={"color": colour}, capprops={"color": colour}, manage_ticks=False,
        )  # fmt: skip
    axes.plot(range(len(rows)), [row["observed"] for row in rows], "D", ms=4, color=_SEEN, zorder=5)
    axes.set_xlim(-0.6, len(rows) - 0.4)
    axes.set_title(title + (" – misfit" if misfit else ""), fontsize=8, fontweight="bold" if misfit else "normal")
    style.grid(axes, "y")


def _short(labels: list[str]) -> list[str]:
    """Labels that fit below a box; the order of a list of offices by number alone."""
    return [
        label.replace("office ", "").removesuffix(" ties").removesuffix(" tie").replace(" or more", "+")
        for label in labels
    ]


def _legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    figure.legend(
        handles=[
            Patch(facecolor=_OURS, alpha=0.45, edgecolor=_OURS, label="posterior: quartiles, central 90%"),
            Patch(facecolor=_PRIOR, alpha=0.45, edgecolor=_PRIOR, label="prior"),
            Line2D([], [], marker="D", ls="", ms=4, color=_SEEN, label="observed"),
        ],
        loc="upper left", ncols=3, frameon=False, fontsize=8,
    )  # fmt: skip
