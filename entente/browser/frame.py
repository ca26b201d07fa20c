"""What every page has: its language, one heading of level one, a way past the head, its main part, one look."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nicegui import Client, app, ui
from nicegui.client import ClientConnectionTimeout
from nicegui.elements.mixins.text_element import TextElement

from entente import __version__
from entente.browser import engine
from sim.errors import EntenteError

PATIENCE = 60.0  # seconds that a page waits for its browser
STATIC = Path(__file__).parent / "static"
PLACES = {"/": "Start", "/tour": "Tour", "/room": "Rooms", "/kit": "For teachers"}
OF_A_TABLE = {"/play": "Play", "/beside": "Side by side", "/debrief": "Debrief", "/share": "Share"}


def dress() -> None:
    """The look of all pages, once for a server."""
    app.add_static_files("/static", STATIC, max_cache_age=0)
    app.colors(primary="#00568a", secondary="#55595e", accent="#6a2a82", positive="#2b6a2b", negative="#a33f00",
               info="#00568a", warning="#8a5600", dark="#1c1c1c")  # fmt: skip
    ui.add_head_html(
        f'<link rel="stylesheet" href="/static/workshop.css?{__version__}">'
        f'<link rel="stylesheet" href="/static/levers.css?{__version__}">'
        f'<link rel="stylesheet" href="/static/story.css?{__version__}">'
        f'<script defer src="/static/workshop.js?{__version__}"></script>',
        shared=True,
    )
    ui.button.default_props("no-caps unelevated")
    for field in (ui.input, ui.number, ui.select, ui.textarea):
        field.default_props("outlined dense")


@contextmanager
def frame(title: str, key: str = "", wide: bool = False) -> Iterator[None]:
    """A page: what is made inside stands in its main part, of which there is one.

    title : the heading of level one.  key : of the table that the page is about, for the links in the head.
    wide : as wide as the window.
    """
    ui.page_title(f"{title} · Entente")
    client = ui.context.client
    page = client.content.parent_slot.parent  # type: ignore[union-attr]  # the toolkit's <main>
    page.props("id=main tabindex=-1")
    with client.layout.classes("wide" if wide else ""):
        head = ui.element("header").classes("head")
    head.move(client.layout, 0)
    engine.told()
    with head:
        words("a", "Skip to the content").props("href=#main").classes("skip")
        words("a", "Entente").props("href=/").classes("home")
        words("h1", title)
        _links(client.request.url.path, key)
    yield


def _links(here: str, key: str) -> None:
    places = {f"{place}/{key}": name for place, name in OF_A_TABLE.items()} if key else PLACES
    with ui.element("nav").props('aria-label="Pages"'), ui.element("ul"):
        for place, name in places.items():
            with ui.element("li"):
                link = words("a", name).props(f'href="{place}"')
                if place == here:
                    link.props("aria-current=page")


async def is_met(client: Client) -> bool:
    """Wait until the browser has a page that was sent; False if it never comes, so that there is nobody to draw for.

    The toolkit's own wait ends without a word when the page is given up meanwhile.
    """
    try:
        await client.connected(PATIENCE)
    except ClientConnectionTimeout:
        return False
    return not client.is_deleted


def words(tag: str, text: str) -> TextElement:
    """A plain element with a text, which is never read as HTML."""
    return TextElement(tag=tag, text=text)


@contextmanager
def part(title: str, level: int = 2) -> Iterator[None]:
    """A region of the page, named by its heading."""
    with ui.element("section").classes("part").props("role=region") as section:
        heading = words(f"h{level}", title)
        section.props(f"aria-labelledby={heading.html_id}")
        yield


def refusal(error: EntenteError, code: int = 404) -> None:
    """A page that says what is wrong with an address, and where to go on. code : of the answer (HTTP)."""
    ui.context.client.status_code = code
    with frame("This page cannot be shown"):
        words("p", str(error)).classes("wrong")
        words("p", "Nothing that was played is lost: a session is opened by its whole address, its link or its file.")
        with words("p", ""):
            words("a", "To the start").props("href=/")
