"""Countries for the page: their names, and their own outcomes for every pair of designs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from results.brief.country_table import measures
from results.brief.country_values import Own, read
from results.brief.pairs import Pairs, pair_rows
from results.brief.units import Measure
from results.comparison import Comparison
from results.numbers import Meta
from results.page.pair_tables import Texts, difference_in, table_of

SHOWN = ("welfare", "dues", "influence", "access", "exposure")


def state_data(runs: Any, comparison: Comparison, texts: Texts) -> list[dict[str, Any]]:
    """A country each: label, name, its outcomes as they are shown for it, and its pairs."""
    values = read(runs, comparison.baseline)
    return [_of(values.of(node), texts) for node in range(runs.roster.n_states)]


def _of(own: Own, texts: Texts) -> dict[str, Any]:
    shown = measures(own)
    metas = [meta for meta in own.all.metas if meta.name in SHOWN]
    name = str(own.all.roster.names[own.node])
    return {
        "label": own.label,
        "name": name,
        "views": [view(shown[meta.name]) for meta in metas],
        "pairs": {meta.name: pair_table(own, meta, shown[meta.name], texts) for meta in metas},
    }


def view(measure: Measure) -> dict[str, Any]:
    """One of a country's outcomes as it is shown for it."""
    return {
        "name": measure.name,
        "title": measure.title,
        "unit": difference_in(measure),
        "scale": abs(measure.scaled(1.0)) * (100.0 if measure.percent else 1.0),
        "better": measure.better,
    }


def pair_table(own: Own, meta: Meta, measure: Measure, texts: Texts) -> dict[str, Any]:
    """The pairs of one outcome; of a loss, which is shown the other way round than it is kept, of its negative."""
    values = own.values(meta.name)
    if measure.scale < 0:
        values, measure = -values, replace(measure, scale=-measure.scale)
    meta = replace(meta, better=measure.better)
    pairs = Pairs(own.all.designs, pd.DataFrame(pair_rows(values, meta, own.all.designs)))
    return table_of(pairs, meta, measure, texts)
