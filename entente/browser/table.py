"""A table: one session that people play, alone or together. All that it holds is a log and how far it is played."""

from __future__ import annotations

import asyncio
import functools
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from entente.browser.work import Work
from results.play.progress import Tick
from scenarios.session.kept import check_size
from scenarios.session.log import Log
from scenarios.session.replay import record_of
from scenarios.session.room import Room
from sim.errors import InputError
from sim.months import month_label
from sim.record import Record

Listener = Callable[[], Awaitable[None]]
MOST_RECORDS, MOST_TOLD = 48, 6  # kept for all tables together: about 1 MB each, with every decision 15 MB


class _Making:
    """A record that is made: the first who asks makes it, the others wait."""

    def __init__(self) -> None:
        self.lock, self.asked = asyncio.Lock(), 0


class Records:
    """Records of logs, made when they are asked for and kept for a while: equal logs share one."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self._kept: dict[bool, OrderedDict[str, Record]] = {False: OrderedDict(), True: OrderedDict()}
        self._making: dict[tuple[str, bool], _Making] = {}

    async def of(self, log: Log, decisions: bool = False) -> Record:
        """The whole run of a log; ``decisions``: with their receipts."""
        text = log.text()
        making = self._making.setdefault((text, decisions), _Making())
        making.asked += 1
        try:
            async with making.lock:
                kept = self._kept[decisions]
                if text not in kept:
                    kept[text] = await self.work.run(
                        f"{text} {decisions}", "record", functools.partial(_make, log, decisions), quick=not decisions
                    )
                kept.move_to_end(text)
                found = kept[text]
                while len(kept) > (MOST_TOLD if decisions else MOST_RECORDS):
                    kept.popitem(last=False)
                return found
        finally:
            making.asked -= 1
            if not making.asked:
                self._making.pop((text, decisions), None)


def _make(log: Log, decisions: bool, tick: Tick) -> Record:
    return record_of(log, decisions)


class Table:
    """One session.

    key : names it in addresses and names its file.  log : what it is.
    at : the month (index) that is played next: what is shown is how things stand at its beginning.
    room : the people around it, None for a table at which anybody plays; it lies in the table's file.
    keep : has the file written, soon; call it where something has changed of which nobody is told.
    unkept : why the file could not be written the last time, '' if it was.
    """

    is_untouched = True  # nothing was done at it so far: it has no file
    may_be_played = True  # False where one only looks on

    @property
    def shows_all(self) -> bool:
        """Whether what actors reckon and the seed are for who looks at it."""
        return True

    def __init__(self, key: str, log: Log, records: Records, at: int | None = None) -> None:
        base = log.base()
        self.key, self.log, self.records = key, log, records
        self.first, self.last = base.adopt_month, base.end_month
        self.at = self.first if at is None else min(max(at, self.first), self.end)
        self.roster = log.roster()
        self.room: Room | None = None
        self.keep: Callable[[], None] = lambda: None
        self.dirty, self.unkept = False, ""
        self._listeners: list[Listener] = []

    @property
    def end(self) -> int:
        """The month after the last: nothing is left to be played."""
        return self.last + 1

    # ---- what is shown ---------------------------------------------------------------------------------------------
    async def record(self) -> Record:
        """The run of the log. Pages show nothing of it from ``at`` on."""
        return await self.records.of(self.log)

    async def told(self) -> Record:
        """The same with every decision and its receipt."""
        return await self.records.of(self.log, True)

    # ---- what is done ----------------------------------------------------------------------------------------------
    async def choose(self, by: str = "", **what: Any) -> int:
        """One choice more (see ``Log.with_choice``), in the present month or a later one; returns its number.

        InputError(s) for one that cannot be, or of a month that is played.
        """
        log = self.log.with_choice(by, **what)
        number = max(choice.number for choice in log.choices)
        choice = next(choice for choice in log.choices if choice.number == number)
        if choice.month < self.at:
            allowed = f"{month_label(self.at)} or later; go back to that month first"
            raise InputError("the month is played", key="date", value=choice.date, allowed=allowed)
        await self.take(log)
        return number

    async def undo(self, number: int | None = None) -> None:
        """Without the choice of this number, or without the last one made; the month stays."""
        if number is None:
            number = max((choice.number for choice in self.log.choices), default=0)
        await self.take(self.log.without(number))

    async def go(self, month: int) -> None:
        """Play until the beginning of a month, or show how things stood then; choices of later months stay."""
        self.at = min(max(month, self.first), self.end)
        await self.tell()

    async def again_from(self, month: int) -> None:
        """Back to the beginning of a month, without the choices from then on."""
        self.at = min(max(month, self.first), self.end)
        await self.take(self.log.until(month))

    async def take(self, log: Log) -> None:
        """Another log in the place of this one; InputError if it is too long."""
        check_size(log)
        self.log = log
        await self.tell()

    # ---- who looks on ----------------------------------------------------------------------------------------------
    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call something after every change, until what is returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    @property
    def is_watched(self) -> bool:
        """Whether any tab looks on."""
        return bool(self._listeners)

    async def tell(self) -> None:
        """Something has changed: it is kept, and all tabs that look on are drawn anew, none waiting for another."""
        self.keep()
        await self.show()

    async def show(self) -> None:
        """Draw all tabs anew; nothing that is kept has changed."""
        await asyncio.gather(*(listener() for listener in list(self._listeners)))
