"""One tab's view: parts are drawn after each change, and nothing is said of what was under way when the tab went."""

import asyncio
import logging

import pytest
from nicegui.client import ClientConnectionTimeout

from entente.browser.frame import is_met
from entente.browser.hall import Hall
from entente.browser.view import View
from scenarios.session.log import started


@pytest.fixture
def view():
    hall = Hall()
    yield View(hall.open(started("teaching", "rotating")), hall.work, "tab")
    hall.work.close()


def test_a_part_that_cannot_be_drawn_is_logged(view, caplog):
    async def broken():
        raise RuntimeError("no")

    view.on_change(broken)
    with caplog.at_level(logging.ERROR, "entente"):
        asyncio.run(view.draw())
    assert "could not be drawn" in caplog.text


def test_a_tab_that_went_while_it_was_drawn_ends_without_a_word(view, caplog):
    drawn = []

    async def slow():
        drawn.append("begun")
        await asyncio.sleep(0)
        raise RuntimeError("The parent slot of Slider(id=276) has been deleted")

    async def play():
        drawing = asyncio.create_task(view.draw())
        while not drawn:
            await asyncio.sleep(0)
        view.close()
        await drawing
        await view.draw()

    view.on_change(slow)
    with caplog.at_level(logging.ERROR, "entente"):
        asyncio.run(play())
    assert drawn == ["begun"] and caplog.text == ""


class Page:
    """A page as the toolkit has it, which is given up or too late; otherwise its browser comes."""

    id = "page"

    def __init__(self, is_deleted=False, is_late=False):
        self.is_deleted, self.is_late = is_deleted, is_late

    async def connected(self, timeout):
        if self.is_late:
            raise ClientConnectionTimeout(self)


@pytest.mark.parametrize("page, met", [(Page(), True), (Page(is_deleted=True), False), (Page(is_late=True), False)])
def test_a_page_goes_on_only_if_its_browser_has_come(page, met):
    assert asyncio.run(is_met(page)) is met
