"""What keeps rooms going: a month is played when all are ready, when its time is up, or when it is said so."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

from nicegui import app, background_tasks

from entente.browser.hall import Hall
from entente.browser.seats.doors import MINUTE, Doors
from entente.browser.table import Table
from results.play.seats.advice import next_decision
from scenarios.session.log import SECRETARIAT
from scenarios.session.room import DEBRIEF, PLAYING, WAITING, Room, asked, played
from sim.errors import InputError
from sim.months import month_label

BEAT = 0.5  # seconds between looks at the clocks
PLAY_ON = "Play on"  # the facilitator's button where a game was ended before its last month
Listener = Callable[[], Awaitable[None]]


def keeper_of(hall: Hall) -> Keeper:
    """The one keeper of a hall."""
    if hall not in _KEEPERS:
        _KEEPERS[hall] = Keeper(hall)
    return _KEEPERS[hall]


class Keeper:
    """Rooms that are played. Of each table one month is played at a time."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.doors = hall, Doors(hall)
        self._met: dict[str, Table] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._listeners: dict[str, list[Listener]] = {}
        self.left_out: dict[str, list[str]] = {}  # key -> what could not be played the last time
        app.on_startup(lambda: background_tasks.create(self._beat(), name="clocks of rooms"))

    async def meet(self, table: Table) -> Room:
        """The room of a table, whose clock is looked after from now on; InputError if there is none.

        A clock that ran while the server was down, or while nobody looked on, stands still.
        """
        if table.room is None:
            raise InputError(
                "no room", key="session", value=table.key, allowed="the link of a seat or of a facilitator"
            )
        if self._met.get(table.key) is not table:
            self._met[table.key] = table
            self.doors.open(table.room.code, table.key)
            if table.room.clock.is_running:
                table.room = table.room.timed(table.room.clock.after_a_stop(time.time()))
        return table.room

    # ---- what the facilitator does ---------------------------------------------------------------------------------
    async def change(self, table: Table, room: Room) -> None:
        """Another room in the place of the one before: it is kept, and all its pages are told.

        Where all are ready, the month is played.
        """
        table.room = room
        table.keep()
        await self._tell(table)
        if room.phase == PLAYING and room.all_ready:
            await self.play(table, table.at)

    def listen(self, table: Table, listener: Listener) -> Callable[[], None]:
        """Call something after every change of a room, until what is returned is called."""
        listeners = self._listeners.setdefault(table.key, [])
        listeners.append(listener)

        def leave() -> None:
            if listener in listeners:
                listeners.remove(listener)
            if not listeners and self._listeners.get(table.key) is listeners:
                del self._listeners[table.key]

        return leave

    async def _tell(self, table: Table) -> None:
        await asyncio.gather(*(listener() for listener in list(self._listeners.get(table.key, ()))))

    async def start(self, table: Table) -> None:
        """Begin to play, or let the clock run on."""
        room = await self.meet(table)
        now = time.time()
        if room.phase == WAITING:
            room = room.opened(now, False)
        if table.at <= table.last:
            room = room.in_phase(PLAYING)
        await self.change(table, room.timed(room.clock.started(now)))

    async def pause(self, table: Table) -> None:
        """The clock stands still."""
        room = await self.meet(table)
        await self.change(table, room.timed(room.clock.paused(time.time())))

    async def more(self, table: Table, minutes: float) -> None:
        """So many minutes more."""
        room = await self.meet(table)
        await self.change(table, room.timed(room.clock.more(time.time(), MINUTE * minutes)))

    async def end(self, table: Table) -> None:
        """The game is over here: the clock stands still, and all may see all."""
        room = await self.meet(table)
        await self.change(table, room.timed(room.clock.paused(time.time())).in_phase(DEBRIEF))

    async def play(self, table: Table, month: int | None = None) -> None:
        """Play the month with all answers, all seats in their order at once. month : the one that is meant.

        Where another has played it meanwhile, nothing happens. InputError once the game is over.
        """
        async with self._locks.setdefault(table.key, asyncio.Lock()):
            room = await self.meet(table)
            if table.at > table.last or (month is not None and month != table.at):
                return
            if room.phase == DEBRIEF:
                raise InputError("the game is over", key="month", value=month_label(table.at), allowed=f"'{PLAY_ON}'")
            await self.hall.records.of(played(table.log, room, table.at)[0])  # so that all pages follow at once
            room = await self.meet(table)  # with what came in while that was computed
            log, left_out = played(table.log, room, table.at)
            self.left_out[table.key] = [why for _, why in left_out]
            table.room = room.opened(time.time(), room.clock.is_running and table.at < table.last)
            if table.at >= table.last:
                table.room = table.room.in_phase(DEBRIEF)
            elif table.room.phase == WAITING:
                table.room = table.room.in_phase(PLAYING)
            table.at += 1
            await table.take(log)
            await self._tell(table)

    async def skip(self, table: Table) -> None:
        """Play the month, and go on by the rules to the next one in which somebody who sits here has to decide."""
        room = await self.meet(table)
        await self.play(table, table.at)
        seats = [(seat, table.roster) for seat in room.seats if seat.is_taken and seat.actor != SECRETARIAT]
        hands = [(roster.find(seat.actor), seat.acts(roster)) for seat, roster in seats]
        told = await self.hall.records.of(asked(table.log, table.at), True)
        found = await asyncio.to_thread(next_decision, told, hands, table.at, table.last)
        while table.at < found:
            await self.play(table, table.at)

    async def back(self, table: Table) -> None:
        """Back by one month, without what was decided in it; the clock stands still."""
        async with self._locks.setdefault(table.key, asyncio.Lock()):
            room = await self.meet(table)
            if table.at > table.first:
                table.room = room.opened(time.time(), False).in_phase(PLAYING)
                await table.again_from(table.at - 1)
                await self._tell(table)

    # ---- the clocks ------------------------------------------------------------------------------------------------
    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for key, table in list(self._met.items()):
                try:
                    await self._clock(key, table)
                except Exception:  # one room must not stop the clocks of all
                    logging.getLogger("entente").exception("the clock of a room")

    def _forget(self, key: str) -> None:
        """Nobody looks on: what is held of a room besides its table goes."""
        self._met.pop(key, None)
        self.left_out.pop(key, None)
        if (lock := self._locks.get(key)) is not None and not lock.locked():
            del self._locks[key]

    async def _clock(self, key: str, table: Table) -> None:
        room = table.room
        if room is None or not room.clock.is_running:
            if not table.is_watched:
                self._forget(key)
        elif not table.is_watched:
            await self.pause(table)
        elif room.phase == PLAYING and room.clock.is_over(time.time()):
            await self.play(table, table.at)


_KEEPERS: WeakKeyDictionary[Hall, Keeper] = WeakKeyDictionary()
