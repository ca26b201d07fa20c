"""Tables of runs, stored or in memory, asked by a query engine (DuckDB), so that millions of runs need little memory.

SQL picks rows and columns, and brings one outcome at a time as an array of (replicates, designs). What is worked out of
these is NumPy's (``results``): no statistic has a second definition in SQL.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.designs import BASELINE as TODAY
from scenarios.held import Held
from scenarios.stored_files import StoredFileError
from sim.errors import InputError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# Names in SQL, and of the tables that they stand for (``scenarios.runs``).
NAMES = {
    "runs": "table", "states": "states", "series": "series", "network": "network", "sharing": "sharing",
    "draws": "draws",
}  # fmt: skip
MEMORY = "400MB"  # what the engine may hold; more goes to a temporary folder
_SETTINGS: dict[str, Any] = {
    "memory_limit": MEMORY,
    "preserve_insertion_order": True,  # rows come in the order of the file: columns that are read in turn fit together
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # a name in SQL is a table and never a variable of the caller
}


def tables_of(runs: Any, *names: str) -> Tables:
    """Tables of an experiment (a ``Runs``) by their names in SQL, all if none is named: stored, or from memory."""
    held = runs.tables
    return Tables({name: held[NAMES[name]] for name in names or NAMES if NAMES[name] in held})


def designs_of(runs: Any) -> tuple[str, ...]:
    """The designs that were run in an experiment, in the order of its tables."""
    with tables_of(runs, "runs") as tables:
        return tables.designs()


class Tables:
    """Some tables under names, which stay where they are; to be closed, or used in a ``with``.

    A query sees these tables and nothing else: no other file, no network, no setting of the engine.
    """

    def __init__(self, sources: Mapping[str, Held]) -> None:
        import duckdb

        self.names = tuple(sources)
        self._files = [source.path.resolve() for source in sources.values() if source.path is not None]
        self._spill = tempfile.mkdtemp(prefix="entente-")
        self._db = duckdb.connect(":memory:", config={**_SETTINGS, "temp_directory": self._spill})
        try:
            for name, source in sources.items():
                self._add(name, source)
            self._shut_in()
        except BaseException:
            self.close()
            raise

    def _shut_in(self) -> None:
        """From here on nothing is read but the tables, and no setting changes."""
        places = [place for file in self._files for place in (str(file), _pattern(file))]
        self._db.execute(f"SET allowed_paths = [{', '.join(map(_text, places))}]")
        self._db.execute("SET enable_external_access = false")
        self._db.execute("SET lock_configuration = true")

    def _add(self, name: str, source: Held) -> None:
        if source.path is None:
            self._db.register(name, source.arrow())
            return
        place = _text(_pattern(source.path.resolve()))
        self._asked(f"CREATE VIEW {_name(name)} AS SELECT * FROM read_parquet({place}, hive_partitioning = false)")

    def _asked(self, sql: str, given: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """The answer to SQL of our own; StoredFileError if that cannot be had."""
        import duckdb

        try:
            return self._db.execute(sql, list(given))
        except duckdb.Error as error:
            places = ", ".join(map(str, dict.fromkeys(file.parent for file in self._files)))
            raise StoredFileError(f"cannot be read: {_said(error)}", file=places or None) from None

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the engine; the tables stay."""
        self._db.close()
        shutil.rmtree(self._spill, ignore_errors=True)

    # ---- questions ----------
    def columns(self, name: str) -> list[str]:
        """The columns of a table, in their order; none of a table that is not there."""
        if name not in self.names:
            return []
        return [row[0] for row in self._asked(f"DESCRIBE {_name(name)}").fetchall()]

    def frame(self, sql: str, values: Sequence[object] = ()) -> pd.DataFrame:
        """What SQL of our own finds; a '?' in it stands for each of the values."""
        return self._asked(sql, values).df()

    def query(self, sql: object) -> pd.DataFrame:
        """What a reader's SQL finds; InputError for anything but one SELECT that can be answered."""
        import duckdb

        try:
            statements = self._db.extract_statements(sql) if isinstance(sql, str) else []
            if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
                raise InputError("not one SELECT", key="sql", value=sql, allowed=self._allowed())
            return self._db.execute(statements[0]).df()
        except duckdb.Error as error:
            raise InputError(
                f"the query cannot be answered: {_said(error)}", key="sql", allowed=self._allowed()
            ) from None

    def _allowed(self) -> str:
        return f"one SELECT (DuckDB) over the tables {', '.join(self.names)}"

    def designs(self, name: str = "runs") -> tuple[str, ...]:
        """The designs of a table: today's first, then in the order in which they come."""
        numbered = f"SELECT design, row_number() OVER () AS n FROM {_name(name)}"
        rows = self._asked(f"SELECT design FROM ({numbered}) GROUP BY design ORDER BY min(n)").fetchall()
        return tuple(sorted((row[0] for row in rows), key=lambda design: design != TODAY))

    def outcomes(self, columns: Sequence[str], replicates: Sequence[int] | np.ndarray) -> pd.DataFrame:
        """Some outcomes of the runs of a few replicates, by design and replicate (the index)."""
        chosen = ", ".join(map(_name, ("design", "replicate", *columns)))
        sql = f"SELECT {chosen} FROM runs WHERE list_contains(?, replicate)"
        return self.frame(sql, [[int(number) for number in replicates]]).set_index(["design", "replicate"])

    # ---- columns as arrays ----------
    def grid(self, name: str = "runs", designs: Sequence[str] | None = None, **where: object) -> Grid:
        """The rows of a table as places in an array of replicates and designs (``Grid``).

        designs : their order; left out: that of the table.  where : columns and the value that rows must have there.
        Rows with an error are left out. InputError if a design is there twice in a replicate.
        """
        table = f"{_name(name)} WHERE {' AND '.join(f'{_name(key)} = ?' for key in where) or 'true'}"
        given = list(where.values())
        order = tuple(self.designs(name) if designs is None else designs)
        finished = "coalesce(error, '') = ''" if "error" in self.columns(name) else "true"
        sql = f"SELECT replicate, list_position(?, design) - 1 AS place, {finished} AS finished FROM {table}"
        keys = {key: np.ma.filled(column, -1) for key, column in self._arrays(sql, [list(order), *given]).items()}
        return Grid.of(self, table, given, order, keys)

    def _arrays(self, sql: str, given: list[object]) -> dict[str, np.ndarray]:
        found: Any = self._asked(sql, given).fetchnumpy()
        return dict(found)

    def column(self, column: str, table: str, given: list[object]) -> np.ndarray:
        """(rows,) numbers of a column, NaN where there is none, in the order of the rows."""
        values = self._arrays(f"SELECT CAST({_name(column)} AS DOUBLE) AS v FROM {table}", given)["v"]
        return np.ma.filled(values, np.nan)


