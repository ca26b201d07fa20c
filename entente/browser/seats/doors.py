"""Codes that lead to rooms."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque

from entente.browser.hall import Hall
from entente.browser.table import Table
from scenarios.session.room import CODE, clean_code
from sim.errors import EntenteError, InputError

MINUTE = 60.0  # seconds
MOST_WRONG = 5  # wrong codes of one tab in a minute
MOST_IN_LINE = 20  # codes of one address that wait at once
MOST_TABS = 1000
PAUSE = 1.0  # seconds that a wrong code takes


class Doors:
    """Codes that lead to rooms: 64 million of them.

    Guessing is slow: the codes of one address are looked at one after the other, and a wrong one takes a second. So
    all who sit behind one address (a tunnel, one machine) wait some seconds at the most, and nobody is locked out.
    """

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self._keys: dict[str, str] = {}
        self._indexing: asyncio.Task[None] | None = None
        self._wrong: dict[str, deque[float]] = {}  # of a tab
        self._lines: dict[str, asyncio.Lock] = {}  # of an address
        self._waiting: Counter[str] = Counter()

    def open(self, code: str, key: str) -> None:
        """From now on this code leads to this table."""
        self._keys[code] = key

    async def table(self, text: str, address: str, tab: str, now: float | None = None) -> Table:
        """The table of a code, as somebody types it in a tab; InputError if there is none, or after too many."""
        now = time.monotonic() if now is None else now
        self._check(tab, now)
        if self._waiting[address] >= MOST_IN_LINE:
            raise InputError("too many codes at once", key="code", allowed="try again in some seconds")
        self._waiting[address] += 1
        try:
            async with self._lines.setdefault(address, asyncio.Lock()):
                if (table := await self._found(clean_code(text))) is not None:
                    return table
                self._wrong.setdefault(tab, deque(maxlen=MOST_WRONG)).append(now)
                await asyncio.sleep(PAUSE)
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address], self._lines[address]
        raise InputError("no room with this code", key="code", value=text[:12], allowed="six letters, as on the board")

    def _check(self, tab: str, now: float) -> None:
        if len(self._wrong) > MOST_TABS:  # tabs of long ago
            self._wrong = {one: tries for one, tries in self._wrong.items() if now - tries[-1] <= MINUTE}
        tries = self._wrong.get(tab, deque())
        if len(tries) == MOST_WRONG and now - tries[0] <= MINUTE:
            raise InputError("too many wrong codes", key="code", allowed="wait a minute, then try again")

    async def _found(self, code: str) -> Table | None:
        """The table of a code; where the server was started anew the files are read for it, once."""
        if not CODE.fullmatch(code):
            return None
        if code not in self._keys:
            if self._indexing is None:
                self._indexing = asyncio.create_task(self._index())
            await asyncio.shield(self._indexing)
        if (key := self._keys.get(code)) is None:
            return None
        table = self.hall.table(key)
        return table if table.room is not None and table.room.code == code else None

    async def _index(self) -> None:
        self._keys = await asyncio.to_thread(self._kept) | self._keys

    def _kept(self) -> dict[str, str]:
        """The codes of all rooms among the files: code -> key, of two the newer file's."""
        folder, found = self.hall.folder, dict[str, str]()
        for key in folder.keys() if folder is not None else ():
            try:
                kept = folder.read(key) if folder is not None else None
            except EntenteError:
                continue
            if kept is not None and kept.room is not None:
                found.setdefault(str(kept.room.get("code")), key)
        return found
