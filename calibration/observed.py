"""What was observed: the admissible dyads, which of them were tied, in which types, since when; and the network."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sim.roster import Roster

DYADS = Path(__file__).parent / "data" / "validation_ties.csv"
FIRM_CLASS = "AISI-firm"
HUBS = ("US", "UK")
UNKNOWN = -9999  # month of a tie without a date, and of no tie


@dataclass(frozen=True)
class Dyads:
    """D pairs of nodes that could have a tie: 45 of the ten members' offices, 30 of those and three firms."""

    names: tuple[str, ...]  # 'US - UK'
    pairs: np.ndarray  # (D, 2) nodes
    with_firm: np.ndarray  # (D,) bool
    fora: np.ndarray  # (D,) shared fora, 0 to 1
    with_hub: np.ndarray  # (D,) bool: the US or the UK is a side
    open_from: np.ndarray  # (D,) first month in which both sides have an office (NEVER: never); 0 is June 2023

    def __len__(self) -> int:
        return len(self.pairs)

    def only(self, stay: np.ndarray) -> Dyads:
        """Some of them."""
        names = tuple(self.names[k] for k in stay)
        return Dyads(
            names, self.pairs[stay], self.with_firm[stay], self.fora[stay], self.with_hub[stay], self.open_from[stay]
        )


@dataclass(frozen=True)
class Observed:
    """What was on record of the dyads and of the network by the end of the month ``end``.

    first : (D,) month of the first tie; UNKNOWN for a tie without a date and where there is none.
    signed : (D,) bit mask of the types of the first deal; 0 without a tie.
    late : (D,) whether the first tie came after the report of November 2024 (the tie of its day included).
    typed : (D,) whether the types of every deal are known.
    left, joined, joint_tests : founding members that left, others that joined, the network's joint tests finished,
        all since December 2024.
    """

    dyads: Dyads
    end: int
    first: np.ndarray
    signed: np.ndarray
    late: np.ndarray
    typed: np.ndarray
    left: int = 0
    joined: int = 0
    joint_tests: int = 0

    @property
    def tied(self) -> np.ndarray:
        """(D,) whether there is a tie on record."""
        return self.signed != 0

    @property
    def timed(self) -> np.ndarray:
        """(D,) dyads that may be scored for their timing: all but the ties without a date."""
        return ~self.tied | (self.first != UNKNOWN)

    def without(self, dyads: Iterable[int]) -> Observed:
        """The same record in which some ties are none."""
        signed, first, late = self.signed.copy(), self.first.copy(), self.late.copy()
        gone = list(dyads)
        signed[gone], first[gone], late[gone] = 0, UNKNOWN, False
        return replace(self, signed=signed, first=first, late=late)

    def only(self, stay: np.ndarray) -> Observed:
        """Some of the dyads: of the others neither a tie nor its absence counts."""
        return replace(
            self, dyads=self.dyads.only(stay), first=self.first[stay], signed=self.signed[stay], late=self.late[stay],
            typed=self.typed[stay],
        )  # fmt: skip


def admissible_dyads(roster: Roster, path: Path = DYADS) -> Dyads:
    """The dyads of the file, as nodes of the roster."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = np.array([(roster.find(r["actor_a"]), roster.find(r["actor_b"])) for r in rows], dtype=np.int64)
    office = np.minimum(roster.acting_from, roster.founded)
    since = np.concatenate([office, np.zeros(roster.n_firms, dtype=np.int64)])
    return Dyads(
        names=tuple(f"{r['actor_a']} - {r['actor_b']}" for r in rows),
        pairs=pairs,
        with_firm=np.array([r["tie_class"] == FIRM_CLASS for r in rows]),
        fora=np.array([_fora(roster, a, b) for a, b in pairs]),
        with_hub=np.asarray(np.isin(pairs, [roster.find(name) for name in HUBS]).any(axis=1)),
        open_from=np.maximum(0, since[pairs].max(axis=1)),
    )


def _fora(roster: Roster, a: int, b: int) -> float:
    a, b = min(a, b), max(a, b)
    if b >= roster.n_states:
        return float(roster.firm_fora[b - roster.n_states, a])
    return float(roster.fora[a, b])
