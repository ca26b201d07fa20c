"""What a design changes in the network: ties between actors, and who is a member. Numbers, no words.

A tie *stands* under a design if it is there at the end of at least half of its runs. A state is *a member* in a run if
it was one in more than a fifth of the months after the decision (a year of five): so a state that leaves early is told
from one that stays, and one that comes in late is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from scenarios.queries import Grid, tables_of
from sim.catalogue import TIE_TYPES
from sim.errors import InputError
from sim.months import CUT_OFF
from sim.roster import Roster

HALF = 0.5  # of the runs: from here on a tie stands, a state counts as a member
LEAST_MONTHS = 0.2  # of the months after the decision: a state that is in for more is a member in this run
CLEAR = 0.10  # a change of a state's chance to be a member that is worth naming
ERRORS = 2.0  # and how many standard errors it must be
ADDED, REMOVED = "added", "removed"
LIKELIER, LESS_LIKELY = "likelier", "less likely"
CHANGES = ("design", "a", "b", "types", "what", "share", "share_baseline")
COUNTS = ("design", "ties", "added", "removed", "agreements", "members", "joined", "left", "likelier", "less_likely")

Ties = dict[tuple[int, int], tuple[int, ...]]  # pairs of nodes -> types of their ties (indices), in order


@dataclass(frozen=True, eq=False)
class Network:
    """The ties and the members of a comparison.

    designs : those of which at least one run finished, in their order; the baseline alone if it is none of them.
    replicates : of which at least one run finished.
    today : pairs of nodes with an observed tie -> its types (indices), by the cut-off of the data.
    ties : index (a, b, type) of nodes and type, a column a design: share of runs with the tie at the end.
    members : one row a design and state, see ``member_rows``.
    """

    roster: Roster
    baseline: str
    designs: tuple[str, ...]
    replicates: int
    today: Ties
    ties: pd.DataFrame
    members: pd.DataFrame

    def standing(self, design: str) -> Ties:
        """The ties that stand under a design."""
        found: dict[tuple[int, int], list[int]] = {}
        for (a, b, kind), share in self.shares[design].items():
            if share >= HALF:
                found.setdefault((a, b), []).append(kind)
        return {pair: tuple(kinds) for pair, kinds in found.items()}

    @cached_property
    def shares(self) -> dict[str, dict[tuple[int, int, int], float]]:
        """Design -> (a, b, type) -> share of its runs."""
        keys = [(int(a), int(b), int(kind)) for a, b, kind in self.ties.index]
        return {d: dict(zip(keys, self.ties[d].tolist(), strict=True)) for d in self.designs}

    @cached_property
    def changes(self) -> pd.DataFrame:
        """See the function of this name."""
        return _changes(self)

    @cached_property
    def counts(self) -> pd.DataFrame:
        """One row a design, the baseline among them.

        ties : pairs with a tie that stands; added, removed : pairs with a type more or less than under the baseline.
        agreements : mean number of ties (pairs and types) at the end of a run.  members : states that are one in at
        least half of the runs; joined, left : of these more and fewer than under the baseline; likelier, less_likely :
        others whose chance differs clearly (``member_rows``).
        """
        return _counts(self)

    @property
    def others(self) -> tuple[str, ...]:
        """The designs but the baseline."""
        return tuple(d for d in self.designs if d != self.baseline)


def network_of(runs: Any, baseline: str) -> Network:
    """The network of a comparison; InputError if the baseline was not run."""
    with tables_of(runs, "runs", "states", "network") as tables:
        grid = tables.grid()
        if baseline not in grid.designs:
            raise InputError("unknown baseline", value=baseline, choices=grid.designs)
        finished = _finished(grid)
        designs = tuple(d for d in grid.designs if d in finished) if baseline in finished else (baseline,)
        ties = _shares(tables.frame("SELECT * FROM network"), runs.roster, designs)
        states = {
            label: tables.grid("states", designs, state=label).values("membership") for label in runs.roster.aliases
        }
    members = member_rows(states, designs, baseline)
    return Network(runs.roster, baseline, designs, len(grid.replicates), observed(runs.roster), ties, members)


def observed(roster: Roster, until: int = CUT_OFF) -> Ties:
    """Pairs with a tie on record by a month (undated ones too) -> its types in their order."""
    found: dict[tuple[int, int], set[int]] = {}
    for tie in roster.ties:
        if tie.month is None or tie.month <= until:
            found.setdefault((min(tie.a, tie.b), max(tie.a, tie.b)), set()).add(tie.type)
    return {pair: tuple(sorted(kinds)) for pair, kinds in sorted(found.items())}


def changes(runs: Any, baseline: str) -> pd.DataFrame:
    """The ties that stand under a design and not under the baseline, or the other way round.

    One row a design, pair (labels a, b) and ``what`` ('added', 'removed'): the keys of the types that are, and the
    share of runs with the commonest of them under the design and under the baseline. Empty if there are none.
    """
    return network_of(runs, baseline).changes


def _changes(network: Network) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    label, before = network.roster.label, network.shares[network.baseline]
    base = network.standing(network.baseline)
    for design in network.others:
        after = network.shares[design]
        for what, pairs in zip((ADDED, REMOVED), moved(base, network.standing(design)), strict=True):
            for (a, b), kinds in pairs.items():
                share, was = (max(side[a, b, kind] for kind in kinds) for side in (after, before))
                types = ", ".join(TIE_TYPES[kind].key for kind in kinds)
                rows.append((design, label(a), label(b), types, what, share, was))
    return pd.DataFrame(rows, columns=list(CHANGES))


def moved(before: Ties, after: Ties) -> tuple[Ties, Ties]:
    """The types of ties that are there after and not before, and those that were there before and are gone."""
    return _less(after, before), _less(before, after)


def _less(own: Ties, other: Ties) -> Ties:
    found = {pair: tuple(k for k in kinds if k not in other.get(pair, ())) for pair, kinds in own.items()}
    return {pair: kinds for pair, kinds in found.items() if kinds}


def _counts(network: Network) -> pd.DataFrame:
    found = network.changes
    rows = []
    for design in network.designs:
        own, states = found[found["design"] == design], network.members[network.members["design"] == design]
        rows.append(
            (
                design,
                len(network.standing(design)),
                *(int((own["what"] == what).sum()) for what in (ADDED, REMOVED)),
                float(network.ties[design].sum()),
                int((states["share"] >= HALF).sum()),
                *(int((states["what"] == what).sum()) for what in (ADDED, REMOVED, LIKELIER, LESS_LIKELY)),
            )
        )
    return pd.DataFrame(rows, columns=list(COUNTS))


def member_rows(membership: dict[str, np.ndarray], designs: tuple[str, ...], baseline: str) -> pd.DataFrame:
    """Who is a member, and how that differs from the baseline: one row a design and state.

    membership : state -> (replicates, designs) share of months as a member, NaN where a run failed.
    Columns: design, state, share (of runs in which it was a member), share_baseline, change (of the share, in the
    replicates that both have), error (its standard error), what: '' unless the change is at least ``CLEAR`` and more
    than ``ERRORS`` standard errors; then 'added' or 'removed' where one side has the state in at least half of the
    runs and the other has not, else 'likelier' or 'less likely'.
    """
    at = designs.index(baseline)
    rows = []
    for state, months in membership.items():
        inside, known = months > LEAST_MONTHS, np.isfinite(months)
        for k, design in enumerate(designs):
            share, before = _share(inside[:, k], known[:, k]), _share(inside[:, at], known[:, at])
            both = known[:, k] & known[:, at]
            change, error = paired_change(inside[both, k], inside[both, at])
            what = "" if k == at else _what(share, before, change, error)
            rows.append((design, state, share, before, change, error, what))
    columns = ["design", "state", "share", "share_baseline", "change", "error", "what"]
    return pd.DataFrame(rows, columns=columns)


def paired_change(own: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Difference of two shares over the same replicates, and its standard error; NaN without any replicate.

    The error is that of Agresti and Min (2005): half a replicate more in each cell of the table of the pairs, so that
    it is above 0 where no replicate differs.
    """
    n = len(own)
    if not n:
        return np.nan, np.nan
    more, less = int((own & ~other).sum()), int((other & ~own).sum())
    shift = (more - less) / (n + 2)
    return (more - less) / n, float(np.sqrt((more + less + 1) / (n + 2) - shift**2) / np.sqrt(n + 2))


