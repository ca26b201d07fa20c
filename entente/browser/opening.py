"""How sessions begin: a new one, a copy from a link, a copy from a file.

A page of another site may lead somebody here, but opens nothing: a page asks first, with a button.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from nicegui import app, ui
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse, Response

from entente.browser.door import ELSEWHERE, name_of
from entente.browser.frame import frame, refusal, words
from entente.browser.guard import TOO_LARGE, page
from entente.browser.hall import Hall
from entente.browser.table import Table
from scenarios.session.kept import of_file
from scenarios.session.log import PREFIX, Log, log_of_link, started
from sim.errors import EntenteError, InputError

BACK = '<p><a href="/">To the start</a></p>'


def routes(hall: Hall) -> None:
    """Addresses that open a table and lead there."""

    @ui.page("/new")
    def _new(request: Request) -> object:
        """A new table. Scenarios that the server was started with go by their names."""
        try:
            log = _new_log(hall, request.query_params)
            return asked_first(request, "Begin a new session") or _to(hall.open(log))
        except EntenteError as error:
            refusal(error, 400)
            return None

    @app.post("/new")
    async def _new_after_all(request: Request) -> Response:
        """The same, for whoever was asked first."""
        try:
            return _to(hall.open(_new_log(hall, request.query_params)))
        except EntenteError as error:
            return page(400, "This session cannot be begun", str(error), BACK)

    @ui.page("/open")
    def _open(request: Request, log: str = "") -> object:
        """A copy of the session that a link holds."""
        try:
            copy = log_of_link(link_in(log))
            return asked_first(request, "Open a copy of a session") or _to(hall.open(copy))
        except EntenteError as error:
            refusal(error, 400)
            return None

    @app.post("/open")
    async def _upload(request: Request, log: str = "") -> Response:
        """A copy of the session that a file holds, or a link for whoever was asked first."""
        try:
            if log:
                return _to(hall.open(log_of_link(link_in(log))))
            async with request.form(max_files=1, max_fields=4) as form:
                file = form.get("file")
                if not isinstance(file, UploadFile) or not file.filename:
                    raise InputError("no file was chosen", key="file", allowed="a session that was saved here")
                return _to(hall.open(*of_file(await file.read(), "the file")))
        except ClientDisconnect:  # the guard has cut it off, or nobody is there to read this
            return page(413, "Too large", TOO_LARGE, BACK)
        except EntenteError as error:
            return page(400, "This file cannot be opened", str(error), BACK)


def asked_first(request: Request, title: str) -> str:
    """Where a page of another site has led here: a page with a button that does it, and 'asked'; else ''."""
    if request.headers.get("sec-fetch-site", "") not in ELSEWHERE:
        return ""
    with frame(title):
        words("p", "A page of another site has led you here. Nothing has been opened yet.")
        with ui.element("form").props("method=post") as form:
            form._props["action"] = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            words("button", title).props("type=submit").classes("plain-button")
        with words("p", ""):
            words("a", "No, to the start").props("href=/")
    return "asked"


def _new_log(hall: Hall, asked: Mapping[str, str]) -> Log:
    """The log with which a new table begins; InputError(s) for what is asked for and is not there."""
    name = asked.get("scenario", "teaching")
    seed, replicate = (_whole(asked.get(key, usual), key) for key, usual in (("seed", "1"), ("replicate", "0")))
    return started(hall.more.get(name, name), asked.get("design", "rotating"), seed, replicate)


def _to(table: Table) -> Response:
    return RedirectResponse(f"/play/{table.key}", 303)


def _whole(text: str, key: str) -> int:
    """A whole number that somebody typed; InputError for all else."""
    clean = text.strip()
    if not (clean.lstrip("+-").isdecimal() and clean.isascii() and len(clean) <= 20):
        raise InputError("not a whole number", key=key, value=text, allowed="a whole number, e.g. 1")
    return int(clean)


def link_in(text: str) -> str:
    """The link in what somebody pasted: the link itself, or the address in which it stands."""
    clean = "".join(text.split())
    return clean[at:] if (at := clean.find(PREFIX)) > 0 else clean


def origin_of(request: Request) -> str:
    """How the browser has reached this server, 'http://localhost:8080'; the guard has checked its name."""
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if name_of(host) else ""
