"""The page at which one plays: the world and what happens on the left, what one does on the right."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from nicegui import ui

from entente.browser.frame import frame, is_met, words
from entente.browser.levers import parts as levers
from entente.browser.seats import parts as seats
from entente.browser.story import parts as story
from entente.browser.tabs import Tab, tabs
from entente.browser.view import View
from entente.browser.world import parts as world
from results.brief.names import name

A_MOMENT = 0.05  # seconds that parts need to draw a run
LOADING = "Loading: the run is being computed ..."


async def table_page(view: View) -> None:
    """All parts of the page for one view. It is sent as soon as it is built, and drawn once the browser has it."""
    key = view.table.key if view.table.shows_all else ""  # the other pages of a game that goes on are not for all
    with frame("The network, month by month", key, wide=True):
        loading = words("p", LOADING).classes("loading").props("role=status")
        with ui.element("div").classes("bar undrawn") as bar:
            if view.table.may_be_played:
                world.controls(view)
            else:
                seats.looking_on(view)
        _unkept(view)
        with ui.element("div").classes("play undrawn") as place:
            with ui.element("div").classes("seen"):
                world.network(view)
                story.charts(view)
                story.chronicle(view)
                story.glossary()
            with ui.element("div").classes("doing tabs"):
                _doing(view)
    if not await is_met(ui.context.client):
        return
    ui.run_javascript(f"workshop.restore(); workshop.remember({json.dumps(view.table.key)}, {json.dumps(_what(view))})")
    await asyncio.gather(view.draw(), _uncover(view, loading, (bar, place)))


async def _uncover(view: View, loading: ui.element, places: Sequence[ui.element]) -> None:
    """Show the parts once there is a run for them to show: what waits for an ensemble follows by itself."""
    try:
        await view.table.record()
        await asyncio.sleep(A_MOMENT)
    finally:
        for place in places:
            place.classes(remove="undrawn")
        loading.delete()


def _unkept(view: View) -> None:
    """Says that the session's file could not be written, as long as that is so."""
    notice = words("p", "").classes("wrong").props("role=alert")

    async def draw() -> None:
        why = view.table.unkept
        notice.text = f"This session is not saved at the moment: its file {why}. Save it by 'Share'." if why else ""

    view.on_change(draw)


def _what(view: View) -> str:
    """The session in a few words; who knows the seed of a game can look up its future."""
    log = view.table.log
    scenario, short = log.base(), name(log.design, view.table.roster).short
    seed = f"; seed {log.seed}" if view.table.shows_all else "; played in a room"
    return f"{scenario.title or scenario.name}; {short}{seed}"


def _doing(view: View) -> None:
    if not view.table.may_be_played:
        tabs("What you can see", [Tab("actor", "Actor", lambda: story.actor(view))])
        return
    them = [
        Tab("levers", "Levers", lambda: levers.levers(view)),
        Tab("choices", "Choices", lambda: levers.choices(view)),
        Tab("actor", "Actor", lambda: story.actor(view)),
        Tab("seat", "Seat", lambda: seats.seat(view)),
    ]
    tabs("What you can do", them)
