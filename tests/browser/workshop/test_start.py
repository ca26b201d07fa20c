"""The first minute: the start page with its ways in, a table and its frame."""

import json
import urllib.request

import pytest
from selenium.webdriver.common.by import By

from entente.browser.sharing import command_of
from scenarios.session.kept import of_file, session_file
from scenarios.session.log import log_of_link, started
from tests.browser.workshop.server import press, says, until

OPEN = "[...document.querySelectorAll('[role=tabpanel]:not([hidden])')].map(one => one.id).join()"
MONTH = "(document.querySelector('.playback-month')?.textContent || '')"
AT_A_TABLE = "return location.pathname.startsWith('/play/') && document.querySelector('.playback-month')"
EVENT = {"date": "2026-03", "kind": "salience", "size": 0.4, "note": "<b>ours</b>"}


@pytest.fixture(scope="module")
def log():
    return started("teaching", "static:US", 5).with_choice(event=EVENT)


@pytest.fixture
def start(browser, served):
    served.open(browser, "/")
    says(browser, "Go on with a session")
    return browser


def click(browser, words):
    [one] = [b for b in browser.driver.find_elements(By.TAG_NAME, "button") if b.text == words and b.is_displayed()]
    one.click()


def serious(browser):
    return [one for one in browser.axe() if one["impact"] in ("serious", "critical")]


def test_the_start_page_says_what_this_is_and_leads_on(start, shot):
    shot("start", whole=True)
    assert start.js("return [...document.querySelectorAll('main, h1')].map(e => e.tagName).join()") == "H1,MAIN"
    links = start.js("return [...document.querySelectorAll('main a')].map(a => new URL(a.href).pathname)")
    assert {"/tour", "/room", "/room/new", "/kit", "/share"} <= set(links)
    assert start.overflow() == 0 and not serious(start)


def test_the_keyboard_goes_past_the_head(start):
    press(start, "TAB")
    assert start.js("return document.activeElement.textContent") == "Skip to the content"
    press(start, "ENTER", "TAB")
    assert start.js("return document.querySelector('main').contains(document.activeElement)")


def test_a_table_opens_with_all_its_places_and_is_found_again(start, served, shot):
    click(start, "Begin")
    until(start, f"{AT_A_TABLE} && !document.querySelector('.undrawn')")
    shot("table")
    key = start.driver.current_url.rsplit("/", 1)[1]
    assert start.js("return document.querySelectorAll('main').length") == 1
    assert start.js("return [...document.querySelectorAll('h1')].map(h => h.textContent)") == [
        "The network, month by month"
    ]
    assert start.js("return document.documentElement.lang").startswith("en")
    until(start, "return localStorage.getItem('entente: sessions')")
    served.open(start, "/")
    until(start, f"return document.querySelector('#recent a')?.href.endsWith('/play/{key}')")
    assert "seed 1" in start.js("return document.querySelector('#recent').textContent")


def test_tabs_turn_by_click_and_by_key_and_are_remembered(browser, served):
    served.play(browser)
    until(browser, f"return {OPEN} === 'panel-levers' && !document.querySelector('.undrawn')")
    browser.js("document.getElementById('tab-actor').click()")
    assert browser.js(f"return {OPEN}") == "panel-actor"
    browser.js("document.getElementById('tab-actor').focus()")
    press(browser, "ARROW_RIGHT")
    assert browser.js(f"return {OPEN}") == "panel-seat"
    press(browser, "ARROW_RIGHT")
    assert browser.js(f"return {OPEN}") == "panel-levers"
    press(browser, "END")
    until(browser, "return sessionStorage.length > 0")
    browser.driver.refresh()
    until(browser, f"return {OPEN} === 'panel-seat'")


def test_a_session_goes_on_as_link_file_and_command(browser, served, log, shot, tmp_path):
    served.open(browser, f"/open?log={log.link()}")
    until(browser, AT_A_TABLE)
    key = browser.driver.current_url.rsplit("/", 1)[1]
    served.open(browser, f"/share/{key}")
    until(browser, "return document.getElementById('copy-command')?.value")
    shot("share", whole=True)
    texts = {name: browser.js(f"return document.getElementById('copy-{name}').value")
             for name in ("link", "text", "address", "command")}  # fmt: skip
    assert texts["address"] == f"{served.address}/play/{key}"
    assert log_of_link(texts["text"]) == log and texts["command"] == command_of(log)
    assert texts["link"] == f"{served.address}/open?log={log.link()}"
    assert not serious(browser)
    with urllib.request.urlopen(f"{served.address}/file/{key}") as answer:
        saved = answer.read()
        assert "attachment" in answer.headers["content-disposition"]
    assert of_file(saved) == (log, log.base().adopt_month)
    assert key not in saved.decode()


def test_a_saved_file_opens_where_it_was_left(start, served, log, tmp_path):
    file = tmp_path / "ours.json"
    file.write_text(session_file(log, log.base().adopt_month + 4), encoding="utf-8")
    start.driver.find_element(By.ID, "file").send_keys(str(file))
    start.js("document.querySelector('form').requestSubmit()")
    until(start, AT_A_TABLE)
    until(start, f"return {MONTH}.includes('2026-05')")
    key = start.driver.current_url.rsplit("/", 1)[1]
    assert json.loads(served.get(f"/file/{key}")[1])["log"] == log.plain()


def test_a_file_that_is_none_is_said_to_be_none(start, tmp_path):
    file = tmp_path / "<img src=x onerror=alert(1)>.json"
    file.write_text('{"entente": "<script>window.hit=1</script>"}', encoding="utf-8")
    start.driver.find_element(By.ID, "file").send_keys(str(file))
    start.js("document.querySelector('form').requestSubmit()")
    says(start, "not a session of Entente")
    assert start.js("return window.hit") is None
    start.js("document.querySelector('main a').click()")
    says(start, "Go on with a session")


@pytest.mark.parametrize("seed", ["-1", "1.5", "99999999999999999999", "<b>1</b>", "١٢"])
def test_a_seed_that_makes_no_sense_is_said_beside_it(start, seed):
    field = start.driver.find_element(By.CSS_SELECTOR, "input[aria-label='Seed: the luck of the draw']")
    press_into(start, field, seed)
    click(start, "Begin")
    says(start, "The seed must be a whole number")
    assert start.js("return location.pathname") == "/"


def press_into(browser, field, text):
    browser.js("arguments[0].focus(); arguments[0].select()", field)
    browser.cdp("Input.insertText", text=text)


def test_a_link_that_is_none_is_said_to_be_none_where_it_was_typed(start, log):
    field = start.driver.find_element(By.CSS_SELECTOR, "input[aria-label^='A link']")
    press_into(start, field, log.link()[:-3])
    buttons = [b for b in start.driver.find_elements(By.TAG_NAME, "button") if b.text == "Open a copy"]
    buttons[0].click()
    says(start, "damaged")
    press_into(start, field, f"see http://elsewhere/open?log={log.link()}")
    buttons[0].click()
    until(start, AT_A_TABLE)
