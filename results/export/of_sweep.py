"""The tables of a sweep: what it says by point and design, and its runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from results.export.columns import Column, columns_of
from results.export.table import Sheet, Table, whole
from results.numbers import interval, number
from results.sweep_summary import HEADLINES, Span, spans, summary
from scenarios.held import Held
from scenarios.sweep_factors import KINDS
from scenarios.sweeps.stored import POINTS, connection

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_STATISTICS = ("runs", "failed", "of", "mean", "median", "q05", "q95")
_FILES = {"table": "runs"}  # name of a file -> of its table, where they differ
MOST_POINTS = 100  # that are read on a page


def tables(folder: Path, manifest: dict[str, Any]) -> list[Table]:
    """All tables of a stored sweep, those that say most first."""
    db = connection(folder, manifest)
    designs = list(manifest["configuration"]["designs"])
    names = [name for name, _, kind in (file.partition(".") for file in manifest["files"]) if kind == "parquet"]
    found = [_spans(db, designs), _summary(db, designs), _points(folder)]
    return found + [_kept(folder, name) for name in names if name != POINTS]


def _spans(db: duckdb.DuckDBPyConnection, designs: Sequence[str]) -> Table:
    units = {outcome.name: outcome.unit for outcome in HEADLINES}

    def make() -> pd.DataFrame:
        import pandas as pd

        frame = pd.DataFrame(spans(db, designs), columns=list(Span._fields))
        frame.insert(2, "unit", [units[name] for name in frame["outcome"]])
        return frame

    def sheets() -> list[Sheet]:
        cells = {(span.outcome, span.design): span for span in spans(db, designs)}
        rows = tuple(
            (f"{o.title} ({'%' if o.unit == 'share' else o.unit})",
             *(interval(cells[o.name, d].low, cells[o.name, d].high, o.unit) for d in designs))
            for o in HEADLINES
        )  # fmt: skip
        return [Sheet("From the lowest point to the highest", ("Outcome", *designs), rows)]

    note = "How far the median over the replicates of a point goes from point to point. It includes chance."
    columns = columns_of("spans", ["design", "outcome", "unit", "low", "at_low", "high", "at_high"])
    return Table("spans", "From the lowest point to the highest", note, columns, whole(make), sheets)


def _summary(db: duckdb.DuckDBPyConnection, designs: Sequence[str]) -> Table:
    def pieces() -> Iterator[pd.DataFrame]:
        for outcome in HEADLINES:
            frame = summary(db, outcome.name, designs)[["point", "design", *_STATISTICS]]
            frame.insert(0, "outcome", outcome.name)
            frame.insert(1, "unit", outcome.unit)
            yield frame

    note = "Each headline outcome by point and design, over the replicates. What a point sets: see the table points."
    columns = columns_of("summary", ["outcome", "unit", "point", "design", *_STATISTICS])
    return Table("summary", "By point and design", note, columns, pieces)


def _points(folder: Path) -> Table:
    held = Held(folder / f"{POINTS}.parquet")

    def sheets() -> list[Sheet]:
        frame = held.frame()
        rows = tuple(tuple(map(_text, row)) for row in frame.itertuples(index=False))
        return [Sheet("What each point sets", tuple(_factor(name).head for name in held.names), rows)]

    note = "What each point sets; empty: as it is without a sweep."
    columns = tuple(map(_factor, held.names))
    short = held.rows <= MOST_POINTS
    return Table(POINTS, "Points", note, columns, whole(held.frame), sheets if short else None)


def _text(value: object) -> str:
    if isinstance(value, (int, float)):
        return number(float(value))
    return "–" if value is None else str(value)


def _kept(folder: Path, name: str) -> Table:
    held = Held(folder / f"{name}.parquet")
    said = _FILES.get(name, name)
    pieces = lambda: (piece.to_pandas() for piece in held.pieces())  # noqa: E731
    columns = columns_of(said, held.names)
    titles = {"runs": "Runs", "states": "Jurisdictions", "series": "Months"}
    return Table(said, titles.get(said, said.capitalize()), "One row each, by point and replicate.", columns, pieces)


def _factor(name: str) -> Column:
    """A column of the points: known to all tables, or something that is varied."""
    if name in KINDS:
        kind = KINDS[name]
        return Column(name, kind.unit, f"{kind.what} that is set at the point")
    return columns_of(POINTS, [name])[0]
