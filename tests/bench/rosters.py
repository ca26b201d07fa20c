"""Rosters of any number of actors, drawn from the real one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scenarios.rosters import load_roster
from sim.months import CUT_OFF
from sim.roster import Roster, TieRecord

BY_STATE = (
    "region", "gdp", "ideal", "readiness", "cooperation", "developing", "member_from", "acting_from", "founded",
    "staff", "budget", "statutory", "regime", "term", "next_change", "pledged",
)  # fmt: skip
BY_PAIR = ("rivalry", "fora", "distance_km")


def roster_of(actors: int, seed: int = 1) -> Roster:
    """A roster of so many actors: rows of the real one, drawn with replacement, under new ids.

    Firms, and offices at the start, have the same share as there. A pair has the ties and the rivalry of the pair
    that it was drawn from; two copies of one actor are no rivals, and have no ties.
    """
    real, rng = load_roster("real"), np.random.default_rng(seed)
    firms = max(1, round(actors * real.n_firms / (real.n_states + real.n_firms)))
    states, firm = _drawn_states(real, actors - firms, rng), rng.integers(real.n_firms, size=firms)
    pick, legal = np.ix_(states, states), real.legal.copy()
    np.fill_diagonal(legal, 1.0)
    return replace(
        real, name=f"{actors} actors", **_labels(real, states, firm), events=(), sizes=(),
        **{name: getattr(real, name)[states] for name in BY_STATE},
        **{name: getattr(real, name)[pick] for name in BY_PAIR}, legal=legal[pick],
        firm_home=_homes(real, states, firm, rng), firm_home2=np.full(firms, -1),
        compute=real.compute[firm], safety_index=real.safety_index[firm],
        frontier_from=real.frontier_from[firm], frontier_until=real.frontier_until[firm],
        firm_fora=real.firm_fora[np.ix_(firm, states)],
        ties=_ties(real, np.concatenate([states, real.n_states + firm])),
    )  # fmt: skip


def _drawn_states(real: Roster, count: int, rng: np.random.Generator) -> np.ndarray:
    """Rows of jurisdictions, those with an office at the start in the share of the real roster."""
    acting = real.office_status(CUT_OFF) > 0
    offices = max(1, round(count * float(acting.mean())))
    drawn = [rng.choice(np.flatnonzero(acting), offices), rng.choice(np.flatnonzero(~acting), count - offices)]
    return rng.permutation(np.concatenate(drawn))


def _labels(real: Roster, states: np.ndarray, firms: np.ndarray) -> dict[str, tuple[str, ...]]:
    def renamed(labels: tuple[str, ...], rows: np.ndarray) -> tuple[str, ...]:
        return tuple(f"{labels[row]}-{k}" for k, row in enumerate(rows))

    labels = {name: renamed(getattr(real, name), states) for name in ("ids", "aliases", "names")}
    return labels | {name: renamed(getattr(real, name), firms) for name in ("firm_ids", "firm_names")}


def _homes(real: Roster, states: np.ndarray, firms: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A copy of each firm's home; anywhere, if none was drawn."""
    copies = [np.flatnonzero(states == real.firm_home[f]) for f in firms]
    return np.array([rng.choice(found if len(found) else len(states)) for found in copies], dtype=np.int64)


def _ties(real: Roster, sources: np.ndarray) -> tuple[TieRecord, ...]:
    copies: dict[int, list[int]] = {}
    for node, source in enumerate(sources.tolist()):
        copies.setdefault(source, []).append(node)
    return tuple(
        TieRecord(a, b, tie.type, tie.month)
        for tie in real.ties
        for a in copies.get(tie.a, [])
        for b in copies.get(tie.b, [])
    )
