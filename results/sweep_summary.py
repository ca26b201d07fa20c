"""What a sweep says: statistics of its runs by point and design, out of core, by DuckDB over its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from results.report_text import behaviour_status
from sim.errors import InputError
from sim.outcomes import ALL_OUTCOMES

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

HEADLINES = tuple(outcome for outcome in ALL_OUTCOMES if outcome.headline)
NAMES = tuple(outcome.name for outcome in ALL_OUTCOMES)


class Span(NamedTuple):
    """How far the median over replicates of an outcome goes from point to point, for one design.

    low, high : the smallest and the largest median; NaN where no run has the outcome.  at_low, at_high : where.
    """

    design: str
    outcome: str
    low: float
    at_low: int
    high: float
    at_high: int


def check_outcome(name: str) -> str:
    """The name of an outcome; InputError with the nearest one if there is none."""
    if name not in NAMES:
        allowed = "an outcome, see `entente outcomes`"
        raise InputError("unknown outcome", key="outcome", value=name, allowed=allowed, choices=NAMES)
    return name


def summary(connection: duckdb.DuckDBPyConnection, outcome: str, designs: Sequence[str]) -> pd.DataFrame:
    """A row a point and design (in this order): runs, failed runs, mean, median, 5 and 95% quantiles, then the point.

    Over the replicates in which the outcome is a number (``of``); without any the statistics are empty.
    """
    value = f'"{check_outcome(outcome)}"'
    known = f"FILTER (WHERE NOT isnan({value}))"
    return connection.execute(
        f"""
        SELECT s.*, p.* EXCLUDE (point) FROM (
            SELECT point, design, count(*) AS runs, count(*) FILTER (WHERE error <> '') AS failed,
                count({value}) {known} AS "of", avg({value}) {known} AS mean, median({value}) {known} AS median,
                quantile_cont({value}, 0.05) {known} AS q05, quantile_cont({value}, 0.95) {known} AS q95
            FROM runs GROUP BY point, design
        ) AS s JOIN points AS p USING (point) ORDER BY point, list_position(?, s.design)
        """,
        [list(designs)],
    ).df()


def spans(connection: duckdb.DuckDBPyConnection, designs: Sequence[str], outcomes: Sequence[str] = ()) -> list[Span]:
    """How far each outcome (left out: the headline ones) goes from point to point, by design, then outcome."""
    found: list[Span] = []
    for outcome in outcomes or [o.name for o in HEADLINES]:
        value = f'"{check_outcome(outcome)}"'
        rows = connection.execute(
            f"""
            SELECT design, min(middle), arg_min(point, (middle, point)), max(middle), arg_max(point, (middle, -point))
            FROM (SELECT point, design, median({value}) FILTER (WHERE NOT isnan({value})) AS middle
                FROM runs GROUP BY point, design)
            WHERE middle IS NOT NULL GROUP BY design
            """
        ).fetchall()
        by_design: dict[str, tuple[Any, ...]] = {row[0]: row[1:] for row in rows}
        nothing = (float("nan"), -1, float("nan"), -1)
        found += [Span(design, outcome, *by_design.get(design, nothing)) for design in designs]
    return sorted(found, key=lambda span: designs.index(span.design))


# ---- in words ----------
def title(manifest: dict[str, Any]) -> str:
    """What the sweep is called."""
    scenario = manifest["configuration"]["scenario"]
    return str(scenario["title"] or scenario["name"])


def said(manifest: dict[str, Any]) -> list[str]:
    """How many runs of what, and what behaviour rests on."""
    made, result = manifest["configuration"], manifest["result"]
    count = f"{result['points']:,} points x {made['replicates']:,} replicates, {len(made['designs'])} designs: "
    count += f"{result['runs']:,} runs"
    return [
        f"{count}, {_draws(made['scenario']['sweep'])}. {_failed(result['failed_runs'])}",
        f"Behaviour: {behaviour_status(made['outline']['draws'][0]['prior'])}.",
    ]


def _draws(sweep: dict[str, Any]) -> str:
    common = sweep.get("common_draws", True)
    return "with the same draws at every point" if common else "with draws of its own at every point"


def _failed(count: int) -> str:
    return "None failed." if not count else f"{count:,} failed: their rows say why (columns error and stage)."
