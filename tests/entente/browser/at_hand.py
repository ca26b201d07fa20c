"""A room in a hall, without a browser."""

from __future__ import annotations

import asyncio

from entente.browser.hall import Hall
from entente.browser.seats.keeper import Keeper
from scenarios.session.log import started
from scenarios.session.plan import roster_of
from scenarios.session.room import opened_room
from scenarios.session.seats import seats_of

LOG = started("teaching", "rotating", 1)
POOL = {"decision": {"date": "2026-01", "actor": "Kenya", "act": "pool", "choice": False}}


class Room:
    """A hall with one room, in which Kenya is taken."""

    def __init__(self, hall: Hall, minutes: float = 1.0) -> None:
        self.hall, self.keeper = hall, Keeper(hall)
        self.table = hall.open(LOG)
        room, self.lead = opened_room(seats_of("Kenya,Anthropic", roster_of(LOG.base())), minutes)
        self.table.room, self.token = room.sat_down(0, "Ada")

    async def begin(self):
        await self.keeper.meet(self.table)
        await self.keeper.start(self.table)

    async def answer(self):
        await self.keeper.change(self.table, self.table.room.answered(0, self.table.log, [POOL]))


def played(act, hall=None, **more):
    """Run something with a room."""

    async def run():
        room = Room(hall or Hall(), **more)
        try:
            await room.begin()
            await act(room)
        finally:
            await room.hall.close()
        return room

    return asyncio.run(run())
