"""The application: all pages, put together."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from fastapi import FastAPI, Request
from nicegui import Client, app, ui
from starlette.responses import Response

from entente.browser import opening, sharing, start_page
from entente.browser.beside import routes as beside
from entente.browser.debrief import routes as debrief
from entente.browser.frame import dress, refusal
from entente.browser.guard import page
from entente.browser.hall import Hall
from entente.browser.kit import routes as kit
from entente.browser.seats import routes as seats
from entente.browser.seats.access import table_for
from entente.browser.setting import Setting
from entente.browser.table_page import table_page
from entente.browser.tour import routes as tour
from entente.browser.view import View
from sim.errors import EntenteError

PARTS = (start_page, opening, seats, beside, debrief, kit, tour)
PATIENCE = 30.0  # seconds that a page may take to be built
MOST_WAITING = 64  # pages in memory that no browser has taken up so far: 0.7 to 1.8 MB each
A_WHILE = 20.0  # seconds that one of them is sure to be held
AWAY = 60.0  # seconds that a tab may be away (a laptop that sleeps, a busy machine) before its view is given up
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#00568a"/></svg>'
NOWHERE = "There is no page at this address."
BUG = "This is a bug in Entente, not a mistake of yours. Nothing that was played is lost: reload the page, or go back."


def put_together(outer: FastAPI, hall: Hall, setting: Setting, addresses: list[str]) -> None:
    """All pages of a server as one application. addresses : at which browsers find it."""
    dress()
    for part in PARTS:
        part.routes(hall)
    sharing.routes(hall, setting, addresses)
    _table(hall)
    app.add_exception_handler(404, _no_page)
    app.add_exception_handler(Exception, _bug)
    app.on_shutdown(hall.close)
    ui.run_with(
        outer, title="Entente", favicon=MARK, language="en-US", reconnect_timeout=AWAY, show_welcome_message=False
    )


def crowded() -> bool:
    """Whether so many pages wait for their browsers that no more are made; those that have waited for long go first."""

    def waiting() -> int:
        return sum(not (one.has_socket_connection or one._delete_tasks) for one in Client.instances.values())

    if waiting() >= MOST_WAITING:
        Client.prune_instances(client_age_threshold=A_WHILE)
    return waiting() >= MOST_WAITING


def _table(hall: Hall) -> None:
    @ui.page("/play/{key}", response_timeout=PATIENCE)
    async def _play(client: Client, key: str) -> None:
        await _guarded(
            lambda: View(table_for(hall, key, client.request), hall.work, secrets.token_hex(8), client=client), client
        )


async def _guarded(make: Callable[[], View], client: Client) -> None:
    """A view and its page, or a page that says what is wrong."""
    try:
        view = make()
    except EntenteError as error:
        refusal(error)
        return
    client.on_delete(view.close)
    await table_page(view)


async def _no_page(request: Request, error: Exception) -> Response:
    return page(404, "There is nothing here", NOWHERE, opening.BACK)


async def _bug(request: Request, error: Exception) -> Response:
    return page(500, "Something went wrong", BUG, opening.BACK)
