"""How far a sweep is: runs, rate, size on disk and time left, as a bar or, where nobody looks, as a line a minute."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from entente.console import bytes_text

WINDOW = 60.0  # seconds over which the rate is taken: workers of a cluster come and go
LINE = 60.0  # seconds between two lines, where there is no terminal
LOOK = 2.0  # seconds between two looks at the disk


class Pace:
    """Rate and time left, from how much was done when. What was done before the first call counts for no rate."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._seen = clock, deque[tuple[float, int]]()

    def note(self, done: int) -> None:
        """So much is done by now."""
        now = self._clock()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[1][0] > WINDOW:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """How much is done in a second; 0 before that is known."""
        (begun, first), (now, last) = self._seen[0], self._seen[-1]
        return (last - first) / (now - begun) if now > begun else 0.0

    def left(self, total: int) -> str:
        """Time until all is done, as hours, minutes and seconds."""
        rest = total - self._seen[-1][1]
        return str(timedelta(seconds=round(rest / self.rate))) if self.rate > 0 else "-:--:--"


@contextmanager
def progress(runs: int, units: int, folder: Path) -> Iterator[Callable[[int, int], None]]:
    """Progress on standard error. Gives a function to be called with (units done, of how many).

    runs, units : in all.  folder : where they go, whose size is told.
    """
    errors, pace = Console(stderr=True), Pace()
    bar = Progress(
        TextColumn("runs"), BarColumn(bar_width=24), TextColumn("{task.fields[said]}"), TimeElapsedColumn(),
        console=errors, disable=not errors.is_terminal,
    )  # fmt: skip
    told = looked = time.monotonic()
    size = bytes_in(folder)

    def tell(done: int, of: int) -> None:
        nonlocal told, looked, size
        now, made = time.monotonic(), done * runs // max(units, 1)
        pace.note(made)
        if now - looked > LOOK:
            size, looked = bytes_in(folder), now
        text = f"{made:,} of {runs:,}, {pace.rate:,.0f} a second, {bytes_text(size)}, {pace.left(runs)} left"
        bar.update(task, completed=made, said=text)
        if not errors.is_terminal and now - told > LINE:
            told = now
            errors.print(f"{text[0].upper()}{text[1:]}", highlight=False)

    with bar:
        task = bar.add_task("", total=runs, said="")
        yield tell


def bytes_in(folder: Path) -> int:
    """Bytes of the files in a folder and those below it; files that go meanwhile count for nothing."""
    found = 0
    for path in folder.rglob("*"):
        try:
            found += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return found
