"""From the parts of a plan to its tables, in the order of the plan, a part at a time: memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenarios.batch_tables import EXACT, MODES, RUNS, SUMS
from scenarios.batches import empty_tables
from scenarios.held import Held, write_table
from scenarios.parts import Parts
from scenarios.plan import Plan
from sim.catalogue import CATEGORIES, TIE_TYPES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

AT_ONCE = 8  # parts whose sums are added up at a time


def put_together(plan: Plan, parts: Parts, folder: Path | None = None) -> dict[str, Held]:
    """The tables that a plan keeps, from the batches that are there: as files of a folder, or in memory.

    WriteError if a file cannot be written: the parts stay.
    """
    import pyarrow as pa

    found = {}
    for name in plan.keeps:
        if folder is None:
            found[name] = Held(pa.concat_tables(list(_pieces(plan, parts, name))).combine_chunks())
        else:
            path = folder / f"{name}.parquet"
            found[name] = Held(path, write_table(path, _pieces(plan, parts, name)))
    return found


def _pieces(plan: Plan, parts: Parts, name: str) -> Iterator[pa.Table]:
    """A table in pieces, at least one."""
    numbers = parts.done()
    if name in SUMS:
        yield _MAKERS[name](_summed(plan, parts, numbers, name), plan.by_point)
        return
    if not numbers:
        yield empty_tables(plan)[name]
    for number in numbers:
        yield parts.read(number, name)


def _summed(plan: Plan, parts: Parts, numbers: Sequence[int], name: str) -> pd.DataFrame:
    """The parts of a table of sums added up, in the order of points and designs."""
    import pandas as pd

    whose = ["point", "place"]
    own = {"network": ["a", "b", "a_name", "b_name", "type"], "sharing": ["category"]}
    keys = [*whose, *own[name]]
    sums: list[pd.DataFrame] = []
    named: list[pd.DataFrame] = []
    for k in range(0, max(1, len(numbers)), AT_ONCE):
        tables = [parts.read(number, name) for number in numbers[k : k + AT_ONCE]] or [empty_tables(plan)[name]]
        named += [table.group_by([*whose, "design"]).aggregate([]).to_pandas() for table in tables]
        sums += [table.drop_columns("design").to_pandas() for table in tables]
        sums = [pd.concat(sums).groupby(keys, sort=False, as_index=False).sum()]
        named = [pd.concat(named).drop_duplicates(whose)]
    return sums[0].merge(named[0], on=whose, validate="many_to_one").sort_values(keys, ignore_index=True)


def _network(sums: pd.DataFrame, by_point: bool) -> pa.Table:
    """A row a (point,) design, pair of actors and type of tie: share of the runs, and how strong its flow is then."""
    import pandas as pd
    import pyarrow as pa

    counts = sums[sums["type"] == RUNS].set_index(["point", "place"])["ties"]
    ties = sums[sums["type"] != RUNS]
    runs = counts.loc[list(zip(ties["point"], ties["place"], strict=True))].to_numpy()
    columns = {name: _texts(ties[f"{name}_name"]) for name in ("a", "b")}
    columns["type"] = _texts(pd.Series([kind.key for kind in TIE_TYPES])[ties["type"]])
    columns["share"] = ties["ties"].to_numpy() / runs
    columns["strength"] = ties["flow"].to_numpy() / EXACT / ties["ties"].to_numpy()
    return pa.table(_whose(ties, by_point) | columns)


def _sharing(sums: pd.DataFrame, by_point: bool) -> pa.Table:
    """A row a (point,) design and category: mean shares of pairs over the runs, NaN where no pair ever could."""
    import pyarrow as pa

    keys = np.array([category.key for category in CATEGORIES], dtype=object)
    columns = {"category": pa.array(keys[sums["category"]], pa.string())}
    with np.errstate(invalid="ignore"):
        means = {mode: sums[mode].to_numpy() / EXACT / sums["runs"].to_numpy() for mode in MODES}
    return pa.table(_whose(sums, by_point) | columns | means)


def _whose(sums: pd.DataFrame, by_point: bool) -> dict[str, pa.Array]:
    import pyarrow as pa

    point = {"point": pa.array(sums["point"].to_numpy())} if by_point else {}
    return point | {"design": _texts(sums["design"])}


def _texts(column: pd.Series) -> pa.Array:
    import pyarrow as pa

    return pa.array(column.to_numpy(dtype=object), pa.string())


_MAKERS = {"network": _network, "sharing": _sharing}
