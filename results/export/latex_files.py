"""Tables as LaTeX: booktabs, captions that say where the numbers come from, and a document that sets them all.

Each file can be taken into a paper by \\input; the document's first lines name the packages that it needs. Names with
letters that pdfLaTeX does not know need XeLaTeX or LuaLaTeX, for which the document has a branch: ``write`` says so.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from results.export.origin import Origin
from results.export.table import Sheet, Table
from scenarios.stored_files import write_whole

if TYPE_CHECKING:
    import pandas as pd

DOCUMENT = "tables.tex"
LONG = 26  # signs in a cell from which on its column breaks lines
WIDE = 11  # signs in a line of a head
_BREAK = r"\\"
PAGE, SIDEWAYS = 118, 175  # signs that fit side by side, and on a page that is turned
SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "'": r"\textquotesingle{}", "`": r"\textasciigrave{}",
    "[": "{[}", "]": "{]}", "-": "{-}", "*": "{*}",
    "\u2212": "$-$", "\u2013": "--", "\u00b1": r"$\pm$", "\u00d7": r"$\times$", "\u2248": r"$\approx$",
    "\u2264": r"$\leq$", "\u2265": r"$\geq$", "\u25b2": r"$\blacktriangle$", "\u25bc": r"$\blacktriangledown$",
    "\u25c6": r"$\blacklozenge$", "\u00b0": r"\textdegree{}", "\u2026": r"\ldots{}", "\u2019": "'",
}  # fmt: skip
# Above the Latin letters of T1 (U+0020 to U+017F) the signs that it has too.
_LAST, _ALSO_LATIN = (
    "\u017f",
    frozenset("\u0218\u0219\u021a\u021b\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u20ac\u2122"),
)
_SHOWN = 5  # letters that the note names
_PREAMBLE = r"""\documentclass[a4paper,10pt]{article}
% pdfLaTeX sets Latin letters only. Where names have others, use XeLaTeX or LuaLaTeX, and where DejaVu Serif
% lacks them too (Chinese, say), name a font of your own in the place of it.
\usepackage{iftex}
\iftutex
  \usepackage{fontspec}
  \IfFontExistsTF{DejaVu Serif}{\setmainfont{DejaVu Serif}}{}
