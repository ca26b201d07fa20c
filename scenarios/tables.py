"""Reading CSV files by a list of columns: every mistake is found with its row, all are reported at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from scenarios.csv_text import read_rows
from scenarios.incoming import unclean
from sim.errors import InputError, raise_all
from sim.months import DATES, FIRST_YEAR, LAST_YEAR, date_parts

Kind = Literal["str", "name", "float", "int", "bool", "date", "choice"]
_BLANK = " \t\r\n\f\v\u00a0"  # around a cell, of no meaning
TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True)
class Column:
    """One column of a table: its name, the kind of its cells and what they may hold.

    ``required`` means that the header must name it; ``blank_ok`` that a cell may be empty. Blank cells become
    '' (str, name, date, choice), NaN (float) or None (int, bool). ``low`` and ``high`` are inclusive. ``note`` says
    what the column means, with its unit.

    A 'str' is free text for readers, which may be of several lines; a 'name' ends up in tables and figures, so that it
    is of one.
    """

    name: str
    kind: Kind = "str"
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    blank_ok: bool = True
    note: str = ""

    @property
    def allowed(self) -> str:
        """What a cell may hold, in words."""
        words = {
            "str": "text",
            "name": "text of one line",
            "float": "a number (with a point, not a comma)",
            "int": "a whole number",
            "bool": "1 or 0",
            "date": f"a date {DATES}, from {FIRST_YEAR} to {LAST_YEAR}",
            "choice": ", ".join(self.choices),
        }[self.kind]
        if self.low is not None and self.high is not None:
            words += f" from {self.low:g} to {self.high:g}"
        elif self.low is not None:
            words += f" of {self.low:g} or more"
        elif self.high is not None:
            words += f" of {self.high:g} or less"
        return words + (", or blank" if self.blank_ok else "")


@dataclass
class Table:
    """A table that was read: ``cells[column][k]`` is the value in file row ``rows[k]`` (1 is the header).

    Columns that the file does not have are absent from ``cells``. A wrong cell holds its blank value. For a row that
    something else wrote, ``elsewhere`` gives the key there of a column.
    """

    file: str
    rows: list[int] = field(default_factory=list)
    cells: dict[str, list[Any]] = field(default_factory=dict)
    elsewhere: dict[int, Callable[[str], str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str, default: object = "") -> list[Any]:
        """The column's values, or ``default`` for each row if the file does not have it."""
        return self.cells.get(name, [default] * len(self))

    def error(self, k: int, key: str, problem: str, **details: Any) -> InputError:
        """A mistake in row number ``k`` (counted from 0 without the header); the value is the cell's."""
        details.setdefault("value", self.column(key)[k])
        if k in self.elsewhere:
            return InputError(problem, key=self.elsewhere[k](key), **details)
        return InputError(problem, file=self.file, row=self.rows[k], key=key, **details)


def read_table(path: str | Path, columns: Sequence[Column], *, may_be_empty: bool = False) -> Table:
    """Read a CSV file and check it; raises InputError, or InputErrors with every mistake that was found."""
    errors: list[InputError] = []
    table = scan_table(path, columns, errors, may_be_empty=may_be_empty)
    raise_all(errors)
    return table


def scan_table(
    path: str | Path,
    columns: Sequence[Column],
    errors: list[InputError],
    *,
    label: str | None = None,
    may_be_empty: bool = False,
) -> Table:
    """Read what can be read of a CSV file; its mistakes go to ``errors``, where ``label`` names the file."""
    table = Table(label or str(path))
    records = read_rows(Path(path), table.file, errors)
    if not records:
        return table
    names, found = [name.strip() for name in records[0][1]], len(errors)
    _check_header(names, records[0][0], columns, table.file, errors)
    if len(errors) > found and not set(names) & {c.name for c in columns}:
        return table
    body = _complete_rows(records[1:], len(names), table.file, errors)
    if not body and not may_be_empty:
        errors.append(InputError("the file has a header but no rows", file=table.file, allowed="at least one row"))
    table.rows = [row for row, _ in body]
    known = {c.name: c for c in columns}
    for k, name in enumerate(names):
        if name in known and name not in table.cells:
            table.cells[name] = _parse(known[name], [cells[k].strip(_BLANK) for _, cells in body], table, errors)
    return table


# ---- header and rows ---------------------------------------------------------------------------------------
def _check_header(names: list[str], row: int, columns: Sequence[Column], file: str, errors: list[InputError]) -> None:
    known = [c.name for c in columns]
    required = [c.name for c in columns if c.required]
    words = f"the known columns (required: {', '.join(required)})" if required else ", ".join(known)
    for k, name in enumerate(names):
        if name not in known:
            choices = [c for c in known if c not in names]
            problem = "unknown column" if name else f"column {k + 1} has no name"
            errors.append(
                InputError(problem, file=file, row=row, key=name or None, value=name, allowed=words, choices=choices)
            )
        elif name in names[:k]:
            errors.append(InputError("the column is given twice", file=file, row=row, key=name, allowed="once"))
    for name in required:
        if name not in names:
            allowed = f"a header with {', '.join(required)}"
            errors.append(InputError("missing column", file=file, row=row, key=name, allowed=allowed))


