"""What was known on a day: offices, members, facts and ties dated until then, and nothing later.

A date without a day counts as known when its month is over, one without a month when its year is; the ties of the
report itself count as known on the day of the report. Ties after the report are those of the roster's events of
grade A or B, or a file of the user's own.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scenarios.roster_actors import Actors, tie_type
from scenarios.roster_build import build_roster
from scenarios.roster_columns import FILES
from scenarios.rosters import FOLDER
from scenarios.tables import Table, scan_table
from sim.catalogue import TIE_TYPES
from sim.errors import InputError, raise_all
from sim.months import LAST_YEAR, date_parts, month_index
from sim.roster import Roster, TieRecord

RECORD = "real"  # the roster that has a record of ties
REPORT_DAY = datetime.date(2024, 11, 20)  # of the report's ties
RECORDED_UNTIL = datetime.date(2025, 12, 31)  # last day that the roster's events cover; the posterior is fitted to it
# Columns of the roster that hold what appeared at one time (Future of Life Institute; AIIA): unknown before that day.
APPEARED = {
    ("firms.csv", "fli_index_summer_2025_score"): (datetime.date(2025, 7, 31), np.nan),
    ("jurisdictions.csv", "m_paris_statement"): (datetime.date(2025, 2, 11), None),
    ("firms.csv", "china_aiia_commitments_2024"): (datetime.date(2024, 12, 31), None),
}
# Unknown before the founding; when an institute is to work is known once it was announced.
OF_FOUNDING = {"staff": np.nan, "budget_usd_m_year_approx": np.nan, "statutory_powers": None, "works_from": ""}
NOT_YET = f"{LAST_YEAR}-12"  # a firm of which nobody knows on the day that it will be a frontier firm
TIE_EVENTS = ("bilateral", "firm_commitment", "firm_access_pledge", "joint_testing")
GRADES = ("A", "B")
UNTYPED = "guidelines"  # taken for a tie whose record names no type


@dataclass(frozen=True)
class Known:
    """The world as known on ``day``. Runs begin with the month ``first``, the first one that begins after it."""

    day: datetime.date
    roster: Roster  # nothing in it is later than ``day``
    ties_from: str  # where its ties are from, in words

    @property
    def first(self) -> int:
        """Index of the first simulated month."""
        return month_index(self.day.isoformat()) + 1

    @property
    def replay_until(self) -> int:
        """Last month whose facts are replayed: a policy older than the start acts in its first month."""
        return max([self.first - 1, *(e.known for e in self.roster.events)])


def days_of(date: str) -> tuple[datetime.date, datetime.date]:
    """First and last day that a checked date 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD' may mean."""
    parts = date_parts(date)
    first = datetime.date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return first, first
    last_month = parts[1] if len(parts) == 2 else 12
    return first, datetime.date(parts[0], last_month, calendar.monthrange(parts[0], last_month)[1])


def day_of(text: str, key: str) -> datetime.date:
    """The day that somebody typed; of a month or a year its last. InputError if it is no date."""
    try:
        return days_of(text)[1]
    except InputError as error:
        raise InputError(error.problem, key=key, value=text, allowed=error.allowed) from None


def record_tables() -> dict[str, Table]:
    """The files of the roster that has a record, by name; a new copy at each call."""
    errors: list[InputError] = []
    folder = FOLDER / RECORD
    tables = {
        kind.name: scan_table(
            folder / kind.name, kind.columns, errors, label=f"{RECORD}/{kind.name}", may_be_empty=kind.may_be_empty
        )
        for kind in FILES
    }
    raise_all(errors)
    return tables


def known_on(
    day: datetime.date,
    own_ties: tuple[TieRecord, ...] | None = None,
    ties_from: str = "a file",
    tables: dict[str, Table] | None = None,
) -> Known:
    """What was known on a day. ``own_ties``: all ties by then, ``ties_from`` somewhere, instead of those on record.

    ``tables`` : another record. InputError for a day before the report, or after the record without ties of one's own.
    """
    _check_day(day, own_ties is not None)
    tables = until(day, record_tables() if tables is None else tables)
    actors = Actors(tables)
    roster = build_roster(RECORD, tables, actors)
    if own_ties is not None:
        return Known(day, _in_force(replace(roster, ties=own_ties), day), ties_from)
    if day == REPORT_DAY:
        return Known(day, roster, "the report's appendix")
    later = tuple(later_ties(tables["events.csv"], actors))
    roster = _in_force(replace(roster, ties=roster.ties + later), day)
    return Known(day, roster, "the report's appendix, later ones from the record of events (grades A and B)")


