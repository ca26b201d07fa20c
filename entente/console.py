"""The terminal: tables on standard output, progress on standard error.

Colours only where a person looks at a terminal; NO_COLOR is honoured (by rich).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

WIDEST = 200
FEW = 5  # columns of a table that stays in one part, however narrow the terminal
STYLES = {"better": "green", "worse": "red", "differs": "cyan", "no clear difference": "dim"}


def console(width: int | None = None) -> Console:
    """Standard output, at most ``WIDEST`` columns wide."""
    found = Console(width=width, highlight=False, soft_wrap=False)
    return found if found.width <= WIDEST else Console(width=WIDEST, highlight=False)


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str | Text]],
    title: str = "",
    right: Sequence[int] = (),
    whole: Sequence[int] = (0,),
) -> Table:
    """A plain table; ``right`` are the columns of numbers, ``whole`` those whose cells stay on one line.

    Where it is too wide, columns are narrowed without breaking a word, as far as that goes.
    """
    made = WholeWords(
        title=title or None,
        title_justify="left",
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for k, name in enumerate(columns):
        side: JustifyMethod = "right" if k in right else "left"
        made.add_column(Text(name), justify=side, overflow="fold", no_wrap=k in whole)
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    return made


class WholeWords(Table):
    """A table that is narrowed between words.

    Cells that stay on one line are broken only if whole words do not fit otherwise. Where not even whole words fit, a
    table of many columns is drawn in parts, each with the first column, and one of few breaks its longest words.
    """

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Set the columns' widths for the console's, and draw."""
        lines, words = self._longest(str.splitlines), self._longest(str.split)
        if len(self.columns) > FEW and sum(words) > _room(options.max_width, len(words)):
            for group in _groups(words, options.max_width):
                yield self._part(group)
            return
        room = _room(options.max_width, len(words))
        least = [
            line if column.no_wrap else word for column, line, word in zip(self.columns, lines, words, strict=True)
        ]
        if sum(least) > room:
            least = words
            for column in self.columns:
                column.no_wrap = False
        for column, width in zip(self.columns, _widths(least, lines, room), strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)

    def _longest(self, split: Callable[[str], list[str]]) -> list[int]:
        """The longest part of each column's texts."""
        return [max((cell_len(part) for text in texts for part in split(text)), default=1) for texts in self._texts()]

    def _texts(self) -> list[list[str]]:
        """The texts of each column, its head first."""
        return [[str(cell) for cell in (column.header, *column.cells)] for column in self.columns]

    def _part(self, columns: Sequence[int]) -> Table:
        """The same table with these columns only."""
        cells = [list(self.columns[k].cells) for k in columns]
        heads = [str(self.columns[k].header) for k in columns]
        right = [place for place, k in enumerate(columns) if self.columns[k].justify == "right"]
        whole = [place for place, k in enumerate(columns) if self.columns[k].no_wrap]
        title = str(self.title or "") if 1 in columns else ""
        return table(heads, list(zip(*cells, strict=True)), title, right, whole)


def _room(width: int, columns: int) -> int:
    """What so many columns leave for their texts: between two there are a divider and the padding of the first."""
    return width - 2 * (columns - 1)


def _groups(words: Sequence[int], width: int) -> Iterator[list[int]]:
    """Columns that fit side by side, each time after the first one; at least one of them."""
    group = [0]
    for k in range(1, len(words)):
        if len(group) > 1 and sum(words[j] for j in (*group, k)) > _room(width, len(group) + 1):
            yield group
            group = [0]
        group.append(k)
    yield group


def _widths(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Widths of columns: what they would take, the widest narrowed first, to the least only if nothing else helps."""
    widths, floor = list(most), list(least)
    while sum(widths) > room and max(widths) > 1:
        narrow = [k for k, width in enumerate(widths) if width > floor[k]]
        if not narrow:
            floor = [1] * len(floor)
            continue
        widths[max(narrow, key=lambda k: widths[k])] -= 1
    return widths


def bytes_text(count: int) -> str:
    """A number of bytes as people read it: '12 kB', '3.4 MB', '1.2 GB'."""
    size = float(count)
    units = ["B", "kB", "MB", "GB", "TB"]
    while size >= 1000 and len(units) > 1:
        size, units = size / 1000, units[1:]
    unit = units[0]
    return f"{size:.0f} {unit}" if size >= 10 or unit == "B" else f"{size:.1f} {unit}"


@contextmanager
def progress(total: int, what: str = "replicates") -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error with what is done and the time left (nothing where nobody looks).

    Gives a function to be called with (done, of how many).
    """
    errors = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=errors,
        disable=not errors.is_terminal,
    )
    with bar:
        task = bar.add_task(what, total=total)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def parts() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each part of a longer job, on standard error; where nobody looks, a line when a part is finished.

    Gives a function to be called with (part, done, of how many). What follows a comma in the name of a part is its
    state, and may change.
    """
    errors = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn(),
        console=errors, disable=not errors.is_terminal,
    )  # fmt: skip
    tasks: dict[str, TaskID] = {}

    def tell(part: str, done: int, of: int) -> None:
        name = part.partition(",")[0]
        if name not in tasks:
            tasks[name] = bar.add_task(part, total=of)
        bar.update(tasks[name], completed=done, total=of, description=part)
        if done >= of and not errors.is_terminal:
            errors.print(f"{name}: done", highlight=False)

    with bar:
        yield tell
