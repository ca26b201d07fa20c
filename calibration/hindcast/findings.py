"""What a hindcast found, and what it says: the rows that miss the record, and those that could hardly miss it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

BELOW, ABOVE, INSIDE, UNSCORED = "below", "above", "inside", "no record"
COLUMNS = (
    "key", "group", "label", "unit", "record", "record_most", "median", "low50", "high50", "low90", "high90", "mean",
    "quantile", "same", "verdict", "wide", "runs", "source", "note",
)  # fmt: skip
Row = dict[str, Any]
OWN_NAME = ("Members", "Rivals")  # groups whose rows say themselves what they are
WIDEST = 5  # wide rows that are named
STARTED = {
    "origin": "before any tie",
    "observed": "from the ties, offices and members of 20 November 2024",
}
SEEN = "The posterior was fitted to this record, so that no row is a test out of time."
DIGITS = {"share": 2, "types": 1, "months": 1}  # after the point, by unit; whole numbers else
PLACE = "Place: the share of runs that lie below the record, with half of those that equal it."


@dataclass(frozen=True)
class Hindcast:
    """``about``: what was run. ``rows``: one a number, with the keys ``COLUMNS``.

    'record_most' is above 'record' where dates are missing; 'quantile' is the share of runs below the record plus half
    of those that equal it; 'same' is the share of runs that equal it; 'verdict' says whether the record lies 'below',
    'inside' or 'above' the central 90% of the runs, or is 'no record'; 'wide' says that these 90% reach from half the
    record or less to twice the record or more (a record of 0 counts as 1), so that it could hardly miss.
    """

    about: Row
    rows: list[Row]

    def frame(self) -> pd.DataFrame:
        """One row a number of the past."""
        return pd.DataFrame(self.rows, columns=list(COLUMNS))

    def to_json(self) -> Row:
        """The same as plain data."""
        return {"about": self.about, "rows": self.rows}

    @property
    def scored(self) -> list[Row]:
        """Rows that have a record."""
        return [row for row in self.rows if row["verdict"] != UNSCORED]

    @property
    def misses(self) -> list[Row]:
        """Rows whose record lies outside the central 90% of the runs."""
        return [row for row in self.scored if row["verdict"] != INSIDE]

    def __str__(self) -> str:
        return text(self)


@dataclass(frozen=True)
class Said:
    """A sentence, and the rows that it introduces."""

    sentence: str
    rows: tuple[str, ...] = ()


def setting(found: Hindcast) -> str:
    """What was run."""
    about = found.about
    return (
        f"{about['replicates']} simulated pasts from {about['from']} ({STARTED[about['start']]}) to {about['until']}, "
        f"under an ad hoc secretariat, seed {about['seed']}. Behaviour is drawn from {about['posterior']}."
    )


def summary(found: Hindcast) -> list[Said]:
    """The rows that miss the record, then those that could hardly miss it."""
    said = [_missed(found)]
    wide = sorted((row for row in found.scored if row["wide"]), key=_spread, reverse=True)
    if wide:
        said.append(_wide(wide))
    return [*said, Said(SEEN)]


def text(found: Hindcast) -> str:
    """The same as plain text, a row a line."""
    return "\n".join(line for said in summary(found) for line in (said.sentence, *(f"- {row}" for row in said.rows)))


def _missed(found: Hindcast) -> Said:
    scored, rows = len(found.scored), tuple(in_words(row) for row in found.misses)
    if not rows:
        return Said(
            f"The record lies inside the central 90% of the runs in all of the {scored} rows that have a record."
        )
    by_chance = round((1 - found.about["level"]) * scored)
    return Said(
        f"The record lies outside the central 90% of the runs in {len(rows)} of the {scored} rows that have a record. "
        f"If the model were true, at most about {by_chance} would.",
        rows,
    )


def _wide(rows: list[Row]) -> Said:
    many = len(rows) > 1
    which = f" The {WIDEST} widest:" if len(rows) > WIDEST else ""
    return Said(
        f"{len(rows)} {'rows' if many else 'row'} could hardly miss, since {'their' if many else 'its'} 90% reach from "
        f"half the record or less to twice the record or more (a record of 0 counts as 1).{which}",
        tuple(in_words(row) for row in rows[:WIDEST]),
    )


def _spread(row: Row) -> float:
    return float((row["high90"] - row["low90"]) / max(1.0, row["record"]))


def in_words(row: Row) -> str:
    """A row in words: what is on record and what the runs give."""
    name = row["label"] if row["group"] in OWN_NAME else f"{row['group']}, {row['label']}"
    return f"{name[:1].upper()}{name[1:]}: {record(row)} on record, {interval(row, 90)} in 90% of the runs"


def record(row: Row) -> str:
    """The record of a row; a range where dates are missing, a dash without one."""
    return _range(row["record"], row["record_most"], row["unit"])


def interval(row: Row, level: int) -> str:
    """The central 50% or 90% of the runs."""
    return _range(row[f"low{level}"], row[f"high{level}"], row["unit"])


def _range(low: float | None, high: float | None, unit: str) -> str:
    first, last = number(low, unit), number(high, unit)
    return first if first == last else f"{first} to {last}"


def number(value: float | None, unit: str) -> str:
    """A number with as many digits as its unit has; a dash for none."""
    if value is None or math.isnan(value):
        return "–"
    return f"{value:.{DIGITS.get(unit, 0)}f}"


def place(row: Row) -> str:
    """Where the record lies among the runs (see ``PLACE``); a dash without a record."""
    return number(row["quantile"], "share")
