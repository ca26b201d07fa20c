"""Part of the page at which one plays alone: take any seat oneself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nicegui import ui

from entente.browser.frame import words
from entente.browser.seats.clock_face import clock_face
from entente.browser.seats.desk import Desk
from entente.browser.seats.looks import looks
from entente.browser.view import View
from results.play.seats.advice import next_decision
from results.play.seats.answers import key_of
from scenarios.session.choices import Choice
from scenarios.session.log import SECRETARIAT
from scenarios.session.room import asked, check_asked, next_number
from scenarios.session.seats import Seat

NONE = ""


class AtTheTable:
    """Answers of who plays alone: they go into the log at once, and can be undone there."""

    def __init__(self, view: View, seat: Seat) -> None:
        self.view, self.seat = view, seat

    def given(self) -> Sequence[Choice]:
        """The seat's choices for the month that is played next."""
        table = self.view.table
        return [c for c in table.log.choices if c.by == self.seat.actor and c.month == table.at]

    async def put(self, key: str, whats: Sequence[dict[str, Any]]) -> None:
        """Into the log, in the place of what was there on the same thing."""
        table, log = self.view.table, self.view.table.log
        gone = {choice.number for choice in self.given() if key_of(choice) == key}
        for number in gone:
            log = log.without(number)
        first = next_number(table.log)
        more = [{"number": first + k, "by": self.seat.actor, **what} for k, what in enumerate(whats)]
        if more:
            log = log.with_choices(more)
            check_asked([choice for choice in log.choices if choice.number >= first], table.at)
        if gone or more:
            await table.take(log)


def looking_on(view: View) -> None:
    """For who looks on at a room, and for a projector: the month and the room's clock."""
    looks()
    with ui.element("div").classes("row"):
        month = words("strong", "")
        clock_face(view.table)
        words("span", "This session is played in a room. You look on.").classes("small")
        over = words("a", "The game is over: to the debrief").props(f"href=/debrief/{view.table.key}")

    async def draw() -> None:
        month.set_text("All months are played" if view.at > view.table.last else f"Beginning of {view.label}")
        over.set_visibility(view.table.shows_all)

    view.on_change(draw)


def seat(view: View) -> None:
    """Take a seat, and decide from it; the desk is made when a seat is taken."""
    looks()
    desks: list[Desk] = []
    with ui.element("section").props('role=region aria-label="Seat"'):
        words("h2", "Take a seat")
        if view.table.room is not None:
            words("p", "This session is played in a room: each seat has a page of its own.")
            return
        words("p", "Decide for one actor yourself. What you leave open, its rule decides.").classes("small")
        roster = view.table.roster
        options = {NONE: "none: all by their rules", SECRETARIAT: "the secretariat"}
        options |= {alias: alias for alias in roster.aliases} | {firm: f"{firm} (firm)" for firm in roster.firm_ids}
        pick = ui.select(options, value=view.seat or NONE, label="Seat", with_input=True)
        go_on = ui.button("On to my next decision", on_click=lambda: _skip(view)).classes("quiet go-on")
        go_on.bind_visibility_from(pick, "value", lambda value: value not in (NONE, None, SECRETARIAT))
        place = ui.element("div")

    async def take() -> None:
        view.seat = pick.value or NONE
        desks.clear()
        place.clear()
        if view.seat:
            found = Seat(actor=view.seat)
            with place:
                desks.append(Desk(view, found, AtTheTable(view, found)))
            await desks[0].draw()

    async def draw() -> None:
        for desk in desks:
            await desk.draw()

    pick.on_value_change(take)
    view.on_change(draw)


async def _skip(view: View) -> None:
    """Play the month, and go on to the next one in which the seat has something to decide."""
    table, roster = view.table, view.table.roster
    hands = [(roster.find(view.seat), Seat(actor=view.seat).acts(roster))]
    month = table.at + 1
    told = await table.records.of(asked(table.log, month), True)
    found = await view.work.run(view.owner, "skip", lambda tick: next_decision(told, hands, month, table.last))
    await table.go(found)
