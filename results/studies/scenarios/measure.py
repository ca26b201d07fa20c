"""Measures what was expected of the scenarios, judges it as the evidence rows are judged, and writes it down."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from results.studies.evidence.judge import Verdict, judge
from results.studies.scenarios import drill
from results.studies.scenarios.comparisons import Comparison, comparisons, needed
from results.studies.scenarios.worlds import Progress, values
from scenarios.claims import locked
from scenarios.fingerprint import of_library
from scenarios.schema import Scenario, list_scenarios
from scenarios.stored_files import write_whole

FOLDER = Path(__file__).parents[2] / "data" / "scenarios"
EFFECTS, RECOVERY = FOLDER / "effects.csv", FOLDER / "recovery.csv"
REPLICATES = 128
WAIT = 10.0  # seconds for another process that writes there
COLUMNS = (
    "scenario", "number", "outcome", "design", "expected", "effect", "low", "high", "smallest", "spread_low",
    "spread_high", "pairs", "ties", "share", "status", "finding", "fingerprint",
)  # fmt: skip
Row = dict[str, str]


def effect_rows(
    asked: Sequence[Scenario], replicates: int, workers: int = 1, progress: Progress | None = None
) -> list[Row]:
    """A row of ``effects.csv`` for every expectation of the scenarios and every design that it is about."""
    wanted = [comparison for scenario in asked for comparison in comparisons(scenario)]
    version = of_library()
    found = values(needed(wanted), replicates, workers, progress)
    rows = []
    for comparison in wanted:
        sign = comparison.expectation.sign
        verdict = judge(comparison.differences(found), sign, comparison.smallest(found))
        rows.append(_row(comparison, verdict, version))
    return rows


def _row(comparison: Comparison, verdict: Verdict, version: str) -> Row:
    numbers = {
        name: text(getattr(verdict, name))
        for name in ("effect", "low", "high", "smallest", "spread_low", "spread_high", "share")
    }
    return {
        "scenario": comparison.scenario, "number": str(comparison.number), "outcome": comparison.expectation.outcome,
        "design": comparison.design, "expected": str(comparison.expectation.sign), **numbers,
        "pairs": str(verdict.pairs), "ties": str(verdict.ties), "status": verdict.status, "finding": verdict.finding,
        "fingerprint": version,
    }  # fmt: skip


def text(value: float) -> str:
    """A number for the table; '' for none."""
    return "" if value != value else f"{value:.6g}"


def recovery_rows(replicates: int, workers: int = 1) -> list[Row]:
    """A row of ``recovery.csv`` for every outcome and design of the drill."""
    version = of_library()
    return [{**row, "fingerprint": version} for row in drill.rows(replicates, workers)]


def write_effects(rows: Sequence[Row], path: Path = EFFECTS) -> None:
    """Replace the effects of the scenarios that were run, keep those of the others; whole or not at all."""
    order = [scenario.name for scenario in list_scenarios()]
    with locked(path.parent, WAIT):
        merged = sorted([*_kept(rows, order, path), *rows], key=lambda row: order.index(row["scenario"]))
        write_whole(path, _csv(merged, COLUMNS))


def write_recovery(rows: Sequence[Row], path: Path = RECOVERY) -> None:
    """Replace what the drill found."""
    with locked(path.parent, WAIT):
        write_whole(path, _csv(rows, (*drill.COLUMNS, "fingerprint")))


def _csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def _kept(rows: Sequence[Row], order: Sequence[str], path: Path) -> list[Row]:
    """The stored effects of scenarios that were not run now."""
    if not path.is_file():
        return []
    run_now = {row["scenario"] for row in rows}
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["scenario"] not in run_now and row["scenario"] in order]
