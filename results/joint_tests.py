"""Joint tests in words: what each was about, how long it took, who took part and who did not."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from results.event_words import DRAWN
from sim.catalogue import CASE_INDEX, THEMES
from sim.months import month_label
from sim.record import Record

JOINT_TEST = CASE_INDEX["joint_test"]
MOST_NAMED = 4  # who did not take part; more are counted


def joint_tests(record: Record, actor: int | None = None) -> list[dict[str, Any]]:
    """The joint tests of a run as plain data, in order; with an ``actor``, those to which it was asked."""
    rows = []
    for case in np.sort(record.cases[record.cases["kind"] == JOINT_TEST], order="number"):
        number = int(case["number"])
        if actor is None or record.asked[number, actor]:
            rows.append(_test(record, case, number))
    return rows


def _test(record: Record, case: np.void, number: int) -> dict[str, Any]:
    came, asked = record.party[number], record.asked[number]
    months = case["finished"] - case["opened"]
    return {
        "case": number,
        "opened": month_label(int(case["opened"])),
        "theme": THEMES[case["theme"]],
        "months": None if math.isnan(months) else float(months),
        "took part": names(record, np.flatnonzero(came)),
        "did not": names(record, np.flatnonzero(asked & ~came)),
    }


def names(record: Record, nodes: Iterable[int]) -> list[str]:
    """How actors are called."""
    return [record.roster.label(int(node)) for node in nodes]


def about(record: Record, number: int) -> str:
    """'joint test (simulated) on testing and evaluation (8 of 10 took part; US and Kenya did not)'."""
    told = who(record, number)
    return f"joint test{DRAWN} on {THEMES[record.cases['theme'][number]]}" + (f" ({told})" if told else "")


def who(record: Record, number: int) -> str:
    """'8 of 10 took part; US and Kenya did not'; '' if the record does not say."""
    if number >= len(record.asked):
        return ""
    came, asked = record.party[number], record.asked[number]
    away = names(record, np.flatnonzero(asked & ~came))
    if not away:
        return f"all {asked.sum()} took part"
    named = away if len(away) <= MOST_NAMED else [*away[: MOST_NAMED - 1], f"{len(away) - MOST_NAMED + 1} others"]
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return f"{came.sum()} of {asked.sum()} took part; {listed} did not"


def text(rows: Iterable[dict[str, Any]]) -> str:
    """The joint tests, a line each."""
    lines = []
    for row in rows:
        ended = "not finished" if row["months"] is None else f"{row['months']:.1f} months"
        away = f"; not {', '.join(row['did not'])}" if row["did not"] else ""
        lines.append(
            f"{row['opened']}  case {row['case']}, {row['theme']}, {ended}: {', '.join(row['took part'])}{away}"
        )
    return "\n".join(lines) or "No joint test."
