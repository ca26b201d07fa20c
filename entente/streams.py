"""Standard output and error that never fail on a character their encoding lacks."""

from __future__ import annotations

import codecs
import sys

# What stands in for a character that a console (say, one of code page 1252) cannot show.
STAND_INS = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "━": "-", "╸": "-", "╺": "-", "─": "-", "…": "...", "·": ".",
        "▲": "+", "▼": "-", "◆": "*", "≈": "~", "→": "->", "←": "<-", "×": "x", "≥": ">=", "≤": "<=",
        "“": '"', "”": '"', "‘": "'", "’": "'",
    }
)  # fmt: skip
HANDLER = "entente-stand-in"


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


def make_safe() -> None:
    """Let both streams replace what they cannot encode."""
    codecs.register_error(HANDLER, _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)
