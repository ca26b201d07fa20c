"""What happened until a month: first ties and their types, members, joint tests, as far as they are on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from calibration.forecasting.knowledge import RECORD, REPORT_DAY, days_of, later_ties, record_tables, untyped_pairs
from calibration.observed import UNKNOWN, Dyads, Observed, admissible_dyads
from scenarios.roster_actors import Actors
from scenarios.roster_build import build_roster
from scenarios.tables import Table
from sim.ensemble.dyads import ALIVE_FROM
from sim.months import CUT_OFF, NEVER, month_index
from sim.roster import Roster, TieRecord

TIE_SOURCES = "ties.csv (the report's Appendix); later ties: events.csv, grades A and B"


@dataclass(frozen=True)
class Happened:
    """The record of D dyads, J jurisdictions and the network.

    first : (D,) month of the first tie; UNKNOWN without a date and without a tie.
    tied : (D,) whether there is a tie on record.
    late : (D,) whether the first tie came after the report (20 November 2024, that day's own tie included).
    window : (D, 2) first and last month in which the first tie can have been made; equal where it is dated.
    signed, held : (D,) bit masks of the types of the first deal, and of all types until the end.
    typed : (D,) whether the types of every deal are known.
    joint_tests : months in which joint tests of the network ended.
    """

    roster: Roster
    dyads: Dyads
    end: int
    first: np.ndarray
    tied: np.ndarray
    late: np.ndarray
    window: np.ndarray
    signed: np.ndarray
    held: np.ndarray
    typed: np.ndarray
    joint_tests: tuple[int, ...]

    @property
    def observed(self) -> Observed:
        """What of it is calibrated on. Nobody left the network or joined it (events 39, 66 and 88)."""
        tests = sum(month >= ALIVE_FROM for month in self.joint_tests)
        return Observed(
            self.dyads, self.end, self.first, self.signed, self.late, self.typed, joint_tests=tests
        )  # fmt: skip

    @property
    def offices(self) -> np.ndarray:
        """(10,) nodes of the founding members of the network."""
        return np.flatnonzero(self.roster.member_from < NEVER)


def happened_until(end: int, own_ties: tuple[TieRecord, ...] | None = None) -> Happened:
    """The record until the month ``end`` (index), from the files of the real roster.

    own_ties : all ties, of a user's own, in the place of those on record; those after the month of the report are late.
    """
    tables = record_tables()
    actors = Actors(tables)
    roster = build_roster(RECORD, tables, actors)
    dyads = admissible_dyads(roster)
    events = tables["events.csv"]
    before, after = _ties(roster, events, actors, own_ties, end)
    untyped = untyped_pairs(events, actors) if own_ties is None else set()
    columns = [_of_dyad(pair, before, after) for pair in dyads.pairs.tolist()]
    first, signed, held, late = (np.array(column) for column in zip(*columns, strict=True))
    return Happened(
        roster=roster,
        dyads=dyads,
        end=end,
        first=first,
        tied=held != 0,
        late=late,
        window=_windows(dyads, first, held != 0, tables["ties.csv"], actors),
        signed=signed,
        held=held,
        typed=np.array([frozenset(pair) not in untyped for pair in dyads.pairs.tolist()]),
        joint_tests=tuple(month for month in _joint_tests(events) if month <= end),
    )


def _ties(
    roster: Roster, events: Table, actors: Actors, own: tuple[TieRecord, ...] | None, end: int
) -> tuple[list[TieRecord], list[TieRecord]]:
    """Ties of the report and later ones, until a month; those of the report's day count as later."""
    if own is None:
        before, after = roster.ties, tuple(later_ties(events, actors))
    else:
        after = tuple(tie for tie in own if tie.month is not None and tie.month > CUT_OFF)
        before = tuple(tie for tie in own if tie not in after)
    known = ([tie for tie in ties if tie.month is None or tie.month <= end] for ties in (before, after))
    early, late = known
    return early, (late if end > CUT_OFF else [])


def _of_dyad(pair: list[int], before: list[TieRecord], after: list[TieRecord]) -> tuple[int, int, int, bool]:
    """First month, types of the first deal, all types, and whether the first deal came after the report."""
    early, late = ([tie for tie in ties if {tie.a, tie.b} == set(pair)] for ties in (before, after))
    ties = early or late
    dated = [tie.month for tie in ties if tie.month is not None]
    first = min(dated) if dated else UNKNOWN
    signed = _mask(tie.type for tie in ties if tie.month in (first, None))
    return first, signed, _mask(tie.type for tie in early + late), not early and bool(late)


def _mask(types: Iterable[int]) -> int:
    found = 0
    for kind in types:
        found |= 1 << kind
    return found


def _windows(dyads: Dyads, first: np.ndarray, tied: np.ndarray, ties: Table, actors: Actors) -> np.ndarray:
    """(D, 2) months between which each first tie was made: those of its year, or any until the report."""
    window = np.stack([first, first], axis=1)
    for k in np.flatnonzero(tied & (first == UNKNOWN)):
        pair = set(dyads.pairs[k].tolist())
        rows = zip(*(ties.column(name) for name in ("actor_a", "actor_b", "date")), strict=True)
        dates = [date for a, b, date in rows if {actors.node(a), actors.node(b)} == pair and date]
        days = [days_of(date) for date in dates] or [(REPORT_DAY.replace(year=2023, month=6), REPORT_DAY)]
        low, high = (month_index(day.isoformat()) for day in (min(days)[0], max(days)[1]))
        window[k] = max(0, low), min(CUT_OFF, high)
    return window


def _joint_tests(events: Table) -> list[int]:
    """Months of the network's joint tests: those events that name no two sides."""
    columns = zip(*(events.column(name) for name in ("event_type", "actor_a", "date")), strict=True)
    return [month_index(date) for kind, actor, date in columns if kind == "joint_testing" and not actor]
