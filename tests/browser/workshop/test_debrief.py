"""The debrief in a real browser: its parts arrive, seats open by keyboard, the report is a page by itself."""

import re
import urllib.request
from io import BytesIO

import pytest
from pypdf import PdfReader
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from scenarios.session.kept import session_file
from scenarios.session.log import SECRETARIAT, started
from tests.browser.workshop.server import says, until

ALL_THERE = "return document.querySelectorAll('.asked li').length === 5"
PARTS = ("In short", "What the choices changed", "Who gained, and who lost", "Seat by seat", "Who would leave now",
         "Was it luck?", "Five questions to talk about")  # fmt: skip


def session():
    """Choices of different kinds, in two seats and in none."""
    log = started("teaching", "rotating", 1)
    log = log.with_choice(event={"date": "2026-04", "kind": "incident", "actor": "Anthropic", "size": 3.0})
    log = log.with_choice("US", decision={"date": "2026-09", "actor": "US", "act": "pool", "choice": False})
    return log.with_choice(SECRETARIAT, fields={"date": "2027-01", "values": {"fast_lane": 1.0}})


def opened(served, log, at):
    """A table of a saved session, opened from its file as the start page does it; its key."""
    head = 'Content-Disposition: form-data; name="file"; filename="session.json"'
    body = f"--part\r\n{head}\r\nContent-Type: application/json\r\n\r\n{session_file(log, at)}\r\n--part--\r\n"
    asked = urllib.request.Request(
        served.address + "/open", body.encode(), {"Content-Type": "multipart/form-data; boundary=part"}
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return answer.url.rsplit("/", 1)[1]


@pytest.fixture(scope="module")
def key(served):
    log = session()
    return opened(served, log, log.base().end_month + 1)


@pytest.fixture
def debrief(browser, served, key):
    served.open(browser, f"/debrief/{key}")
    until(browser, ALL_THERE)
    return browser


def serious(browser):
    return [one for one in browser.axe() if one["impact"] in ("serious", "critical")]


def foreign(browser, served):
    return [one for one in browser.requests() if not one.startswith((served.address, "ws://127.0.0.1", "data:"))]


def test_every_part_is_there_and_what_is_said_is_of_this_session(debrief, served, key, shot):
    assert foreign(debrief, served) == [] and serious(debrief) == [] and debrief.errors() == []
    headings = [one.text for one in debrief.driver.find_elements(By.CSS_SELECTOR, "main h2")]
    assert headings[: len(PARTS)] == list(PARTS)
    assert len(debrief.driver.find_elements(By.TAG_NAME, "h1")) == 1
    for part in ("short", "changed", "states", "seats", "leaving", "luck", "questions"):
        assert len(debrief.driver.find_element(By.ID, part).text) > 60, part
    choices = debrief.driver.find_elements(By.CSS_SELECTOR, ".choices > li")
    assert [one.text.splitlines()[0].split(":")[0] for one in choices] == [
        "April 2026, at the table", "September 2026, the United States", "January 2027, the secretariat",
    ]  # fmt: skip
    beside = [one.get_attribute("href") for one in debrief.driver.find_elements(By.CSS_SELECTOR, ".choices a")]
    assert [one.rsplit("/beside/", 1)[1].split("?without=") for one in beside] == [[key, str(k)] for k in (1, 2, 3)]
    assert debrief.overflow() == 0
    shot("debrief"), shot("debrief-whole", whole=True)


def test_a_seat_opens_by_keyboard(debrief):
    seat = debrief.driver.find_element(By.CSS_SELECTOR, "details.seat")
    assert seat.get_attribute("open") is None
    seat.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
    until(debrief, "return document.querySelector('details.seat').open")
    assert "against the rule's advice" in seat.text.lower()


def test_it_fits_a_narrow_window(debrief):
    debrief.width(390)
    assert debrief.overflow() == 0


def test_the_report_stands_by_itself_on_the_screen_and_on_paper(debrief, served, tmp_path):
    link = debrief.driver.find_element(By.LINK_TEXT, "Save as a report").get_attribute("href")
    with urllib.request.urlopen(link, timeout=60) as answer:
        assert re.search(r'attachment; filename="entente-session-2028-12.html"', answer.headers["Content-Disposition"])
        page = answer.read()
    with urllib.request.urlopen(link, timeout=60) as answer:
        assert answer.read() == page, "the same session, the same bytes"
    file = tmp_path / "report.html"
    file.write_bytes(page)
    with debrief.without_scripts():
        debrief.open(file)
    assert debrief.requests() == [] and debrief.errors() == []
    assert serious(debrief) == [] and debrief.overflow() == 0
    assert debrief.js("return document.querySelectorAll('h1').length") == 1
    assert debrief.js("return document.querySelectorAll('svg[role=img]').length") >= 9
    paper = PdfReader(BytesIO(debrief.pdf()))
    words = " ".join(one.extract_text() for one in paper.pages)
    assert 3 <= len(paper.pages) <= 9 and "Five questions to talk about" in words and "entente debrief" in words


@pytest.mark.slow
def test_it_says_when_the_play_has_gone_on_and_is_computed_anew(browser, served):
    key = opened(served, session(), session().base().adopt_month + 6)
    served.open(browser, f"/debrief/{key}")
    until(browser, ALL_THERE)
    says(browser, "January 2026 to June 2026")
    here = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    served.open(browser, f"/play/{key}")
    until(browser, "return document.querySelectorAll('.playback button').length > 3")
    next(
        one for one in browser.driver.find_elements(By.CSS_SELECTOR, ".playback button") if one.text == "+ 1 year"
    ).click()
    says(browser, "2027-07")
    browser.driver.close()
    browser.driver.switch_to.window(here)
    says(browser, "The session has gone on")
    next(one for one in browser.driver.find_elements(By.TAG_NAME, "button") if one.text == "Compute anew").click()
    says(browser, "January 2026 to June 2027")
    assert not browser.driver.find_element(By.CSS_SELECTOR, ".notice").is_displayed()


def test_before_a_month_is_played_it_says_so(browser, served):
    new = opened(served, session(), session().base().adopt_month)
    served.open(browser, f"/debrief/{new}")
    says(browser, "No month is played yet")
    assert serious(browser) == []


def test_without_seats_and_choices_it_works_too(browser, served):
    log = started("teaching", "none", 2)
    served.open(browser, f"/debrief/{opened(served, log, log.base().adopt_month + 7)}")
    until(browser, ALL_THERE)
    says(browser, "Nothing was chosen: this is the model's own play.")
    says(browser, "Nothing was chosen in a seat.")


def test_an_address_of_no_session_is_refused(browser, served):
    served.open(browser, "/debrief/nothing")
    says(browser, "no such session")
