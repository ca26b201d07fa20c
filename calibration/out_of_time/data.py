"""What the test may know (the world as of the cut-off), and what it is scored on (the ties that came later).

EU - Singapore was signed on the day of the cut-off. It is read both ways: *before* the cut-off it is a tie of the
state that every forecast starts from, and no target; *after* it is an open dyad that filled. With two grades of
evidence these are four sets of outcomes. The primary one, named before anything was scored, is grade A or B with EU -
Singapore before: the window begins in December 2024, so no forecast could place a deal of 20 November in it, and A
with B is nearer to the rule of the Appendix.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from calibration.observed import DYADS, Dyads, Observed, admissible_dyads, observed_network
from scenarios.rosters import FOLDER
from sim.catalogue import TIE_NAME_TO_INDEX
from sim.months import CUT_OFF, NEVER, month_index
from sim.roster import Roster, TieRecord

START, END = CUT_OFF + 1, month_index("2025-12")  # first and last month of the window
BEFORE, AFTER = "before", "after"  # readings of EU - Singapore
GRADES = {"A": "new_A", "A or B": "new_AB"}  # grade of evidence -> column of the file of outcomes
CUT_OFF_DAY_TIE = ("EU", "Singapore")
CUT_OFF_DAY_TYPES = ("Model Testing and Evaluation", "Developing Guidelines and Standards", "Joint Research Projects")


@dataclass(frozen=True)
class OutcomeSet:
    """One way to count what came: a grade of evidence and a reading of EU - Singapore."""

    grade: str
    reading: str

    @property
    def name(self) -> str:
        """'A or B, EU - Singapore before'."""
        return f"{self.grade}, EU - Singapore {self.reading}"


PRIMARY = OutcomeSet("A or B", BEFORE)
SETS = (PRIMARY, OutcomeSet("A or B", AFTER), OutcomeSet("A", BEFORE), OutcomeSet("A", AFTER))


@dataclass(frozen=True)
class Known:
    """The world as it was known at the cut-off, under one reading of EU - Singapore."""

    roster: Roster  # without later elections and shocks; foundings on record are kept
    observed: Observed  # ties at the cut-off
    reading: str = BEFORE

    @property
    def dyads(self) -> Dyads:
        """The admissible dyads."""
        return self.observed.dyads

    @property
    def open(self) -> np.ndarray:
        """(D,) dyads that were untied at the cut-off and had an office on both sides."""
        return ~self.observed.tied & (self.dyads.open_from <= CUT_OFF)


def known(roster: Roster, reading: str = BEFORE) -> Known:
    """Roster and ties as of the cut-off; events after it are dropped.

    A run that does not replay an election would otherwise still learn of it: it takes the state's next one to be a term
    after the last dated one. InputError if the roster lacks an actor of the dyads.
    """
    ties = tuple(t for t in roster.ties if t.month is None or t.month <= CUT_OFF)
    if reading == BEFORE:
        ties += cut_off_day_ties(roster)
    as_of = replace(roster, events=tuple(e for e in roster.events if e.month <= CUT_OFF), ties=ties)
    return Known(as_of, observed_network(admissible_dyads(as_of), ties), reading)


def cut_off_day_ties(roster: Roster) -> tuple[TieRecord, ...]:
    """EU - Singapore as ties of the month of the cut-off (event 36 of the roster's events.csv)."""
    a, b = (roster.find(name) for name in CUT_OFF_DAY_TIE)
    return tuple(TieRecord(a, b, TIE_NAME_TO_INDEX[kind.lower()], CUT_OFF) for kind in CUT_OFF_DAY_TYPES)


def without_later_foundings(known: Known) -> Known:
    """The same, knowing no founding after the cut-off: a check of how much conditioning on them gives away."""
    roster = known.roster
    founded = np.where(roster.founded > CUT_OFF, NEVER, roster.founded)
    return replace(known, roster=replace(roster, founded=founded))


def real_outcomes(grade: str, path: Path = DYADS) -> np.ndarray:
    """(D,) whether a dyad got its first tie after the cut-off, as coded. Read by ``section.score_once`` alone."""
    with path.open(encoding="utf-8", newline="") as file:
        return np.array([row[GRADES[grade]] == "1" for row in csv.DictReader(file)])


def members_of_g7(roster: Roster) -> np.ndarray:
    """(J,) whether a jurisdiction takes part in the G7 (the EU does), from the roster's table that comes along."""
    with (FOLDER / "real" / "jurisdictions.csv").open(encoding="utf-8", newline="") as file:
        inside = {row["jurisdiction_id"] for row in csv.DictReader(file) if row["m_g7"] == "1"}
    return np.array([name in inside for name in roster.ids])
