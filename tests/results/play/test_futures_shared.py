"""Ensembles of several threads: what one makes, the others wait for; what one gives up, another makes."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from results.play.futures.futures import Futures
from scenarios.session.log import started

PATIENCE = 20


class _Slow:
    """Makes ensembles, each when it is let."""

    def __init__(self):
        self.asked, self.begun, self.go = [], threading.Event(), threading.Event()

    def __call__(self, log, designs, replicates, tick):
        self.asked.append(list(designs))
        self.begun.set()
        assert self.go.wait(PATIENCE)
        tick(replicates, replicates)
        return {design: f"runs of {design}" for design in designs}


@pytest.fixture
def slow():
    """A maker that waits."""
    return _Slow()


def test_one_makes_and_the_others_wait(slow):
    futures, log = Futures(make=slow), started()
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(futures.of, log)
        assert slow.begun.wait(PATIENCE)
        others = [pool.submit(futures.of, log) for _ in range(3)]
        slow.go.set()
        assert {str(one.result(PATIENCE)) for one in [first, *others]} == {"{'rotating': 'runs of rotating'}"}
    assert slow.asked == [["rotating"]]


def test_only_what_nobody_makes_is_made(slow):
    futures, log = Futures(make=slow), started()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(futures.of, log)
        assert slow.begun.wait(PATIENCE)
        other = pool.submit(futures.of, log, ["none", "rotating", "adhoc"])
        slow.go.set()
        assert list(other.result(PATIENCE)) == ["none", "rotating", "adhoc"]
        first.result(PATIENCE)
    assert slow.asked == [["rotating"], ["none", "adhoc"]]


class Enough(Exception):
    """Nobody waits any more."""


def test_who_waits_takes_over_what_was_given_up(slow):
    def stop(done, parts):
        raise Enough

    futures, log = Futures(make=slow), started()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(futures.of, log, None, 8, stop)
        assert slow.begun.wait(PATIENCE)
        other = pool.submit(futures.of, log, None, 8)
        slow.go.set()
        with pytest.raises(Enough):
            first.result(PATIENCE)
        assert other.result(PATIENCE) == {"rotating": "runs of rotating"}
    assert slow.asked == [["rotating"], ["rotating"]]


def test_who_waits_may_go(slow):
    def stop(done, parts):
        raise Enough

    futures, log = Futures(make=slow), started()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(futures.of, log)
        assert slow.begun.wait(PATIENCE)
        other = pool.submit(futures.of, log, None, 64, stop)
        with pytest.raises(Enough):
            other.result(PATIENCE)
        slow.go.set()
        first.result(PATIENCE)
    assert futures.of(log) == {"rotating": "runs of rotating"} and slow.asked == [["rotating"]]
