"""The page of one seat of a room: the clock, the desk, and a button that says one is done."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from nicegui import Client, ui

from entente.browser.copied import copied
from entente.browser.frame import frame, is_met, words
from entente.browser.hall import Hall
from entente.browser.opening import origin_of
from entente.browser.seats.clock_face import clock_face
from entente.browser.seats.desk import Desk
from entente.browser.seats.keeper import Keeper
from entente.browser.seats.looks import looks
from entente.browser.table import Table
from entente.browser.view import View
from results.play.seats.answers import key_of, plain
from scenarios.session.choices import Choice
from scenarios.session.room import DEBRIEF, PLAYING, Room, check_asked
from scenarios.session.seats import Seat
from sim.errors import EntenteError, InputError
from sim.months import month_label


class InRoom:
    """Answers of a seat in a room: they wait there until the month is played. Each act proves anew who it is."""

    def __init__(self, keeper: Keeper, table: Table, token: str) -> None:
        self.keeper, self.table, self.token = keeper, table, token

    def place(self) -> tuple[Room, int]:
        """The room, and the number of this seat; InputError if it is not ours any more."""
        room = self.table.room
        number = room.seat_of(self.token) if room is not None else None
        if room is None or number is None:
            raise not_yours()
        return room, number

    def given(self) -> Sequence[Choice]:
        """The seat's answers for the month that is played next; none where it is not ours any more."""
        room = self.table.room
        number = room.seat_of(self.token) if room is not None else None
        if room is None or number is None:
            return ()
        return [choice for choice in room.seat(number).answers if choice.month == self.table.at]

    async def put(self, key: str, whats: Sequence[dict[str, Any]]) -> None:
        """Into the room, in the place of what was there on the same thing."""
        room, number = self.place()
        if room.phase != PLAYING:
            allowed = "once the facilitator has begun, until the last month is played"
            raise InputError("nothing is asked now", key="month", value=month_label(self.table.at), allowed=allowed)
        others = [plain(choice) for choice in self.given() if key_of(choice) != key]
        answered = room.answered(number, self.table.log, [*others, *whats])
        check_asked(answered.seat(number).answers, self.table.at)
        await self.keeper.change(self.table, answered)

    async def ready(self, is_ready: bool) -> None:
        """Done with the month, or not yet."""
        room, number = self.place()
        if room.phase == PLAYING:
            await self.keeper.change(self.table, room.made_ready(number, is_ready))


def not_yours() -> InputError:
    """What somebody reads who comes to a seat with nothing of its own, or with what was once."""
    allowed = "your own link, or join again by the code: the facilitator may have freed the seat"
    return InputError("this is not your seat", key="seat", allowed=allowed)


async def seat_page(hall: Hall, keeper: Keeper, client: Client, key: str, token: str) -> None:
    """The page; InputError for a wrong key, or for a token that is nobody's."""
    table = hall.table(key)
    room = await keeper.meet(table)
    answers = InRoom(keeper, table, token)
    _, number = answers.place()
    seat = room.seat(number)
    view = View(table, hall.work, secrets.token_hex(8), seat.actor, client)
    client.on_delete(view.close)
    looks()
    with frame(f"Seat: {seat.name}", wide=True):
        page = _Page(view, seat, answers)
        _way_back(f"{origin_of(client.request)}/seat/{key}?token={token}")
    client.on_delete(keeper.listen(table, page.follow))
    if not await is_met(client):
        return
    view.on_change(page.follow)
    await page.follow()


def _way_back(link: str) -> None:
    """The seat's own link, folded: whoever reads it has the seat."""
    with ui.element("details"):
        words("summary", "Your own link to this seat")
        words("p", "This browser knows you: the page's address is enough. The link opens your seat on another machine; "
              "whoever has it can decide for you.").classes("small")  # fmt: skip
        copied("Your own link", link, "seat")


class _Page:
    """What stands on the page of a seat."""

    def __init__(self, view: View, seat: Seat, answers: InRoom) -> None:
        self.view, self.answers = view, answers
        with ui.element("div").classes("bar row"):
            self.label = words("h2", "")
            clock_face(view.table)
            self.done = ui.button("I am ready", on_click=self._ready)
            self.others = words("span", "").classes("small")
        with ui.element("div").classes("seat-page"):
            self.state = words("p", "").classes("notice")
            self.over = words("a", "Debrief: what each choice changed").props(f"href=/debrief/{view.table.key}")
            self.desk = Desk(view, seat, answers)

    async def follow(self) -> None:
        """Show how things stand."""
        with self.view.client:
            try:
                room, number = self.answers.place()
            except EntenteError as error:
                self.state.set_text(str(error))
                self.state.set_visibility(True)
                self.done.set_visibility(False)
                return
            self._state(room, number)
            await self.desk.draw()

    def _state(self, room: Room, number: int) -> None:
        seat, playing = room.seat(number), room.phase == PLAYING
        self.label.set_text(f"{seat.name} ({seat.person})")
        self.done.set_visibility(playing)
        self.done.set_text("Not ready after all" if seat.ready else f"Ready with {self.view.label}")
        taken = [one for one in room.seats if one.is_taken]
        self.others.set_text(f"{sum(one.ready for one in taken)} of {len(taken)} ready" if playing else "")
        said = ""
        self.over.set_visibility(room.phase == DEBRIEF)
        if room.phase == DEBRIEF:
            said = "The game is over. The debrief shows what each choice changed."
        elif not playing:
            said = "You have your seat. Read who you are; the facilitator begins soon."
        self.state.set_text(said)
        self.state.set_visibility(bool(said))

    async def _ready(self) -> None:
        try:
            room, number = self.answers.place()
            await self.answers.ready(not room.seat(number).ready)
        except EntenteError as error:
            self.state.set_text(str(error))
            self.state.set_visibility(True)
