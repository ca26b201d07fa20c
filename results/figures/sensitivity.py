"""What an outcome depends on: shares of its variance (Sobol), or effects over the inputs' ranges (Morris)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from results.figures import labels, style
from results.figures.style import Picture
from results.numbers import Meta, is_share

MOST = 15  # inputs drawn
_ROW, _HEAD, _FOOT = 0.21, 0.35, 0.48  # inches
_LEFT, _RIGHT, _GAP, _BESIDE = 1.75, 0.2, 0.75, 2.3
_INPUT = style.PALETTE[0]
_CHANCE = style.INK  # the draws


def shares_of_variance(rows: pd.DataFrame, meta: Meta, title: str, chance: str, folder: Path) -> Picture:
    """First and total order of the inputs, those with the largest total. rows : input, S1, S1_conf, ST, ST_conf.

    chance : the name of the input that is the draws, which is drawn in black and never left out.
    """
    shown = _shown(rows, "ST", chance)
    with style.house_style():
        figure = style.canvas(style.WIDTH, len(shown) * 1.35 * _ROW + _HEAD + _FOOT)
        axes = figure.add_axes(style.inches(figure, _LEFT, _FOOT, _RIGHT, _HEAD))
        for k, row in enumerate(_records(shown)):
            ink = _CHANCE if row["input"] == chance else _INPUT
            for column, shift, marker, face in (("S1", 0.17, "o", ink), ("ST", -0.17, "s", "white")):
                at = (row[column], len(shown) - 1 - k + shift)
                axes.errorbar(*at, xerr=row[f"{column}_conf"], marker=marker, ms=5, color=ink, mfc=face, elinewidth=1.2)
        axes.set_xlabel("share of the variance (circles: alone, squares: with all others)")
        axes.xaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")
        _finish(axes, shown, title, chance)
        caption = (
            "Circles: share of the variance that an input explains by itself (first order); squares: with all that it "
            f"does together with others (total order); lines: 95% intervals. '{chance}' are the streams of random "
            f"numbers: its total is what would remain if all inputs were known. {_left_out(rows, shown)}"
        )
        alt = _alt(f"{title}, first and total order", shown, ("S1", "ST"), lambda v: f"{100 * v:.0f}%")
        return style.finish(figure, f"sensitivity-{meta.name}", title, caption, alt, folder)


def effects(rows: pd.DataFrame, meta: Meta, title: str, chance: str, folder: Path) -> Picture:
    """Mean sizes of the effects, and beside them against their spread.

    rows : input, mu, mu_star, mu_star_conf, sigma. chance : as for ``shares_of_variance``.
    """
    shares = is_share(meta.unit)
    unit, numbers = "percentage points" if shares else meta.unit, ["mu", "mu_star", "mu_star_conf", "sigma"]
    scaled = rows.assign(**{name: rows[name] * (100.0 if shares else 1.0) for name in numbers})
    shown = _shown(scaled, "mu_star", chance)
    with style.house_style():
        figure = style.canvas(style.WIDTH, max(len(shown) * _ROW, 2.2) + _HEAD + _FOOT)
        axes = figure.add_axes(style.inches(figure, _LEFT, _FOOT, _RIGHT + _BESIDE + _GAP, _HEAD))
        for k, row in enumerate(_records(shown)):
            y, ink = len(shown) - 1 - k, _CHANCE if row["input"] == chance else _INPUT
            axes.barh(y, row["mu_star"], height=0.62, color=ink, alpha=0.55)
            axes.errorbar(row["mu_star"], y, xerr=row["mu_star_conf"], color=ink, elinewidth=1.2)
            axes.plot(row["mu"], y, "D", ms=4, mfc="white", mec=ink)
        axes.set_xlabel(unit)
        _finish(axes, shown, title, chance)
        beside = style.inches(figure, style.WIDTH - _RIGHT - _BESIDE, _FOOT, _RIGHT, _HEAD)
        _plane(figure.add_axes(beside), scaled, chance, unit)
        caption = (
            "Bars: mean size of the change of the outcome when an input goes from one end of its range to the other, "
            "with its 95% interval; diamonds: mean change with its sign, at the end of the bar if all go up, at its "
            f"mirror image if all go down. '{chance}': another stream of random numbers, nothing else. Right: all "
            "inputs, mean size against spread; far up means that the effect depends on the other inputs or on chance. "
            f"{_left_out(rows, shown)}"
        )
        alt = _alt(f"{title}, mean effect and mean size", shown, ("mu", "mu_star"), lambda v: f"{v:.3g} {unit}")
        return style.finish(figure, f"sensitivity-{meta.name}", title, caption, alt, folder)


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _shown(rows: pd.DataFrame, by: str, chance: str) -> pd.DataFrame:
    """The inputs with the largest index, and chance."""
    ranked = rows[rows[by].notna()].sort_values(by, ascending=False, kind="stable")
    kept = ranked.head(MOST)
    if chance not in set(kept["input"]):
        kept = pd.concat([kept, ranked[ranked["input"] == chance]])
    return kept.reset_index(drop=True)


def _left_out(rows: pd.DataFrame, shown: pd.DataFrame) -> str:
    left = len(rows) - len(shown)
    return f"Not drawn: {left} inputs with smaller values." if left else "All inputs are drawn."


def _finish(axes: Axes, shown: pd.DataFrame, title: str, chance: str) -> None:
    """Title, a line at zero, and the inputs' names to the left of their marks, the first on top."""
    for k, name in enumerate(shown["input"]):
        label = labels.fit(name, 72 * _LEFT - 10, 8)
        weight = "bold" if name == chance else "normal"
        place: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "center"}
        axes.text(-0.02, len(shown) - 1 - k, fontweight=weight, **place, **label.settings())
    axes.set_ylim(-0.7, len(shown) - 0.3)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=style.INK, linewidth=0.8)
    style.grid(axes)
    axes.set_title(labels.fit(title, 72 * (style.WIDTH - _LEFT), 9, smaller=0.9).text)


def _plane(axes: Axes, rows: pd.DataFrame, chance: str, unit: str) -> None:
    """Mean size of effects against their spread."""
    own = rows["input"] == chance
    for which, marker, size, ink in ((~own, "o", 3.5, _INPUT), (own, "s", 5, _CHANCE)):
        axes.plot(rows.loc[which, "mu_star"], rows.loc[which, "sigma"], marker, ms=size, color=ink, alpha=0.7)
    axes.set_xlabel(f"mean size, {unit}")
    axes.set_ylabel("spread (standard deviation)")
    style.grid(axes, "both")
    axes.locator_params(nbins=4)


def _alt(what: str, shown: pd.DataFrame, columns: tuple[str, str], said: Callable[[float], str]) -> str:
    cells = [f"{row['input']} {said(row[columns[0]])}, {said(row[columns[1]])}" for row in _records(shown)]
    return f"Chart: {what}: {'; '.join(cells)}."
