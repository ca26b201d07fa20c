"""Worlds as dots on a line, one row a design or lever: how far luck spreads them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from markupsafe import escape

from results.numbers import two
from results.play.kit.tour_luck import Spread

WIDE, LEFT, RIGHT, ROW, R = 560, 10, 18, 62, 3.2  # px
BINS = 56


def dots(rows: Sequence[Spread], own: np.ndarray, title: str) -> str:
    """The drawing as SVG. own : value of the world that was seen, of each row; NaN: none."""
    top = max((float(np.nanmax(one.values)) for one in rows if np.isfinite(one.values).any()), default=1.0) or 1.0
    high = ROW * len(rows) + 30
    parts = [_row(k, one, float(own[k]), top) for k, one in enumerate(rows)]
    label = escape(f"{title}: each dot is a world. The table below tells the same.")
    return (
        f'<svg viewBox="0 0 {WIDE} {high}" role="img" aria-label="{label}">{"".join(parts)}{_axis(top, high)}'
        f'<text x="{WIDE - RIGHT}" y="{high - 2}" text-anchor="end" class="unit">{escape(title)}</text></svg>'
    )


def _row(k: int, one: Spread, own: float, top: float) -> str:
    base = ROW * (k + 1) - 8
    name = f'<text x="{LEFT}" y="{base - ROW + 22}" class="name">{escape(one.name)}</text>'
    line = f'<line x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{base + R + 1}" y2="{base + R + 1}" class="line"/>'
    return name + line + "".join(_dots(one.values, own, top, base))


def _dots(values: np.ndarray, own: float, top: float, base: float) -> Iterator[str]:
    """Dots in columns; the world that was seen is the lowest of its column, with a ring."""
    bins = [_bin(value, top) for value in values[np.isfinite(values)].tolist()]
    step = min(2 * R, (ROW - 30) / max(1, max((bins.count(k) for k in set(bins)), default=1)))
    for k in sorted(set(bins)):
        for n in range(bins.count(k)):
            yield f'<circle cx="{_x(k):.1f}" cy="{base - n * step:.1f}" r="{R}"/>'
    if math.isfinite(own):
        yield f'<circle cx="{_x(_bin(own, top)):.1f}" cy="{base}" r="{R + 2.5}" class="own"/>'


def _bin(value: float, top: float) -> int:
    return min(BINS - 1, int(BINS * value / top))


def _x(k: float) -> float:
    return LEFT + 6 + (WIDE - LEFT - RIGHT - 12) * (k + 0.5) / BINS


def _axis(top: float, high: int) -> str:
    ends = ((0.0, "start", "0"), (1.0, "end", two(top)))
    return "".join(
        f'<text x="{_x(BINS * part - 0.5):.1f}" y="{high - 16}" text-anchor="{anchor}" class="unit">{text}</text>'
        for part, anchor, text in ends
    )
