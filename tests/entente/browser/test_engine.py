"""The engine is loaded when the server starts; the terminal and the pages speak of it only while it is compiled."""

import threading

import pytest

from entente import compiling
from entente.browser import engine


@pytest.mark.parametrize("kept", [True, False])
def test_it_is_said_to_be_prepared_until_it_is(monkeypatch, kept):
    go = threading.Event()
    monkeypatch.setattr(compiling, "announce", lambda loop: kept)
    monkeypatch.setattr("scenarios.session.replay.record_of", lambda log, decisions=False: go.wait(20))
    monkeypatch.setattr("results.play.futures.ensemble.runs_of", lambda log, replicates: {})
    thread = engine.prepare()
    assert engine._compiling.is_set() is not kept
    go.set()
    thread.join(20)
    assert not engine._compiling.is_set() and not thread.is_alive()


def test_what_goes_wrong_is_logged_and_the_pages_wait_no_longer(monkeypatch, caplog):
    def broken(log, decisions=False):
        raise OSError("no space")

    monkeypatch.setattr(compiling, "announce", lambda loop: False)
    monkeypatch.setattr("scenarios.session.replay.record_of", broken)
    engine.prepare().join(20)
    assert not engine._compiling.is_set() and "could not be prepared" in caplog.text
