"""What comes from outside: bytes of files, names, texts and whole numbers, read and checked in this one place.

Names, titles, ids and paths end up in tables, figures and on terminals, so that a control character in them (see
``sim.errors.CONTROL``) is refused when it comes in. Free text, which is a description or a note, may be of several
lines: there, and nowhere else, line breaks and tabs are fine, since TOML has strings of several lines for it.
"""

from __future__ import annotations

import json
import operator
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.errors import CONTROL, InputError

# The draws take any whole number. These are what one experiment, a cell of a table and a TOML file can hold.
LARGEST_SEED = 2**63 - 1
MAX_REPLICATES = 100_000
MAX_WORKERS = 256
FREE_TEXT = ("description", "note")  # keys whose text may have several lines
CLEAN = "letters, signs and spaces, but no control characters"
CLEAN_LINES = f"{CLEAN} other than line breaks and tabs"


# ---- texts ----------
def unclean(text: str, lines: bool = False) -> str:
    """What is wrong with a text, '' if nothing: a control character. ``lines``: line breaks and tabs are fine."""
    checked = text.replace("\r\n", "\n") if lines else text
    for match in CONTROL.finditer(checked):
        if not (lines and match[0] in "\n\t"):
            return f"holds the control character U+{ord(match[0]):04X}"
    return ""


def unclean_in(content: Any, file: str | None = None) -> list[InputError]:
    """A mistake for each key and each text with a control character in plain values, however deep they are."""
    return [
        InputError(problem, file=file, key=path or None, value=text, allowed=CLEAN_LINES if lines else CLEAN)
        for path, text, lines in _texts(content)
        if (problem := unclean(text, lines))
    ]


def _texts(content: Any) -> Iterator[tuple[str, str, bool]]:
    """Every key and text of plain values: where it stands, what it is, and whether it may have several lines."""
    waiting: list[tuple[str, Any, bool]] = [("", content, False)]
    while waiting:
        path, value, lines = waiting.pop()
        if isinstance(value, str):
            yield path, value, lines
        elif isinstance(value, dict):
            yield from ((path, key, False) for key in value if isinstance(key, str))
            inner = [(f"{path}.{key}".strip("."), each, key in FREE_TEXT) for key, each in value.items()]
            waiting += reversed(inner)
        elif isinstance(value, list | tuple):
            waiting += reversed([(f"{path}[{k}]", each, lines) for k, each in enumerate(value, 1)])


def text_or_path(value: Any, key: str, allowed: str, clean: bool = True) -> str:
    """A name or path (str, ``pathlib``) as text; InputError for all else and, if ``clean``, for control characters."""
    text = os.fspath(value) if isinstance(value, os.PathLike) else value
    if not isinstance(text, str):
        problem = "None is not accepted" if value is None else "neither a text nor a path"
        raise InputError(problem, key=key, value=value, allowed=allowed)
    if clean and (problem := unclean(text)):
        raise InputError(problem, key=key, value=text, allowed=CLEAN)
    return str(text)


# ---- numbers ----------
def whole(value: Any, key: str, low: int, high: int) -> int:
    """A whole number within bounds, from whatever has ``__index__`` and is no truth value; InputError for all else."""
    try:
        number = None if type(value).__name__ in ("bool", "bool_") else operator.index(value)
    except TypeError:
        number = None
    if number is None:
        problem = "None is not a whole number" if value is None else "not a whole number"
        raise InputError(problem, key=key, value=value, allowed=f"a whole number from {low} to {high}")
    if not low <= number <= high:
        raise InputError("out of range", key=key, value=number, allowed=f"{low} to {high}")
    return number


def finite(value: Any) -> float | None:
    """A finite number as float; None for all else, truth values too."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if abs(number) < float("inf") else None


# ---- files ----------
def decoded(raw: bytes, file: str, save_as: str = "UTF-8") -> str:
    """The text of a file in UTF-8, without a byte order mark; InputError with the line if it is in another encoding."""
    if _is_wide(raw):
        problem = "the file is UTF-16 or UTF-32 ('Unicode' in some editors), not UTF-8 text"
        raise InputError(problem, file=file, allowed=save_as)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = len(raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        raise InputError("the file is not UTF-8 text", file=file, row=row, allowed=save_as) from None


def _is_wide(raw: bytes) -> bool:
    """Whether bytes are text of two or four bytes a character: by their mark, or since every other byte is nil."""
    start = raw[:400]
    return raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or start.count(0) * 3 > len(start)


def read_text(path: str | Path, file: str | None = None) -> str:
    """The text of a file (see ``decoded``); ``file`` is what messages call it. InputError if it cannot be read."""
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", value=str(path)) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", value=str(path)) from None
    return decoded(raw, file or str(path))


def read_toml(path: str | Path, file: str | None = None) -> dict[str, Any]:
    """The content of a TOML file; InputError(s) if it is missing, not TOML, or nested without end."""
    text, file = read_text(path, file), file or str(path)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError("not a TOML file to be read: nested too deeply", file=file) from None
    except ValueError as error:
        raise InputError(f"not valid TOML: {_said(error)}", file=file) from None


def read_json(path: str | Path, file: str | None = None, allowed: str | None = None) -> Any:
    """The content of a JSON file; InputError if it is missing, not JSON, or nested without end."""
    return json_of(read_text(path, file), file or str(path), allowed)


def json_of(text: str, file: str, allowed: str | None = None) -> Any:
    """The content of a JSON text, which ``file`` holds; InputError as for ``read_json``."""
    try:
        return json.loads(text)
    except RecursionError:
        raise InputError("cannot be read as JSON: nested too deeply", file=file, allowed=allowed) from None
    except ValueError as error:
        raise InputError(f"cannot be read as JSON ({_said(error)})", file=file, allowed=allowed) from None


def _said(error: ValueError) -> str:
    """What a reader said; Python's own words on numbers of thousands of digits are for programmers."""
    text = str(error)
    return "a whole number has too many digits" if text.startswith("Exceeds the limit") else text