def _complete_rows(
    records: list[tuple[int, list[str]]], width: int, file: str, errors: list[InputError]
) -> list[tuple[int, list[str]]]:
    """The rows with as many cells as the header; the others are mistakes."""
    good = []
    for row, cells in records:
        if len(cells) == width:
            good.append((row, cells))
            continue
        remedy = f"{width} cells as in the header; text with a comma stands in double quotes"
        errors.append(InputError("wrong number of cells", file=file, row=row, value=len(cells), allowed=remedy))
    return good


# ---- from text to values -----------------------------------------------------------------------------------
def _parse(column: Column, texts: list[str], table: Table, errors: list[InputError]) -> list[Any]:
    values: list[Any] = []
    for row, text in zip(table.rows, texts, strict=True):
        value, problem = value_of(text, column)
        if problem:
            errors.append(
                InputError(
                    problem, file=table.file, row=row, key=column.name, value=text,
                    allowed=column.allowed, choices=column.choices,
                )
            )  # fmt: skip
        values.append(value)
    return values


def value_of(text: str, column: Column) -> tuple[Any, str]:
    """The value of a cell's text, and what is wrong with it ('' if nothing; the value is the blank one then)."""
    blank = blank_of(column)
    if not text:
        return blank, "" if column.blank_ok else "the cell is blank"
    try:
        return _PARSERS[column.kind][0](text, column), ""
    except ValueError as reason:
        return blank, str(reason)


def blank_of(column: Column) -> Any:
    """What a blank cell of a column becomes."""
    return _PARSERS[column.kind][1]


def _number(text: str, column: Column) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("not a number") from None
    if not math.isfinite(value) or "_" in text:
        raise ValueError("not a number")
    if (column.low is not None and value < column.low) or (column.high is not None and value > column.high):
        raise ValueError("out of range")
    return value


def _whole(text: str, column: Column) -> int:
    value = _number(text, column)
    if not value.is_integer():
        raise ValueError("not a whole number")
    return int(value)


def _truth(text: str, _: Column) -> bool:
    if text.lower() not in TRUTH:
        raise ValueError("neither 1 nor 0")
    return TRUTH[text.lower()]


def _date(text: str, _: Column) -> str:
    try:
        date_parts(text)
    except InputError as error:
        raise ValueError(error.problem) from None
    return text


def _choice(text: str, column: Column) -> str:
    if text not in column.choices:
        raise ValueError("not one of the allowed words")
    return text


def _clean(text: str, column: Column) -> str:
    if problem := unclean(text, lines=column.kind == "str"):
        raise ValueError(problem)
    return text.replace("\r\n", "\n")


_PARSERS: dict[str, tuple[Callable[[str, Column], Any], Any]] = {
    "str": (_clean, ""),
    "name": (_clean, ""),
    "float": (_number, math.nan),
    "int": (_whole, None),
    "bool": (_truth, None),
    "date": (_date, ""),
    "choice": (_choice, ""),
}


# ---- columns as arrays -------------------------------------------------------------------------------------
class Picked:
    """Some rows of a table (all of them if none are named), column by column."""

    def __init__(self, table: Table, rows: Sequence[int] | None = None) -> None:
        self.table, self.rows = table, range(len(table)) if rows is None else rows

    def __len__(self) -> int:
        return len(self.rows)

    def values(self, column: str, default: object) -> list[Any]:
        """The column; ``default`` in each row if the file does not have it."""
        cells = self.table.column(column, default)
        return [cells[k] for k in self.rows]

    def text(self, column: str) -> tuple[str, ...]:
        """The column as text, '' where blank."""
        return tuple(self.values(column, ""))

    def numbers(self, column: str) -> np.ndarray:
        """The column as floats, NaN where blank."""
        cells = (math.nan if v is None else v for v in self.values(column, math.nan))
        return np.array(list(cells), dtype=np.float64)

    def truths(self, column: str) -> np.ndarray:
        """The column as bools, False where blank."""
        return np.array([v is True for v in self.values(column, False)], dtype=bool)


def first_known(*columns: np.ndarray | float) -> np.ndarray:
    """Element by element the first value that is not NaN (NaN where all are)."""
    best = np.array(columns[0], dtype=np.float64)
    for column in columns[1:]:
        best = np.where(np.isnan(best), column, best)
    return best


def plain(names: str) -> list[Column]:
    """Optional columns of text, from their names separated by blanks: kept for readers, not used by a run."""
    return [Column(name) for name in names.split()]
