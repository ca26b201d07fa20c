"""The guard before a small application: what goes through, what is refused, and with which words."""

import asyncio
import time

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from entente.browser import guard
from entente.browser.door import COOKIE, Door
from entente.browser.guard import Guard

TOKEN = "the-token-of-this-room"
LOOPBACK = "127.0.0.1"
HERE = f"http://{LOOPBACK}:8080"


async def told(request):
    body = await request.body()
    prefix = request.headers.get("x-forwarded-prefix", "")
    return PlainTextResponse(f"{request.url.path}|{request.url.query}|{len(body)}|{prefix}")


async def talk(socket):
    await socket.accept()
    await socket.send_text("hello")


def asked_of(app, scope):
    """What an application sends when it is asked this, byte for byte."""
    sent = []

    async def receive():
        return {"type": "websocket.connect"} if scope["type"] == "websocket" else {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


class Client:
    """A browser before a guarded application: it keeps its cookies."""

    def __init__(self, door: Door, host: str = "127.0.0.1:8080", origin: str | None = None) -> None:
        inner = Starlette(
            routes=[WebSocketRoute("/ws", talk), Route("/{path:path}", told, methods=["GET", "POST"])],
        )
        self.app, self.cookies = Guard(inner, door), httpx.Cookies()
        self.headers = {"host": host} | ({"origin": origin} if origin is not None else {})

    def get(self, path: str, **more):
        return self.ask("GET", path, **more)

    def post(self, path: str, **more):
        return self.ask("POST", path, **more)

    def ask(self, method: str, path: str, headers=(), **more):
        async def ask():
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=HERE, cookies=self.cookies) as client:
                answer = await client.request(method, path, headers=self.headers | dict(headers), **more)
                self.cookies = client.cookies
                return answer

        return asyncio.run(ask())

    def talks(self) -> bool:
        """Whether a connection is made that stays open."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = [(name.encode(), value.encode()) for name, value in (self.headers | {"cookie": cookie}).items()]
        scope = {"type": "websocket", "scheme": "ws", "path": "/ws", "query_string": b"", "headers": headers}
        types = [message["type"] for message in asked_of(self.app, scope | {"subprotocols": []})]
        assert types in (["websocket.close"], ["websocket.accept", "websocket.send"])
        return types[0] == "websocket.accept"


def test_what_is_asked_at_this_machine_goes_through_with_the_headers():
    answer = Client(Door("127.0.0.1")).get("/play?x=1", headers={"X-Forwarded-Prefix": "//evil.example"})
    assert answer.status_code == 200 and answer.text == "/play|x=1|0|"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "192.168.1.5"])
def test_another_name_is_refused(host):
    answer = Client(Door("127.0.0.1"), host=host).get("/")
    assert answer.status_code == 421 and guard.WRONG_NAME in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"http://{LOOPBACK}:9999"])
def test_pages_of_other_sites_get_no_answer_and_no_connection(origin):
    asked = Client(Door("127.0.0.1"), origin=origin)
    assert asked.get("/").status_code == 403 and asked.post("/open").status_code == 403
    assert not asked.talks()


def test_a_connection_of_this_site_is_made():
    assert Client(Door("127.0.0.1"), origin=HERE).talks() and Client(Door("127.0.0.1")).talks()


def test_without_the_token_nothing_goes_through_not_even_a_connection():
    asked = Client(Door("0.0.0.0", TOKEN), origin=HERE)
    refused = asked.get("/play/abc")
    assert refused.status_code == 403 and "needs a token" in refused.text and TOKEN not in refused.text
    assert asked.post("/open", content=b"x").status_code == 403
    assert not asked.talks()


def test_the_token_lets_in_once_and_is_taken_out_of_the_address():
    asked = Client(Door("0.0.0.0", TOKEN))
    answer = asked.get(f"/play/abc?design=igo%3AOECD&token={TOKEN}&x=%3Cb%3E")
    assert answer.status_code == 303 and answer.headers["location"] == "/play/abc?design=igo%3AOECD&x=%3Cb%3E"
    assert "httponly" in answer.headers["set-cookie"].lower() and TOKEN not in answer.headers["set-cookie"]
    assert asked.cookies.get(COOKIE)
    assert asked.get("/play/abc").status_code == 200
    assert asked.talks()


def test_the_way_on_never_leads_to_another_machine():
    headers = [(b"host", b"192.168.1.5:8080")]
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": "//evil.example/x", "headers": headers}
    sent = asked_of(Guard(told, Door("0.0.0.0", TOKEN)), scope | {"query_string": f"token={TOKEN}".encode()})
    assert sent[0]["status"] == 303 and dict(sent[0]["headers"])[b"location"] == b"/evil.example/x"


def test_a_wrong_token_is_said_to_be_wrong_and_guessing_a_short_one_comes_to_an_end():
    asked = Client(Door("0.0.0.0", "our-class"))
    codes = [asked.get(f"/?token=guess{k}").status_code for k in range(25)]
    assert codes[:19] == [403] * 19 and codes[20:] == [429] * 5
    assert asked.get("/?token=our-class").status_code == 429


def test_whoever_guesses_does_not_lock_out_those_with_the_token():
    asked = Client(Door("0.0.0.0", TOKEN))
    assert {asked.get(f"/?token=guess{k}").status_code for k in range(40)} == {403, 429}
    assert asked.get(f"/?token={TOKEN}").status_code == 303


async def without_end():
    for _ in range(20):
        yield b"x" * 100_000


def test_what_is_too_large_is_refused_whatever_it_says_of_itself():
    asked = Client(Door("127.0.0.1"))
    assert asked.post("/open", content=b"x" * 2_000_000).status_code == 413
    assert asked.post("/open", content=b"x" * 900_000).text.endswith("|900000|")
    with pytest.raises(ClientDisconnect):  # no length announced: cut off on the way
        asked.post("/open", content=without_end())


@pytest.mark.parametrize(
    "site, mode, dest, code",
    [
        ("cross-site", "no-cors", "image", 403),
        ("same-site", "cors", "empty", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "websocket", "empty", 403),
        ("cross-site", "navigate", "document", 200),
        ("same-origin", "no-cors", "image", 200),
        ("none", "navigate", "document", 200),
        ("", "", "", 200),
    ],
)
def test_a_page_of_another_site_may_only_lead_a_whole_tab_here(site, mode, dest, code):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest} if site else {}
    assert Client(Door("127.0.0.1")).get("/new", headers=headers).status_code == code


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_pages_are_not_made_ahead_of_time(header):
    assert Client(Door("127.0.0.1")).get("/new", headers={header: "prefetch;prerender"}).status_code == 503


def test_in_a_crowd_no_pages_are_made_and_those_that_are_there_go_on():
    client = Client(Door("127.0.0.1"))
    client.app.crowded = lambda: True
    assert client.get("/play/x").status_code == 503 and "few seconds" in client.get("/").text
    assert client.get("/_nicegui/x").status_code == client.get("/static/workshop.css").status_code == 200
    assert client.talks()


def test_pages_that_no_browser_takes_up_are_bounded(monkeypatch):
    from nicegui import Client as Page

    from entente.browser import app

    class One:
        has_socket_connection, _delete_tasks = False, ()

        def __init__(self, created):
            self.created, self.id = created, id(self)

        def delete(self):
            del Page.instances[self.id]

    now = time.time()
    monkeypatch.setattr(Page, "instances", {})
    monkeypatch.setattr(app, "MOST_WAITING", 3)
    Page.instances.update({one.id: one for one in (One(now), One(now))})
    assert not app.crowded()
    old, new = One(now - app.A_WHILE - 1), One(now)
    Page.instances[old.id] = old
    assert not app.crowded() and old.id not in Page.instances
    Page.instances[new.id] = new
    assert app.crowded() and len(Page.instances) == 3
    new.has_socket_connection = True
    assert not app.crowded()
