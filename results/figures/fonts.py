"""Which font draws which letter: DejaVu Sans, and for what it lacks another font of this machine, if there is one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

MAIN = "DejaVu Sans"
STAND_IN = "?"  # drawn in place of a letter that no font here has
_BOXES = "Last Resort High-Efficiency"  # comes with matplotlib: a box for every letter
_USELESS = ("LastResort", ".")  # fonts of boxes, and those that systems hide
# Tried in this order, so that a machine with several draws with the one that reads best; then all others by name.
_PREFERRED = (
    "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "Noto Sans SC", "Source Han Sans", "Hiragino Sans",
    "Yu Gothic", "MS Gothic", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "IPAexGothic", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans Arabic", "Noto Sans",
    "Noto Sans Devanagari", "Nirmala UI", "Segoe UI", "Noto Emoji", "Segoe UI Emoji", "Symbola",
)  # fmt: skip


def families(text: str) -> list[str]:
    """The font families that draw a text, in the order in which they are tried for each letter."""
    if all(_is_plain(letter) for letter in text):
        return [MAIN]
    others = dict.fromkeys(name for letter in text if (name := fallback(letter)) is not None)
    boxes = [_BOXES] if _missing(text) and _BOXES in font_manager.fontManager.get_font_names() else []
    return [MAIN, *others, *boxes]


def drawable(text: str) -> str:
    """A text as a file without letters shows it: a question mark for each letter that no font here has."""
    lacking = _missing(text)
    return "".join(STAND_IN if letter in lacking else letter for letter in text) if lacking else text


def note(names: Iterable[str]) -> str | None:
    """What to tell a reader when letters of some names cannot be drawn here; None when all can."""
    found: list[str] = []
    for name in names:
        if _missing(name) and not any(other in name for other in found):  # a design may bear a country's name
            found.append(name)
    if not found:
        return None
    shown = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
    return (
        f"No font on this machine has all letters of: {shown}. The PNG files show '{STAND_IN}' for them; the SVG files "
        "and the report show them where the reader has such a font. To draw them, install one (for instance Noto Sans)."
    )


@lru_cache(maxsize=4096)
def fallback(letter: str) -> str | None:
    """The family that draws a letter which DejaVu Sans lacks; None when DejaVu Sans has it or no font here does."""
    if _is_plain(letter):
        return None
    return next((name for name, font in _others().items() if font.get_char_index(ord(letter))), None)


def _missing(text: str) -> set[str]:
    return {letter for letter in text if not _is_plain(letter) and fallback(letter) is None}


def _is_plain(letter: str) -> bool:
    """Whether DejaVu Sans draws it, or nothing has to be drawn."""
    return letter < "\x7f" or _main().get_char_index(ord(letter)) > 0 or _is_invisible(letter)


def _is_invisible(letter: str) -> bool:
    """Whether it only joins or varies its neighbours."""
    return unicodedata.category(letter) in ("Cf", "Zs") or 0xFE00 <= ord(letter) <= 0xFE0F


@lru_cache(maxsize=1)
def _main() -> FT2Font:
    return FT2Font(font_manager.findfont(MAIN))


@lru_cache(maxsize=1)
def _others() -> dict[str, FT2Font]:
    """The upright fonts of this machine by family, without those that matplotlib brings for formulas and boxes."""
    _take_new()
    own = Path(mpl.get_data_path()).resolve()
    faces = {
        e.name: (e.fname, getattr(e, "index", 0))
        for e in sorted(font_manager.fontManager.ttflist, key=lambda e: e.fname, reverse=True)
        if (e.style, e.weight, e.stretch) == ("normal", 400, "normal") and own not in Path(e.fname).resolve().parents
    }
    first = [name for name in _PREFERRED if name in faces]
    rest = sorted(name for name in faces if name not in first and not name.replace(" ", "").startswith(_USELESS))
    return {name: font for name in first + rest if (font := _opened(*faces[name])) is not None}


def _opened(path: str, index: int = 0) -> FT2Font | None:
    try:
        return FT2Font(path, face_index=index) if index else FT2Font(path)
    except (OSError, RuntimeError):
        return None


def _take_new() -> None:
    """Tell matplotlib, which lists the fonts of a machine only once, what has been installed since."""
    listed = {str(Path(e.fname)) for e in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - listed):
        if (font := _opened(path)) is not None and font.scalable:
            font_manager.fontManager.addfont(path)