\else
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
\fi
\usepackage{textcomp,amssymb,array,booktabs,longtable,lscape}
\usepackage[margin=20mm]{geometry}
\setlength{\tabcolsep}{4pt}
\begin{document}
"""


def escaped(text: str) -> str:
    """A text that is set as it is, whatever signs it has, in one line."""
    return "".join(SIGNS.get(letter, letter) for letter in " ".join(text.split()))


def write(tables: Sequence[Table], origin: Origin, folder: Path) -> str:
    """One file a table, and a document with all of them; what to say of letters that pdfLaTeX does not know, or ''."""
    files = {f"{table.name}.tex": page(table, origin) for table in tables} | {DOCUMENT: document(tables, origin)}
    for name, text in files.items():
        write_whole(folder / name, text)
    return note("".join(files.values()))


def note(text: str) -> str:
    """That a text has letters that pdfLaTeX does not know; '' if it has none."""
    found = list(dict.fromkeys(letter for letter in text if _is_foreign(letter)))
    if not found:
        return ""
    more = ", ..." if len(found) > _SHOWN else ""
    return (
        f"Some names have letters that pdfLaTeX does not know ({', '.join(found[:_SHOWN])}{more}): set {DOCUMENT} with "
        "XeLaTeX or LuaLaTeX, and a font that has them (its first lines say where)."
    )


def _is_foreign(letter: str) -> bool:
    return letter > _LAST and letter not in SIGNS and letter not in _ALSO_LATIN


def page(table: Table, origin: Origin) -> str:
    """One table: a longtable a sheet, which may go over pages."""
    lines = [f"% {_comment(line)}" for line in (table.title, *origin.lines)]
    sheets = list(table.sheets()) if table.sheets is not None else []
    turned = any(_room(_widths(sheet)) > PAGE for sheet in sheets)
    texts = [_set(sheet, table, origin, SIDEWAYS if turned else PAGE) for sheet in sheets]
    set_as = [r"\begingroup\footnotesize\setlength{\LTcapwidth}{\linewidth}", *texts, r"\endgroup"]
    if turned:
        set_as = [r"\begin{landscape}", *set_as, r"\end{landscape}"]
    return "\n".join([*lines, *set_as]) + "\n"


def document(tables: Sequence[Table], origin: Origin) -> str:
    """A document that can be compiled beside the files of its tables."""
    title = f"\\section*{{{escaped(origin.title)}}}"
    said = [escaped(line) for line in origin.lines]
    parts = [part for table in tables for part in _section(table)]
    return "\n".join([_PREAMBLE + title, *said, "", *parts, r"\end{document}"]) + "\n"


def _section(table: Table) -> Iterator[str]:
    yield f"\\section*{{{escaped(table.title)}}}"
    yield escaped(table.note)
    yield f"\\input{{{table.name}}}"
    yield ""


def _comment(text: str) -> str:
    return " ".join(text.split())


def _set(sheet: Sheet, table: Table, origin: Origin, page: int) -> str:
    """A sheet as a longtable with booktabs' rules."""
    import pandas as pd

    label = re.sub(r"[^a-z0-9]+", "-", f"{table.name} {sheet.label}".lower()).strip("-")
    widths = _widths(sheet)
    heads = [_head(head, width) for head, width in zip(sheet.heads, widths, strict=True)]
    frame = pd.DataFrame([list(map(escaped, row)) for row in sheet.rows], columns=pd.RangeIndex(len(heads)))
    caption = f"{escaped(sheet.title)}. {escaped(origin.short)}."
    said = [f"{escaped(line)}\n" for line in sheet.said]
    return "\n".join([*said, _styled(frame, heads, _formats(sheet, widths, page), caption, label)])


def _widths(sheet: Sheet) -> list[int]:
    """Signs of the longest cell of each column."""
    return [max((len(row[k]) for row in sheet.rows), default=0) for k in range(len(sheet.heads))]


def _room(widths: Sequence[int]) -> int:
    """Signs that the columns need side by side, if the long ones break lines."""
    return sum(LONG if width > LONG else max(width, WIDE) for width in widths) + 2 * len(widths)


def _styled(frame: pd.DataFrame, heads: list[str], formats: str, caption: str, label: str) -> str:
    styler = frame.style.hide(axis="index").format_index(lambda k: heads[int(str(k))], axis="columns")
    text = styler.to_latex(
        column_format=formats, hrules=True, caption=caption, label=f"tab:{label}", environment="longtable"
    )
    return str(text).rstrip("\n")


def _head(head: str, width: int) -> str:
    """A head in lines that are hardly wider than the cells below."""
    lines = textwrap.wrap(head, max(WIDE, min(width, LONG)), break_long_words=False) or [""]
    if len(lines) == 1:
        return escaped(lines[0])
    return rf"\shortstack[l]{{{_BREAK.join(map(escaped, lines))}}}"


def _formats(sheet: Sheet, widths: Sequence[int], page: int) -> str:
    """Columns of texts to the left, of numbers to the right; long ones break lines and share what room is left."""
    long = [width > LONG for width in widths]
    short = sum(max(width, WIDE) + 2 for width, broken in zip(widths, long, strict=True) if not broken)
    weight = sum(width for width, broken in zip(widths, long, strict=True) if broken)
    room = max(0.25, 1 - short / page) * 0.95
    return "".join(
        f">{{\\raggedright\\arraybackslash}}p{{{room * width / weight:.2f}\\linewidth}}" if broken
        else "r" if k and _is_number(sheet, k) else "l"
        for k, (width, broken) in enumerate(zip(widths, long, strict=True))
    )  # fmt: skip


def _is_number(sheet: Sheet, k: int) -> bool:
    """Whether a column holds numbers."""
    cells = [row[k] for row in sheet.rows if row[k]]
    return bool(cells) and all(re.match(r"[+\u2212<>0-9\u2013]", cell) for cell in cells)
