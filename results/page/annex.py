"""What the annex shows: all numbers, and what they rest on. Here designs go by their code names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from results import analogues, by_construction, report_text, sizes
from results.actor import actor_label
from results.brief import dues
from results.brief.effects import SETUP
from results.brief.post_price import price
from results.comparison import Comparison, records
from results.drawing import Pictures, missing_letters
from results.figures.levels import groups
from results.flips import separators
from results.hindcast_annex import annex as hindcast
from results.numbers import Meta
from scenarios import posterior
from scenarios.designs import list_designs, preset_of
from scenarios.queries import tables_of
from scenarios.sampling import FROM_POSTERIOR
from sim.design import DesignPoint
from sim.months import month_label
from sim.parameters import BEHAVIOUR, FIXED, UNCERTAIN
from sim.roster import Roster

_CLASSES = {"better": "better", "worse": "worse", "differs": "differs", "no clear difference": "unclear"}


@dataclass(frozen=True)
class Chart:
    """An outcome as the page shows it: its numbers, and what of it is assumed by construction or emerges."""

    meta: Meta
    rows: list[dict[str, Any]]
    effects: list[by_construction.Effect]


def annex(runs: Any, comparison: Comparison, pictures: Pictures, actor: str | None) -> dict[str, Any]:
    """Name -> value, for the templates of the annex."""
    charts = [Chart(m, comparison.rows(m.name), by_construction.effects(m.name)) for m in comparison.metas]
    checked = analogues.check(runs)
    points = {point.name: point for point in runs.designs}
    return {
        "heads": [chart for chart in charts if chart.meta.headline],
        "charts": charts,
        "levels": [picture for picture, _ in zip(pictures.levels, groups(charts), strict=True)],
        "costs": dues.secretariat(runs),
        "no_costs": dues.unknown(runs),
        "price": price(),
        "classes": _CLASSES,
        "designs": [design_row(points[design], runs.roster) for design in comparison.designs],
        "setups": _setups(comparison),
        "actor": actor_label(runs, actor) if actor else None,
        "analogues": records(checked),
        "analogues_in_brief": analogues.in_brief(checked),
        "analogue_summary": analogues.summary(checked),
        "sizes": records(sizes.check(runs)),
        "reach_note": analogues.reach_note(runs.roster.n_states),
        "flips": flip_rows(comparison),
        "hindcast": hindcast(runs, comparison.prior),
        "why": pictures.why,
        "by_construction": by_construction.of_kind(by_construction.BY_CONSTRUCTION),
        "emergent": by_construction.of_kind(by_construction.EMERGENT),
        "parameters": [("behaviour", BEHAVIOUR), ("held fixed", FIXED), ("uncertain world", UNCERTAIN)],
        "status": partial(posterior.status, used=comparison.prior == FROM_POSTERIOR),
        "behaviour_status": report_text.behaviour_status(comparison.prior),
        "statuses": report_text.parameter_statuses(comparison.prior),
        "prior": comparison.prior,
        "missing_letters": missing_letters(runs, comparison),
        "start": _first_month(runs),
    }


def _setups(comparison: Comparison) -> dict[str, float]:
    """Design -> months until it works, the median of the runs, NaN where it needs none; empty if not recorded."""
    if not any(meta.name == SETUP for meta in comparison.metas):
        return {}
    return {row["design"]: row["median"] for row in comparison.rows(SETUP)}


def _first_month(runs: Any) -> str:
    """The first month of the runs; how they start, if no series was kept."""
    with tables_of(runs, "series") as tables:
        first = tables.frame("SELECT min(month) AS month FROM series").dropna()
    return month_label(int(first["month"].iloc[0])) if len(first) else str(runs.scenario.start)


def design_row(point: DesignPoint, roster: Roster) -> dict[str, Any]:
    """A design in words and in its most telling fields, at central values."""
    preset = preset_of(point.name, roster)
    said = {info.preset: info.description for info in list_designs()}
    seat = float(point["seat_share"])
    host = roster.names[int(point.seat.argmax())] if seat > 0 and point.seat.max() > 0 else ""
    return {
        "name": point.name,
        "text": said.get(preset or "", "a design of one's own"),
        "host": host,
        "seat": seat,
        "turn": point["turn_share"],
        "lead": point["lead_share"],
        "staff": point["staff_fte"],
        "handovers": point["handovers_per_year"],
        "stages": point["approval_stages"],
        "fast": point["fast_lane"],
        "open": point["open_to_states"],
        "setup": point["setup_months"],
    }


def flip_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """How often the order of two designs flips in each headline outcome, and on what that hangs."""
    if not len(comparison.flips):
        return []
    heads = [m for m in comparison.metas if m.headline]
    found = records(separators(comparison.flips, [m.name for m in heads], report_text.OFTEN))
    return [
        {
            "title": meta.title,
            **row,
            "named": [(report_text.quantity(q), n) for q, n in row["quantities"][:3]],
        }
        for meta, row in zip(heads, found, strict=True)
    ]
