"""The network and the controls that play it, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from scenarios.session.log import started
from tests.browser.workshop.server import says, until

MONTH = "document.querySelector('.playback-month')?.textContent || ''"
BOXES = """return [...document.querySelectorAll('.net-name')].map(text => {
const box = text.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom, text.textContent] })"""
DRAWN = (
    "return document.querySelectorAll('.net-actor').length > 0 && document.querySelector('.playback-line').textContent"
)
ACTOR = "return [...document.querySelectorAll('.net-actor')].find(g => g.textContent.includes(arguments[0]))"


@pytest.fixture
def page(browser, served):
    """A table of the teaching scenario, drawn."""
    served.play(browser)
    until(browser, DRAWN)
    return browser


def _click(browser, text):
    found = [one for one in browser.driver.find_elements(By.CSS_SELECTOR, ".playback button") if one.text == text]
    found[0].click()


def _shows(browser, month):
    until(browser, f"return ({MONTH}).includes('{month}')")


def _rest(browser, seconds=1.0):
    browser.driver.execute_async_script("setTimeout(arguments[1], 1000 * arguments[0])", seconds)


def _press(browser, key):
    browser.js("document.activeElement.blur()")
    ActionChains(browser.driver).send_keys(key).perform()


def test_buttons_go_from_month_to_month(page, shot):
    _shows(page, "2026-01")
    for text, month in [
        ("Next month", "2026-02"), ("+ 1 year", "2027-02"), ("Back", "2027-01"), ("To the end", "end of 2028-12"),
        ("First", "2026-01"),
    ]:  # fmt: skip
        _click(page, text)
        _shows(page, month)
        if text in ("Next month", "+ 1 year", "To the end"):
            until(page, "return !document.querySelector('.undrawn')")
            _rest(page, 0.7)  # lines and actors have moved to their places
            shot(f"play-{month[-7:]}")
    disabled = page.js("return [...document.querySelectorAll('.playback button:disabled')].map(b => b.textContent)")
    assert disabled == ["First", "Back"]


def test_keys_step_and_leave_controls_alone(page):
    _press(page, Keys.ARROW_RIGHT)
    _shows(page, "2026-02")
    _press(page, Keys.ARROW_LEFT)
    _shows(page, "2026-01")
    page.driver.find_element(By.CSS_SELECTOR, ".net-tools select").send_keys(Keys.ARROW_RIGHT)
    page.driver.find_element(By.CSS_SELECTOR, ".playback input[type=range]").send_keys(Keys.ARROW_RIGHT)
    _shows(page, "2026-02")  # the slider's own key, one month and not two
    _press(page, Keys.ARROW_RIGHT)
    _shows(page, "2026-03")
    _press(page, Keys.ARROW_RIGHT * 5)  # faster than the months come
    _shows(page, "2026-08")


def test_it_plays_to_the_end_and_stops_there(page):
    for _ in range(2):
        _click(page, "+ 1 year")
    _shows(page, "2028-01")
    page.js(
        "const s = document.querySelector('.playback select'); s.value = '400'; s.dispatchEvent(new Event('change'))"
    )
    _press(page, " ")
    until(page, "return document.querySelector('.playback .strong').textContent.trim() === 'Pause'")
    _shows(page, "2028-04")
    _press(page, " ")
    until(page, "return document.querySelector('.playback .strong').textContent.trim() === 'Play'")
    _rest(page)  # the month that was asked for before the pause may still come
    stopped = page.js(f"return {MONTH}")
    _rest(page)
    assert page.js(f"return {MONTH}") == stopped
    assert stopped in page.js("return document.querySelector('.playback [role=status]').textContent")
    _click(page, "To the end")
    _shows(page, "end of 2028-12")
    _click(page, "Back")
    _shows(page, "beginning of 2028-12")
    _press(page, " ")
    _shows(page, "end of 2028-12")
    until(page, "return document.querySelector('.playback .strong').disabled")


@pytest.mark.slow
def test_playing_stops_when_nobody_sees_it(page):
    _click(page, "Play")
    _shows(page, "2026-02")
    page.js("Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
            "document.dispatchEvent(new Event('visibilitychange'))")  # fmt: skip
    until(page, "return document.querySelector('.playback .strong').textContent.trim() === 'Play'")


def test_the_actor_of_a_click_is_that_of_the_list(page):
    page.js(ACTOR + ".dispatchEvent(new MouseEvent('click', {bubbles: true}))", "Kenya")
    until(page, "return document.querySelector('.net-actor.chosen')?.textContent.includes('Kenya')")
    chosen = "const s = document.querySelectorAll('.net-tools select')[1]; return s.options[s.selectedIndex].text"
    assert page.js(chosen) == "Kenya"
    page.driver.find_elements(By.CSS_SELECTOR, ".net-tools select")[1].send_keys("Singapore")
    until(page, "return document.querySelector('.net-actor.chosen')?.textContent.includes('Singapore')")


def test_the_pointer_tells_of_an_actor_and_a_tie(page):
    ActionChains(page.driver).move_to_element(page.js(ACTOR, "Singapore")).perform()
    until(page, "return document.querySelector('.net-tip')")
    told = page.js("return document.querySelector('.net-tip').innerText")
    assert "Singapore" in told and "member of the network since" in told and "2 ties: US, Anthropic" in told


def test_layouts_and_kinds_of_tie(page):
    places = "return [...document.querySelectorAll('.net-actor')].map(g => g.getAttribute('transform')).join()"
    before = page.js(places)
    page.driver.find_element(By.CSS_SELECTOR, ".net-tools input[value=ties]").click()
    until(page, "return document.querySelector('.net-sub') && !document.querySelector('.net-region')")
    until(page, f"return (() => {{ {places} }})() !== '{before}'")
    page.driver.find_element(By.CSS_SELECTOR, ".net-tools input[value=region]").click()
    until(page, "return document.querySelectorAll('.net-region').length === 4")
    until(page, f"return (() => {{ {places} }})() === '{before}'")
    all_strands = page.js("return document.querySelectorAll('.net-tie path[stroke]').length")
    page.driver.find_element(By.CSS_SELECTOR, ".net-tools select").send_keys("testing")
    until(page, f"return document.querySelectorAll('.net-tie path[stroke]').length < {all_strands}")


def test_names_do_not_cover_each_other(browser, served):
    browser.width(1280, 720)
    served.play(browser, scenario="default")
    until(browser, DRAWN)
    for layout in ("region", "ties"):
        browser.driver.find_element(By.CSS_SELECTOR, f".net-tools input[value={layout}]").click()
        until(browser, f"return (document.querySelectorAll('.net-region').length > 0) === ('{layout}' === 'region')")
        _rest(browser, 0.6)
        boxes = browser.js(BOXES)
        assert len(boxes) == 52
        covered = [
            (a[4], b[4]) for k, a in enumerate(boxes) for b in boxes[:k]
            if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
        ]  # fmt: skip
        assert covered == []
        frame = browser.js(
            "const b = document.querySelector('.net-frame > svg').getBoundingClientRect(); return [b.left, b.right]"
        )
        assert all(frame[0] <= box[0] and box[2] <= frame[1] + 1 for box in boxes)


def test_tables_say_the_same_as_the_picture(page):
    page.driver.find_elements(By.CSS_SELECTOR, ".net summary")[1].click()
    until(page, "return document.querySelectorAll('.net table').length === 2")
    rows = page.js("return [...document.querySelectorAll('.net table:first-of-type tbody tr')].map(r => r.innerText)")
    members = sum("member of the network" in row for row in rows)
    rings = page.js("return document.querySelectorAll('.net-frame .net-ring').length")
    label = page.js("return document.querySelector('.net-frame > svg').getAttribute('aria-label')")
    assert members == rings == int(re.search(r"(\d+) members", label)[1]) > 0
    ties = page.js("return document.querySelectorAll('.net table')[1].tBodies[0].rows.length")
    assert ties == page.js("return document.querySelectorAll('.net-tie').length") > 0


def test_the_queue_has_a_square_a_case(page):
    _click(page, "+ 1 year")
    _shows(page, "2027-01")
    says(page, "The oldest for".lower())
    shown = page.js("return document.querySelectorAll('.queue-squares .begun, .queue-squares .waiting').length")
    said = int(re.search(r"(\d+) open case", page.js("return document.querySelector('.playback-line').textContent"))[1])
    assert shown == said > 0


def test_reload_shows_the_same_month(page):
    _click(page, "+ 1 year")
    _shows(page, "2027-01")
    page.driver.refresh()
    until(page, DRAWN)
    _shows(page, "2027-01")


def test_accessible_and_at_home(page):
    page.driver.find_elements(By.CSS_SELECTOR, ".net summary")[0].click()
    page.driver.find_elements(By.CSS_SELECTOR, ".net summary")[1].click()
    until(page, "return document.querySelectorAll('.net table').length === 2")
    assert [one for one in page.axe() if one["impact"] in ("serious", "critical")] == []
    assert page.overflow() <= 0 and page.errors() == []
    origin = page.js("return location.origin")
    assert [url for url in page.requests() if not url.startswith((origin, origin.replace("http", "ws")))] == []


@pytest.mark.slow
def test_going_on_anew_says_what_is_lost(browser, served):
    log = started().with_choice(event={"date": "2027-03", "kind": "salience", "size": 0.4})
    served.open(browser, "/open?" + urlencode({"log": log.link()}))
    until(browser, DRAWN)
    dialog = "document.querySelector('.playback-sure')"
    _click(browser, "Go on from here …")
    until(browser, f"return {dialog}.open")
    assert "2027-03, at the table: attention to the risks of AI rises by 0.4" in browser.js(
        f"return {dialog}.innerText"
    )
    _press(browser, Keys.ARROW_RIGHT)  # keys of the page wait until the question is answered
    browser.js(f"[...{dialog}.querySelectorAll('button')].find(b => b.textContent === 'Keep them').click()")
    until(browser, f"return !{dialog}.open")
    _shows(browser, "2026-01")
    _click(browser, "Go on from here …")
    browser.js(f"[...{dialog}.querySelectorAll('button')].find(b => b.textContent.startsWith('Drop')).click()")
    until(
        browser,
        "return ![...document.querySelectorAll('.playback button')].some(b => b.textContent.startsWith('Go on from'))",
    )
    _shows(browser, "2026-01")


def test_nothing_is_stated_before_there_is_a_run(browser, served):
    """A page that cannot reach its server yet says that it loads, and no number, map or case."""
    key = served.play(browser)
    browser.cdp("Network.enable")
    browser.cdp("Network.setBlockedURLs", urls=["*_nicegui_ws*"])  # what is asked for in the usual way
    silent = browser.cdp("Page.addScriptToEvaluateOnNewDocument", source="window.WebSocket = class { close() {} };")
    try:
        for page in (f"/play/{key}", f"/beside/{key}"):
            served.open(browser, page)
            until(browser, "return document.querySelector('.bar.undrawn .playback') !== null")
            said = browser.js("return document.querySelector('main').innerText").strip()
            assert said.startswith("Loading: the run is being computed ...")
            assert not any(word in said for word in ("No case", "Posts", "beginning of", "Numbers side by side"))
    finally:
        browser.cdp("Network.setBlockedURLs", urls=[])
        browser.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=silent["identifier"])
