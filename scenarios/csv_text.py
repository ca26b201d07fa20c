"""From the bytes of a CSV file to rows of text; what is not UTF-8 or not separated by commas is refused.

A spreadsheet may add a byte order mark, a first line 'sep=;' that names the delimiter, empty columns at the end and
empty rows: these are read as what they are. Row numbers stay those of the file.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from scenarios.incoming import decoded
from sim.errors import InputError

Rows = list[tuple[int, list[str]]]
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_DECLARED = re.compile(r'"?sep=(.)"?[ \t;,]*(\r\n|\r|\n|$)', re.IGNORECASE)
_SAVE_AS = "UTF-8 (in Excel: save as 'CSV UTF-8 (comma delimited)')"


def read_rows(path: Path, file: str, errors: list[InputError]) -> Rows:
    """Rows as (row number, cells), the header first; empty when the file cannot be read as a table."""
    text = _text(path, file, errors)
    if text is None:
        return []
    declared = _DECLARED.match(text)
    delimiter = declared[1] if declared else ","
    if delimiter not in _DELIMITERS:
        allowed = f"one of {' '.join(sign for sign in _DELIMITERS if sign.strip())} or a tab, or no such line"
        errors.append(InputError("not a delimiter", file=file, row=1, value=delimiter, allowed=allowed))
        return []
    records = _records(text[declared.end() :] if declared else text, delimiter, 2 if declared else 1, file, errors)
    if records and (wrong := _other_delimiter(records[0][1], delimiter)):
        problem = f"the cells are separated by {wrong}, not by {_DELIMITERS[delimiter]}"
        problem += " as the first line says" if declared else ""
        remedy = "commas (in Excel: save as 'CSV UTF-8 (comma delimited)')"
        errors.append(InputError(problem, file=file, row=records[0][0], allowed=remedy))
        return []
    return _without_empty_columns(records)


def _text(path: Path, file: str, errors: list[InputError]) -> str | None:
    try:
        return decoded(path.read_bytes(), file, _SAVE_AS)
    except OSError as reason:
        words = reason.strerror or type(reason).__name__
        errors.append(InputError(f"cannot be read ({words})", file=file, allowed="a readable CSV file"))
    except InputError as error:
        errors.append(error)
    return None


def _records(text: str, delimiter: str, first: int, file: str, errors: list[InputError]) -> Rows:
    """The rows that hold anything, numbered from ``first``."""
    try:
        cells = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        records = [(row, list(each)) for row, each in enumerate(cells, first) if any(cell.strip() for cell in each)]
    except csv.Error as reason:
        allowed = f"cells with {delimiter} between"
        errors.append(InputError(f"cannot be read as CSV ({reason})", file=file, allowed=allowed))
        return []
    if not records:
        errors.append(InputError("the file is empty", file=file, allowed="a header and rows"))
    return records


def _other_delimiter(header: list[str], delimiter: str) -> str | None:
    """The name of the delimiter that the header uses instead, if any (no column is named so)."""
    return next(
        (word for sign, word in _DELIMITERS.items() if sign != delimiter and any(sign in h for h in header)), None
    )


def _without_empty_columns(records: Rows) -> Rows:
    """The rows without columns at the end that have neither a name nor a cell with anything in it."""
    width = max((_filled(cells) for _, cells in records), default=0)
    return [(row, cells[:width]) for row, cells in records]


def _filled(cells: list[str]) -> int:
    """How many cells there are up to the last one with anything in it."""
    return max((k for k, cell in enumerate(cells, 1) if cell.strip()), default=0)
