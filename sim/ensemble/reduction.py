"""Many runs one after another in the same arrays, each reduced to its outcomes before the next begins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim import design as D
from sim.catalogue import CATEGORIES
from sim.compiled import rule
from sim.ensemble.fill import copy_table
from sim.ensemble.handle import count_of, handle_at
from sim.ensemble.loop import had_room
from sim.ensemble.setting import Setting
from sim.ensemble.trunk import family_end, place_of, walk_family
from sim.record import SERIES
from sim.rules.outcomes import COUNT, MEMBERSHIP, outcomes_of, state_outcomes_of
from sim.rules.pairs import edges_at_end, modes_of_sharing
from sim.rules.run_arrays import RunArrays


class Reduced(NamedTuple):
    """What is left of R runs in a row. Series and edges are left out where their arrays have no rows."""

    outcomes: np.ndarray  # (R, outcomes) in the order of sim.outcomes.OUTCOMES
    states: np.ndarray  # (R, state outcomes, J)
    sharing: np.ndarray  # (R, categories, 3) share, case by case, withhold
    series: np.ndarray  # (R, T, series), or (0, T, series)
    edges: np.ndarray  # (R, E, 3) node, node, types; or (0, E, 3)
    flow: np.ndarray  # (R, E) how much flows between them
    n_edges: np.ndarray  # (R,)


def room_for(t: Setting, runs: int, series: bool, edges: bool) -> Reduced:
    """Arrays for so many runs in a setting."""
    n, kept, tied = t.offices + t.firms, runs if series else 0, runs if edges else 0
    pairs = n * (n - 1) // 2
    return Reduced(
        outcomes=np.empty((runs, COUNT)), states=np.empty((runs, MEMBERSHIP + 1, t.offices)),
        sharing=np.empty((runs, len(CATEGORIES), 3)), series=np.empty((kept, t.months, len(SERIES))),
        edges=np.empty((tied, pairs, 3), dtype=np.int64), flow=np.empty((tied, pairs)),
        n_edges=np.zeros(runs, dtype=np.int64),
    )  # fmt: skip


@rule
def run_many(states, t, begun, order, joined, streams, params, designs, seats, decided, out):
    """Simulate and reduce the runs from place ``begun`` on, those that begin alike side by side in the ``states``.

    Returns the first place from which on runs found no room, or their number. ``states``: a row of handles that share
    their diary. ``streams`` (R,), ``params`` (R, parameters), ``designs`` (R, D, fields), ``seats`` (R, D, J),
    ``decided`` (D,); ``order`` and ``joined`` (R,) as ``trunk.by_beginning`` finds them.
    """
    k = begun
    while k < order.shape[0]:
        end = family_end(order, joined, streams, designs, decided, k, count_of(states))
        walk_family(states, t, order[k:end], streams, params, designs, seats, decided)
        for place in range(end - k):
            if not had_room(handle_at(states, place)):
                return k
        for place in range(k, end):
            _reduce(handle_at(states, place_of(place - k, end - k)), t, order[place], out)
        k = end
    return k


@rule
def _reduce(w, t, r, out):
    now, pages = w.now[0], w.pages
    cases, struck = w.queue.counts[0], now["n_incidents"]
    close(w)
    run = RunArrays(
        t.first, t.months, t.adopt, w.works_from[1], pages.series, pages.states, pages.agenda, pages.host,
        pages.network_shares, pages.bilateral_shares, w.ties, now["n_ties"], w.tie_log, cases, pages.case_kind,
        pages.case_opened, pages.case_finished, struck, pages.incidents, t.gdp, t.roster_rivalry,
        w.designs[1, D.NEUTRALITY],
    )  # fmt: skip
    outcomes_of(run, out.outcomes[r])
    state_outcomes_of(run, out.states[r])
    modes_of_sharing(pages.pair_counts, pages.pair_chances, out.sharing[r])
    if out.series.shape[0] > 0:
        copy_table(pages.series, out.series[r])
    if out.edges.shape[0] > 0:
        kept = max(1, t.first + t.months - max(t.first, t.adopt))
        out.n_edges[r] = edges_at_end(w.ties, pages.pair_counts, kept, out.edges[r], out.flow[r])


@rule
def close(w):
    """The logs of cases and incidents as columns, when a run is over."""
    pages = w.pages
    for k in range(w.queue.counts[0]):
        case = w.queue.cases[k]
        pages.case_kind[k], pages.case_opened[k] = case["kind"], case["opened"]
        pages.case_finished[k] = case["finished"]
    for k in range(w.now[0]["n_incidents"]):
        line, row = w.incident_log[k], pages.incidents[k]
        row[0], row[1], row[2] = line[0], line[1], line[3]
