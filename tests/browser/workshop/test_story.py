"""What happens, in a real browser: the series with their bands, the chronicle, one actor with its receipts."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from results.play.futures.bands import SHOWN, own_course, scales
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.months import month_index, month_label
from tests.browser.workshop.server import press, says, until

OWN = """const chart = getElement(Number(document.querySelectorAll('.chart')[arguments[0]].id.slice(1))).chart;
const series = chart && chart.getOption().series.find(s => s.id === 'run');
return series && series.data.length ? series.data.map(v => Array.isArray(v) ? v[1] : v?.value ?? v) : null"""
BANDS = """const chart = getElement(Number(document.querySelectorAll('.chart')[arguments[0]].id.slice(1))).chart;
return chart ? chart.getOption().dataset[0].source : null"""
THERE = f"return (() => {{ {BANDS.replace('arguments[0]', '0')} }})()?.[0]?.[3] != null"
NEXT = "[...document.querySelectorAll('button')].find(b => b.textContent.trim() === 'Next month').click()"
MONTHS = "return [...document.querySelectorAll('.years .month h3')].map(h => h.textContent)"
FIRST = month_index("2026-01")


@pytest.fixture
def page(browser, served):
    """A table of the teaching scenario, with its bands."""
    served.play(browser)
    until(browser, THERE)
    return browser


def _played(browser, chart=0):
    """How many months of a figure have a line."""
    found = browser.js(OWN, chart)
    return sum(value is not None for value in found or ())


def _until(browser, what):
    WebDriverWait(browser.driver, 20, 0.05).until(lambda _: what())


def _steps(browser, months):
    for _ in range(months):
        wanted = _played(browser) + 1
        browser.js(NEXT)
        _until(browser, lambda wanted=wanted: _played(browser) == wanted)


def _turn(browser, title):
    browser.js("[...document.querySelectorAll('[role=tab]')].find(t => t.textContent === arguments[0]).click()", title)


def _choose(browser, label, text):
    """Type into a list with a label and take what is found."""
    field = browser.driver.find_element(By.CSS_SELECTOR, f"input[aria-label='{label}']")
    field.click()
    field.send_keys(text)
    until(browser, f"return [...document.querySelectorAll('.q-menu .q-item')].some(i => i.textContent === '{text}')")
    browser.js(
        "[...document.querySelectorAll('.q-menu .q-item')].find(i => i.textContent === arguments[0]).click()", text
    )


def test_lines_hold_what_is_played_and_nothing_more_and_bands_lie_behind(page):
    log = started("teaching", "rotating")
    record, today = record_of(log), scales(log)
    for steps in (0, 2):
        _steps(page, steps)
        for k, shown in enumerate(SHOWN):
            drawn = page.js(OWN, k)
            own = own_course(record, shown, today, FIRST + steps)
            played = FIRST + steps - record.start
            assert len(drawn) == len(own) and drawn[played:] == [None] * (len(own) - played)
            assert drawn[:played] == pytest.approx(own[:played].tolist(), rel=1e-3)
    rows = page.js(BANDS, 0)
    assert rows[0][0] == "2024-12" and len(rows) == 49
    for row in rows:
        assert row[1] <= row[2] <= row[3] <= row[4] <= row[5]
    says(page, "64 possible futures with the same choices")
    labels = page.js("return [...document.querySelectorAll('.multiple [role=img]')].map(e => e.ariaLabel)")
    assert len(labels) == len(SHOWN)
    assert all("This run: " in label for label in labels)
    assert sum("middle half" in label for label in labels) == len([shown for shown in SHOWN if not shown.largest])


def test_each_figure_has_its_table(page):
    page.js("[...document.querySelectorAll('.multiple summary')].forEach(s => s.click())")
    until(page, f"return document.querySelectorAll('.multiple table').length === {len(SHOWN)}")
    heads = page.js("return [...document.querySelectorAll('.multiple table')].map(t => t.rows.length)")
    assert heads == [50] * len(SHOWN)
    first = "return [...document.querySelectorAll('.multiple table')][0].rows[14].cells[1].textContent"
    assert page.js(first) == "–"  # January 2026 is not played yet
    _steps(page, 1)
    until(page, f"return (() => {{ {first} }})() === '3'")


def test_a_choice_is_marked_told_and_moves_the_bands(browser, served):
    log = started("teaching", "rotating")
    chosen = log.with_choice(event={"date": "2026-02", "kind": "capability", "size": 2.0})
    rows = []
    for one in (log, chosen):
        served.open(browser, "/open?" + urlencode({"log": one.link()}))
        until(browser, THERE)
        rows.append(browser.js(BANDS, [shown.name for shown in SHOWN].index("harm")))
    months = [row[0] for row in rows[0]]
    at = months.index("2026-02")
    assert rows[0][:at] == rows[1][:at] and rows[0][at:] != rows[1][at:]
    says(browser, "the capability of AI rises by 2")
    assert "(planned)" in browser.js("return document.querySelector('.marks').textContent")
    _steps(browser, 2)
    says(browser, "You: the capability of AI rises by 2.")
    until(browser, "return !document.querySelector('.marks').textContent.includes('(planned)')")


def test_the_bands_follow_a_lever_and_its_undoing(page):
    finished = [shown.name for shown in SHOWN].index("finished")
    before, own = page.js(BANDS, finished), page.js(OWN, finished)
    field = page.driver.find_element(By.CSS_SELECTOR, 'input[aria-label^="Posts, exact"]')
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys("30", Keys.TAB)
    take = "[...document.querySelectorAll('.preview button')].find(b => b.textContent.trim() === 'Do it')"
    until(page, f"return {take} && !{take}.disabled")
    page.js(f"{take}.click()")
    _until(page, lambda: page.js(BANDS, finished) != before)
    until(page, "return !document.querySelector('.multiples').classList.contains('old')")
    after = page.js(BANDS, finished)
    present = [row[0] for row in before].index("2026-01")
    assert after[:present] == before[:present] and after[-1][3] > before[-1][3]  # more posts finish more
    assert page.js(OWN, finished) == own  # nothing of the run's future is shown
    says(page, "posts of the secretariat itself (30 full-time posts)")
    _turn(page, "Choices")
    page.js("[...document.querySelectorAll('#panel-choices button')].find(b => /^undo/i.test(b.textContent)).click()")
    _until(page, lambda: page.js(BANDS, finished) == before)


def test_the_chronicle_grows_and_shrinks_with_the_months(page):
    _steps(page, 2)
    until(page, f"return ({{ {MONTHS.replace('return ', 'm: ')} }}).m[0] === '2026-02'")
    shown = page.js(MONTHS)
    assert shown == sorted(shown, reverse=True) and shown[0] == "2026-02"
    news = "return document.querySelector('[aria-live=polite].news').textContent"
    assert page.js(news).startswith("2026-02: India AI Impact Summit")
    lines = page.js("return [...document.querySelectorAll('.years li')].map(l => l.textContent)")
    assert any("on record: India AI Impact Summit" in line for line in lines)
    assert any("simulated: Anthropic: a serious incident" in line for line in lines)
    assert page.js("return [...document.querySelectorAll('.years summary')].map(s => s.textContent.slice(0, 4))") == [
        "2026", "2025", "2024",
    ]  # fmt: skip
    page.js("[...document.querySelectorAll('.years summary')][1].click()")
    says(page, "US: Trump inaugurated; EO 14110 revoked.")
    page.js("[...document.querySelectorAll('button')].find(b => b.textContent.trim() === 'Back').click()")
    until(page, "return !document.querySelector('.years').textContent.includes('India AI Impact Summit')")


_OPEN_2025 = """const years = [...document.querySelectorAll('.years summary')];
const year = years.find(s => s.textContent.startsWith('2025'));
if (year && !year.parentElement.open) year.click();
"""


def test_who_and_reasons(page):
    _choose(page, "Who", "China")
    page.driver.find_element(By.CSS_SELECTOR, ".q-toggle").click()
    said = "China +0.58 (100%): rapport +1.05, cost -1.00"
    until(page, f"{_OPEN_2025}return document.body.innerText.includes({said!r})")
    text = page.js("return document.querySelector('.years').textContent")
    assert "China and Alibaba sign" in text and "Trump" not in text


def test_an_actor_with_its_ties_and_receipts(page, shot):
    _turn(page, "Actor")
    _choose(page, "Actor", "Alibaba")
    says(page, "a firm at home in China")
    until(page, "return document.querySelector('.decision')")
    page.js("document.querySelector('.decision summary').click()")
    says(page, "the terms, added from the top, give exactly this")
    says(page, "Chance of acting: ")
    shot("actor")
    cells = "[...document.querySelector('.decision table').rows].slice(1)"
    terms = page.js(f"return {cells}.map(r => Number(r.cells[1].textContent))")
    assert sum(terms[:-1]) == pytest.approx(terms[-1], abs=0.011 * len(terms))
    page.js("[...document.querySelectorAll('.decision button.link')][0].click()")
    says(page, "institute, opened in 2025-02")
    assert page.js("return [...document.querySelectorAll('.decision[open]')].length") == 1
    months = page.js("return [...document.querySelectorAll('.decision > summary')].map(s => s.textContent.slice(0, 7))")
    assert months and max(months) < month_label(FIRST)


def test_for_everybody(page, served):
    _turn(page, "Actor")
    _choose(page, "Actor", "Singapore")
    until(page, "return document.querySelector('.decision')")
    page.js("document.querySelector('.multiple summary').click(), document.querySelector('.decision summary').click()")
    until(page, "return document.querySelector('.multiple table') && document.querySelector('.decision table')")
    ours = [found for found in page.axe() if found["impact"] in ("serious", "critical")]
    assert ours == []
    assert page.overflow() == 0
    assert all(address.startswith(served.address) for address in page.requests())
    page.js("document.querySelector('.multiple summary').focus()")
    press(page, "ENTER")
    until(page, "return !document.querySelector('.multiple details').open")
