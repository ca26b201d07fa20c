"""What the page's JavaScript knows: designs, outcomes, every pair of designs, countries, and why differences arise.

Everything that is read as text is made here by the one function for it (``results.brief``), so that the page has no
second way to write a number; numbers are there for drawing, with four significant digits. Only pairs i < j are kept:
the other direction is their mirror image.

Size: the budget is 1 MB for the default experiment (10 designs, 60 outcomes, 38 countries), which takes 0.9 MB:
about 60 bytes a pair and outcome. It grows with the square of the designs.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from results import evidence
from results.brief.brief import Brief
from results.brief.country_members import members
from results.brief.names import names
from results.brief.pairs import pairs_of
from results.brief.units import Measure, measures
from results.comparison import Comparison
from results.numbers import Meta
from results.page.pair_tables import Texts, difference_in, table_of
from results.page.state_data import state_data
from results.page.why_data import NOTHING, why_data


def page_data(
    runs: Any, comparison: Comparison, swaps: Any = None, label: str = "", brief: Brief | None = None
) -> dict[str, Any]:
    """The data of a page in plain types, the same for the same runs.

    swaps : a ``Swaps``, or None where none were kept.
    label : of the country that is shown first, as in the roster, or the name of a member that acts through the Union.
    brief : what the reader is told first; its words for the aims are used.
    """
    texts = Texts()
    shown = measures(comparison)
    pairs = pairs_of(runs, comparison.metas)
    named = names(comparison.designs, runs.roster)
    return {
        "baseline": comparison.baseline,
        "replicates": comparison.replicates,
        "designs": [
            {"code": code, "short": one.short, "long": one.long, "definite": one.definite}
            for code, one in named.items()
        ],
        "outcomes": [outcome(comparison, meta, shown[meta.name]) for meta in comparison.metas],
        "claims": _claims(comparison),
        "aims": {aim.outcome: aim.aim for aim in (brief.aims if brief else ())},
        "pairs": {meta.name: table_of(pairs, meta, shown[meta.name], texts) for meta in comparison.metas},
        "states": state_data(runs, comparison, texts),
        "members": [asdict(one) for one in members(runs)],
        "for": label,
        "why": why_data(runs, swaps, comparison),
        "missing": NOTHING,
        "chances": texts.chances(),
        "texts": texts.all(),
    }


def outcome(comparison: Comparison, meta: Meta, measure: Measure) -> dict[str, Any]:
    """An outcome as the page shows it.

    scale : what a number is multiplied by on an axis.  own : each design by itself, '11 (9 to 14)', in their order.
    """
    return {
        "name": meta.name,
        "title": meta.title,
        "unit": difference_in(measure),
        "anchor": measure.anchor,
        "scale": measure.scaled(1.0),
        "better": meta.better,
        "headline": meta.headline,
        "meaning": meta.meaning,
        "evidence": list(meta.evidence),
        "own": [_by_itself(row, measure) for row in comparison.rows(meta.name)],
    }


def _claims(comparison: Comparison) -> dict[str, dict[str, str]]:
    """The claims that the outcomes rest on, by id."""
    cited = {key for meta in comparison.metas for key in meta.evidence}
    return {
        key: {"claim": claim.claim, "source": claim.citation}
        for key, claim in evidence.claims().items()
        if key in cited
    }


def _by_itself(row: dict[str, Any], measure: Measure) -> str:
    """Median and 90% interval of a design; '–' where the outcome does not apply."""
    own = measure.value(row["median"])
    return f"{own} ({measure.span(row['low90'], row['high90'])})" if row["n"] else own