@dataclass(frozen=True)
class Grid:
    """Where the rows of a table stand in an array of replicates and designs.

    replicates : (R,) those in which a run finished, ascending.  failed : runs that did not finish.
    designs : their names, one a column.
    """

    tables: Tables
    table: str
    given: list[object]
    designs: tuple[str, ...]
    replicates: np.ndarray
    places: np.ndarray  # (rows,) in the array, design by design; -1 for rows that are in none
    failed: int

    @classmethod
    def of(
        cls, tables: Tables, table: str, given: list[object], designs: tuple[str, ...], keys: Mapping[str, np.ndarray]
    ) -> Grid:
        """From columns 'replicate', 'place' (of the design; -1 for none) and 'finished' of the rows."""
        finished = keys["finished"].astype(bool)
        kept = finished & (keys["place"] >= 0)
        replicates = np.unique(keys["replicate"][kept])
        row = np.searchsorted(replicates, keys["replicate"])
        places = np.where(kept, keys["place"].astype(np.int64) * len(replicates) + row, -1)
        seen = np.zeros(len(designs) * len(replicates), dtype=bool)
        seen[places[kept]] = True
        if seen.sum() < kept.sum():
            raise InputError("a design is there twice in a replicate", key="design", allowed="once")
        return cls(tables, table, given, designs, replicates, places, int((~finished).sum()))

    def values(self, column: str) -> np.ndarray:
        """(R, designs) values of a column, NaN where it does not apply or the run failed. Columns are contiguous."""
        whole = np.full((len(self.replicates), len(self.designs)), np.nan, order="F")
        found = self.tables.column(column, self.table, self.given)
        kept = self.places >= 0
        whole.T.reshape(-1)[self.places[kept]] = found[kept]
        return whole


def _pattern(file: Path) -> str:
    """The pattern of paths that this one alone matches."""
    return re.sub(r"([\[*?])", r"[\1]", str(file))


def _said(error: Exception) -> str:
    """What the engine says is wrong, in one line."""
    return re.sub(r"\s+", " ", str(error).split("\n\nLINE ")[0]).strip()


def _name(name: str) -> str:
    """A name of a table or column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
