"""The terminal: tables on standard output, progress on standard error.

Colours only where a person looks at a terminal; NO_COLOR is honoured (by rich).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
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
    """A plain table; ``right`` are the columns of numbers, ``whole`` those whose cells stay on one line."""
    made = Table(
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
