"""Into a room: by its code and a name, to a free seat."""

from __future__ import annotations

from nicegui import Client, ui

from entente.browser.frame import frame, part, words
from entente.browser.seats.keeper import Keeper
from entente.browser.seats.looks import looks
from entente.browser.table import Table
from scenarios.session.room import clean_name
from scenarios.session.seats import LONGEST_NAME
from sim.errors import EntenteError


async def join_page(keeper: Keeper, client: Client, code: str = "") -> None:
    """Join by code and name. A code in the address is filled in."""
    looks()
    with frame("Join a room"):
        wrong = words("p", "").classes("wrong").props("role=alert")
        with part("The code on the board"):
            typed = ui.input("Code", value=code[:12]).props("maxlength=12 autocomplete=off autocapitalize=characters")
            person = ui.input("Your name, as the room sees it").props(f"maxlength={LONGEST_NAME} autocomplete=off")
            words("p", "Your name stays in the room. It is in no link and no report, unless the facilitator wants it.")
            look = ui.button("Show the free seats")
        place = ui.element("div")
    address = client.request.client.host if client.request.client is not None else ""

    async def show() -> None:
        wrong.set_text("")
        place.clear()
        try:
            clean_name(person.value or "")
            look.disable()
            table = await keeper.doors.table(typed.value or "", address, client.id)
            await keeper.meet(table)
        except EntenteError as error:
            wrong.set_text(str(error))
            return
        finally:
            look.enable()
        with place:
            _seats(keeper, table, person, wrong)

    look.on_click(show)
    person.on("keydown.enter", show)


def _seats(keeper: Keeper, table: Table, person: ui.input, wrong: ui.element) -> None:
    room = table.room
    assert room is not None
    with part("Choose a seat"):
        if all(seat.is_taken for seat in room.seats):
            words("p", "No seat is free. You may look on; ask the facilitator to free a seat.")
        with ui.element("div").classes("row"):
            for number, seat in enumerate(room.seats):
                if seat.is_taken:
                    words("span", f"{seat.name}: taken").classes("tag")
                    continue

                async def sit(_: object, number: int = number) -> None:
                    try:
                        now = keeper.hall.table(table.key)  # it may have been read anew since this page was drawn
                        found, token = (await keeper.meet(now)).sat_down(number, person.value or "")
                    except EntenteError as error:
                        wrong.set_text(str(error))  # type: ignore[attr-defined]
                        return
                    await keeper.change(now, found)
                    ui.navigate.to(f"/seat/{table.key}?token={token}")

                ui.button(seat.name, on_click=sit)
        words("a", "Or only look on").props(f'href="/play/{table.key}"')
