"""Who may do what and see what: a facilitator by a cookie, a seat by one of its own, others look on.

Until the game is over nobody but the facilitator sees what actors reckon, other seats' answers or months ahead.
"""

from __future__ import annotations

from typing import Any

from nicegui import context, ui
from starlette.requests import Request

from entente.browser.hall import Hall
from entente.browser.seats.keeper import Keeper, keeper_of
from entente.browser.table import Table
from scenarios.session.log import Log
from scenarios.session.room import DEBRIEF
from sim.errors import EntenteError, InputError

DAYS = 24 * 3600 * 14  # seconds that a facilitator's cookie lasts


def lead_cookie(key: str) -> str:
    """Name of the cookie by which a facilitator is known at a table."""
    return f"entente-lead-{key}"


def seat_cookie(key: str, number: int) -> str:
    """Name of the cookie by which who sits in a seat of a table's room is known."""
    return f"entente-seat-{key}-{number}"


def leads(table: Table, request: Request) -> bool:
    """Whether the facilitator of a table's room asks."""
    token = request.cookies.get(lead_cookie(table.key), "")
    return table.room is not None and table.room.is_led_by(token)


def is_open(table: Table) -> bool:
    """Whether all of a table is for everybody who has its key: no room, or its game is over."""
    return table.room is None or table.room.phase == DEBRIEF


class Closed(InputError):
    """What only the facilitator may see as long as the game goes on."""

    def __init__(self, key: str) -> None:
        allowed = f"once the facilitator has ended the game; until then look on at /play/{key}"
        super().__init__("this shows what nobody in the room may know yet", key="session", allowed=allowed)


def whole_table(hall: Hall, key: str, request: Request) -> Table:
    """The table of a key, for who may see the whole of it; InputError for others, ``Closed`` while a game goes on."""
    table = hall.table(key)
    if not (is_open(table) or leads(table, request)):
        raise Closed(key)
    return table


def code_of(error: EntenteError) -> int:
    """Of an answer (HTTP) that says why a table is not shown."""
    return 403 if isinstance(error, Closed) else 404


def table_for(hall: Hall, key: str, request: Request) -> Table:
    """The table of a key as who asks for it may use it: where there is a room its facilitator leads, others look on."""
    table = hall.table(key)
    if table.room is None:
        return table
    return Led(table, keeper_of(hall)) if leads(table, request) else Onlooker(table)


class _Seen(Table):
    """A table as somebody sees it: all that it holds is read from the other one."""

    def __init__(self, table: Table) -> None:
        self.__dict__["_table"] = table

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_table"], name)


class Onlooker(_Seen):
    """A table at which one looks on: all that changes it is refused."""

    may_be_played = False

    @property
    def shows_all(self) -> bool:
        """Only once the game is over."""
        return is_open(self._table)

    async def choose(self, by: str = "", **what: Any) -> int:
        """Refused."""
        raise _refused(LOOKS_ON)

    async def undo(self, number: int | None = None) -> None:
        """Refused."""
        raise _refused(LOOKS_ON)

    async def go(self, month: int) -> None:
        """Refused; whoever tried reads why."""
        _say(_refused(LOOKS_ON))

    async def again_from(self, month: int) -> None:
        """Refused."""
        raise _refused(LOOKS_ON)

    async def take(self, log: Log) -> None:
        """Refused."""
        raise _refused(LOOKS_ON)


class Led(_Seen):
    """A table as the facilitator sees it: months are played with what the seats have answered."""

    def __init__(self, table: Table, keeper: Keeper) -> None:
        super().__init__(table)
        self.__dict__["_keeper"] = keeper

    async def choose(self, by: str = "", **what: Any) -> int:
        """As at any table."""
        return int(await self._table.choose(by, **what))

    async def undo(self, number: int | None = None) -> None:
        """As at any table."""
        await self._table.undo(number)

    async def take(self, log: Log) -> None:
        """As at any table."""
        await self._table.take(log)

    async def go(self, month: int) -> None:
        """Play until the beginning of a month. One does not look back: the seats are asked in the present month."""
        if month < self._table.at:
            _say(_refused(NO_WAY_BACK))
        try:
            while self._table.at < min(month, self._table.end):
                await self._keeper.play(self._table, self._table.at)
        except InputError as error:  # the game is over
            _say(error)

    async def again_from(self, month: int) -> None:
        """Back to a month, which all decide anew."""
        while self._table.at > max(month, self._table.first):
            await self._keeper.back(self._table)


LOOKS_ON = "looking on; the facilitator plays, and each seat on a page of its own"
NO_WAY_BACK = "'Back a month' on the facilitator's page, which drops what was decided in it"


def _say(error: InputError) -> None:
    """Say what is wrong on the page from which it was tried."""
    if context.slot_stack:
        ui.notify(str(error), type="warning", multi_line=True)


def _refused(allowed: str) -> InputError:
    return InputError("this session is played in a room", key="session", allowed=allowed)
