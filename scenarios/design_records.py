"""The evidence behind the designs: one record a preset and field, read from the tables in ``data/designs``.

``presets.csv`` holds what was read from real organisations (``analogues.csv``) and the literature
(``studies.csv``); ``fields.csv`` holds the fields of the model that no organisation reports under that name.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.design import FIELDS
from sim.errors import InputError

FOLDER = Path(__file__).parent / "data" / "designs"

# Results of a design, compared with the simulation and never fed into it.
OUTCOME_ROWS = ("time_to_output_months", "multi_year_completion", "incident_response_days", "reach_states")

Range = tuple[float, float, float]  # central, low, high


@dataclass(frozen=True)
class DesignRecord:
    """One number of a preset: value, range, what it rests on and how sure it is.

    rests_on : ids and keys of rows in ``analogues.csv``.
    status : 'sourced', 'partly' or 'assumed'.
    """

    preset: str
    field: str
    unit: str
    central: float
    low: float
    high: float
    rests_on: tuple[str, ...]
    status: str
    reasoning: str


def _same(values: Range) -> Range:
    return values


def _handovers(months: Range) -> Range:
    """Handovers a year from the length of a term in months (inf: never); a long term is the low end."""
    central, low, high = (12.0 / m for m in months)
    return central, high, low


# Fields that presets.csv reports under another name: row, conversion, why.
_READ_AS: dict[str, tuple[str, Callable[[Range], Range], str]] = {
    "handovers_per_year": ("term_months", _handovers, "12 / term in months"),
    "fast_lane_days": ("incident_fast_lane_days", _same, ""),
    "open_to_states": ("global_south_share", _same, "the share of states from the South stands for openness"),
    "dues_host": ("largest_payer_share", _same, "the largest payer is the host or lead"),
}


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped table ('presets', 'fields', 'analogues' or 'studies') as text."""
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[tuple[str, str], dict[str, str]], dict[tuple[str, str], dict[str, str]]]:
    """Rows of presets.csv and of fields.csv by (preset, field)."""
    presets, fields = ({(r["preset"], r["field"]): r for r in read_rows(n)} for n in ("presets", "fields"))
    return presets, fields


def preset_names() -> tuple[str, ...]:
    """The presets, in the order of presets.csv."""
    return tuple(dict.fromkeys(preset for preset, _ in _tables()[0]))


def host_rule(preset: str) -> str:
    """In words: who holds the secretariat."""
    return _tables()[0][preset, "host_rule"]["central"]


def _numbers(row: dict[str, str]) -> Range:
    try:
        return float(row["central"]), float(row["low"]), float(row["high"])
    except ValueError:
        raise InputError(
            "a design table lacks a number",
            key=f"{row['preset']}.{row['field']}",
            value=row["central"],
            allowed="central, low and high",
        ) from None


def _record(row: dict[str, str], field: str, unit: str, values: Range, why: str = "") -> DesignRecord:
    reasons = [text for text in (row["reasoning"], why) if text]
    central, low, high = values
    rests_on = tuple(part.strip() for part in row["rests_on"].split(";") if part.strip())
    return DesignRecord(
        row["preset"],
        field,
        unit,
        central,
        low,
        high,
        rests_on,
        row["status"],
        "; ".join(reasons),
    )


@lru_cache(maxsize=1)
def design_records() -> tuple[DesignRecord, ...]:
    """One record for every preset and field of ``sim.design.FIELDS``; a row of fields.csv comes first."""
    presets, fields = _tables()
    records = []
    for preset in preset_names():
        for field in FIELDS:
            key = (preset, field.name)
            if key in fields or key in presets:
                row = fields.get(key) or presets[key]
                records.append(_record(row, field.name, field.unit, _numbers(row)))
            else:
                source, convert, why = _READ_AS[field.name]
                row = presets[preset, source]
                records.append(_record(row, field.name, field.unit, convert(_numbers(row)), why))
    return tuple(records)


def outcome_records(preset: str) -> tuple[DesignRecord, ...]:
    """What real organisations like this preset achieved, for comparison only."""
    rows = [_tables()[0][preset, name] for name in OUTCOME_ROWS]
    return tuple(_record(row, row["field"], row["unit"], _numbers(row)) for row in rows)


def analogue_rows() -> dict[str, dict[str, str]]:
    """Facts about real organisations by id, e.g. 'a017'."""
    return {row["id"]: row for row in read_rows("analogues")}


def field_range(name: str) -> tuple[float, float]:
    """From the lowest to the highest value that any preset may take; where none differs, all that is admissible."""
    records = [r for r in design_records() if r.field == name]
    low, high = min(r.low for r in records), max(r.high for r in records)
    field = next(f for f in FIELDS if f.name == name)
    return (low, high) if high > low else (float(field.low), float(field.high))
