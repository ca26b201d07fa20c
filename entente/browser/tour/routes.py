"""The guided tour and its addresses: each step has one, so that it can be left, taken up and walked back and forth."""

from __future__ import annotations

import asyncio
import secrets
import time

from nicegui import Client, app, ui
from starlette.responses import RedirectResponse, Response

from entente.browser.frame import frame, is_met, refusal, words
from entente.browser.hall import Hall
from entente.browser.opening import asked_first
from entente.browser.seats.access import code_of, whole_table
from entente.browser.story.kept import Kept
from entente.browser.tour.page import tour_page
from entente.browser.tour.steps import STEPS
from entente.browser.view import View
from entente.browser.work import Superseded
from results.play.kit.tour_plot import LEVERS, Plot, plot
from sim.errors import EntenteError, InputError

PLAYING = "One moment: a world is played for the tour."
PLOTS: Kept[Plot] = Kept("tour", 1)


def routes(hall: Hall) -> None:
    """The pages and their addresses."""

    @ui.page("/tour")
    async def _begin(client: Client) -> Response | None:
        """A table for the tour."""
        if asked_first(client.request, "Begin the guided tour"):
            return None
        if not _is_found():
            await _find(hall, client)
            return None
        return RedirectResponse(f"/tour/{hall.open(plot().log).key}?step=1", 303)

    @app.post("/tour")
    async def _begin_after_all() -> Response:
        """Whoever was asked first."""
        return RedirectResponse("/tour", 303)

    @ui.page("/tour/{key}")
    async def _tour(client: Client, key: str, step: str = "1", lever: str = "") -> None:
        try:
            number, pulled = _step(step), _lever(lever)
            view = View(whole_table(hall, key, client.request), hall.work, secrets.token_hex(8), client=client)
        except EntenteError as error:
            refusal(error, code_of(error))
            return
        client.on_delete(view.close)
        if _is_found():
            await tour_page(view, plot(), number, pulled)
        else:
            await _find(hall, client)


def _is_found() -> bool:
    """Whether the tour's session has been played."""
    return plot.cache_info().currsize > 0


async def _find(hall: Hall, client: Client) -> None:
    """Play the tour's session in a thread, once for a server; the page says how long it takes and then loads anew."""
    with frame("Guided tour"):
        status = words("p", PLAYING).props("role=status")
        words("p", "The first time after an installation the model is compiled first, which takes a few minutes.")
    if not await is_met(client):
        return
    began = time.monotonic()
    made = asyncio.ensure_future(PLOTS.of(hall.work, client.id, "tour", lambda tick: plot()))
    client.on_delete(lambda: PLOTS.leave(hall.work, client.id))
    while not made.done():
        await asyncio.wait([made], timeout=1.0)
        status.set_text(f"{PLAYING} {time.monotonic() - began:.0f} seconds so far.")
    try:
        made.result()
    except Superseded:
        return
    with client:
        ui.navigate.reload()


def _step(text: str) -> int:
    """The number of a step, from 1; InputError for all else."""
    known = [str(k) for k in range(1, len(STEPS) + 1)]
    if text not in known:
        raise InputError("no such step", key="step", value=text, allowed=f"1 to {len(STEPS)}")
    return int(text)


def _lever(text: str) -> str:
    known = [one.key for one in LEVERS]
    if text and text not in known:
        raise InputError("no such lever", key="lever", value=text, allowed=", ".join(known), choices=known)
    return text
