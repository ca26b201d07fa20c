"""The pages of the teacher's kit and their addresses: plain HTML, which answers at once while the model is at work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import Request
from nicegui import app
from starlette.responses import HTMLResponse, RedirectResponse, Response

from entente.browser.hall import Hall
from entente.browser.kit import pages
from entente.browser.kit.made import Made
from entente.browser.kit.sessions import MINUTES, session
from entente.browser.kit.values import Filled
from entente.browser.seats.access import whole_table
from entente.browser.table import Table
from sim.errors import EntenteError, InputError

AGAIN = 2  # seconds after which a page that waits looks again


def routes(hall: Hall) -> None:
    """The pages and their addresses."""
    made = Made(hall.work)

    @app.get("/kit")
    async def _kit() -> HTMLResponse:
        return _answer(pages.index)

    @app.get("/kit/aims")
    async def _aims_of(session: str = "") -> Response:
        """The aims of a room's own session, by the room's key."""
        try:
            minutes = minutes_of(hall.table(_key(session)))
        except EntenteError as error:
            return HTMLResponse(pages.wrong(error), 404)
        return RedirectResponse(f"/kit/{minutes}/aims?" + urlencode({"session": session}), 303)

    @app.get("/kit/{minutes}")
    async def _plan(minutes: str) -> HTMLResponse:
        return await _filled(made, minutes, pages.plan)

    @app.get("/kit/{minutes}/print")
    async def _print(minutes: str) -> HTMLResponse:
        return await _filled(made, minutes, pages.to_print)

    @app.get("/kit/{minutes}/handout/{actor}")
    async def _handout(minutes: str, actor: str) -> HTMLResponse:
        return await _filled(made, minutes, lambda found: pages.handout(found, actor))

    @app.get("/kit/{minutes}/aims")
    async def _aims(request: Request, minutes: str, session: str = "") -> HTMLResponse:
        log, at, error = None, 0, None
        if asked := session.strip():
            try:
                table = whole_table(hall, _key(asked), request)
                log, at = table.log, table.at
            except EntenteError as problem:
                error = problem
        return await asyncio.to_thread(_answer, lambda: pages.aims(minutes, asked[:300], log, at, error))


def minutes_of(table: Table) -> str:
    """The session that a game is played by: that of its room, else the one with its scenario and seed; InputError."""
    if table.room is not None and table.room.kit:
        return str(session(table.room.kit).minutes)
    for one in map(session, map(str, MINUTES)):
        if (one.scenario, one.seed) == (table.log.scenario, table.log.seed) and table.log.design in one.designs:
            return str(one.minutes)
    raise InputError("this game is none of the sessions for teachers", key="session", allowed="a game opened from /kit")


async def _filled(made: Made, minutes: str, page: Callable[[Filled], str]) -> HTMLResponse:
    """A page of a session; while it is filled in one that says how far it is, and looks again by itself."""
    try:
        found = await made.of(minutes)
        if found is None:
            return HTMLResponse(pages.wait(minutes, made.progress(minutes)), headers={"Refresh": str(AGAIN)})
        return HTMLResponse(page(found))
    except EntenteError as error:
        return HTMLResponse(pages.wrong(error), 404)


def _key(text: str) -> str:
    """The key of a game in its address, or the key itself."""
    return text.partition("?")[0].rstrip("/").rpartition("/")[2]


def _answer(make: Callable[[], str]) -> HTMLResponse:
    """A page, or one that says what is wrong with its address."""
    try:
        return HTMLResponse(make())
    except EntenteError as error:
        return HTMLResponse(pages.wrong(error), 404)
