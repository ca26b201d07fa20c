"""What the columns of tables mean, and their units: of ``data/columns.csv``, and of the model's own lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from results.actor import VIEW
from scenarios.swap_runs import benefit_of
from scenarios.tables import Column as Checked
from scenarios.tables import read_table
from sim.design import FIELDS
from sim.outcomes import ALL_OUTCOMES
from sim.parameters import RECORDS

ANY = "*"  # columns that mean the same in all tables
QUANTILE = "q:"
AS_IN = "as in unit"  # the column 'unit' says it
SCHEMA = [
    Checked("table", required=True, blank_ok=False, note="a name that entente export knows, or * for all"),
    Checked("column", required=True, blank_ok=False),
    Checked("unit", required=True),
    Checked("meaning", required=True, blank_ok=False),
]


@dataclass(frozen=True)
class Column:
    """A column: its name in data frames, unit ('' for names and texts) and meaning."""

    name: str
    unit: str
    meaning: str

    @property
    def head(self) -> str:
        """The name with its unit: 'dues [utility a month]'; without, where a column beside says it row by row."""
        return f"{self.name} [{self.unit}]" if self.unit not in ("", AS_IN) else self.name


@cache
def _written() -> dict[tuple[str, str], Column]:
    """(table, column) -> what ``data/columns.csv`` says of it."""
    found = read_table(Path(str(files("results").joinpath("data", "columns.csv"))), SCHEMA)
    rows = zip(*(found.cells[name] for name in ("table", "column", "unit", "meaning")), strict=True)
    return {(table, name): Column(name, unit, meaning) for table, name, unit, meaning in rows}


@cache
def _of_the_model() -> dict[str, Column]:
    """Outcomes, drawn parameters, and the quantiles of the fields of designs."""
    outcomes = {o.name: Column(o.name, o.unit, o.meaning) for o in ALL_OUTCOMES}
    parameters = {p.name: Column(p.name, p.unit, p.meaning) for p in RECORDS.values()}
    quantiles = {
        f"{QUANTILE}{f.name}": Column(
            f"{QUANTILE}{f.name}", "quantile", f"where {f.name} of every design stands in its range"
        )
        for f in FIELDS
    }
    return parameters | quantiles | outcomes


@cache
def _of_states() -> dict[str, Column]:
    """What a jurisdiction's numbers mean."""
    return {meta.name: Column(meta.name, meta.unit, meta.meaning) for meta in VIEW}


def columns_of(table: str, names: Sequence[str]) -> tuple[Column, ...]:
    """What these columns of a table mean; KeyError for one of which nothing is written down."""
    return tuple(_column(table, name) for name in names)


def _column(table: str, name: str) -> Column:
    written = _written()
    for key in ((table, name), (ANY, name)):
        if key in written:
            return written[key]
    if table == "swaps" and name.startswith(benefit_of("")):
        return Column(name, "utility a month", "what this jurisdiction gains from all cooperation, less costs")
    known = _of_states() if table == "states" else _of_the_model()
    return known[name]
