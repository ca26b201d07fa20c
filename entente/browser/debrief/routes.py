"""The pages and their addresses: the debrief of a table, and its report as a file."""

from __future__ import annotations

import secrets

from fastapi import Request
from nicegui import Client, app, ui
from starlette.responses import PlainTextResponse, Response

from entente.browser.debrief.page import debrief_page, people_of
from entente.browser.debrief.reports import Reports
from entente.browser.frame import refusal
from entente.browser.hall import Hall
from entente.browser.seats.access import code_of, whole_table
from entente.browser.view import View
from entente.browser.work import Superseded
from sim.errors import EntenteError
from sim.months import month_label


def routes(hall: Hall) -> None:
    """The pages of this part."""

    @ui.page("/debrief/{key}")
    async def _debrief(client: Client, key: str) -> None:
        try:
            view = View(whole_table(hall, key, client.request), hall.work, secrets.token_hex(8))
        except EntenteError as error:
            refusal(error, code_of(error))
            return
        client.on_delete(view.close)
        await debrief_page(view)

    reports = Reports(hall.work)

    @app.get("/debrief/{key}/report")
    async def _report(request: Request, key: str, names: bool = False) -> Response:
        try:
            table = whole_table(hall, key, request)
            page = await reports.of(request, table.log, table.at, people_of(table) if names else {})
        except EntenteError as error:
            return PlainTextResponse(str(error), code_of(error))
        except Superseded:
            return PlainTextResponse("Nobody waits for it any more.", 503)
        name = f"entente-session-{month_label(table.at - 1)}.html"
        return Response(page, media_type="text/html", headers={"Content-Disposition": f'attachment; filename="{name}"'})
