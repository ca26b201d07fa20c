"""The guard before all pages and connections: applies the rules of ``door``, and bounds what may be sent."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from entente.browser.door import COOKIE, Door

MOST_BYTES = 1_000_000  # of a request
MONTH = 30 * 24 * 3600  # seconds
PREFIXES = (b"x-forwarded-prefix", b"x-forwarded-host", b"x-forwarded-proto")  # nobody stands before this server
# Nothing is asked of any other machine; the toolkit's pages hold scripts and make some while they run.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
WRONG_NAME = "This server does not go by that name. Open the address that it printed when it was started."
ELSEWHERE = "This was asked for by a page of another site, which is refused."
TOO_LARGE = "This is too large: at most 1 MB can be sent."
NO_TOKEN = "This workshop needs a token. Open the whole address that whoever runs it has given you, or type the token."
WRONG_TOKEN = "That is not the token of this workshop (it may have been started anew, with another one)."
AHEAD = "Pages are made when somebody opens them, and not ahead of time."
CROWDED = "Too many pages are being opened at once. Wait a few seconds, then load this page again."
TIRED = "Too many wrong tokens have been tried from this address. Wait a minute, then open the whole address again."
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Entente</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 16px/1.5 "DejaVu Sans", Verdana, Arial, sans-serif; max-width: 40rem; margin: 2rem auto;
padding: 0 1rem; color: #1c1c1c }} input, button {{ font: inherit; padding: .3em .6em }}</style></head>
<body><main><h1>{title}</h1><p>{text}</p>{more}</main></body></html>"""
FORM = """<form method="get" action=""><label>Token <input name="token" autocomplete="off" required></label>
<button>Come in</button></form>"""


FREE = ("/_nicegui", "/static/")  # what pages load and send: none of it makes a page


class Guard:
    """Stands before an application; ``app`` is that one.  crowded : whether no more pages should be made just now."""

    def __init__(self, app: ASGIApp, door: Door, crowded: Callable[[], bool] = lambda: False) -> None:
        self.app, self.door, self.crowded = app, door, crowded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in PREFIXES]
        refused = self._refused(HTTPConnection(scope))
        if refused is None:
            await self.app(scope, _bounded(receive), _dressed(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
        else:
            refused.headers.update(HEADERS)
            await refused(scope, receive, send)

    def _refused(self, asked: HTTPConnection) -> Response | None:
        """The answer to what is refused or sent elsewhere; None for what may go on."""
        host = asked.headers.get("host", "")
        if not self.door.knows(host):
            return page(421, "Not here", WRONG_NAME)
        fetch = [asked.headers.get(f"sec-fetch-{what}", "") for what in ("site", "mode", "dest")]
        if not (self.door.is_from_here(asked.headers.get("origin"), host) and self.door.may_ask(*fetch)):
            return page(403, "Refused", ELSEWHERE)
        if "prefetch" in (asked.headers.get("sec-purpose") or asked.headers.get("purpose") or "").lower():
            return page(503, "Not yet", AHEAD)
        if _length(asked) > MOST_BYTES:
            return page(413, "Too large", TOO_LARGE)
        if not self.door.takes_cookie(asked.cookies.get(COOKIE, "")):
            return self._let_in(asked)
        is_page = asked.scope["type"] == "http" and not asked.url.path.startswith(FREE)
        return page(503, "One moment", CROWDED) if is_page and self.crowded() else None

    def _let_in(self, asked: HTTPConnection) -> Response:
        """Whoever has no cookie: with the token it is given one, and sent to the same address without the token."""
        given = asked.query_params.get("token")
        address = asked.client.host if asked.client is not None else ""
        if given is None or not self.door.takes_token(given, address):
            if given is not None and self.door.is_tired(address):
                return page(429, "Wait", TIRED)
            return page(403, "A token is needed", NO_TOKEN if given is None else WRONG_TOKEN, FORM)
        rest = urlencode([pair for pair in parse_qsl(asked.url.query) if pair[0] != "token"])
        path = "/" + asked.url.path.lstrip("/")  # of '//elsewhere' a browser would make another machine
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(COOKIE, self.door.cookie, max_age=MONTH, httponly=True, samesite="lax")
        return answer


def page(code: int, title: str, text: str, more: str = "") -> Response:
    """A plain page that says something; ``more`` is HTML."""
    return HTMLResponse(PAGE.format(title=html.escape(title), text=html.escape(text), more=more), code)


def _length(asked: HTTPConnection) -> int:
    text = asked.headers.get("content-length", "0")
    return int(text) if text.isdecimal() and len(text) < 20 else MOST_BYTES + 1


def _bounded(receive: Receive) -> Receive:
    """What is received, up to the bound, whatever length was announced."""
    got = 0

    async def bounded() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > MOST_BYTES:
                return {"type": "http.disconnect"}
        return message

    return bounded


def _dressed(send: Send) -> Send:
    """Answers with the headers that keep browsers to this server."""
    more = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def dressed(message: Any) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *more]
        await send(message)

    return dressed
