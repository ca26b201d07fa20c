"""What is exported: a table with what its columns mean, whole for programs, and as short texts for readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from results.export.columns import Column

if TYPE_CHECKING:
    import pandas as pd

Pieces = Callable[[], Iterator["pd.DataFrame"]]


@dataclass(frozen=True)
class Sheet:
    """A table as it is read: heads with units, and cells as short texts.

    label : tells it from the other sheets of its table; '' if there is only one.  said : sentences above it.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    label: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """A table that can be exported.

    note : what a reader must know to read its numbers.
    columns : of the whole table, in order.  pieces : its rows, a few at a time, so that memory need not hold all.
    sheets : the same for readers; None for tables that are too long to be read.
    """

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    pieces: Pieces
    sheets: Callable[[], Sequence[Sheet]] | None = None

    def frame(self) -> pd.DataFrame:
        """All its rows."""
        import pandas as pd

        return pd.concat(list(self.pieces()), ignore_index=True)


def whole(make: Callable[[], pd.DataFrame]) -> Pieces:
    """A table that is made in one piece, when it is asked for."""

    def pieces() -> Iterator[pd.DataFrame]:
        yield make()

    return pieces