def _what(share: float, before: float, change: float, error: float) -> str:
    if not (abs(change) >= CLEAR and abs(change) > ERRORS * error):  # also where there is no number
        return ""
    if (share >= HALF) != (before >= HALF):
        return ADDED if change > 0 else REMOVED
    return LIKELIER if change > 0 else LESS_LIKELY


def _share(inside: np.ndarray, known: np.ndarray) -> float:
    return float(inside[known].mean()) if known.any() else np.nan


def _finished(grid: Grid) -> set[str]:
    """The designs of which at least one run finished."""
    places = grid.places[grid.places >= 0] // max(len(grid.replicates), 1)
    return {grid.designs[k] for k in np.unique(places)}


def _shares(table: pd.DataFrame, roster: Roster, designs: tuple[str, ...]) -> pd.DataFrame:
    """The network table as (a, b, type) x designs, in the order of nodes and types; 0 where a tie is in no run."""
    node = {roster.label(n): n for n in reversed(range(roster.n_states + roster.n_firms))}
    place = {kind.key: k for k, kind in enumerate(TIE_TYPES)}
    table = table[table["design"].isin(designs)]
    keys = {"a": table["a"].map(node), "b": table["b"].map(node), "type": table["type"].map(place)}
    plain = pd.DataFrame({**keys, "design": table["design"], "share": table["share"].astype(float)})
    wide = plain.pivot_table(index=["a", "b", "type"], columns="design", values="share", aggfunc="max")
    return wide.reindex(columns=list(designs)).fillna(0.0).sort_index()
