"""The facilitator's page: who sits where and is ready, what they have answered, the clock, and what comes next."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

from nicegui import Client, ui

from entente.browser.door import is_loopback, name_of
from entente.browser.frame import frame, is_met, part, words
from entente.browser.hall import Hall
from entente.browser.seats.clock_face import clock_face
from entente.browser.seats.drawn import attribute
from entente.browser.seats.keeper import PLAY_ON, Keeper
from entente.browser.seats.looks import looks
from entente.browser.table import Table
from entente.browser.view import View
from results.play.seats.answers import by_key
from results.play.seats.answers import words as words_of
from scenarios.session.log import SECRETARIAT
from scenarios.session.room import DEBRIEF, PLAYING, WAITING, Room
from scenarios.session.seats import Seat
from sim.errors import EntenteError

PHASES = {
    WAITING: "People take their seats. Begin when you are ready.",
    PLAYING: "A month is played when all seats that are taken are ready, when its time is up, or when you say so.",
    DEBRIEF: "The game is over: time to talk.",
}


async def lead_page(hall: Hall, keeper: Keeper, client: Client, table: Table) -> None:
    """The page of who leads the room of a table; the caller has seen who asks."""
    await keeper.meet(table)
    view = View(table, hall.work, secrets.token_hex(8), "", client)
    client.on_delete(view.close)
    looks()
    with frame("Lead the room", table.key, wide=True):
        page = _Page(view, keeper, str(client.request.base_url).rstrip("/"))
    client.on_delete(keeper.listen(table, page.follow))
    view.on_change(page.follow)
    if not await is_met(client):
        return
    await page.follow()


class _Page:
    """What stands on the facilitator's page."""

    def __init__(self, view: View, keeper: Keeper, address: str) -> None:
        self.view, self.keeper, self.table = view, keeper, view.table
        self.wrong = words("p", "").classes("wrong").props("role=alert")
        with ui.element("div").classes("bar row"):
            self.month = words("h2", "")
            clock_face(self.table)
            self.run = ui.button("Begin", on_click=self._run)
            self._button("+1 minute", lambda: keeper.more(self.table, 1))
            self._button("Play the month", lambda: keeper.play(self.table, self.table.at))
            self._button("To the next decision", lambda: keeper.skip(self.table))
            self._button("Back a month", self._back)
            self._button("End", self._end)
        with ui.element("div").classes("lead-page"):
            with ui.element("div"):
                self.phase = words("p", "")
                self.seats = ui.element("div")
            with ui.element("div"):
                self._join(address)
                self._links()

    def _button(self, text: str, act: Callable[[], Awaitable[None]]) -> None:
        ui.button(text, on_click=lambda: self._do(act)).classes("quiet")

    def _join(self, address: str) -> None:
        room = self.table.room
        assert room is not None
        with part("How people join"):
            words("p", f"Open {address}/room and type the code:")
            words("p", room.code).classes("code").props(f'aria-label="Code: {" ".join(room.code)}"')
            if is_loopback(name_of(address.partition("//")[2])):
                words("p", "This server listens to this machine only: people join in other windows of it.")
                words("a", "How to let other laptops in, safely").props("href=/share")

    def _links(self) -> None:
        key = self.table.key
        with part("What you show and do"):
            with ui.element("ul"):
                for place, text in (
                    (f"/play/{key}", "The world, with all levers: others who open this address only look on"),
                    (f"/debrief/{key}", "Debrief: what each choice changed"),
                    ("/kit", "Plans, briefs and questions for a session"),
                    *_aims(self.table),
                ):
                    with ui.element("li"):
                        words("a", text).props(f'href="{place}" target=_blank')
            named = self.table.room is not None and self.table.room.with_names
            self.names = ui.checkbox("Reports may name people", value=named, on_change=self._names)

    # ---- how things stand ------------------------------------------------------------------------------------------
    async def follow(self) -> None:
        """Show how things stand."""
        room = self.table.room
        if room is None:
            return
        with self.view.client:
            self.month.set_text("" if self.view.at > self.table.last else self.view.label)
            self.phase.set_text(PHASES[room.phase])
            plays_on = room.phase == DEBRIEF and self.view.at <= self.table.last
            ticks = room.phase == PLAYING and bool(room.clock.minutes)
            self.run.set_visibility(room.phase == WAITING or plays_on or ticks)
            clock = "Pause the clock" if room.clock.is_running else "Run the clock"
            self.run.set_text({WAITING: "Begin", DEBRIEF: PLAY_ON}.get(room.phase, clock))
            left_out = self.keeper.left_out.get(self.table.key, [])
            if left_out:
                self.wrong.set_text("Could not be played: " + "; ".join(left_out))
            self.seats.clear()
            with self.seats:
                self._table(room)

    def _table(self, room: Room) -> None:
        with ui.element("div").classes("scroll"), ui.element("table"):
            words("caption", "Seats. One that nobody has taken is played by its rule.")
            with ui.element("thead"), ui.element("tr"):
                for head in ("Seat", "Who", "Ready", "Answers for this month", "Free it"):
                    words("th", head).props("scope=col")
            with ui.element("tbody"):
                for number, seat in enumerate(room.seats):
                    with ui.element("tr"):
                        words("th", seat.name).props("scope=row")
                        words("td", seat.person or "free")
                        words("td", "ready" if seat.ready else "thinking" if seat.is_taken else "played by its rule")
                        said = [words_of(one, self.table.roster) for one in by_key(seat.answers).values()]
                        words("td", "; ".join(said) or (_nothing(seat) if seat.is_taken else ""))
                        with ui.element("td"):
                            if seat.is_taken:
                                free = ui.button("Free", on_click=lambda _, n=number: self._free(n)).classes("quiet")
                                free.props(f'aria-label="Free the seat {attribute(seat.name)}"')

    # ---- what the facilitator does ---------------------------------------------------------------------------------
    async def _do(self, act: Callable[[], Awaitable[None]]) -> None:
        self.wrong.set_text("")
        try:
            await act()
        except EntenteError as error:
            self.wrong.set_text(str(error))

    async def _run(self) -> None:
        room = self.table.room
        running = room is not None and room.clock.is_running
        await self._do(lambda: self.keeper.pause(self.table) if running else self.keeper.start(self.table))

    async def _free(self, number: int) -> None:
        if self.table.room is not None:
            room = self.table.room
            await self._do(lambda: self.keeper.change(self.table, room.freed(number)))

    async def _names(self) -> None:
        if self.table.room is not None:
            room = self.table.room.naming(bool(self.names.value))
            await self._do(lambda: self.keeper.change(self.table, room))

    async def _back(self) -> None:
        if await _sure("Back a month: what was decided in it is dropped, and it is decided anew."):
            await self._do(lambda: self.keeper.back(self.table))

    async def _end(self) -> None:
        if await _sure("End the game here, and talk about it."):
            await self._do(lambda: self.keeper.end(self.table))


def _aims(table: Table) -> list[tuple[str, str]]:
    """The page on the aims of the kit's session that is played, if it is one."""
    played = table.room is not None and table.room.kit
    return [(f"/kit/aims?session={table.key}", "Aims that each seat has reached")] if played else []


def _nothing(seat: Seat) -> str:
    """What a seat without answers does."""
    return "nothing" if seat.actor == SECRETARIAT else "as its rule would"


async def _sure(text: str) -> bool:
    """Ask before something is lost."""
    with ui.dialog() as dialog, ui.card():
        words("p", text)
        with ui.element("div").classes("row"):
            ui.button("Do it", on_click=lambda: dialog.submit(True))
            ui.button("Leave it", on_click=lambda: dialog.submit(False)).classes("quiet")
    answer = bool(await dialog)
    dialog.delete()
    return answer
