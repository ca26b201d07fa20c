"""The page of docs/ on the scenario library: expectations beside measured effects, failures with a likely reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from results.evidence import lookup
from results.markdown import table
from results.numbers import number, percent
from results.studies.evidence.judge import NOT_REPRODUCED, REPRODUCED
from results.studies.scenarios import words
from results.studies.scenarios.comparisons import unit_of
from results.studies.scenarios.drill import LOOKED
from results.studies.scenarios.table import Measured, Recovered, all_measured, counts, stored_recovery
from scenarios.schema import Scenario, list_scenarios
from scenarios.tables import Column, read_table

REASONS = Path(__file__).parent / "data" / "scenarios" / "reasons.csv"
COLUMNS = [
    Column("scenario", required=True, blank_ok=False),
    Column("number", "int", required=True, low=1, blank_ok=False, note="of the expectation in its scenario"),
    Column("reason", required=True, blank_ok=False, note="why it is likely not reproduced, written after measuring"),
]
HEAD = ("outcome", "designs", "compared", "expected", "counts from", "measured", "verdict")


@cache
def reasons() -> dict[tuple[str, int], str]:
    """(scenario, number of the expectation) -> why it is likely not reproduced."""
    found = read_table(REASONS, COLUMNS)
    names, numbers, texts = (found.cells[column.name] for column in COLUMNS)
    return {(name, number): text for name, number, text in zip(names, numbers, texts, strict=True)}


def values() -> dict[str, Any]:
    """What the page's template shows."""
    shown, found = list_scenarios(), all_measured()
    every = [m for several in found.values() for m in several]
    return {
        "count": len(shown),
        "expectations": len(every),
        "counts": counts(every),
        "cells": sum(len(m.effects) for m in every),
        "held": sum(m.held for m in every if m.expectation.sign),
        "signed": sum(len(m.effects) for m in every if m.expectation.sign),
        "leaning": sum(e.effect * e.expected > 0 for m in every for e in m.effects if e.status == NOT_REPRODUCED),
        "pairs": max((e.pairs for m in every for e in m.effects), default=0),
        "overview": overview(shown, found),
        "sections": [section(scenario, found[scenario.name]) for scenario in shown],
        "drill": drill(),
    }


def overview(shown: list[Scenario], found: dict[str, list[Measured]]) -> str:
    """A line a scenario: its claims, and how many of its expectations were reproduced."""
    rows = []
    for scenario in shown:
        signed = [m for m in found[scenario.name] if m.expectation.sign]
        held = sum(m.status == REPRODUCED for m in signed)
        failed = [m.expectation.outcome for m in signed if m.status == NOT_REPRODUCED]
        link = f"[{scenario.name}](#{scenario.name})"
        rows.append((link, scenario.title, scenario.evidence, f"{held} of {len(signed)}", list(dict.fromkeys(failed))))
    return table(("scenario", "title", "claims", "reproduced", "not under all designs"), rows)


def section(scenario: Scenario, found: list[Measured]) -> dict[str, Any]:
    """A scenario's prose, its claims, its expectations as a table, and what is to be said of each."""
    rows = [
        (
            m.expectation.outcome, words.designs(m), words.compared(m.expectation, scenario.baseline),
            words.SIGNS[m.expectation.sign], words.least(m), words.effect(m), words.verdict(m),
        )
        for m in found
    ]  # fmt: skip
    return {
        "name": scenario.name,
        "title": scenario.title,
        "description": scenario.description.strip(),
        "claims": [f"{claim.id}: {claim.claim}" for claim in lookup(scenario.evidence)],
        "table": table(HEAD, rows),
        "notes": [_note(m) for m in found],
    }


def _note(found: Measured) -> str:
    """Why it was expected, and where it failed, why that is likely."""
    text = f"`{found.expectation.outcome}`, {words.designs(found)}: {found.expectation.why}"
    reason = reasons().get((found.scenario, found.number))
    return f"{text} *{words.verdict(found).capitalize()}.* {reason}" if reason else text


def drill() -> str:
    """Months to recover, an outcome and design a row; without those to which nothing happened."""
    rows = [_drilled(line) for name in LOOKED for line in stored_recovery() if line.outcome == name and line.hit > 0]
    head = (
        "outcome", "design", "lost within a year", "gained", "back after (median)", "nine in ten", "never", "mean back",
        "first year", "last year",
    )  # fmt: skip
    return table(head, rows)


def _drilled(line: Recovered) -> tuple[str, ...]:
    unit = unit_of(line.outcome)
    return (
        line.outcome, line.design, percent(line.hit), percent(line.gained), _months(line.median), _months(line.late),
        percent(line.never), _months(line.mean_back) if line.mean_back else "no loss",
        number(line.first_year, unit, True), number(line.last_year, unit, True),
    )  # fmt: skip


def _months(text: str) -> str:
    return "never" if text == "inf" else f"{text} months" if text else "–"
