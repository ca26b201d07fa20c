"""Other readings of what was observed: the rows of the data that a careful coder could have coded otherwise.

They are found in the roster's own files: the ties with the trust in their dates, the events with their kind and grade.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from calibration.observed import UNKNOWN, Dyads, Observed
from scenarios.rosters import FOLDER

REAL = FOLDER / "real"
ACCESS_PLEDGE, COMMITMENT = "firm_access_pledge", "firm_commitment"
STRONG = "A"  # grade of an instrument of the institutes, or a test of two of them
WEAK = "C"  # grade of an event without a proper instrument
REPORTED, ON_THE_DAY = (
    "in",
    "out_boundary",
)  # the sample of an event: counted by the report, or on the day of its cut-off
REMEMBERED = "from-memory"

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Variant:
    """Another reading of the data. ``changed`` names the dyads that it reads otherwise."""

    name: str
    meaning: str
    changed: tuple[str, ...]
    observed: Observed


def variants(observed: Observed, folder: Path = REAL) -> tuple[Variant, ...]:
    """Every other reading that changes something; ``folder`` holds ties.csv and events.csv."""
    ties, events = _read(folder / "ties.csv"), _read(folder / "events.csv")
    access, commitments = _pledged(observed.dyads, events, ACCESS_PLEDGE), _pledged(observed.dyads, events, COMMITMENT)
    weak = _weak(observed.dyads, events) - commitments
    remembered = _remembered(observed.dyads, ties, exactly=True)
    partly = _remembered(observed.dyads, ties, exactly=False)
    found = (
        _boundary(observed, events),
        _instruments(observed, events),
        _without(observed, access, "no access pledges", "pledges of early access are no ties"),
        _without(observed, commitments, "no commitments", "signatures of a pact that is open to all are no ties"),
        _without(
            observed, weak, "no ties without an instrument", "ties for which no dated instrument was found are none"
        ),
        _without(observed, access | commitments | weak, "no pledges at all", "none of the three above is a tie"),
        _undated(observed, remembered, "no remembered dates", "ties with a date from memory count, but not for timing"),
        _undated(observed, partly, "no partly remembered dates", "the same if the day alone is from memory"),
    )
    return tuple(variant for variant in found if variant.changed)


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _places(dyads: Dyads, rows: Iterable[dict[str, str]]) -> set[int]:
    """The dyads of rows that name two actors."""
    number = {frozenset(name.split(" - ")): k for k, name in enumerate(dyads.names)}
    found = (number.get(frozenset((row["actor_a"], row["actor_b"]))) for row in rows)
    return {k for k in found if k is not None}


def _pledged(dyads: Dyads, events: Rows, kind: str) -> set[int]:
    return _places(dyads, (e for e in events if e["sample"] == REPORTED and e["event_type"] == kind))


def _weak(dyads: Dyads, events: Rows) -> set[int]:
    return _places(dyads, (e for e in events if e["sample"] == REPORTED and e["strictness"] == WEAK))


def _remembered(dyads: Dyads, ties: Rows, exactly: bool) -> set[int]:
    said = (lambda t: t == REMEMBERED) if exactly else (lambda t: REMEMBERED in t)
    return _places(dyads, (t for t in ties if said(t["date_confidence"])))


def _boundary(observed: Observed, events: Rows) -> Variant:
    """Deals signed on the day of the report's cut-off, counted as ties by then."""
    places = _places(observed.dyads, (e for e in events if e["sample"] == ON_THE_DAY and e["types"]))
    change = [k for k in sorted(places) if observed.tied[k] and observed.late[k]]
    late = observed.late.copy()
    late[change] = False
    names = tuple(observed.dyads.names[k] for k in change)
    meaning = "signed on 20 November 2024: a tie by November 2024"
    return Variant("the deal of the cut-off day as older", meaning, names, replace(observed, late=late))


def _without(observed: Observed, places: set[int], name: str, meaning: str) -> Variant:
    """Some ties of the report are none."""
    change = [k for k in sorted(places) if observed.tied[k] and not observed.late[k]]
    return Variant(name, meaning, tuple(observed.dyads.names[k] for k in change), observed.without(change))


def _instruments(observed: Observed, events: Rows) -> Variant:
    """Of the later ties only those by an instrument of the institutes (grade A) are any."""
    sure = _places(observed.dyads, (e for e in events if e["strictness"] == STRONG and e["sample"] != REPORTED))
    change = [k for k in np.flatnonzero(observed.late & observed.tied).tolist() if k not in sure]
    names = tuple(observed.dyads.names[k] for k in change)
    return Variant("later ties of grade A alone", "those between governments are none", names, observed.without(change))


def _undated(observed: Observed, places: set[int], name: str, meaning: str) -> Variant:
    """Some ties have no date."""
    change = [k for k in sorted(places) if observed.tied[k] and observed.first[k] != UNKNOWN]
    first = observed.first.copy()
    first[change] = UNKNOWN
    return Variant(name, meaning, tuple(observed.dyads.names[k] for k in change), replace(observed, first=first))
