"""Standard output and error: characters that their encoding lacks, sizes that cannot be, and streams that fail."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

# What stands in for a character that a console (say, one of code page 1252) cannot show.
STAND_INS = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "━": "-", "╸": "-", "╺": "-", "─": "-", "…": "...", "·": ".",
        "▲": "+", "▼": "-", "◆": "*", "≈": "~", "→": "->", "←": "<-", "×": "x", "≥": ">=", "≤": "<=",
        "“": '"', "”": '"', "‘": "'", "’": "'",
    }
)  # fmt: skip
HANDLER = "entente-stand-in"
NARROWEST = 40  # columns


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(STAND_INS)
    return "".join(c if _encodes(c, error.encoding) else "?" for c in text), error.end


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def safe_streams() -> Iterator[None]:
    """While it lasts both streams replace what they cannot encode, and tell or bear it when they fail.

    Widths of a terminal that cannot be (``COLUMNS=0``) are taken out of the environment.
    """
    codecs.register_error(HANDLER, _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)
    _forget_impossible_sizes()
    _KEPT.clear()
    before = sys.stdout, sys.stderr
    sys.stdout = cast(TextIO, _Output(sys.stdout)) if sys.stdout is not None else sys.stdout
    sys.stderr = cast(TextIO, _Messages(sys.stderr)) if sys.stderr is not None else sys.stderr
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


# ---- what is finished ----------
_KEPT: list[str] = []


def keep(what: str) -> None:
    """Note what is finished and where it is, as half a sentence: it is said if the command ends early."""
    _KEPT[:] = [what]


def kept() -> str:
    """What was noted, '' if nothing was."""
    return "".join(_KEPT)


# ---- sizes ----------
def _forget_impossible_sizes() -> None:
    """Emacs and some build systems set COLUMNS=0; what is too narrow for any table counts as unset too."""
    for name, least in (("COLUMNS", NARROWEST), ("LINES", 1)):
        text = os.environ.get(name, "").strip()
        if name in os.environ and not (text.isdecimal() and int(text[:9]) >= least):
            del os.environ[name]


# ---- streams that fail ----------
class OutputFailed(Exception):
    """Standard output could not be written. closed : the reader went away, which is no mistake."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.closed = isinstance(error, BrokenPipeError)


class _Stream:
    """A text stream whose failures ``_failed`` handles."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError as error:
            self._failed(error)
            return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._failed(error)

    def _failed(self, error: OSError) -> None:
        """What is left in the stream must not fail once more when Python ends."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


class _Output(_Stream):
    """Once it has failed it fails again, whoever overlooked it the first time."""

    _error: OSError | None = None

    def flush(self) -> None:
        super().flush()
        if self._error is not None:
            raise OutputFailed(self._error)

    def _failed(self, error: OSError) -> None:
        super()._failed(error)
        self._error = self._error or error
        raise OutputFailed(self._error) from error


class _Messages(_Stream):
    """Messages that nobody can read stop no work."""
