"""The page that puts runs side by side, and its address."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from nicegui import Client, ui

from entente.browser.beside.page import Page, page_of
from entente.browser.frame import refusal
from entente.browser.hall import Hall
from entente.browser.seats.access import code_of, whole_table
from results.play.beside.compared import compared
from scenarios.designs import design_texts
from sim.errors import EntenteError

LONGEST = 2_000  # characters of the designs in an address
Several = Annotated[list[str] | None, Query()]


def routes(hall: Hall) -> None:
    """The page of a table, with what is put side by side in its address.

    designs : names with commas; design : one each time.  without : the number of a choice.  beyond : anything, to show
    months that the session has not reached.
    """

    @ui.page("/beside/{key}")
    async def _beside(
        client: Client, key: str, designs: str = "", design: Several = None, without: Several = None, beyond: str = ""
    ) -> None:
        try:
            table = whole_table(hall, key, client.request)
            asked = design_texts(designs[:LONGEST], table.roster) + [one for one in design or [] if one.strip()]
            them = compared(table.log, asked, [one for one in without or [] if one])
        except EntenteError as error:
            refusal(error, code_of(error))
            return
        page = Page(hall, table, them, bool(beyond), client)
        client.on_delete(page.close)
        await page_of(page)
