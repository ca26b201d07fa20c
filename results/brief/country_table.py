"""A country's own outcomes under every design beside the baseline, in units that a reader knows."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd

from results.actor import VIEW
from results.brief.country_values import DUES, WELFARE, Own
from results.brief.units import Measure, two_digits
from results.numbers import Meta, is_share

NUMBERS = (
    "pairs", "median", "low90", "high90", "diff", "diff_low", "diff_low50", "diff_high50", "diff_high", "p_higher",
    "p_better", "p_best", "verdict", "settled",
)  # fmt: skip
COLUMNS = (
    "outcome", "title", "unit", "better", "design", "name", "value", "span", "change", "change_span", *NUMBERS,
)  # fmt: skip
_TIMES = ("access", "exposure")  # shown as multiples of today
_POSTS = "posts"
TITLES = {meta.name: meta.title for meta in VIEW}


def table(own: Own) -> pd.DataFrame:
    """A row an outcome and design: texts in plain units, and the numbers behind them in the model's units.

    Columns (``COLUMNS``): title and unit (with what today has); better (of the number that is shown: 1 more, -1 less,
    0 neither); name (of the design); value and span (median, 90% interval), change and change_span (against the
    baseline, on the same draws), and the statistics of ``results.comparison``.
    """
    shown = measures(own)
    rows = []
    for meta in own.all.metas:
        measure = shown[meta.name]
        for design in own.all.designs:
            row = own.cells[meta.name, design]
            rows.append(_texts(measure, row, own.all.names[design].short) | {k: row[k] for k in NUMBERS})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _texts(measure: Measure, row: dict[str, Any], name: str) -> dict[str, Any]:
    low, high = _ends(measure, row["low90"], row["high90"])
    less, more = _ends(measure, row["diff_low"], row["diff_high"])
    return {
        "outcome": measure.name,
        "title": measure.title,
        "unit": measure.heading,
        "better": measure.better,
        "design": row["design"],
        "name": name,
        "value": measure.value(row["median"]),
        "span": measure.span(low, high),
        "change": measure.change(row["diff"], named=False),
        "change_span": measure.change_span(less, more),
    }


def _ends(measure: Measure, low: float, high: float) -> tuple[float, float]:
    """The ends of an interval, the smaller one as it is shown first: a loss is counted the other way round."""
    return (high, low) if measure.scale < 0 else (low, high)


def measures(own: Own) -> dict[str, Measure]:
    """How each outcome of a country is shown.

    Net benefit as multiples of today's; of a country whose balance is a loss today, as multiples of that loss, so that
    less is better. What a host hears first is shown as a share of today's net benefit.
    """
    return {meta.name: _measure(own, meta.name, meta.unit, meta.better) for meta in own.all.metas}


def blocks(own: Own) -> list[tuple[Meta, list[dict[str, Any]]]]:
    """Its outcomes for a figure: what each is, and the rows of its statistics, levels in the units that are shown."""
    found = []
    for meta in own.all.metas:
        measure = measures(own)[meta.name]
        anchor = measure.anchor if measure.scale != 1 else ""
        unit = "share" if measure.share else ", ".join(filter(None, (measure.unit, anchor)))
        shown = replace(meta, title=measure.title, unit=unit, better=measure.better)
        rows = [_scaled(own.cells[meta.name, design], measure) for design in own.all.designs]
        found.append((shown, rows))
    return found


def _scaled(row: dict[str, Any], measure: Measure) -> dict[str, Any]:
    low, high = _ends(measure, row["low90"], row["high90"])
    return row | {
        name: value / measure.scale for name, value in (("median", row["median"]), ("low90", low), ("high90", high))
    }


def _measure(own: Own, name: str, unit: str, better: int) -> Measure:
    today, title = own.median(name, own.all.baseline), TITLES[name]
    if name == WELFARE:
        return _balance(own, title)
    if name == "first_hand" and own.sign > 0:
        return Measure(name, f"{title}, as a share of today's net benefit", "", better, own.today, share=True)
    if name == DUES and own.all.in_posts:
        return Measure(name, title, f"{_POSTS} a year", better, anchor=_a_post(own))
    if name in _TIMES and today > 0:
        return Measure(name, title, "times today's", better, today, "1 = today", percent=True)
    if is_share(unit):
        return Measure(name, title, "", better, share=True)
    bare = unit != _POSTS and math.isfinite(today)
    return Measure(name, title, unit, better, anchor=f"{two_digits(today)} = today" if bare else "")


def _a_post(own: Own) -> str:
    """What a post costs: 'a post about 0.26 million US dollars a year (0.088 to 0.4)'."""
    told = own.all.dues.get(own.label, {}).values()
    return next((f"a post about {due.price.money(1.0)}" for due in told), "")


def _balance(own: Own, title: str) -> Measure:
    if own.sign > 0:
        return Measure(WELFARE, title, "times today's", 1, own.today, "1 = today", percent=True)
    if own.sign < 0:
        return Measure(WELFARE, "Net loss", "times today's", -1, own.today, "1 = today", percent=True)
    return Measure(WELFARE, title, "index", 1, anchor=f"{two_digits(own.today)} = today")
