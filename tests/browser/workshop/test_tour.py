"""The guided tour from start to end: by clicking, by the keyboard alone, left and taken up, nothing from outside."""

import pytest

from entente.browser.tour.steps import STEPS
from results.brief.months import in_words
from results.play.kit.tour_plot import plot
from sim.months import month_label
from tests.browser.workshop.server import press, says, until

SERIOUS = ("serious", "critical")
DOES = {  # number of a step -> what is pressed in it, and what the page says then
    1: ("Kenya", "Kenya is a state"),
    2: ("US and Singapore", "Over this tie go"),
    3: ("11 to 40", "it is given"),
    4: ("Play one month", "January 2026"),
    5: ("4 to 10 days", "The network answers after"),
    6: ("A duty desk", "with your lever"),
    7: ("Play 64 worlds", "of 100 worlds: clearly better."),
    8: ("No secretariat", "You guessed no secretariat"),
    9: ("For", "in December 2028"),
}
CLICK = """
const wanted = [...document.querySelectorAll('main button, main a')].find(b => b.textContent.trim() === arguments[0]);
wanted.click();
"""


def begin(browser, served):
    served.open(browser, "/tour")
    until(browser, "return location.pathname.startsWith('/tour/') && document.querySelector('#step')", 60)


def at_step(browser, number):
    until(browser, f"return location.search.includes('step={number}') && document.querySelector('#step')")
    says(browser, f"{number}. {STEPS[number - 1].title}")
    until(browser, "return document.querySelector('.world svg')")


def test_from_start_to_end_by_clicking(browser, served, shot):
    begin(browser, served)
    for number in range(1, len(STEPS) + 1):
        at_step(browser, number)
        if number in DOES:
            browser.js(CLICK, DOES[number][0])
            says(browser, DOES[number][1])
        assert [one for one in browser.axe() if one["impact"] in SERIOUS] == [], number
        assert all(address.startswith((served.address, served.address.replace("http", "ws"), "data:"))
                   for address in browser.requests())  # fmt: skip
        assert browser.errors() == []
        shot(f"tour-{number}")
        assert browser.overflow() == 0
        if number < len(STEPS):
            browser.js(CLICK, f"Next: {STEPS[number].title}")
    links = browser.js("return [...document.querySelectorAll('main a')].map(a => a.getAttribute('href'))")
    assert {"/", "/room", "/kit"} <= set(links)


def test_text_and_drawing_name_the_same_month_and_give_no_answer_away(browser, served):
    """At the question how fast the network answers, the drawing stands before the incident."""
    begin(browser, served)
    browser.driver.get(browser.driver.current_url.split("?")[0] + "?step=5")
    at_step(browser, 5)
    months = [in_words(month_label(plot().struck - k)) for k in (0, 1)]
    says(browser, f"We go on to {months[0]}")
    says(browser, f"The end of {months[1]}")
    browser.driver.get(browser.driver.current_url.split("?")[0] + "?step=4")
    at_step(browser, 4)
    browser.js(CLICK, "Play one month")
    says(browser, "The end of January 2026")


def focus(browser, text):
    """Go on with the Tab key until the focus stands on something with this text."""
    for _ in range(80):
        press(browser, "TAB")
        if browser.js("return document.activeElement.textContent.trim()") == text:
            return
    raise AssertionError(f"'{text}' is not reached by the keyboard")


@pytest.mark.slow
def test_from_start_to_end_by_the_keyboard_alone(browser, served):
    begin(browser, served)
    for number in range(1, len(STEPS) + 1):
        at_step(browser, number)
        if number in DOES:
            focus(browser, DOES[number][0])
            press(browser, "ENTER")
            says(browser, DOES[number][1])
        if number < len(STEPS):
            focus(browser, f"Next: {STEPS[number].title}")
            press(browser, "ENTER")


def test_it_is_left_and_taken_up_and_walked_back(browser, served):
    begin(browser, served)
    address = browser.driver.current_url.split("?")[0]
    browser.driver.get(f"{address}?step=6")
    at_step(browser, 6)
    browser.js(CLICK, "No duty desk")
    until(browser, "return location.search.includes('lever=none')")
    says(browser, "with your lever")
    browser.driver.refresh()
    says(browser, "with your lever")
    browser.js(CLICK, f"Next: {STEPS[6].title}")
    at_step(browser, 7)
    browser.js(CLICK, "Back")
    at_step(browser, 6)
    says(browser, "No duty desk: the same world")


def test_what_it_says_is_what_was_played(browser, served):
    """The engine of this process tells the same days as the page."""
    begin(browser, served)
    found = plot()
    browser.driver.get(browser.driver.current_url.split("?")[0] + "?step=5")
    at_step(browser, 5)
    browser.js(CLICK, "later, or never")
    says(browser, f"answers after {found.incident.days:.1f} days")
    says(browser, "You guessed otherwise" if found.incident.days <= 25 else "You guessed right")


@pytest.mark.parametrize("query", ["?step=0", "?step=11", "?step=x", "?step=6&lever=gold", "?step=<script>"])
def test_wrong_steps_end_in_a_message(browser, served, query):
    begin(browser, served)
    browser.driver.get(browser.driver.current_url.split("?")[0] + query)
    says(browser, "This page cannot be shown")


def test_a_tour_that_is_gone_ends_in_a_message(browser, served):
    served.open(browser, "/tour/AAAAAAAAAAAAAAAAAAAAAA?step=2")
    says(browser, "This page cannot be shown")
