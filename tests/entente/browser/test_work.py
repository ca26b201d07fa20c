"""The queue: the newest wish of each counts, all get their turn, errors and ends reach whoever asked."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from entente.browser.work import Superseded, Work

PATIENCE = 20  # seconds: a thread that hangs fails the test


class Gate:
    """Work that waits inside until it is let through, ticking all the while; notes who began and who ended."""

    def __init__(self):
        self.open, self.began, self.heard = threading.Event(), [], []
        self.at_work = threading.Semaphore(0)

    def job(self, name):
        def compute(tick):
            self.began.append(name)
            self.at_work.release()
            try:
                while not self.open.wait(0.005):
                    tick(1, 4)
            except Superseded:
                self.heard.append(name)
                raise
            return name

        return compute

    async def begun(self, count=1):
        """Wait until so many jobs more are at work."""
        for _ in range(count):
            await asyncio.get_running_loop().run_in_executor(None, lambda: self.at_work.acquire(timeout=PATIENCE))


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def work():
    found = Work(threads=1)
    yield found
    found.close()


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, PATIENCE))


def test_an_answer_and_an_error_reach_the_asker(work):
    def fails(tick):
        raise ValueError("of this kind")

    async def asked():
        assert await work.run("a", "x", lambda tick: 7) == 7
        with pytest.raises(ValueError, match="of this kind"):
            await work.run("a", "x", fails)
        assert await work.run("a", "x", lambda tick: 8) == 8  # the thread goes on
        assert work.progress("a", "x") is None

    run(asked())


def test_a_newer_wish_supersedes_the_one_at_work_and_the_one_that_waits(work, gate):
    async def asked():
        first = asyncio.create_task(work.run("a", "x", gate.job("first")))
        await gate.begun()
        second = asyncio.create_task(work.run("a", "x", gate.job("second")))
        await asyncio.sleep(0)
        third = asyncio.create_task(work.run("a", "x", gate.job("third")))
        for old in (first, second):
            with pytest.raises(Superseded):
                await old
        await gate.begun()
        gate.open.set()
        assert await third == "third"

    run(asked())
    assert gate.began == ["first", "third"]  # the second never began
    assert gate.heard == ["first"]


def test_other_purposes_and_other_owners_are_left_alone(work, gate):
    async def asked():
        kept = asyncio.create_task(work.run("a", "y", gate.job("kept")))
        await gate.begun()
        work.give_up("a", "x")
        work.give_up("b")
        gate.open.set()
        assert await kept == "kept"

    run(asked())


def test_a_tab_that_closes_gives_up_all_that_it_waits_for(work, gate):
    async def asked():
        mine = [asyncio.create_task(work.run("a", purpose, gate.job(purpose))) for purpose in "xyz"]
        await gate.begun()
        work.give_up("a")
        found = await asyncio.gather(*mine, return_exceptions=True)
        assert [type(one) for one in found] == [Superseded] * 3
        assert await work.run("b", "x", lambda tick: "next") == "next"

    run(asked())
    assert gate.began == ["x"]
    assert gate.heard == ["x"]


def test_whoever_asks_for_much_waits_until_all_others_had_one(work, gate):
    async def asked():
        blocking = asyncio.create_task(work.run("z", "x", gate.job("z")))
        await gate.begun()
        order = [("a", "1"), ("a", "2"), ("a", "3"), ("b", "1"), ("c", "1"), ("b", "2")]
        tasks = []
        for owner, purpose in order:
            tasks.append(asyncio.create_task(work.run(owner, purpose, gate.job(owner + purpose))))
            await asyncio.sleep(0)
        assert [work.progress(*one)[2] for one in order] == [0, 3, 5, 1, 2, 4]
        gate.open.set()
        await asyncio.gather(blocking, *tasks)

    run(asked())
    assert gate.began == ["z", "a1", "b1", "c1", "a2", "b2", "a3"]


def test_a_newer_wish_keeps_the_place_of_the_one_that_it_supersedes(work, gate):
    async def asked():
        blocking = asyncio.create_task(work.run("z", "x", gate.job("z")))
        await gate.begun()
        old = asyncio.create_task(work.run("a", "x", gate.job("old")))
        await asyncio.sleep(0)
        other = asyncio.create_task(work.run("b", "x", gate.job("b")))
        await asyncio.sleep(0)
        new = asyncio.create_task(work.run("a", "x", gate.job("new")))
        await asyncio.sleep(0)
        gate.open.set()
        await asyncio.gather(blocking, old, other, new, return_exceptions=True)

    run(asked())
    assert gate.began == ["z", "new", "b"]


def test_progress_tells_parts_and_place(work, gate):
    async def asked():
        task = asyncio.create_task(work.run("a", "x", gate.job("a")))
        await gate.begun()
        while work.progress("a", "x")[:2] != (1, 4):
            await asyncio.sleep(0.005)
        waits = asyncio.create_task(work.run("b", "x", gate.job("b")))
        await asyncio.sleep(0)
        assert work.progress("b", "x") == (0, 1, 0)  # nobody else waits before it
        gate.open.set()
        await asyncio.gather(task, waits)
        assert work.progress("a", "x") is work.progress("b", "x") is None

    run(asked())


def test_short_work_is_not_behind_long_work(work, gate):
    async def asked():
        blocking = asyncio.create_task(work.run("a", "x", gate.job("long")))
        await gate.begun()
        assert await work.run("b", "x", lambda tick: "short", quick=True) == "short"
        gate.open.set()
        await blocking

    run(asked())


def test_an_asker_that_is_cancelled_frees_the_thread(work, gate):
    async def asked():
        task = asyncio.create_task(work.run("a", "x", gate.job("a")))
        await gate.begun()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await work.run("b", "x", lambda tick: "next") == "next"

    run(asked())
    assert gate.heard == ["a"]


def test_closing_ends_all_threads_and_refuses_more(gate):
    work = Work(threads=2)

    async def asked():
        tasks = [asyncio.create_task(work.run(owner, "x", gate.job(owner))) for owner in "abcd"]
        await gate.begun(2)
        work.close()
        assert [type(one) for one in await asyncio.gather(*tasks, return_exceptions=True)] == [Superseded] * 4
        with pytest.raises(Superseded):
            await work.run("e", "x", gate.job("e"))

    run(asked())
    for thread in threading.enumerate():
        if thread.name.startswith(("work", "quick")):
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_many_askers_from_one_page_all_get_their_own_answer():
    work = Work(threads=2)

    async def asked():
        wishes = [(f"tab {k}", str(n)) for k in range(20) for n in range(3)]
        found = await asyncio.gather(*(work.run(o, p, lambda tick, o=o, p=p: (o, p)) for o, p in wishes))
        assert found == wishes

    with ThreadPoolExecutor(1) as pool:  # as a server has it: the pages' thread is not the main one
        pool.submit(run, asked()).result(PATIENCE)
    work.close()