def _check_day(day: datetime.date, own_ties: bool) -> None:
    if day < REPORT_DAY:
        raise InputError(
            "a forecast cannot be made of that day: the ties on record are those of a report of "
            f"{REPORT_DAY} and later ones",
            key="as-of", value=str(day), allowed=f"{REPORT_DAY} to {RECORDED_UNTIL}, or later with --observed",
        )  # fmt: skip
    if day > RECORDED_UNTIL and not own_ties:
        raise InputError(
            f"the record of ties and events ends on {RECORDED_UNTIL}: give all ties known by that day with --observed",
            key="as-of", value=str(day), allowed=f"{REPORT_DAY} to {RECORDED_UNTIL}, or later with --observed",
        )  # fmt: skip


# ---- nothing later ------------------------------------------------------------------------------------------
def until(day: datetime.date, tables: dict[str, Table]) -> dict[str, Table]:
    """The tables without what is dated, or what appeared, after a day."""
    out = {
        name: Table(t.file, list(t.rows), {key: list(c) for key, c in t.cells.items()}) for name, t in tables.items()
    }
    _blank_later(out["jurisdictions.csv"], "member_from", day, {})
    _blank_later(out["jurisdictions.csv"], "acting_from", day, {})
    _blank_later(out["institutes.csv"], "founded", day, OF_FOUNDING)
    _blank_later(out["firms.csv"], "frontier_from", day, {"frontier_until": ""}, NOT_YET)
    _blank_later(out["firms.csv"], "frontier_until", day, {})
    out["sizes.csv"] = _rows(out["sizes.csv"], lambda date: days_of(date)[1] <= day)
    for (file, column), (appeared, blank) in APPEARED.items():
        if day < appeared:
            out[file].cells[column] = [blank] * len(out[file])
    out["events.csv"] = _rows(out["events.csv"], lambda date: days_of(date)[1] <= day, "announced")
    out["ties.csv"] = _rows(out["ties.csv"], lambda date: not date or days_of(date)[0] <= day)
    return out


def _blank_later(table: Table, column: str, day: datetime.date, with_it: dict[str, Any], unknown: str = "") -> None:
    """Blank the dates after the day (or write what stands for unknown), and the columns that go with them."""
    for k, date in enumerate(table.cells[column]):
        if date and days_of(date)[1] > day:
            table.cells[column][k] = unknown
            for other, blank in with_it.items():
                table.cells[other][k] = blank


def _rows(table: Table, keep: Callable[[str], bool], sooner: str = "") -> Table:
    """The rows whose date is to be kept, or that in the column ``sooner`` where there is one."""
    dates, known = table.column("date"), table.column(sooner) if sooner else [""] * len(table)
    kept = [k for k in range(len(table)) if keep(known[k] or dates[k])]
    cells = {name: [column[k] for k in kept] for name, column in table.cells.items()}
    return Table(table.file, [table.rows[k] for k in kept], cells)


def _in_force(roster: Roster, day: datetime.date) -> Roster:
    """Policy shocks between the report and the day act in the first month: no run would see them otherwise."""
    first = month_index(day.isoformat()) + 1
    report = month_index(REPORT_DAY.isoformat())
    events = tuple(
        replace(e, month=first) if e.kind == "policy_shock" and e.month > report else e for e in roster.events
    )
    return replace(roster, events=events)


# ---- ties after the report ------------------------------------------------------------------------------------
def later_ties(events: Table, actors: Actors) -> Iterator[TieRecord]:
    """Ties of actors that act, by the events since the report that count as one; one of each type that they name."""
    columns = [events.column(c) for c in ("date", "event_type", "strictness", "actor_a", "actor_b", "types")]
    for date, kind, grade, one, other, types in zip(*columns, strict=True):
        a, b = actors.node(one), actors.node(other)
        acting = a is not None and b is not None and min(a, b) >= 0
        if kind in TIE_EVENTS and grade in GRADES and acting and days_of(date)[0] >= REPORT_DAY:
            assert a is not None and b is not None
            with_firm = max(a, b) >= len(actors.acting_states)
            for type_ in _types(types, with_firm):
                yield TieRecord(a, b, type_, month_index(date))


def untyped_pairs(events: Table, actors: Actors) -> set[frozenset[int | None]]:
    """Pairs with an event that counts as a tie and names no type: theirs are not known."""
    columns = [events.column(c) for c in ("event_type", "strictness", "actor_a", "actor_b", "types")]
    return {
        frozenset((actors.node(one), actors.node(other)))
        for kind, grade, one, other, types in zip(*columns, strict=True)
        if kind in TIE_EVENTS and grade in GRADES and one and other and not types
    }


def _types(text: str, with_firm: bool) -> list[int]:
    found = [tie_type(word.strip()) for word in text.split(";")]
    fits = sorted({t for t in found if t is not None and (TIE_TYPES[t].with_firms or not with_firm)})
    default = tie_type(UNTYPED)
    assert default is not None
    return fits or [default]
