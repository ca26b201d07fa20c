"""The check against real organisations: simulated outcomes beside what comparable bodies achieved.

These outcomes are never set in a design but come out of its casework: the comparison tests the mechanisms.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from results.comparison import centre, matrix
from results.numbers import interval, number
from scenarios.designs import analogue_targets

# Outcome -> (title, unit); the presets' tables carry exactly these four.
TARGETS = {
    "time_to_output_months": ("Time to an agreed report or standard", "months"),
    "multi_year_completion": ("Multi-year projects finished", "share"),
    "incident_response_days": ("Time to an incident response", "days"),
    "reach_states": ("States taking part in the work", "states"),
}
WORLD = 193  # member states of the United Nations
INSIDE, BELOW, ABOVE, UNKNOWN = "inside", "below", "above", "does not apply"


def check(runs: Any) -> pd.DataFrame:
    """One row a design and outcome with an analogue.

    Columns: design, outcome, title, unit, n, median, low90, high90 (simulated), central, low, high (analogue,
    as published), from_, to (the range to compare with, see ``comparable``), place ('inside', 'below' or
    'above' the range, by the median), overlap (the 90% interval meets the range), rests_on, status.
    """
    designs = list(dict.fromkeys(runs.table["design"]))
    columns = [name for name in TARGETS if name in runs.table]
    values = {name: matrix(runs.table, name, designs) for name in columns}
    rows = []
    for design in designs:
        targets = analogue_targets(design, runs.roster)
        for name in columns:
            if name in targets:
                simulated = centre(values[name][design].to_numpy())
                rows.append(_row(design, name, simulated, targets[name], runs.roster.n_states))
    return pd.DataFrame(rows)


def _row(design: str, name: str, simulated: dict[str, float], target: tuple, states: int) -> dict[str, Any]:
    central, low, high, rests_on, status = target
    title, unit = TARGETS[name]
    start, end = comparable(low, high, states) if name == "reach_states" else (low, high)
    return {
        "design": design,
        "outcome": name,
        "title": title,
        "unit": unit,
        **simulated,
        "central": central,
        "low": low,
        "high": high,
        "from_": start,
        "to": end,
        "place": place(simulated["median"], start, end),
        "overlap": bool(simulated["low90"] <= end and simulated["high90"] >= start),
        "rests_on": tuple(rests_on),
        "status": status,
    }


def comparable(low: float, high: float, states: int) -> tuple[float, float]:
    """What a reach of ``low`` to ``high`` of the world's states means on a roster of ``states`` actors.

    The lower end supposes that the roster takes part no more than the average state of the world, the upper
    end that all who take part are on the roster.
    """
    return states * min(low, WORLD) / WORLD, min(high, float(states))


def place(value: float, low: float, high: float) -> str:
    """Where a value lies against a range."""
    if not np.isfinite(value):
        return UNKNOWN
    return BELOW if value < low else ABOVE if value > high else INSIDE


def summary(found: pd.DataFrame) -> str:
    """How many medians lie inside, in one sentence."""
    if found.empty:
        return "None of these designs has a real organisation to compare with."
    known = found[found["place"] != UNKNOWN]
    inside = int((known["place"] == INSIDE).sum())
    return f"{inside} of {len(known)} simulated medians lie inside the range of real organisations."


def reach_note(states: int) -> str:
    """Why reach cannot be compared one to one."""
    return (
        f"Reach is counted on a roster of {states} jurisdictions that can act for themselves, while real "
        f"bodies draw on the world's {WORLD} states. The range to compare with therefore runs from the "
        f"roster's proportional part ({states} in {WORLD}) of the lower figure to the higher figure, "
        f"at most {states}."
    )


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The check as short texts, for a terminal."""
    rows = [
        {
            "design": r["design"],
            "outcome": r["title"],
            "simulated": f"{number(r['median'], r['unit'])} [{interval(r['low90'], r['high90'], r['unit'])}]",
            "analogues": f"{number(r['central'], r['unit'])} [{interval(r['low'], r['high'], r['unit'])}]",
            "compared with": interval(r["from_"], r["to"], r["unit"]),
            "place": r["place"],
            "status": r["status"],
        }
        for r in found.to_dict("records")
    ]
    return pd.DataFrame(rows)
