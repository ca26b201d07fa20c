"""A table that is read when it is asked for, from a file or from memory, column by column where that is enough."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.stored_files import check_clean, check_digest, understood, write_streamed

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ROWS = 2**16  # of a row group in a file, but for the last
KEPT = 2**26  # bytes of a frame that is kept once it was read; larger ones are read again
MESSAGES = ("error",)  # texts that may have several lines


class Held:
    """A table of runs: of a file, or in memory as Arrow or pandas. Reading a damaged file is a StoredFileError.

    path : the file, None in memory.  digest : of its content, if it is known.
    """

    def __init__(self, source: pa.Table | pd.DataFrame | Path, digest: str | None = None) -> None:
        import pandas as pd

        self._source, self.digest = source, digest
        self.path: Path | None = source if isinstance(source, Path) else None
        self._own: pd.DataFrame | None = source if isinstance(source, pd.DataFrame) else None
        self._large: weakref.ref[pd.DataFrame] | None = None

    def __getstate__(self) -> tuple[Any, str | None]:
        """For another process: what was read is read again there."""
        return self._source, self.digest

    def __setstate__(self, state: tuple[Any, str | None]) -> None:
        self.__init__(*state)  # type: ignore[misc]

    # ---- reading ----------------------------------------------------------------------------------------------------
    @property
    def rows(self) -> int:
        """Number of rows."""
        if self.path is not None:
            return understood(self.path, lambda: int(self._file().metadata.num_rows))
        return len(self.arrow())

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        if self.path is not None:
            return understood(self.path, lambda: list(self._file().schema_arrow.names))
        return list(self.arrow().column_names)

    def arrow(self, columns: Sequence[str] | None = None, where: Any = None) -> pa.Table:
        """The table, or some of its columns, in Arrow. where : a filter as ``pyarrow.parquet`` takes it."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self.path is not None:
            path, chosen = self.path, None if columns is None else list(columns)
            return understood(path, lambda: pq.read_table(path, columns=chosen, filters=where, partitioning=None))
        table = self._source
        if not isinstance(table, pa.Table):
            table = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
        if where is not None:
            table = table.filter(pq.filters_to_expression(where))
        return table if columns is None else table.select(list(columns))

    def frame(self) -> pd.DataFrame:
        """The whole table as a data frame; the same one as long as somebody holds it."""
        kept = self._own if self._own is not None or self._large is None else self._large()
        if kept is not None:
            return kept
        found: pd.DataFrame = self.arrow().to_pandas()
        if found.memory_usage().sum() <= KEPT:
            self._own = found
        else:
            self._large = weakref.ref(found)
        return found

    def _file(self) -> Any:
        import pyarrow.parquet as pq

        return pq.ParquetFile(self.path)

    # ---- writing and checking ---------------------------------------------------------------------------------------
    def write(self, path: Path) -> str:
        """Put the table into a file, unless it is that file; the file's digest. WriteError if that fails."""
        if self.path is not None and self.digest is not None and self.path.absolute() == path.absolute():
            return self.digest
        return write_table(path, self.pieces())

    def check(self) -> None:
        """StoredFileError unless the file is the one whose digest is known, and its texts are clean."""
        if self.path is None:
            return
        if self.digest is not None:
            check_digest(self.path, self.digest)
        path = self.path
        check_clean(path, understood(path, self._texts))

    def _texts(self) -> dict[str, list[str]]:
        """Every text of the file's columns, each once, but for messages."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = self._file().schema_arrow
        names = [f.name for f in schema if _is_text(f.type) and f.name not in MESSAGES]
        found: dict[str, set[str]] = {name: set() for name in names}
        if names:
            file = pq.ParquetFile(self.path, read_dictionary=names)
            for batch in file.iter_batches(ROWS, columns=names):
                for name in names:
                    found[name].update(pa.compute.unique(batch.column(name)).to_pylist())
        return {name: sorted(texts - {None}) for name, texts in found.items()}

    def pieces(self) -> Iterator[pa.Table]:
        """The table in Arrow, some rows at a time: memory need not hold it all."""
        import pyarrow as pa

        if self.path is None:
            yield self.arrow()
            return
        file = self._file()
        for batch in file.iter_batches(ROWS):
            yield pa.Table.from_batches([batch])
        if not file.metadata.num_rows:
            yield self.arrow()


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def write_table(path: Path, pieces: Iterator[pa.Table]) -> str:
    """Write tables of one schema one after another as one parquet file; its digest. WriteError if that fails.

    The same bytes for the same rows, however they come in pieces; memory holds a row group and a piece. Columns of
    floats have no statistics: these leave NaN out, from which DuckDB 2.0 concludes that there is none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    first = next(pieces)
    texts = [field.name for field in first.schema if _is_text(field.type)]
    known = [field.name for field in first.schema if not pa.types.is_floating(field.type)]
    how: dict[str, Any] = {"compression": "zstd", "use_dictionary": texts, "write_statistics": known}

    def write(file: Any) -> None:
        with pq.ParquetWriter(file, first.schema, **how) as writer:
            for group in _groups(first, pieces):
                writer.write_table(group, row_group_size=ROWS)

    return write_streamed(path, write)


def _groups(first: pa.Table, pieces: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The rows in tables of ``ROWS`` each, the last one with what is left."""
    import pyarrow as pa

    waiting = first
    for piece in pieces:
        waiting = pa.concat_tables([waiting, piece])
        while len(waiting) >= ROWS:
            yield waiting.slice(0, ROWS).combine_chunks()
            waiting = waiting.slice(ROWS)
    while len(waiting) > ROWS:
        yield waiting.slice(0, ROWS).combine_chunks()
        waiting = waiting.slice(ROWS)
    if len(waiting):
        yield waiting.combine_chunks()
