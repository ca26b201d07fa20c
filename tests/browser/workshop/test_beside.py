"""Runs side by side, in Chromium: they step together, say where they part, and show no month that is not to be seen."""

import pytest

from scenarios.session.kept import Kept
from scenarios.session.log import started
from tests.browser.workshop.server import says, until

SHOWN = "return document.querySelector('.playback-month').textContent.trim()"
BUTTON = "[...document.querySelectorAll('main button')].find(one => one.textContent.trim() === arguments[0])"
ROW = (
    "[...document.querySelectorAll('.beside-table tr')].find(row => row.cells[0].textContent.startsWith(arguments[0]))"
)


def press(browser, name, month=""):
    """Press a button, and wait until a month is shown."""
    browser.js(f"{BUTTON}.click()", name)
    until(browser, f"{SHOWN}.includes('{month}')")


def row(browser, name):
    return browser.js(f"return [...{ROW}.cells].map(cell => cell.textContent)", name)


@pytest.fixture
def two(browser, served):
    """A page with two secretariats."""
    key = served.play(browser)
    served.open(browser, f"/beside/{key}?designs=igo:OECD,static:US")
    says(browser, "A and B part in October 2026")
    return browser


def test_two_secretariats_step_together_and_say_where_they_part(two, shot):
    assert two.js("return [...document.querySelectorAll('.beside h2')].map(h => h.textContent)") == [
        "A: At the OECD", "B: Fixed: US",
    ]  # fmt: skip
    says(two, "because from then on A has a secretariat at the OECD, while B still has today's ad hoc lead")
    assert two.js(SHOWN) == "beginning of 2026-01" and row(two, "Members (states)")[1:] == ["–", "–", "–"]
    press(two, "Next month", "2026-02")
    assert row(two, "Members and partners")[1:] == ["3", "3", "the same"]
    assert two.js("return document.querySelectorAll('.beside-table tr.differs').length") == 0
    press(two, "Go to where they part", "2026-11")
    until(two, "return document.querySelectorAll('.beside-table tr.differs').length > 0")
    press(two, "Back", "2026-10")
    press(two, "To the end", "all is played")
    until(two, f"return {ROW.replace('arguments[0]', repr('Inequality'))}.textContent.includes('worse')")
    shot("beside")
    says(two, "Only in A: Standard or guideline (frontier risk research) is finished.")
    assert two.js("return document.querySelectorAll('.beside .net-frame svg').length") == 2


@pytest.mark.slow
def test_keys_play_and_step(two):
    two.js("document.activeElement.blur()")
    two.js("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}))")
    until(two, f"{SHOWN}.includes('2026-02')")
    two.js("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft', bubbles: true}))")
    until(two, f"{SHOWN}.includes('2026-01')")
    press(two, "Play", "2026-03")
    press(two, "Pause")


def test_the_difference_in_many_futures_is_there_and_all_of_it_is_accessible(two):
    says(two, "B against A: Fixed: US in place of At the OECD", 60)
    says(two, "In most futures it would")
    two.js("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert [one for one in two.axe() if one["impact"] in ("serious", "critical")] == []
    says(two, "No actor has taken a decision otherwise that both runs put to it.")
    assert two.errors() == []
    assert two.overflow() == 0


def test_what_is_compared_is_chosen_in_a_form(two):
    two.js("document.querySelectorAll('details').forEach(one => one.open = true)")
    for name, design in (("A", "adhoc"), ("B", "none"), ("C", "chair:Kenya")):
        two.js("document.getElementById(arguments[0]).value = arguments[1]", f"beside-design{name}", design)
    two.js("document.querySelector('form').requestSubmit()")
    says(two, "A and C part in")
    assert two.js("return new URLSearchParams(location.search).getAll('design')") == ["adhoc", "none", "chair:Kenya"]
    assert two.js("return document.querySelectorAll('.beside > section').length") == 3


@pytest.fixture
def session(served):
    """A session with a choice, played until March 2027; its key."""
    log = started("teaching", "rotating", 7).with_choice(
        event={"date": "2026-03", "kind": "exit", "actor": "US", "note": "<img src=x onerror=alert(1)>"}
    )
    key = "beside" + "0" * 16
    (served.kept / f"{key}.json").write_text(Kept.of(log, log.base().adopt_month + 14).text())
    return key


def test_with_and_without_a_choice_and_nothing_of_the_future_unasked(browser, served, session):
    served.open(browser, f"/beside/{session}?without=1")
    says(
        browser,
        "A and B part in March 2026, because in A it was chosen, and not in B: the United States leaves the network",
    )
    says(browser, "A against B: with choice 1 and without it", 60)
    says(browser, "each change is what A, with it, has more or less than B, without it")
    says(browser, "The session stands at 2027-03")
    assert browser.js(SHOWN).startswith("end of 2027-02")
    assert browser.js(f"return {BUTTON}.disabled", "Next month")
    says(browser, "Only in A: US leaves the network")
    items = browser.js("return [...document.querySelectorAll('main li')].map(one => one.textContent.slice(0, 7))")
    told = [one for one in items if one.startswith("20")]
    assert told and max(told) < "2027-03"
    assert browser.js("return document.querySelectorAll('main img').length") == 0
    browser.js("[...document.querySelectorAll('a')].find(one => one.textContent === 'Show its future too').click()")
    until(browser, f"return document.querySelector('.playback-month') && {SHOWN[7:]}.startsWith('beginning')")
    press(browser, "To the end", "all is played")


def test_where_the_parting_is_still_to_come_it_is_not_told(browser, served, session):
    served.open(browser, f"/beside/{session}?designs=static:US,static:Singapore")
    says(browser, "A and B do not part before March 2027.")
    assert "Go to where they part" not in browser.js("return document.body.innerText")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("designs=igo:OECD,igo:OECD", "named twice"),
        ("designs=a,b", "unknown design"),
        ("designs=mine.toml,adhoc", "a file"),
        ("without=99", "no such choice"),
        ("without=<script>", "not the number of a choice"),
        ("design=%00", "control character"),
    ],
)
def test_an_address_that_makes_no_sense_says_so(browser, served, session, asked, said):
    served.open(browser, f"/beside/{session}?{asked}")
    says(browser, said)
    assert "Traceback" not in browser.js("return document.body.innerText")
