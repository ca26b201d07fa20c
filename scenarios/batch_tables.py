"""What is kept of a batch of runs, as Arrow tables: straight from the arrays of the engine, no object a run.

The tables of whole plans are these one after another; ``network`` and ``sharing`` are sums, in whole numbers, so that
nothing depends on how a plan was cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.plan import Unit
from scenarios.simulated import Simulated
from scenarios.worker import Job
from sim import outcomes
from sim.catalogue import CATEGORIES, TIE_TYPES
from sim.config import STARTS
from sim.months import month_label
from sim.record import SERIES

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("table", "states", "series", "network", "sharing", "draws")
SUMS = ("network", "sharing")
SERIES_REPLICATES = 200  # monthly series are kept for so many replicates
OUTCOMES = tuple(outcome.name for outcome in outcomes.ALL_OUTCOMES)
EXACT = 2.0**40  # sums of shares are kept in whole units of its inverse: order does not matter, none overflows
MODES = ("share", "case_by_case", "withhold")
RUNS = -1  # the type of the row in ``network`` that counts a design's runs


@dataclass
class Block:
    """Runs of a few units of one job under the same designs, and what they came to (see ``Simulated``)."""

    job: Job
    units: Sequence[Unit]
    found: Simulated

    def __post_init__(self) -> None:
        names = [recipe.name for recipe in self.job.recipes]
        shown = self.job.shown if sorted(self.job.shown) == sorted(names) else names
        self.names = list(shown)
        order = np.array([names.index(name) for name in shown])
        self.rows = (np.arange(len(self.units))[:, None] * len(names) + order).ravel()  # runs, in the order of tables
        self.good = self.rows[[not self.found.errors[r] for r in self.rows]]

    def keys(self, rows: np.ndarray, repeat: int, by_point: bool) -> dict[str, Any]:
        """The columns that say whose rows these are: point (if ``by_point``), design, replicate."""
        import pyarrow as pa

        count = len(self.names)
        places = np.empty(count, dtype=np.int64)
        places[self.rows[:count]] = np.arange(count)
        point = np.array([unit.point for unit in self.units], dtype=np.int64)
        replicate = np.array([int(unit.row["replicate"]) for unit in self.units], dtype=np.int64)
        found: dict[str, Any] = {"point": np.repeat(point[rows // count], repeat)} if by_point else {}
        found["design"] = pa.array(self.names, pa.string()).take(pa.array(np.repeat(places[rows % count], repeat)))
        found["replicate"] = np.repeat(replicate[rows // count], repeat)
        return found


def tables_of(blocks: Sequence[Block], keeps: Sequence[str], by_point: bool) -> dict[str, pa.Table]:
    """The tables named ``keeps`` (of ``TABLES``) of a batch. by_point : whether the points are told apart in them."""
    import pyarrow as pa

    made = {name: [_MAKERS[name](block, by_point) for block in blocks] for name in keeps}
    return {name: pa.concat_tables(parts).combine_chunks() for name, parts in made.items()}


def _runs(block: Block, by_point: bool) -> pa.Table:
    """A row a run: outcomes, error and stage ('' if the run finished)."""
    import pyarrow as pa

    found = block.found
    values = np.hstack([found.reduced.outcomes, found.paired])[block.rows]
    errors = [found.errors[r] for r in block.rows]
    values[[bool(error) for error in errors]] = np.nan
    columns = {name: np.ascontiguousarray(values[:, k]) for k, name in enumerate(OUTCOMES)}
    said = {"error": pa.array(errors, pa.string())}
    said["stage"] = pa.array([found.stages[r] for r in block.rows], pa.string())
    return pa.table({**block.keys(block.rows, 1, by_point), **columns, **said})


def _states(block: Block, by_point: bool) -> pa.Table:
    """A row a finished run and jurisdiction."""
    import pyarrow as pa

    labels, values = block.job.roster.aliases, block.found.reduced.states[block.good]
    own = {"state": pa.array(list(labels) * len(block.good), pa.string())}
    columns = {name: values[:, n].ravel() for n, name in enumerate(outcomes.STATE_OUTCOMES)}
    return pa.table({**block.keys(block.good, len(labels), by_point), **own, **columns})


def _series(block: Block, by_point: bool) -> pa.Table:
    """A row a month of the finished runs of the first replicates."""
    import pyarrow as pa

    first, job, count = STARTS[block.job.start], block.job, len(block.names)
    early = [int(block.units[r // count].row["replicate"]) < SERIES_REPLICATES for r in block.good]
    rows, months = block.good[early], np.arange(first, job.end + 1, dtype=np.int64)
    empty = np.empty((0, len(months), len(SERIES)))
    values = block.found.reduced.series[rows] if len(rows) else empty
    columns = {name: values[:, :, k].ravel() for k, name in enumerate(SERIES)}
    keys = block.keys(rows, len(months), by_point)
    dates = pa.array([month_label(int(month)) for month in months], pa.string())
    when = np.tile(np.arange(len(months)), len(rows))
    return pa.table({**keys, "month": months[when], "date": dates.take(pa.array(when)), **columns})


def _network(block: Block, by_point: bool) -> pa.Table:
    """A row a point, design, pair and type of tie: in how many runs it stands at the end, and the sum of what flows.

    A row of type ``RUNS`` says how many runs a design has. ``place``: of the design in tables. ``a_name``, ``b_name``:
    the actors by name, which two rosters of a plan may number otherwise.
    """
    import pyarrow as pa

    rows: list[np.ndarray] = []
    for (point, place), runs in _groups(block).items():
        found = _ties(block, runs)
        rows.append(np.column_stack([np.full(len(found), point), np.full(len(found), place), found]))
    all_rows = np.concatenate(rows) if rows else np.empty((0, 7), dtype=np.int64)
    names = ("point", "place", "a", "b", "type", "ties", "flow")
    columns = {name: np.ascontiguousarray(all_rows[:, k]) for k, name in enumerate(names)}
    roster = block.job.roster
    actors = pa.array([*(roster.label(node) for node in range(roster.n_states + roster.n_firms)), ""], pa.string())
    actor = {f"{end}_name": actors.take(pa.array(columns[end] % len(actors))) for end in ("a", "b")}  # RUNS: the last
    return pa.table(columns | actor | {"design": _named(block, columns["place"])})


def _ties(block: Block, runs: np.ndarray) -> np.ndarray:
    """(E + 1, 5) a, b, type, runs with it, sum of the flow, of some runs of one design; first their number."""
    reduced, nodes = block.found.reduced, block.job.roster.n_states + block.job.roster.n_firms
    there = np.arange(reduced.edges.shape[1]) < reduced.n_edges[runs, None]
    edges, flows = reduced.edges[runs][there], np.rint(reduced.flow[runs][there] * EXACT)
    pairs, masks = edges[:, 0] * nodes + edges[:, 1], edges[:, 2]
    found = [np.array([[RUNS, RUNS, RUNS, len(runs), 0]], dtype=np.int64)]
    for k in range(len(TIE_TYPES)):
        held = masks >> k & 1 == 1
        ties = np.bincount(pairs[held], minlength=nodes * nodes)
        sums = np.bincount(pairs[held], flows[held], minlength=nodes * nodes)  # whole numbers below 2**53
        where = np.flatnonzero(ties)
        kinds = np.full(len(where), k)
        found.append(np.column_stack([where // nodes, where % nodes, kinds, ties[where], sums[where]]).astype(np.int64))
    return np.concatenate(found)


def _sharing(block: Block, by_point: bool) -> pa.Table:
    """A row a point, design and category: sums of the shares of pairs, and over how many runs."""
    import pyarrow as pa

    rows: list[tuple[int, ...]] = []
    for (point, place), runs in _groups(block).items():
        values = block.found.reduced.sharing[runs]
        known = values[np.isfinite(values).all(axis=(1, 2))]
        sums = np.rint(known * EXACT).astype(np.int64).sum(axis=0)
        rows += [(point, place, k, len(known), *map(int, sums[k])) for k in range(len(CATEGORIES))]
    names = ("point", "place", "category", "runs", *MODES)
    values = np.array(rows, dtype=np.int64).reshape(-1, len(names))
    columns = {name: np.ascontiguousarray(values[:, k]) for k, name in enumerate(names)}
    return pa.table(columns | {"design": _named(block, columns["place"])})


def _draws(block: Block, by_point: bool) -> pa.Table:
    """A row a unit: what was drawn."""
    import pyarrow as pa

    names = [name for name in block.units[0].row if name != "replicate"]
    point = {"point": np.array([unit.point for unit in block.units], dtype=np.int64)} if by_point else {}
    replicate = np.array([int(unit.row["replicate"]) for unit in block.units], dtype=np.int64)
    values = {name: np.array([unit.row[name] for unit in block.units], dtype=np.float64) for name in names}
    return pa.table({**point, "replicate": replicate, **values})


def _groups(block: Block) -> dict[tuple[int, int], np.ndarray]:
    """Finished runs by point and place of the design; every group is there, if need be without a run."""
    count = len(block.names)
    found: dict[tuple[int, int], np.ndarray] = {}
    good = np.zeros(len(block.rows), dtype=bool)
    good[block.good] = True
    points = np.array([unit.point for unit in block.units])
    for point in dict.fromkeys(points.tolist()):
        for place in range(count):
            runs = np.flatnonzero(points == point) * count + block.rows[place]
            found[point, place] = runs[good[runs]]
    return found


def _named(block: Block, places: np.ndarray) -> pa.Array:
    import pyarrow as pa

    return pa.array(block.names, pa.string()).take(pa.array(places))


_MAKERS = {
    "table": _runs, "states": _states, "series": _series, "network": _network, "sharing": _sharing, "draws": _draws,
}  # fmt: skip
