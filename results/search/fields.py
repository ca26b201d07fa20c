"""Which fields of a design the search may change, and which stay at the common quantile: one row a field, with why.

A field that only gains, or only costs, runs to its bound in any search, which says nothing. Searched are the choices of
structure that have a gain and a cost in the model's rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scenarios.tables import Column, read_table
from sim.design import FIELD_INDEX, FIELD_NAMES, FIELDS
from sim.errors import InputError

FILE = Path(__file__).parents[1] / "data" / "search_fields.csv"
SEARCHED, HELD = GROUPS = ("searched", "held")
COLUMNS = [
    Column("field", "choice", required=True, choices=FIELD_NAMES, blank_ok=False, note="a field of sim.design.FIELDS"),
    Column("group", "choice", required=True, choices=GROUPS, blank_ok=False, note="searched, or held at the quantile"),
    Column("levels", required=True, note="values that the search tries, with ; between them"),
    Column("gain", required=True, blank_ok=False, note="what more (or less) of it gives in the model"),
    Column("cost", required=True, blank_ok=False, note="what it costs in the model"),
    Column("reason", required=True, blank_ok=False, note="why it is searched or held"),
]
STEPS = 5  # levels of a field that is searched only because somebody asked for it


@dataclass(frozen=True)
class SearchField:
    """One field and how the search treats it; see ``COLUMNS``."""

    field: str
    group: str
    levels: tuple[float, ...]
    gain: str
    cost: str
    reason: str


@cache
def fields() -> tuple[SearchField, ...]:
    """All fields of a design in their order."""
    table = read_table(FILE, COLUMNS)
    found = {}
    for k in range(len(table)):
        row = {name: str(column[k]) for name, column in table.cells.items()}
        levels = tuple(float(text) for text in row.pop("levels").split(";") if text.strip())
        found[row["field"]] = SearchField(levels=levels, **row)
    return tuple(found[name] for name in FIELD_NAMES)


def searched(also: Sequence[str] = (), without: Sequence[str] = ()) -> tuple[SearchField, ...]:
    """The fields that a search changes: the searched ones, those in ``also``, less those in ``without``."""
    for key, names in (("also", also), ("without", without)):
        for name in names:
            if name not in FIELD_INDEX:
                raise InputError("unknown field of a design", key=key, value=name,
                                 allowed=", ".join(FIELD_NAMES), choices=FIELD_NAMES)  # fmt: skip
    chosen = [f for f in fields() if (f.group == SEARCHED or f.field in also) and f.field not in without]
    if not chosen:
        raise InputError("no field left to search", key="without", allowed="fewer fields")
    return tuple(f if f.levels else _with_levels(f) for f in chosen)


def _with_levels(one: SearchField) -> SearchField:
    """Even steps over the ranges of all presets."""
    from scenarios.design_records import design_records

    rows = [record for record in design_records() if record.field == one.field]
    low, high = min(r.low for r in rows), max(r.high for r in rows)
    record = FIELDS[FIELD_INDEX[one.field]]
    low, high = (low, high) if high > low else (record.low, record.high)
    levels = tuple(round(low + (high - low) * k / (STEPS - 1), 6) for k in range(STEPS))
    return SearchField(one.field, SEARCHED, levels, one.gain, one.cost, one.reason)
