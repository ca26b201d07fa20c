"""The live parts of the page: every control changes what it should and the link; a link restores it; a wrong one is
told and does no harm."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import entente
from results.page.data import page_data
from tests.browser.chromium import NARROW
from tests.browser.live import bare, choose, fragment, open_live, rows, text, titles, wait

NAMES = {
    "rotating": "Rotating",
    "static:Singapore": "Fixed: Singapore",
    "igo:OECD": "At the OECD",
    "adhoc": "Today: ad hoc lead",
}


@pytest.fixture(scope="module")
def found(stored):
    return entente.load(stored)


@pytest.fixture(scope="module")
def heads(found):
    return [meta for meta in found.comparison.metas if meta.headline]


@pytest.fixture(scope="module")
def bare_file(found, tmp_path_factory):
    """The live parts alone, of the same runs as the page's."""
    data = page_data(found.runs, found.comparison, found.swaps, "Kenya")
    return bare(tmp_path_factory.mktemp("live") / "bare.html", data)


@pytest.fixture
def page(browser, bare_file):
    return open_live(browser, bare_file)


# ---- controls ----------
def test_another_baseline_is_compared_with(page):
    assert rows(page) == [NAMES[code] for code in ("rotating", "static:Singapore", "igo:OECD")]
    choose(page, "base", "igo:OECD")
    assert rows(page) == [NAMES[code] for code in ("adhoc", "rotating", "static:Singapore")]
    assert "gainst the secretariat at the OECD, " in text(page, "live-answer")
    assert fragment(page) == "#base=igo:OECD"


def test_another_outcome_is_answered_and_shown_in_the_matrix(page, heads):
    choose(page, "outcome", "harm")
    title = next(meta.title for meta in heads if meta.name == "harm")
    assert f"“{title}”" in text(page, "live-answer") and title in text(page, "live-matrix")
    assert fragment(page) == "#outcome=harm"


def test_a_design_in_focus_is_the_one_that_is_answered_about(page):
    choose(page, "design", "static:Singapore")
    assert "the fixed secretariat in Singapore" in text(page, "live-answer")
    assert fragment(page) == "#design=static:Singapore"
    choose(page, "base", "static:Singapore")
    assert fragment(page) == "#base=static:Singapore"


def test_a_country_has_its_paragraph_and_its_own_differences(browser, page_file):
    page = open_live(browser, page_file)
    assert "Kenya" in text(page, "live-country")  # for whom the page was made
    choose(page, "for", "Singapore")
    own = page.js("return document.querySelector('[data-country=Singapore] p').textContent")
    assert " ".join(own.split()) in " ".join(text(page, "live-country").split())
    assert page.js("return document.querySelectorAll('#live-country .x-panel').length") == 5
    assert page.js("return document.querySelectorAll('#live-country [id]').length") == 0
    assert fragment(page) == "#for=Singapore"


@pytest.mark.parametrize("sort", ["name", "outcome", "weights"])
def test_designs_are_sorted(page, sort):
    choose(page, "sort", sort)
    key = {
        "name": "designs.get(c).short",
        "outcome": "-cell('members', c, 'adhoc').chance.p",
        "weights": "-balance(choice, c)",
    }[sort]
    found = page.js(f"return shown(choice).map(c => {key})")
    assert found == sorted(found) and rows(page) == page.js("return shown(choice).map(c => designs.get(c).short)")
    assert fragment(page) == f"#sort={sort}"


def test_designs_and_outcomes_can_be_left_out(page, heads):
    assert titles(page) == [meta.title for meta in heads]
    page.js("document.querySelector('#x-hide input[value=rotating]').click()")
    boxes = "document.querySelectorAll('#x-columns input')"
    page.js(f"for (const one of {boxes}) if (one.checked && one.value !== 'harm') one.click()")
    page.js("document.querySelector('#x-columns input[value=backlog]').click()")
    assert NAMES["rotating"] not in rows(page) and len(rows(page)) == 2
    assert len(titles(page)) == 2
    assert fragment(page) == "#columns=harm,backlog&hide=rotating"


def test_weights_are_shown_in_parts_and_change_by_the_keyboard(page, heads):
    aims = [meta.name for meta in heads if meta.better]
    slider = page.driver.find_element(By.ID, f"x-weight-{aims[1]}")
    slider.send_keys(Keys.ARROW_RIGHT)
    weights = ",".join(f"{name}:{2 if name == aims[1] else 1}" for name in aims)
    assert fragment(page) == f"#weights={weights}"
    parts = page.js("return shown(choice).map(c => Object.values(partsOf(choice, c).share).reduce((a, b) => a + b))")
    assert parts == pytest.approx([1.0] * 3)
    by_hand = page.js(
        "return shown(choice).map(c => aims().filter(a => (cell(a.name, c, 'adhoc') || {}).verdict === 'b')"
        ".reduce((sum, a) => sum + choice.weights[a.name], 0) / (aims().length + 1))"
    )
    assert page.js("return shown(choice).map(c => partsOf(choice, c).share.b)") == pytest.approx(by_hand)
    order = page.js("return [...document.querySelectorAll('#x-weighed tbody th')].map(e => e.textContent)")
    assert order == page.js(
        "return shown(choice).sort((a, b) => balance(choice, b) - balance(choice, a)).map(c => designs.get(c).short)"
    )


