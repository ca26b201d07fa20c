"""Tables as Markdown: a file a table, its sheets under headings, and at the end where the numbers come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from results.export.origin import Origin
from results.export.table import Sheet, Table
from results.markdown import table as markdown_table
from scenarios.stored_files import write_whole

CONTENTS = "README.md"
_SIGNS = re.compile(r"([\\`*_\[\]~$#])")
_TAGS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str) -> str:
    """A text that shows as it is, in one line; bars, which only mean something in tables, are left to the table."""
    plain = "".join(_TAGS.get(letter, letter) for letter in " ".join(text.split()))
    return _SIGNS.sub(r"\\\1", plain)


def write(tables: Sequence[Table], origin: Origin, folder: Path) -> str:
    """One file a table, and one that lists them; there is nothing to say of them."""
    for table in tables:
        write_whole(folder / f"{table.name}.md", page(table, origin))
    write_whole(folder / CONTENTS, contents(tables, origin))
    return ""


def page(table: Table, origin: Origin) -> str:
    """One table with its sheets."""
    return "\n".join(_lines(table, origin)) + "\n"


def contents(tables: Sequence[Table], origin: Origin) -> str:
    """What there is, and where it comes from."""
    listed = [f"- [{escaped(table.title)}]({table.name}.md): {escaped(table.note)}" for table in tables]
    return "\n".join([f"# {escaped(origin.title)}", "", *listed, "", *_made(origin)]) + "\n"


def _lines(table: Table, origin: Origin) -> Iterator[str]:
    sheets = list(table.sheets()) if table.sheets is not None else []
    yield f"# {escaped(table.title)}"
    yield ""
    yield escaped(table.note)
    for sheet in sheets:
        if len(sheets) > 1:
            yield f"\n## {escaped(sheet.title)}"
        yield from (f"\n{escaped(line)}" for line in sheet.said)
        yield f"\n{_table(sheet)}"
    yield ""
    yield from _made(origin)


def _table(sheet: Sheet) -> str:
    return markdown_table(list(map(escaped, sheet.heads)), [list(map(escaped, row)) for row in sheet.rows])


def _made(origin: Origin) -> list[str]:
    return ["---", "", *(f"*{escaped(line)}*  " for line in origin.lines)]
