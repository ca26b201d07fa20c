"""The terminal: tables on standard output, progress on standard error.

Colours only where a person looks at a terminal; NO_COLOR is honoured (by rich).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
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
    columns: Sequence[str], rows: Sequence[Sequence[str | Text]], title: str = "", right: Sequence[int] = ()
) -> Table:
    """A plain table; ``right`` are the columns of numbers."""
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
        made.add_column(Text(name), justify=side, overflow="fold", no_wrap=k == 0)
    for row in rows:
        made.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    return made


class Counter:
    """Counts finished replicates for a progress bar; safe to call with (done, total) in any order."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._task = progress, progress.add_task("replicates", total=total)
        self.done, self.total, self._begun = 0, total, time.monotonic()

    def __call__(self, done: int, total: int | None = None) -> None:
        self.done = max(self.done, done)
        self.total = total or self.total
        self._progress.update(self._task, completed=self.done, total=self.total)

    @property
    def seconds(self) -> float:
        """Time since the beginning."""
        return time.monotonic() - self._begun


@contextmanager
def progress(total: int, quiet: bool = False) -> Iterator[Counter]:
    """A bar on standard error with what is done and the time left; nothing where nobody looks."""
    errors = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=errors,
        disable=quiet or not errors.is_terminal,
    )
    with bar:
        yield Counter(bar, total)
