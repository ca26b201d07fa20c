"""Levers: moved by keyboard and mouse, seen before they are taken, logged, undone, done again; nonsense is told."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.workshop.server import says, until

PANE = "document.querySelector('.preview').innerText"
LIST = "document.querySelector('#panel-choices').innerText"
ROWS = "document.querySelectorAll('.preview table.effects tbody tr').length"


@pytest.fixture
def levers(browser, served):
    """A new table with its levers, drawn."""
    served.play(browser)
    until(browser, "return document.querySelector('.levers .q-slider') && window.workshop")
    until(browser, "return document.querySelector('.levers .q-slider:not(.disabled)')")
    browser.js("workshop.show('levers')")
    return Levers(browser)


class Levers:
    """The tab of the levers, as a person uses it."""

    def __init__(self, browser):
        self.browser = browser

    def slider(self, title):
        return self.browser.driver.find_element(By.CSS_SELECTOR, f'.q-slider[aria-label^="{title}"]')

    def thumb(self, title):
        """What takes the keys of a slider."""
        found = self.slider(title)
        inner = found.find_elements(By.CSS_SELECTOR, "[tabindex='0']")
        return inner[0] if inner else found

    def number(self, title):
        return self.browser.driver.find_element(By.CSS_SELECTOR, f'input[aria-label^="{title}, exact"]')

    def press(self, text, within=".levers"):
        buttons = self.browser.driver.find_elements(By.CSS_SELECTOR, f"{within} button")
        next(button for button in buttons if button.text.strip() == text).click()

    def pick(self, label, option):
        """Choose in the select of this label."""
        until(self.browser, f"return document.querySelector('.levers input[aria-label=\"{label}\"]')")
        self.browser.js(
            f"document.querySelector('.levers input[aria-label=\"{label}\"]').closest('.q-field').scrollIntoView()"
        )
        self.browser.driver.find_element(
            By.XPATH, f"//div[@class and contains(@class,'levers')]//input[@aria-label='{label}']/ancestor::label"
        ).click()
        item = "[...document.querySelectorAll('.q-menu .q-item')].find(i => i.innerText.startsWith(arguments[0]))"
        until(self.browser, f"return Boolean({item.replace('arguments[0]', repr(option))})")
        self.browser.js(f"{item}.click()", option)

    def shown(self, text):
        """Wait until the pane has its table and says something."""
        until(self.browser, f"return {ROWS} == 9 && {PANE}.includes({text!r}) && !document.querySelector('.found.old')")

    def unfold(self, title):
        """Open a fold of the pane."""
        found = "[...document.querySelectorAll('.preview summary')].find(s => s.innerText.startsWith(arguments[0]))"
        self.browser.js(f"{found}.click()", title)

    def do(self):
        self.press("Do it", ".preview")
        until(self.browser, f"return {PANE}.includes('Move a slider')")


def test_the_slider_that_is_moved_stays_in_sight_when_its_effect_is_shown(levers, browser):
    browser.width(1280, 720)
    thumb = levers.thumb("Time to set it up")
    browser.js("arguments[0].scrollIntoView({block: 'end'})", thumb)
    thumb.send_keys(Keys.PAGE_UP)
    levers.shown("working secretariat")
    seen = """const box = e => document.querySelector(e).getBoundingClientRect();
    const one = document.querySelector('.controls .moved').closest('.lever').getBoundingClientRect();
    const room = box('.levers > .controls'), pane = box('.levers > .preview');
    return one.top >= room.top - 1 && one.bottom <= room.bottom + 1 && pane.bottom <= innerHeight + 1"""
    until(browser, seen, 5)


def test_a_slider_by_keyboard_is_seen_taken_undone_and_done_again(levers, browser, shot):
    for _ in range(3):
        levers.thumb("Posts").send_keys(Keys.PAGE_UP)
    levers.shown("posts of the secretariat itself")
    shot("levers")
    assert float(levers.number("Posts").get_attribute("value")) > 10
    levers.do()
    browser.js("workshop.show('choices')")
    says(browser, "2026-01, at the table: the design changes: posts of the secretariat itself")
    says(browser, "In 64 futures:")
    shot("choices")
    levers.press("Undo", "#panel-choices")
    says(browser, "No choice so far")
    levers.press("Do it again", "#panel-choices")
    says(browser, "In 64 futures:")
    link = browser.driver.find_element(By.LINK_TEXT, "See with and without").get_attribute("href")
    assert "/beside/" in link
    assert link.endswith("?without=1")


def test_an_event_with_its_actor_in_a_later_month_and_its_effect_in_this_run(levers, browser):
    levers.press("The world", ".sides")
    levers.pick("From", "2026-03")
    levers.pick("What happens", "A member leaves")
    levers.shown("2026-03: ")
    levers.pick("Who", "Singapore")
    levers.shown("2026-03: Singapore leaves the network")
    levers.do()
    browser.js("workshop.show('choices')")
    says(browser, "2026-03, at the table: Singapore leaves the network and ends its ties")
    says(browser, "its month is not played yet")
    assert "/play/" in browser.driver.current_url


def test_nonsense_is_told_beside_the_control_and_leaving_puts_everything_back(levers, browser):
    field = levers.number("Posts")
    before = field.get_attribute("value")
    for entered, said in (("-7", "is out of its range"), ("9e99", "is out of its range"), ("", "A number is needed")):
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(entered or Keys.DELETE)
        says(browser, said)
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("12")
    levers.shown("12 full-time posts")
    levers.press("Leave it", ".preview")
    until(browser, f"return {PANE}.includes('Move a slider')")
    until(browser, f"return document.querySelector('input[aria-label^=\"Posts, exact\"]').value == '{before}'")


@pytest.mark.slow
def test_a_design_with_a_host(levers, browser):
    levers.pick("Another design", "Fixed in one country")
    levers.shown("a fixed secretariat in the United States")
    levers.pick("Its host", "Kenya")
    levers.shown("a fixed secretariat in Kenya")
    levers.do()


@pytest.mark.slow
def test_a_hint_is_there_for_the_keyboard_and_goes_with_escape(levers, browser):
    mark = browser.driver.find_element(By.CSS_SELECTOR, 'button[aria-label="About: Posts"]')
    shown = "getComputedStyle(document.querySelector('.hint [role=tooltip]')).display"
    assert browser.js(f"return {shown}") == "none"
    browser.js("arguments[0].focus()", mark)
    assert browser.js(f"return {shown}") == "block"
    assert "Admissible: 0 full-time posts to 500 full-time posts" in browser.js(
        "return document.getElementById(arguments[0].getAttribute('aria-describedby')).innerText", mark
    )
    mark.send_keys(Keys.ESCAPE)
    assert browser.js(f"return {shown}") == "none"


@pytest.mark.slow
def test_what_is_folded_opens_and_stays_open(levers, browser):
    levers.thumb("Posts").send_keys(Keys.PAGE_UP)
    levers.shown("posts")
    for title, inside in (("Month by month", ".multiple svg"), ("Intervals", "caption")):
        levers.unfold(title)
        until(browser, f"return document.querySelector('.preview details[open] {inside}')")
    levers.thumb("Posts").send_keys(Keys.PAGE_UP)
    until(browser, "return document.querySelector('.found.old')")
    levers.shown("posts")
    assert browser.js("return document.querySelectorAll('.preview details[open]').length") == 2


@pytest.mark.slow
def test_under_ten_designs(levers, browser):
    levers.press("The world", ".sides")
    levers.pick("What happens", "The host leaves")
    levers.shown("whoever holds the largest part")
    levers.unfold("Under ten designs")
    until(browser, "return document.querySelectorAll('.preview details table.effects tbody tr').length == 10")


def test_nothing_serious_for_axe_and_no_request_leaves(levers, browser, served):
    levers.thumb("Posts").send_keys(Keys.PAGE_UP)
    levers.shown("posts")
    browser.js("document.querySelectorAll('.levers details.fields:not([open]) > summary').forEach(s => s.click())")
    until(browser, "return document.querySelectorAll('.levers .q-slider').length >= 27")
    assert [found for found in browser.axe() if found["impact"] in ("serious", "critical")] == []
    assert browser.overflow() == 0
    assert all(
        url.startswith((served.address, served.address.replace("http", "ws"), "data:")) for url in browser.requests()
    )
    assert browser.errors() == []
