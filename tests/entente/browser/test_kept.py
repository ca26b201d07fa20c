"""Answers that several tabs wait for: made once, given up when nobody waits any more, bounded."""

import asyncio
import threading

import pytest

from entente.browser.story.kept import Kept
from entente.browser.work import Superseded, Work

PATIENCE = 20


class _Maker:
    """Makes an answer when it is let; looks up whether anybody still waits."""

    def __init__(self):
        self.calls, self.go, self.begun = 0, threading.Event(), threading.Event()

    def __call__(self, tick):
        self.calls += 1
        self.begun.set()
        while not self.go.wait(0.01):
            tick(1, 2)
        return f"answer {self.calls}"


@pytest.fixture
def work():
    """A queue of two threads."""
    work = Work()
    yield work
    work.close()


async def _begun(maker):
    async with asyncio.timeout(PATIENCE):
        while not maker.begun.is_set():
            await asyncio.sleep(0.005)


def test_two_tabs_share_one_answer(work):
    async def play():
        kept, maker = Kept("p", 4), _Maker()
        tabs = [asyncio.create_task(kept.of(work, tab, "key", maker)) for tab in ("one", "two")]
        await _begun(maker)
        kept.leave(work, "one")  # the other still waits, so that it goes on
        maker.go.set()
        with pytest.raises(Superseded):
            await tabs[0]
        assert await tabs[1] == "answer 1" == await kept.of(work, "three", "key", maker)
        assert maker.calls == 1

    asyncio.run(play())


def test_a_newer_wish_gives_the_older_one_up(work):
    async def play():
        kept, slow, quick = Kept("p", 4), _Maker(), _Maker()
        older = asyncio.create_task(kept.of(work, "tab", "old", slow))
        await _begun(slow)
        quick.go.set()
        assert await kept.of(work, "tab", "new", quick) == "answer 1"
        with pytest.raises(Superseded):
            await older
        assert kept.progress(work, "old") is None

    asyncio.run(play())


def test_what_was_given_up_is_made_again(work):
    async def play():
        kept, maker = Kept("p", 4), _Maker()
        first = asyncio.create_task(kept.of(work, "tab", "key", maker))
        await _begun(maker)
        kept.leave(work, "tab")
        again = asyncio.create_task(kept.of(work, "other", "key", maker))
        await asyncio.sleep(0.05)
        maker.go.set()
        assert await again == f"answer {maker.calls}"
        with pytest.raises(Superseded):
            await first

    asyncio.run(play())


def test_errors_reach_who_asks_and_nothing_is_kept_of_them(work):
    def fails(tick):
        raise ValueError("no")

    async def play():
        kept, maker = Kept("p", 4), _Maker()
        with pytest.raises(ValueError, match="no"):
            await kept.of(work, "tab", "key", fails)
        maker.go.set()
        assert await kept.of(work, "tab", "key", maker) == "answer 1"

    asyncio.run(play())


def test_keeps_the_last_used_only(work):
    async def play():
        kept, maker = Kept("p", 2), _Maker()
        maker.go.set()
        for key in ("a", "b", "a", "c", "a", "b"):
            await kept.of(work, "tab", key, maker)
        assert maker.calls == 4  # b had to go for c
        kept.leave(work, "tab")

    asyncio.run(play())
