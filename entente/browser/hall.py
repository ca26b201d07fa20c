"""The hall: all tables of a server, by their keys, and the files in which they are kept."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import OrderedDict, deque
from concurrent.futures import ThreadPoolExecutor

from entente.browser.table import Records, Table
from entente.browser.work import Work
from scenarios.session.kept import KEY, Folder, Kept, check_size
from scenarios.session.log import Log
from scenarios.session.room import Room
from sim.errors import InputError

MOST_TABLES = 64  # in memory, of those that have a file, unless more of them are looked at
MOST_UNTOUCHED = 500  # of those at which nothing was done: they have no file, and the oldest go first
MOST_NEW = 240  # tables opened within a minute, by all together
MINUTE = 60.0  # seconds


class Hall:
    """The tables, and what computes for them.

    folder : where they are kept; without one they are gone with the server.
    more : scenarios that the server was started with besides those that come along: link by name.
    """

    def __init__(self, folder: Folder | None = None, more: dict[str, str] | None = None) -> None:
        self.work = Work()
        self.records = Records(self.work)
        self.folder, self.more = folder, more or {}
        self._tables: OrderedDict[str, Table] = OrderedDict()  # the one asked for last is last
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="keep")
        self._writing: dict[str, asyncio.Task[None]] = {}
        self._opened: deque[float] = deque(maxlen=MOST_NEW)

    # ---- tables ----------------------------------------------------------------------------------------------------
    def open(self, log: Log, at: int | None = None) -> Table:
        """A new table, which gets a file once something is done at it; InputError if there are too many at once."""
        check_size(log)
        now = time.monotonic()
        if len(self._opened) == MOST_NEW and now - self._opened[0] < MINUTE:
            raise InputError("too many new sessions at once", allowed=f"{MOST_NEW} a minute: try again in a minute")
        self._opened.append(now)
        key = self.folder.new_key() if self.folder is not None else secrets.token_urlsafe(16)
        table = Table(key, log, self.records, at)
        self._seat(table)
        return table

    def table(self, key: str) -> Table:
        """The table of a key, read from its file if it is not in memory; InputError if there is none."""
        table = self._tables.get(key) or self._read(key)
        if table is None:
            allowed = "the link of a session, whole; one at which nothing was done is not kept for long"
            raise InputError("no such session", key="session", value=key, allowed=allowed)
        self._seat(table)
        return table

    def _read(self, key: str) -> Table | None:
        if not KEY.fullmatch(key) or self.folder is None or (kept := self.folder.read(key)) is None:
            return None
        log, at = kept.session(f"{key}.json")
        table = Table(key, log, self.records, at)
        table.is_untouched = False
        table.room = Room.of(kept.room, f"{key}.json") if kept.room is not None else None
        return table

    def _seat(self, table: Table) -> None:
        """Hold a table in memory; those that were asked for longest ago go, if nobody looks on and all is kept."""
        table.keep = lambda: self.keep(table)
        self._tables[table.key] = table
        self._tables.move_to_end(table.key)
        self._let_go(MOST_UNTOUCHED, [one for one in self._tables.values() if one.is_untouched])
        if self.folder is not None:
            self._let_go(MOST_TABLES, [one for one in self._tables.values() if not one.is_untouched])

    def _let_go(self, most: int, them: list[Table]) -> None:
        """Of these tables the first ones leave memory, down to so many; the last one stays."""
        too_many = len(them) - most
        for table in them[:-1]:
            if too_many > 0 and not (table.is_watched or table.unkept or table.key in self._writing):
                del self._tables[table.key]
                too_many -= 1

    # ---- keeping them ----------------------------------------------------------------------------------------------
    def keep(self, table: Table) -> None:
        """Write a table's file, beside all else. While one is written the newest state waits, and only that."""
        table.is_untouched = False
        if self.folder is None:
            return
        table.dirty = True
        if table.key not in self._writing:
            try:
                self._writing[table.key] = asyncio.get_running_loop().create_task(self._write(table))
            except RuntimeError:  # no loop: at the start of a server, and in tests
                self._write_now(table)

    async def _write(self, table: Table) -> None:
        before = table.unkept
        try:
            while table.dirty:
                table.dirty = False
                kept = _kept(table)
                await asyncio.get_running_loop().run_in_executor(self._writer, self._put, table, kept)
        finally:
            del self._writing[table.key]
        if table.unkept != before:
            await table.show()

    def _write_now(self, table: Table) -> None:
        table.dirty = False
        self._put(table, _kept(table))

    def _put(self, table: Table, kept: Kept) -> None:
        assert self.folder is not None
        try:
            self.folder.write(table.key, kept)
            table.unkept = ""
        except InputError as error:
            table.unkept = error.problem

    async def close(self) -> None:
        """Write what is not written yet, and give up all else."""
        self.work.close()
        for found in await asyncio.gather(*self._writing.values(), return_exceptions=True):
            if isinstance(found, Exception):
                logging.getLogger("entente").error("a session could not be kept", exc_info=found)
        self._writer.shutdown()


def _kept(table: Table) -> Kept:
    return Kept.of(table.log, table.at, table.room.plain() if table.room is not None else None)
