"""Events since a forecast was made: a file with columns date, actor_a, actor_b and event (tie, join, exit)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calibration.forecasting.knowledge import day_of, days_of
from scenarios.rosters import load_roster
from scenarios.tables import Column, Table, scan_table
from sim.errors import InputError, raise_all
from sim.roster import Roster

TIE, JOIN, EXIT = KINDS = ("tie", "join", "exit")
EVENTS = [
    Column("date", "date", required=True, blank_ok=False, note="YYYY-MM-DD or YYYY-MM"),
    Column("actor_a", "name", required=True, blank_ok=False, note="alias, id or name of an actor"),
    Column("actor_b", "name", required=True, note="the other side of a tie; blank for a join and an exit"),
    Column("event", "choice", choices=KINDS, note="blank: a tie"),
]
Key = frozenset[str]  # the labels of who an event concerns


@dataclass(frozen=True)
class Happened:
    """What happened until the day ``known_until``: for each kind of event, who it concerned."""

    known_until: datetime.date
    because: str  # where that day is from, in words
    events: dict[str, set[Key]]
    again: tuple[str, ...] = ()  # events of somebody who had one of the kind before, in words, with their rows


def read_events(
    path: Path, ledger: dict[str, Any], known_until: str | None = None, today: datetime.date | None = None
) -> Happened:
    """The events of a file, checked against the ledger that they are to score; every mistake in one InputErrors.

    Of several events of one dyad the first counts, and the others are named. ``known_until``: the day until which the
    file is complete; left out, the latest date in the file, which must then hold one. Nothing is known of days after
    ``today``, which is that of the clock where it is left out.
    """
    today = datetime.date.today() if today is None else today
    errors: list[InputError] = []
    table = scan_table(path, EVENTS, errors, may_be_empty=True)
    if errors and not all(c.name in table.cells for c in EVENTS if c.required):
        raise_all(errors)
    dates = [days_of(date)[1] for date in table.column("date") if date]
    if known_until is None and not dates:
        raise_all(errors)
    day = _known_until(ledger, known_until, dates, today)
    span = _Span(ledger, *day, today)
    events: dict[str, set[Key]] = {kind: set() for kind in KINDS}
    named, twice = _Names(ledger), _Twice()
    for k in range(len(table)):
        found = len(errors)
        kind = table.column("event")[k] or TIE
        span.check(table, k, errors)
        who = named.who(table, k, kind, errors)
        if len(errors) == found and who:
            twice.note(table, k, kind, who, errors)
            events[kind].add(who)
    errors.sort(key=lambda error: error.row or 0)
    raise_all(errors)
    return Happened(*day, events, tuple(twice.again))


def _known_until(
    ledger: dict[str, Any], given: str | None, dates: list[datetime.date], today: datetime.date
) -> tuple[datetime.date, str]:
    as_of, until = (datetime.date.fromisoformat(ledger["about"][key]) for key in ("as_of", "until"))
    if given is not None:
        day = day_of(given, "known-until")
        if not as_of < day <= until:
            raise InputError(
                "outside the ledger's span", key="known-until", value=given, allowed=f"after {as_of}, until {until}"
            )
        if day > today:
            raise InputError("lies in the future", key="known-until", value=given, allowed=f"until today, {today}")
        return day, "as given"
    if not dates:
        problem = "the file holds no event, so that it does not say until when nothing happened"
        raise InputError(problem, key="known-until", allowed=f"--known-until DATE, after {as_of}, until {until}")
    inside = [date for date in dates if as_of < date <= until]
    return min([max(inside, default=until), today]), "the latest date in the file"


class _Span:
    """The time in which an event can be scored."""

    def __init__(
        self, ledger: dict[str, Any], known_until: datetime.date, because: str, today: datetime.date
    ) -> None:  # fmt: skip
        self.as_of, self.until = (datetime.date.fromisoformat(ledger["about"][key]) for key in ("as_of", "until"))
        self.known_until, self.given, self.today = known_until, because == "as given", today

    def check(self, table: Table, k: int, errors: list[InputError]) -> None:
        """Add what is wrong with the date of a row."""
        date, allowed = table.column("date")[k], f"after {self.as_of}, until {self.until}"
        if not date:  # reported by the reader
            return
        first, last = days_of(date)
        if len(date) <= 4:
            errors.append(table.error(k, "date", "a year is no date of an event", allowed="YYYY-MM-DD or YYYY-MM"))
        elif last <= self.as_of:
            errors.append(table.error(k, "date", "not after the day of the forecast", allowed=allowed))
        elif first > self.until:
            errors.append(table.error(k, "date", "after the ledger's end", allowed=allowed))
        elif first > self.today:
            errors.append(table.error(k, "date", "lies in the future", allowed=f"until today, {self.today}"))
        elif self.given and first > self.known_until:
            errors.append(table.error(k, "date", "later than --known-until", allowed=f"until {self.known_until}"))


class _Twice:
    """Events of somebody who had one of the same kind before."""

    def __init__(self) -> None:
        self.first: dict[tuple[str, Key], int] = {}
        self.dated: dict[tuple[str, Key, str], int] = {}
        self.again: list[str] = []

    def note(self, table: Table, k: int, kind: str, who: Key, errors: list[InputError]) -> None:
        """Add the same event of the same date to ``errors``, another one to ``again``."""
        date, row = table.column("date")[k], table.rows[k]
        if (same := self.dated.setdefault((kind, who, date), row)) != row:
            allowed = f"once; the first is in row {same}"
            errors.append(table.error(k, "date", "the event is given twice", allowed=allowed))
        elif (first := self.first.setdefault((kind, who), row)) != row:
            name = " - ".join(sorted(who))
            self.again.append(f"row {row}, {kind} of {name}: there is one in row {first}, and the first counts")


class _Names:
    """Who is in the ledger, and what can happen to them."""

    def __init__(self, ledger: dict[str, Any]) -> None:
        self.roster: Roster = load_roster("real")
        self.open = {frozenset((row["actor_a"], row["actor_b"])) for row in ledger["ties"]}
        self.tied = {frozenset(pair) for pair in ledger["tied"]}
        self.changes = {kind: {r["actor"] for r in ledger["changes"] if r["what"] == kind} for kind in (JOIN, EXIT)}

    def who(self, table: Table, k: int, kind: str, errors: list[InputError]) -> Key:
        """Whom a row concerns; empty, with the mistake in ``errors``, if that cannot be."""
        one, other = (table.column(key)[k] for key in ("actor_a", "actor_b"))
        if kind == TIE and not other:
            errors.append(table.error(k, "actor_b", "a tie has two sides", allowed="an actor"))
        if kind != TIE and other:
            errors.append(table.error(k, "actor_b", f"a {kind} concerns one actor", allowed="blank"))
        labels = [self._label(table, k, key, errors) for key, name in (("actor_a", one), ("actor_b", other)) if name]
        if None in labels or (kind == TIE) != (len(labels) == 2):
            return frozenset()
        key = frozenset(label for label in labels if label)
        mistake = self._tie(key) if kind == TIE else self._change(key, kind)
        if mistake:
            errors.append(table.error(k, "actor_b" if kind == TIE else "actor_a", *mistake[:1], allowed=mistake[1]))
            return frozenset()
        return key

    def _label(self, table: Table, k: int, key: str, errors: list[InputError]) -> str | None:
        try:
            return self.roster.label(self.roster.find(table.column(key)[k]))
        except InputError as error:
            choices = [*self.roster.aliases, *self.roster.ids, *self.roster.names, *self.roster.firm_ids]
            errors.append(table.error(k, key, error.problem, allowed=error.allowed, choices=choices))
            return None

    def _tie(self, key: Key) -> tuple[str, str] | None:
        if len(key) == 1:
            return "a tie with itself", "another actor than actor_a"
        if key in self.tied:
            return "the dyad was tied when the forecast was made", "a dyad that was open"
        if key not in self.open:
            return "the dyad is not in the ledger", "a dyad of ledger.csv (entente forecast --all has all of them)"
        return None

    def _change(self, key: Key, kind: str) -> tuple[str, str] | None:
        (actor,) = key
        if actor in self.changes[kind]:
            return None
        other = JOIN if kind == EXIT else EXIT
        if actor not in self.changes[other]:
            return "a firm is no member", "a jurisdiction"
        word = "was a member already" if kind == JOIN else "was no member"
        return f"{word} when the forecast was made", _listed(self.changes[kind])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
