"""The pages of seats and rooms, and their addresses."""

from __future__ import annotations

from fastapi import Request
from nicegui import Client, ui
from starlette.responses import RedirectResponse

from entente.browser.frame import refusal
from entente.browser.hall import Hall
from entente.browser.seats.access import DAYS, lead_cookie, leads, seat_cookie
from entente.browser.seats.join_page import join_page
from entente.browser.seats.keeper import keeper_of
from entente.browser.seats.lead_page import lead_page
from entente.browser.seats.new_page import NewRoom
from entente.browser.seats.seat_page import not_yours, seat_page
from sim.errors import EntenteError, InputError


def routes(hall: Hall) -> None:
    """Rooms that are opened, joined, led, and the seats in them."""
    keeper = keeper_of(hall)

    @ui.page("/room/new")
    def _new(request: Request) -> None:
        NewRoom(hall, keeper, dict(request.query_params))

    @ui.page("/room")
    async def _join(client: Client, code: str = "") -> None:
        await join_page(keeper, client, code)

    @ui.page("/seat/{key}")
    def _seat(key: str, token: str = "") -> RedirectResponse | None:
        try:
            room = hall.table(key).room
            number = room.seat_of(token) if room is not None else None
            if number is None:
                raise not_yours()
            return _known(f"/seat/{key}/{number}", seat_cookie(key, number), token)
        except EntenteError as error:
            refusal(error)
            return None

    @ui.page("/seat/{key}/{number}")
    async def _own(client: Client, key: str, number: int) -> None:
        try:
            await seat_page(hall, keeper, client, key, client.request.cookies.get(seat_cookie(key, number), ""))
        except EntenteError as error:
            refusal(error)

    @ui.page("/lead/{key}")
    async def _lead(client: Client, key: str, token: str = "") -> RedirectResponse | None:
        try:
            table = hall.table(key)
            if table.room is not None and token and table.room.is_led_by(token):
                return _known(f"/lead/{key}", lead_cookie(key), token)
            if not leads(table, client.request):
                allowed = "the link with which the room was opened, whole"
                refusal(InputError("only who leads the room may see this", key="session", allowed=allowed), 403)
                return None
            await lead_page(hall, keeper, client, table)
        except EntenteError as error:
            refusal(error)
        return None


def _known(place: str, cookie: str, token: str) -> RedirectResponse:
    """To somebody's own page, with the token in a cookie instead of the address, which may be projected.

    Lax, so that a link in a message works: what is shown changes nothing, and connections of other sites are refused.
    """
    response = RedirectResponse(place, 303)
    response.set_cookie(cookie, token, max_age=DAYS, httponly=True, samesite="lax", path="/")
    return response
