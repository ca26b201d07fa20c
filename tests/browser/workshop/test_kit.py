"""The teacher's kit in a real browser: readable, without scripts, nothing asked of the internet, and it prints."""

import io

import pytest
from pypdf import PdfReader

from entente.browser.kit.sessions import MINUTES, session
from tests.browser.workshop.rooms import open_room, press
from tests.browser.workshop.server import says, until

SESSIONS = [str(one) for one in MINUTES]
ALL = ["30", *(pytest.param(minutes, marks=pytest.mark.slow) for minutes in SESSIONS[1:])]  # the longer ones: slow
AIMS_LINK = """
const links = [...document.querySelectorAll('main a')].filter(a => a.textContent.startsWith('Aims'));
return links.length ? links[0].getAttribute('href') : null;
"""
SERIOUS = ("serious", "critical")


def printed(browser):
    """The text of each page on paper."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(browser.pdf())).pages]


def check(browser, served, path):
    """Open a page: nothing from elsewhere, no complaint of axe, no sideways scrolling."""
    served.open(browser, path)
    until(browser, "return !document.body.innerText.includes('One moment:')", 60)
    assert browser.js("return document.querySelectorAll('h1').length") == 1, browser.driver.page_source
    assert all(address.startswith((served.address, "data:")) for address in browser.requests())
    assert [one for one in browser.axe() if one["impact"] in SERIOUS] == []
    assert not [line for line in browser.errors() if "favicon" not in line]
    browser.width(1280, 720)
    assert browser.overflow() == 0


def test_sessions_are_listed_and_reached_by_keyboard(browser, served, shot):
    check(browser, served, "/kit")
    shot("kit")
    links = browser.js("return [...document.querySelectorAll('main a')].map(a => a.getAttribute('href'))")
    assert {f"/kit/{minutes}" for minutes in SESSIONS} <= set(links)
    assert browser.js("return [...document.querySelectorAll('main a')].every(a => a.tabIndex >= 0)")


@pytest.mark.parametrize("minutes", ALL)
def test_the_plan(browser, served, shot, minutes):
    check(browser, served, f"/kit/{minutes}")
    shot(f"kit-{minutes}", whole=True)


@pytest.mark.parametrize("minutes", ALL)
def test_a_handout_is_one_page_of_paper(browser, served, minutes):
    actors = [seat.actor for seat in session(minutes).seats]
    for actor in (actors[0], actors[-1]):
        check(browser, served, f"/kit/{minutes}/handout/{actor}")
        assert len(printed(browser)) == 1


@pytest.mark.parametrize("minutes", ALL)
def test_everything_is_printed_at_once_each_handout_on_its_own_page(browser, served, minutes):
    check(browser, served, f"/kit/{minutes}/print")
    pages = printed(browser)
    begins = [k for k, text in enumerate(pages) if "You are " in text]
    assert len(begins) == len(session(minutes).seats)
    assert all("Your secret aims" in pages[k] and "A role in a model" in pages[k] for k in begins)
    assert "Cards" in pages[begins[-1] + 1]


def test_pages_need_no_script(browser, served):
    with browser.without_scripts():
        served.open(browser, "/kit/60")
        assert "Minute by minute" in browser.js("return document.body.innerText")


def test_a_button_starts_the_very_session(browser, served):
    served.open(browser, "/kit/30")
    browser.js("[...document.querySelectorAll('a')].find(a => a.textContent.startsWith('Start this')).click()")
    until(browser, "return location.pathname.startsWith('/play/')")
    says(browser, "Kenya")


def test_a_room_is_filled_in(browser, served):
    served.open(browser, "/kit/60")
    browser.js("[...document.querySelectorAll('a')].find(a => a.textContent.startsWith('Open a room')).click()")
    until(browser, "return location.pathname === '/room/new'")
    for seat in session("60").seats:
        says(browser, seat.actor)
    assert str(session("60").seed) in browser.js("return [...document.querySelectorAll('input')].map(i => i.value)")


def test_the_aims_are_reached_from_the_room_itself(browser, served):
    """Nothing is pasted: the facilitator's page leads to them, with the room's key filled in."""
    key, _ = open_room(browser, served, seed=session("60").seed, seats="US,Kenya", kit="60")
    press(browser, "Play the month")
    says(browser, "2026-02")
    served.open(browser, browser.js(AIMS_LINK))
    until(browser, f"return location.pathname === '/kit/60/aims' && location.search.includes('{key}')")
    says(browser, "At the end of January 2026")
    open_room(browser, served, seats="US,Kenya")
    assert browser.js(AIMS_LINK) is None


@pytest.mark.parametrize("path", ["/kit/45", "/kit/30/handout/Atlantis", "/kit/30/handout/%3Cscript%3E"])
def test_wrong_addresses_end_in_a_message(browser, served, path):
    served.open(browser, path)
    assert "cannot be shown" in browser.js("return document.querySelector('h1').textContent")
    assert browser.js("return Boolean(document.querySelector('main a[href=\"/kit\"]'))")


def test_aims_reached_in_a_game(browser, served):
    key = served.play(browser, seed=session("30").seed)
    check(browser, served, f"/kit/30/aims?session={key}")
    says(browser, "nothing is played yet")
    check(browser, served, "/kit/30/aims?session=nothing")
    says(browser, "no such session")
