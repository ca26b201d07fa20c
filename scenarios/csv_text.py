"""From the bytes of a CSV file to rows of text; what is not UTF-8 or not separated by commas is refused."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sim.errors import InputError

_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def read_rows(path: Path, file: str, errors: list[InputError]) -> list[tuple[int, list[str]]]:
    """Rows as (row number, cells), the header first; empty when the file cannot be read as a table."""
    text = _text(path, file, errors)
    if text is None:
        return []
    try:
        numbered = enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1)
        records = [(row, cells) for row, cells in numbered if any(cell.strip() for cell in cells)]
    except csv.Error as reason:
        errors.append(InputError(f"cannot be read as CSV ({reason})", file=file, allowed="cells with , between"))
        return []
    if not records:
        errors.append(InputError("the file is empty", file=file, allowed="a header and rows"))
        return []
    if wrong := _other_delimiter(records[0][1]):
        problem = f"the cells are separated by {wrong}, not by commas"
        remedy = "commas (in Excel: save as 'CSV UTF-8 (comma delimited)')"
        errors.append(InputError(problem, file=file, row=records[0][0], allowed=remedy))
        return []
    return records


def _text(path: Path, file: str, errors: list[InputError]) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as reason:
        words = reason.strerror or type(reason).__name__
        errors.append(InputError(f"cannot be read ({words})", file=file, allowed="a readable CSV file"))
        return None
    try:
        text = raw.decode("utf-8-sig")  # a byte order mark, as Excel writes it, is fine
    except UnicodeDecodeError as reason:
        row = raw[: reason.start].count(b"\n") + 1
        errors.append(_not_utf8(file, row))
        return None
    if "\0" in text:
        errors.append(_not_utf8(file, None))
        return None
    return text


def _not_utf8(file: str, row: int | None) -> InputError:
    remedy = "UTF-8 (in Excel: save as 'CSV UTF-8 (comma delimited)')"
    return InputError("the file is not UTF-8 text", file=file, row=row, allowed=remedy)


def _other_delimiter(header: list[str]) -> str | None:
    """The name of the delimiter that the header uses instead of a comma, if any (no column is named so)."""
    return next((word for sign, word in _OTHER_DELIMITERS.items() if any(sign in h for h in header)), None)
