"""Many runs one after another in the same worlds, each reduced to its outcomes before the next begins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.catalogue import CATEGORIES
from sim.ensemble.shared_prefix import group_end, place_of, simulate_group
from sim.jit import rule, world_at
from sim.outcome_records import COUNT
from sim.record import SERIES
from sim.rules.incidents import ANSWERED, SEVERITY, TIME
from sim.rules.outcomes import POWERS, outcomes_of, state_outcomes_of
from sim.rules.pairs import edges_at_end, modes_of_sharing
from sim.rules.run_arrays import RunArrays
from sim.world import World


class Reduced(NamedTuple):
    """What is left of R runs in a row. Series and edges are left out where their arrays have no rows."""

    outcomes: np.ndarray  # (R, outcomes) in the order of sim.outcome_records.OUTCOMES
    states: np.ndarray  # (R, state outcomes, J)
    sharing: np.ndarray  # (R, categories, 3) share, case by case, withhold
    series: np.ndarray  # (R, T, series), or (0, T, series)
    edges: np.ndarray  # (R, E, 3) node, node, types; or (0, E, 3)
    flow: np.ndarray  # (R, E) how much flows between them
    n_edges: np.ndarray  # (R,)


def room_for(w: World, runs: int, series: bool, edges: bool) -> Reduced:
    """Arrays for so many runs of a world."""
    kept, tied, pairs = runs if series else 0, runs if edges else 0, w.nodes * (w.nodes - 1) // 2
    return Reduced(
        outcomes=np.empty((runs, COUNT)), states=np.empty((runs, POWERS + 1, w.offices)),
        sharing=np.empty((runs, len(CATEGORIES), 3)), series=np.empty((kept, w.months, len(SERIES))),
        edges=np.empty((tied, pairs, 3), dtype=np.int64), flow=np.empty((tied, pairs)),
        n_edges=np.zeros(runs, dtype=np.int64),
    )  # fmt: skip


@rule
def run_many(worlds, abreast, begun, order, joined, streams, params, designs, seats, decided, out):
    """Simulate and reduce the runs from place ``begun`` on, those that begin alike side by side in the ``worlds``.

    Returns the first place from which on runs found no room, or their number. ``worlds``: a row of ``abreast`` that
    share their month's cache. ``streams`` (R,), ``params`` (R, parameters), ``designs`` (R, D, fields), ``seats``
    (R, D, J), ``decided`` (D,); ``order`` and ``joined`` (R,) as ``shared_prefix.by_beginning`` finds them.
    """
    k = begun
    while k < order.shape[0]:
        end = group_end(order, joined, streams, designs, decided, k, abreast)
        simulate_group(worlds, order[k:end], streams, params, designs, seats, decided)
        for place in range(end - k):
            if world_at(worlds, place).overflow != 0:
                return k
        for place in range(k, end):
            _reduce(world_at(worlds, place_of(place - k, end - k)), order[place], out)
        k = end
    return k


@rule
def _reduce(w, r, out):
    run = arrays_of(w)
    outcomes_of(run, out.outcomes[r])
    state_outcomes_of(run, out.states[r])
    modes_of_sharing(w.pair_counts, w.pair_chances, out.sharing[r])
    if out.series.shape[0] > 0:
        out.series[r] = w.series
    if out.edges.shape[0] > 0:
        kept = max(1, w.first + w.months - max(w.first, w.adopt))
        out.n_edges[r] = edges_at_end(w.ties, w.pair_counts, kept, out.edges[r], out.flow[r])


@rule
def arrays_of(w):
    """A finished run as the rules of its outcomes take it."""
    kinds, opened, finished = np.empty(w.n_cases, dtype=np.int64), np.empty(w.n_cases), np.empty(w.n_cases)
    withdrawn = np.empty(w.n_cases)
    incidents = np.empty((w.n_incidents, 3))
    for k in range(w.n_cases):
        case = w.cases[k]
        kinds[k], opened[k], finished[k] = case["kind"], case["opened"], case["finished"]
        withdrawn[k] = case["withdrawn"]
    for k in range(w.n_incidents):
        incidents[k, 0], incidents[k, 1] = w.incident_log[k, TIME], w.incident_log[k, SEVERITY]
        incidents[k, 2] = w.incident_log[k, ANSWERED]
    return RunArrays(
        w.first, w.months, w.adopt, w.works_from[1], w.series, w.state_series, w.agendas, w.hosts, w.network_shares,
        w.bilateral_shares, w.ties, w.n_ties, w.tie_log, w.n_cases, kinds, opened, finished, withdrawn,
        w.n_incidents, incidents, w.gdp, w.roster_rivalry,
    )  # fmt: skip
