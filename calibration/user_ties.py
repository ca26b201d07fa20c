"""Ties of the user's own (``--observed FILE``): columns actor_a, actor_b, type and date, as in a roster's ties.csv.

They take the place of all ties on record. Every mistake is reported with its row, together.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from calibration.forecasting.knowledge import RECORD, RECORDED_UNTIL, REPORT_DAY, days_of, record_tables
from calibration.observed import Dyads, Observed, admissible_dyads
from calibration.record import happened_until
from scenarios.roster_actors import Actors
from scenarios.roster_build import build_roster
from scenarios.roster_checks import check_roster
from scenarios.roster_columns import TIES
from scenarios.tables import Table, scan_table
from sim.errors import InputError, raise_all
from sim.months import month_index
from sim.roster import Roster, TieRecord

ORIGIN = datetime.date(2023, 6, 1)  # where the runs of the calibration begin


def observed_from(path: Path, roster: Roster, day: datetime.date = RECORDED_UNTIL) -> Observed:
    """What is calibrated on by a day, with the ties of a file; InputError(s) with every mistake in it.

    A tie outside the admissible dyads is a mistake here: it would be no target of the calibration. The network's
    members and joint tests are those on record.
    """
    own = _read(path, day, admissible_dyads(roster))
    return happened_until(month_index(day.isoformat()), own).observed


def read_ties(path: Path, day: datetime.date = REPORT_DAY) -> tuple[TieRecord, ...]:
    """All ties of a file, known by a day, between any actors that act; InputError(s) with every mistake in it."""
    return _read(path, day, None)


def _read(path: Path, day: datetime.date, dyads: Dyads | None) -> tuple[TieRecord, ...]:
    errors: list[InputError] = []
    tables = record_tables()
    own = tables["ties.csv"] = scan_table(path, TIES, errors)
    if not all(c.name in own.cells for c in TIES if c.required):
        raise_all(errors)
    actors = Actors(tables)
    check_roster(tables, set(tables), actors, errors)
    roster = build_roster(RECORD, tables, actors)
    _check_dates(own, day, None if dyads is None else ORIGIN, errors)
    _check_dyads(own, roster, actors, dyads, errors)
    errors.sort(key=lambda error: error.row or 0)
    raise_all(errors)
    return roster.ties


def _check_dates(own: Table, day: datetime.date, since: datetime.date | None, errors: list[InputError]) -> None:
    """No tie after ``day``; none ``since`` before the runs begin: it would be state, not a target."""
    for k, date in enumerate(own.column("date")):
        if date and since is not None and days_of(date)[1] < since:
            problem = "the tie is older than the runs, which begin without any"
            errors.append(own.error(k, "date", problem, allowed=f"{since} or later, or blank"))
        if date and days_of(date)[0] > day:
            errors.append(own.error(k, "date", "the tie is later than what is known", allowed=f"until {day}, or blank"))


def _check_dyads(own: Table, roster: Roster, actors: Actors, dyads: Dyads | None, errors: list[InputError]) -> None:
    """Both sides act; and their dyad is one of ``dyads``, where these are given."""
    admissible = None if dyads is None else {tuple(sorted(pair)) for pair in dyads.pairs.tolist()}
    named = {} if dyads is None else {int(n): roster.label(int(n)) for n in dyads.pairs.ravel()}
    for k, ends in enumerate(zip(own.column("actor_a"), own.column("actor_b"), strict=True)):
        nodes = [node for end in ends if (node := actors.node(end)) is not None]  # the others are reported already
        for key, end in zip(("actor_a", "actor_b"), ends, strict=True):
            if actors.node(end) == -1:
                errors.append(own.error(k, key, "does not act in the simulation", allowed=_acting(roster)))
        if admissible is None or len(nodes) < 2 or nodes[0] == nodes[1] or -1 in nodes or min(nodes) >= roster.n_states:
            continue
        if tuple(sorted(nodes)) not in admissible:
            errors.append(_not_admissible(own, k, nodes, named))


def _not_admissible(own: Table, k: int, nodes: list[int], named: dict[int, str]) -> InputError:
    key = "actor_a" if nodes[0] not in named else "actor_b"
    allowed = f"a pair of members' offices, or of one and a firm: {', '.join(named.values())}"
    return own.error(k, key, "the dyad is not admissible", allowed=allowed, choices=named.values())


def _acting(roster: Roster) -> str:
    return ", ".join((*roster.aliases, *roster.firm_ids))