def test_weights_of_nothing_are_told(browser, bare_file):
    page = open_live(browser, bare_file, "#weights=")
    assert "give at least one aim a weight" in text(page, "x-weighed")
    assert page.errors() == []


# ---- the link ----------
WHOLE = (
    "#for=Singapore&base=rotating&outcome=harm&design=igo:OECD&columns=members,harm&hide=adhoc"
    "&weights=members:3,harm:2&sort=outcome"
)


def test_a_link_restores_what_was_chosen(browser, bare_file):
    page = open_live(browser, bare_file, WHOLE)
    chosen = {
        key: page.js(f"return document.getElementById('x-{key}').value") for key in ("for", "base", "outcome", "sort")
    }
    assert chosen == {"for": "Singapore", "base": "rotating", "outcome": "harm", "sort": "outcome"}
    assert page.js("return document.getElementById('x-weight-members').value") == "3"
    assert page.js("return document.getElementById('x-weight-regions').value") == "0"
    assert NAMES["adhoc"] not in rows(page) and len(titles(page)) == 2
    assert page.js("return document.getElementById('live-message').textContent") == ""
    assert f"#{page.js('return written(choice)')}" == WHOLE


def test_the_link_is_followed_when_it_changes_and_anchors_are_left_alone(page):
    page.js("location.hash = 'base=rotating'")
    wait(page, "return document.getElementById('x-base').value === 'rotating'")
    page.js("location.hash = 'annex'")
    wait(page, "return location.hash === '#annex'")
    assert text(page, "live-message") == "" and page.js("return choice.base") == "rotating"
    assert page.js("return scrollY") > 0


WRONG = (
    "#outcome=<img src=x onerror=window.hit=1>",
    "#base=nobody",
    "#for=%E0%A4%A",
    "#weights=members:9",
    "#weights=members:",
    "#sort=",
    "#__proto__=1&constructor=2",
    "#columns=members,,harm",
    "#design=adhoc",
    "#base=" + "x" * 5000,
)


def test_a_wrong_link_is_told_and_the_rest_is_as_usual(browser, bare_file):
    page = open_live(browser, bare_file, WRONG[0])  # when it is opened, and when it is changed afterwards
    for wrong in WRONG:
        if wrong != WRONG[0]:
            page.js("tell([]); location.hash = arguments[0]", wrong)
        wait(page, "return document.getElementById('live-message').textContent !== ''")
        said = text(page, "live-message")
        assert said.startswith("This link asks for what this page does not have") and len(said) < 400
        assert page.js("return document.querySelectorAll('#live-message *').length") == 0
        assert page.js("return JSON.stringify(choice) === JSON.stringify(defaults())"), wrong
        assert len(titles(page)) > 5
    assert page.js("return window.hit ?? null") is None and page.errors() == []
    choose(page, "base", "rotating")
    assert text(page, "live-message") == ""


@pytest.mark.parametrize("allowed", [True, False])
def test_the_link_can_be_copied(page, allowed):
    act = "window.copied = t" if allowed else "throw new Error('no')"
    page.js(f"Object.defineProperty(navigator, 'clipboard', {{value: {{writeText: async t => {{ {act} }} }} }})")
    choose(page, "base", "rotating")
    page.driver.find_element(By.ID, "x-copy").click()
    wait(page, "return document.getElementById('x-copied').textContent !== ''")
    link = page.js("return window.copied" if allowed else "return document.getElementById('x-link').value")
    assert link == page.js("return location.href") and link.endswith("#base=rotating")


def test_back_to_the_start(browser, bare_file):
    page = open_live(browser, bare_file, WHOLE)
    page.driver.find_element(By.ID, "x-reset").click()
    assert page.js("return JSON.stringify(choice)") == page.js("return JSON.stringify(defaults())")
    assert fragment(page) in ("", "#")


# ---- where it stands ----------
def test_static_parts_give_way_on_the_screen_and_come_back_in_print(browser, page_file):
    page = open_live(browser, page_file)
    style = "getComputedStyle(document.getElementById(id)).display !== 'none'"
    look = f"return ['live-chart', 'still-chart'].map(id => {style})"
    assert page.js(look) == [True, False]
    page.cdp("Emulation.setEmulatedMedia", media="print")
    assert page.js(look) == [False, True]
    page.cdp("Emulation.setEmulatedMedia", media="")


def test_charts_fit_a_phone_and_a_window_that_is_made_smaller(page):
    page.width(NARROW)
    drawings = "[...document.querySelectorAll('.x-chart svg')]"
    wait(page, f"return {drawings}.every(e => e.getBoundingClientRect().width <= innerWidth)")
    page.js("for (const one of document.querySelectorAll('.live details')) one.open = true")
    assert page.overflow() == 0


def test_a_page_whose_charts_cannot_be_drawn_stays_as_it_is_without_scripts(browser, page_file, tmp_path):
    broken = page_file.read_text(encoding="utf-8").replace("echarts.init(", "echarts.gone(")
    (tmp_path / "report.html").write_text(broken, encoding="utf-8")
    browser.open(tmp_path / "report.html")
    assert browser.js("return document.documentElement.className") == "no-js"
    assert browser.js("return getComputedStyle(document.getElementById('still-chart')).display") != "none"
