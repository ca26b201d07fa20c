"""The check against real organisations: simulated outcomes beside what comparable bodies achieved.

These outcomes are never set in a design but come out of its casework: the comparison tests the mechanisms. A preset is
counted once, whatever its hosts; a range that cannot test anything is shown, but not counted (``left_out``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from results.comparison import centre
from results.numbers import interval, listing, lower_first, number
from scenarios.design_records import design_records
from scenarios.designs import analogue_targets, preset_of
from scenarios.queries import tables_of

# Outcome -> (title, unit); the presets' tables carry exactly these four.
TARGETS = {
    "time_to_output_months": ("Time to an agreed report or standard", "months"),
    "multi_year_completion": ("Multi-year projects finished", "share"),
    "incident_response_days": ("Time to an incident response", "days"),
    "reach_states": ("States taking part in the work", "states"),
}
NONE_REAL = "None of these designs has a real organisation to compare with."
WORLD = 193  # member states of the United Nations
INSIDE, BELOW, ABOVE, UNKNOWN = "inside", "below", "above", "does not apply"
# Why a range is not counted, in the order in which it is asked.
JUDGEMENT, SHARED, ALONE, UNMISSABLE, NO_VALUE = LEFT_OUT = (
    "rests on judgement", "its source also sets a field of the design", "no other design was run to compare it with",
    "no other design would miss it", "no simulated value",
)  # fmt: skip


def check(runs: Any) -> pd.DataFrame:
    """One row a preset and outcome with an analogue.

    Columns: design (of the preset; of several hosts their number), preset, outcome, title, unit, n, median, low90,
    high90 (simulated; of several hosts the mean of their medians, and the widest interval), central, low, high
    (analogue, as published), from_, to (the range to compare with, see ``comparable``), place ('inside', 'below' or
    'above' the range, by the median), overlap (the 90% interval meets the range), counted, left_out (why not, one of
    ``LEFT_OUT`` or ''), rests_on, status.
    """
    with tables_of(runs, "runs") as tables:
        grid, known = tables.grid(), tables.columns("runs")
        designs, values = grid.designs, {name: grid.values(name) for name in TARGETS if name in known}
    rows = []
    for preset, members in _by_preset(designs, runs.roster).items():
        targets = analogue_targets(preset, runs.roster)
        label = members[0] if len(members) == 1 else f"{members[0].partition(':')[0]} ({len(members)} hosts)"
        own = [designs.index(design) for design in members]
        for name in (n for n in values if n in targets):
            simulated = together([centre(values[name][:, k]) for k in own])
            others = of_others(np.delete(values[name], own, axis=1))
            found = _row(preset, name, simulated, targets[name], others, runs.roster.n_states)
            rows.append({"design": label, "preset": preset, **found})
    return pd.DataFrame(rows)


def _by_preset(designs: Sequence[str], roster: Any) -> dict[str, list[str]]:
    """The designs of each preset, in order; changed designs, mixes and files have none."""
    found: dict[str, list[str]] = {}
    for design in designs:
        if (preset := preset_of(design, roster)) is not None:
            found.setdefault(preset, []).append(design)
    return found


def together(parts: Sequence[dict[str, float]]) -> dict[str, float]:
    """One preset from its designs: the mean of their medians, the widest of their intervals, all their replicates."""
    known = [part for part in parts if part["n"]]
    if not known:
        return dict(parts[0])
    return {
        "n": sum(part["n"] for part in known),
        "median": float(np.mean([part["median"] for part in known])),
        "low90": min(part["low90"] for part in known),
        "high90": max(part["high90"] for part in known),
    }


def of_others(values: np.ndarray) -> list[float]:
    """The medians of the other designs of the experiment, from (replicates, other designs): what this one might be."""
    return [found["median"] for found in map(centre, values.T) if found["n"]]


def _row(
    preset: str, name: str, simulated: dict[str, float], target: tuple, others: Sequence[float], states: int
) -> dict[str, Any]:
    central, low, high, rests_on, status = target
    title, unit = TARGETS[name]
    start, end = comparable(low, high, states) if name == "reach_states" else (low, high)
    why = left_out(preset, rests_on, status, (start, end), others, simulated["median"])
    return {
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
        "counted": not why,
        "left_out": why,
        "rests_on": tuple(rests_on),
        "status": status,
    }


def left_out(
    preset: str,
    rests_on: Sequence[str],
    status: str,
    compared: tuple[float, float],
    others: Sequence[float],
    median: float,
) -> str:
    """Why the place of a median says nothing about the mechanisms: one of ``LEFT_OUT``, '' if it does.

    rests_on : ids and keys of analogues. compared : the range. others : medians of the other designs. What is judged
    is a median, so a number could have missed if one of theirs would lie outside its range; else the range holds
    whatever this model is likely to give.
    """
    if status == "assumed" or not rests_on:
        return JUDGEMENT
    if {key.split()[0] for key in rests_on} & sources_of_fields()[preset]:
        return SHARED
    if not len(others):
        return ALONE
    if all(place(value, *compared) == INSIDE for value in others):
        return UNMISSABLE
    return "" if np.isfinite(median) else NO_VALUE


@cache
def sources_of_fields() -> dict[str, frozenset[str]]:
    """Ids of the analogues that set an input field, by preset: what they say of outcomes is no test of that preset."""
    found: dict[str, set[str]] = {}
    for record in design_records():
        found.setdefault(record.preset, set()).update(key.split()[0] for key in record.rests_on)
    return {preset: frozenset(ids) for preset, ids in found.items()}


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
    """How many medians lie inside, outcome by outcome, and what is not counted and why."""
    if found.empty:
        return NONE_REAL
    told = []
    for name, (title, _) in TARGETS.items():
        rows = found[(found["outcome"] == name) & found["counted"]]
        if len(rows):
            told.append(f"{lower_first(title)} {int((rows['place'] == INSIDE).sum())} of {len(rows)}")
        elif (found["outcome"] == name).any():
            told.append(f"{lower_first(title)} nothing to count")
    aside = [f"{int((found['left_out'] == why).sum())} ({why})" for why in LEFT_OUT if (found["left_out"] == why).any()]
    words = f"Medians inside the range of real organisations, each preset once: {'; '.join(told)}."
    return f"{words} Shown but not counted: {listing(aside)}." if aside else words


def in_brief(found: pd.DataFrame) -> str:
    """One plain sentence: of the numbers that could have missed, how many lie where real organisations lie."""
    if found.empty:
        return NONE_REAL
    rows = found[found["counted"]]
    if not len(rows):
        return "No simulated number could have missed what real organisations do: nothing is tested."
    inside, shared = int((rows["place"] == INSIDE).sum()), _on_one_source(rows)
    words = (
        f"Of the {len(rows)} simulated number{'s' * (len(rows) != 1)} that could have missed, {inside} "
        f"lie{'s' * (inside == 1)} where real organisations lie"
    )
    return f"{words}; {shared} of them rest on one and the same source." if shared > 1 else f"{words}."


def _on_one_source(rows: pd.DataFrame) -> int:
    """How many rows rest, at least in part, on the analogue on which most of them do."""
    ids = [key for keys in rows["rests_on"] for key in {text.split()[0] for text in keys}]
    return max(map(ids.count, ids), default=0)


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
            "counted": "yes" if r["counted"] else f"no: {r['left_out']}",
            "status": r["status"],
        }
        for r in found.to_dict("records")
    ]
    return pd.DataFrame(rows)
