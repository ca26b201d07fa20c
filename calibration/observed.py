"""What was observed: the admissible dyads, which of them were tied by the cut-off, in how many types, since when."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sim.months import CUT_OFF
from sim.roster import Roster, TieRecord

DYADS = Path(__file__).parent / "data" / "validation_ties.csv"
FIRM_CLASS = "AISI-firm"
UNKNOWN = -9999  # month of a tie without a date, and of no tie


@dataclass(frozen=True)
class Dyads:
    """D pairs of nodes that could have a tie: 45 of the ten members' offices, 30 of those and three firms."""

    names: tuple[str, ...]  # 'US - UK'
    pairs: np.ndarray  # (D, 2) nodes
    with_firm: np.ndarray  # (D,) bool
    fora: np.ndarray  # (D,) shared fora, 0 to 1
    open_from: np.ndarray  # (D,) first month in which both sides have an office (NEVER: never); 0 is June 2023

    def __len__(self) -> int:
        return len(self.pairs)


@dataclass(frozen=True)
class Observed:
    """The network of the dyads at the cut-off."""

    dyads: Dyads
    held: np.ndarray  # (D,) bit mask of types
    month: np.ndarray  # (D,) month of the first tie; UNKNOWN for a tie without a date and where there is none

    @property
    def tied(self) -> np.ndarray:
        """(D,) whether there was a tie."""
        return self.held != 0

    @property
    def timed(self) -> np.ndarray:
        """(D,) dyads that may be scored for their timing: all but the ties without a date."""
        return ~self.tied | (self.month != UNKNOWN)

    def without(self, dyad: int) -> Observed:
        """The same network with one tie taken out."""
        held, month = self.held.copy(), self.month.copy()
        held[dyad], month[dyad] = 0, UNKNOWN
        return replace(self, held=held, month=month)


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
        open_from=np.maximum(0, since[pairs].max(axis=1)),
    )


def _fora(roster: Roster, a: int, b: int) -> float:
    a, b = min(a, b), max(a, b)
    if b >= roster.n_states:
        return float(roster.firm_fora[b - roster.n_states, a])
    return float(roster.fora[a, b])


def observed_network(dyads: Dyads, ties: tuple[TieRecord, ...], until: int = CUT_OFF) -> Observed:
    """The ties on record until a month, on the admissible dyads; a tie without a date counts as older."""
    number = {tuple(sorted(pair)): k for k, pair in enumerate(dyads.pairs.tolist())}
    held = np.zeros(len(dyads), dtype=np.int64)
    month = np.full(len(dyads), UNKNOWN, dtype=np.int64)
    for tie in ties:
        k = number.get(tuple(sorted((tie.a, tie.b))))
        if k is None or (tie.month is not None and tie.month > until):
            continue
        held[k] |= 1 << tie.type
        if tie.month is not None:
            month[k] = tie.month if month[k] == UNKNOWN else min(month[k], tie.month)
    return Observed(dyads, held, month)
