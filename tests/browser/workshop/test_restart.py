"""The server is stopped or killed and started again: sessions go on from their files, and open tabs find back."""

import json
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from scenarios.session.kept import of_file
from scenarios.session.log import started
from tests.browser.workshop.server import Server, says, until

MONTH = "(document.querySelector('.playback-month')?.textContent || '')"
STEP = "[...document.querySelectorAll('.playback button')].find(b => b.textContent.trim() === 'Next month').click()"
EVENT = {"date": "2026-02", "kind": "salience", "size": 0.4, "note": "ours"}


@pytest.fixture
def own(tmp_path):
    """A server that is stopped and started."""
    server = Server(tmp_path)
    yield server
    server.stop()


def test_sessions_go_on_after_a_stop_and_after_a_kill(browser, own):
    log = started("teaching", "rotating", 3).with_choice(event=EVENT)
    own.open(browser, f"/open?log={log.link()}")
    until(browser, f"return {MONTH}.includes('2026-01')")
    key = browser.driver.current_url.rsplit("/", 1)[1]
    browser.js(STEP)
    until(browser, f"return {MONTH}.includes('2026-02')")
    browser.js("window.before = true")
    assert own.stop() == 128 + signal.SIGTERM
    own.start()
    until(browser, f"return !window.before && {MONTH}.includes('2026-02')", 40)  # it comes back by itself
    browser.js(STEP)
    until(browser, f"return {MONTH}.includes('2026-03')")
    kept = own.kept / f"{key}.json"
    wait_for(lambda: json.loads(kept.read_text(encoding="utf-8"))["played"] == 2)
    own.kill()
    own.start()
    browser.driver.get(f"{own.address}/play/{key}")
    until(browser, f"return {MONTH}.includes('2026-03')")
    assert json.loads(kept.read_text(encoding="utf-8"))["log"] == log.plain()
    assert all("workshop is at" in line or "Stopped by SIGTERM" in line for line in own.printed())


def wait_for(true, seconds=10.0):
    until_then = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until_then
        time.sleep(0.02)


@pytest.mark.slow
def test_with_a_token_only_who_knows_it_comes_in(browser, tmp_path):
    server = Server(tmp_path, "--token", "the-token-of-this-room")
    try:
        assert server.get("/")[0] == 403
        server.open(browser, "/?token=the-token-of-this-room")
        says(browser, "Go on with a session")
        assert "token" not in browser.driver.current_url
        served_by = browser.js("return location.origin")
        browser.driver.get(f"{served_by}/new?scenario=teaching")
        until(browser, f"return {MONTH}.includes('2026-01')")  # drawn: its connection was let in
        browser.driver.delete_all_cookies()
        browser.driver.get(f"{served_by}/")
        says(browser, "A token is needed")
    finally:
        server.stop()


def serve(*options, **more):
    command = [sys.executable, "-m", "entente", "serve", "--no-open", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **more)


@pytest.mark.slow
def test_a_port_or_folder_that_is_taken_is_said_to_be(own, tmp_path):
    port = serve("--port", str(own.port), "--folder", str(tmp_path / "other"))
    assert port.returncode == 2 and "--port 0" in port.stderr and port.stdout == ""
    folder = serve("--port", "0", "--folder", str(own.kept))
    assert folder.returncode == 2 and "another workshop" in folder.stderr


@pytest.mark.slow
def test_an_engine_that_has_to_be_compiled_is_said_to_be(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "cold"))
    server = Server(tmp_path)
    try:
        server.open(browser, "/")
        says(browser, "The model is being prepared")
        assert any("Compiling the ensemble" in line for line in server.printed())
    finally:
        server.kill()


@pytest.mark.slow
def test_a_scenario_of_ones_own_is_offered_by_its_name(tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text('title = "Our world"\nroster = "teaching"\nend = "2027-12"\n', encoding="utf-8")
    server = Server(tmp_path, "--scenario", str(file))
    try:
        with urllib.request.urlopen(f"{server.address}/new?scenario=ours") as answer:
            key = answer.url.rsplit("/", 1)[1]
        log, _ = of_file(server.get(f"/file/{key}")[1].encode())
        assert log.base().title == "Our world" and log.scenario.startswith("link:")
    finally:
        server.stop()
