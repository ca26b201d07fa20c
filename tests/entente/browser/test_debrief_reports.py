"""Reports that several browsers ask for: equal ones are made once, and nobody's is given up."""

import asyncio
import threading

import pytest

from entente.browser.debrief import page, reports
from entente.browser.work import Superseded, Work
from scenarios.session.log import started
from scenarios.session.room import opened_room
from scenarios.session.seats import Seat

PATIENCE = 20
LOG = started("teaching", "rotating", 1)


class _Browser:
    """A browser that waits, or is gone."""

    def __init__(self):
        self.gone = False

    async def is_disconnected(self):
        return self.gone


class _Making:
    """Instead of a debrief: counts, and goes on when it is let."""

    def __init__(self):
        self.asked, self.go, self.begun, self.ended = [], threading.Event(), threading.Event(), threading.Event()

    def __call__(self, log, at, people, tick):
        self.asked.append((at, people))
        self.begun.set()
        try:
            while not self.go.wait(0.01):
                tick(1, 2)
        finally:
            self.ended.set()
        return f"{at} {people}"


@pytest.fixture
def work():
    work = Work()
    yield work
    work.close()


@pytest.fixture
def making(monkeypatch):
    making = _Making()
    monkeypatch.setattr(reports, "_made", making)
    monkeypatch.setattr(reports, "LOOK", 0.01)
    return making


async def _until(event):
    async with asyncio.timeout(PATIENCE):
        while not event.is_set():
            await asyncio.sleep(0.005)


def test_equal_reports_share_one_computation_and_others_have_their_own(work, making):
    async def play():
        found = reports.Reports(work)
        asks = [asyncio.create_task(found.of(_Browser(), LOG, 30, {})) for _ in range(5)]
        other = asyncio.create_task(found.of(_Browser(), LOG, 30, {"US": "Ada"}))
        await _until(making.begun)
        making.go.set()
        assert await asyncio.gather(*asks) == ["30 {}"] * 5
        assert await other == "30 {'US': 'Ada'}"
        assert await found.of(_Browser(), LOG, 30, {}) == "30 {}"
        assert sorted(map(str, making.asked)) == ["(30, {'US': 'Ada'})", "(30, {})"]

    asyncio.run(play())


def test_what_no_browser_waits_for_is_given_up(work, making):
    async def play():
        found, leaver, other = reports.Reports(work), _Browser(), _Browser()
        asks = [asyncio.create_task(found.of(browser, LOG, 30, {})) for browser in (leaver, other)]
        await _until(making.begun)
        leaver.gone = True
        await asyncio.sleep(0.1)
        assert not making.ended.is_set(), "the other still waits"
        other.gone = True
        for ask in asks:
            with pytest.raises(Superseded):
                await asyncio.wait_for(ask, PATIENCE)
        await _until(making.ended)

    asyncio.run(play())


@pytest.mark.parametrize("with_names", [False, True])
def test_the_page_names_people_only_where_the_facilitator_lets_it(with_names):
    room, _ = opened_room((Seat(actor="Kenya", part="state"),), 3)
    room, _ = room.sat_down(0, "Ada")

    class _AtTable:
        pass

    table = _AtTable()
    table.room = room.model_copy(update={"with_names": with_names})
    assert page.people_of(table) == ({"Kenya": "Ada"} if with_names else {})
