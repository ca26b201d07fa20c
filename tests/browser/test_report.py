"""The report in a real browser: nothing from outside, no barrier, all of it on paper, on a phone, without scripts."""

import io
import re
import unicodedata

import pytest
from pypdf import PdfReader

import entente
from tests.browser.chromium import NARROW, WIDE

A4_TEXT = 695  # px: the text of an A4 page with the margins of print.css, at 96 px an inch
SECTIONS = (
    "Annex: all numbers", "Differences from", "Every design against every other", "Country by country",
    "Outcome by outcome", "The network", "What is assumed, and what emerges", "The check against real organisations",
    "How often the order flips", "Why the designs differ", "The simulated past", "Glossary", "How to repeat it",
)  # fmt: skip


@pytest.fixture(scope="module")
def printed(_chromium, page_file):
    """The text of every printed page, blanks as one."""
    _chromium.width(WIDE)
    reader = PdfReader(io.BytesIO(_chromium.open(page_file).pdf()))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(595, 842)}
    return [_plain(page.extract_text()) for page in reader.pages]


def _plain(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))  # letters that are drawn as one are two


def _open_all(browser):
    browser.js("document.querySelectorAll('details').forEach(one => one.open = true)")


# ---- on the screen ----------
def test_no_request_leaves_the_page_and_the_console_is_silent(page):
    assert page.requests() == []
    assert page.errors() == []


def test_axe_finds_nothing_with_all_unfolded(page):
    _open_all(page)
    assert page.axe() == []


def test_axe_finds_nothing_on_a_phone(page):
    page.width(NARROW)
    assert page.axe() == []


def test_axe_would_find_something(browser, tmp_path):
    """A check of the check: an image without words, and grey words on white."""
    bad = tmp_path / "bad.html"
    bad.write_text('<img src="data:,"><p style="color: #aaa">words in grey</p>')
    assert {"image-alt", "color-contrast", "html-has-lang"} <= {one["id"] for one in browser.open(bad).axe()}


def test_a_phone_shows_all_of_it_without_scrolling_sideways(page):
    page.width(NARROW)
    _open_all(page)
    assert page.overflow() == 0
    wide = page.js(
        "return [...document.querySelectorAll('table')].filter(one => one.scrollWidth > innerWidth)"
        ".filter(one => !one.closest('.scroll, .x-scroll')).map(one => one.caption?.textContent ?? '')"
    )
    assert wide == []


def test_a_link_to_why_opens_the_place_that_takes_the_difference_apart(page):
    link = page.js("return document.querySelector('#differences a.why').getAttribute('href')")
    seen = "return document.querySelector(arguments[0]).checkVisibility({contentVisibilityAuto: true})"
    assert not page.js(seen, link)
    page.js("document.querySelector('#differences a.why').click()")
    assert page.js("return location.hash") == link
    assert page.js("return document.querySelector(arguments[0]).closest('details').open", link)


# ---- without scripts ----------
def test_without_scripts_all_of_it_is_there_and_nothing_that_needs_them(browser, page_file):
    with browser.without_scripts():
        browser.open(page_file)
        shown = "return [...document.querySelectorAll(arguments[0])].map(one => one.checkVisibility())"
        assert set(browser.js(shown, ".still")) == {True}
        assert set(browser.js(shown, ".live")) == {False}
        text = browser.js("return document.body.innerText")
        _open_all(browser)
        countries = browser.js("return [...document.querySelectorAll('.country p')].map(one => one.innerText)")
    assert "The answer" in text and "Who beats whom" in text
    assert len(countries) == 4 and all(len(words) > 200 for words in countries)


# ---- on paper ----------
def test_the_brief_is_a_page_by_itself(printed):
    first, second = printed[:2]
    assert first.count("Which secretariat for the network") == 1
    for words in ("The answer", "If you care most about", "When it begins to pay", "Head to head", "Who beats whom"):
        assert words.lower() in first.lower()
    assert "≈ no clear difference; * more simulated futures could change that." in first
    assert "Each mark is the middle difference from today's ad hoc lead" in first and "Printed as chosen" not in first
    assert "How far it rests on data" in first and "Annex: all numbers" not in first
    assert "Annex: all numbers" in second and "How far it rests on data" not in second


@pytest.mark.slow
def test_the_brief_of_ten_designs_on_the_real_roster_is_a_page_by_itself(browser, tmp_path):
    found = entente.compare(actor="UK", replicates=4, workers=1)
    found.make_swaps(workers=1)
    printed = PdfReader(io.BytesIO(browser.open(found.report(tmp_path / "run")).pdf()))
    assert "How far it rests on data" in _plain(printed.pages[0].extract_text())
    assert "Annex: all numbers" in _plain(printed.pages[1].extract_text())
    assert cut_on_paper(browser) == []


def test_paper_has_every_section_and_what_is_folded_away_on_the_screen(printed, page):
    text = " ".join(printed)
    assert [name for name in SECTIONS if name not in text] == []
    folded = "return [...document.querySelectorAll('details:not([open])')].filter(one => !one.closest('.live'))"
    summaries = page.js(f"{folded}.map(one => one.querySelector('summary').textContent)")
    captions = page.js(f"{folded}.flatMap(one => [...one.querySelectorAll('caption')].map(one => one.textContent))")
    assert len(summaries) > 20 and len(captions) > 20
    squeezed = text.replace(" ", "")
    for words in (*summaries, *captions):
        assert _plain(words).replace(" ", "")[:60] in squeezed


def cut_on_paper(browser):
    """Tables, figures and commands of the open page that are wider than a printed page, by their captions."""
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    try:
        browser.width(A4_TEXT)
        return browser.js(
            "const beyond = one => one.getBoundingClientRect().right > innerWidth + 1;"
            "const cut = one => beyond(one) || one.scrollWidth > one.clientWidth + 1;"
            "const shown = [...document.querySelectorAll('table, figure, pre')].filter(one => one.checkVisibility());"
            "return shown.filter(cut).map(one => one.caption?.textContent ?? one.outerHTML.slice(0, 80))"
        )
    finally:
        browser.cdp("Emulation.setEmulatedMedia", media="")


def test_paper_cuts_no_column(page):
    assert cut_on_paper(page) == []


def test_no_heading_stands_at_the_foot_of_a_page(printed, page):
    """Only the last page may end with a heading; every other ends with what a heading announces."""
    titles = page.js("return [...document.querySelectorAll('h2, h3, h4')].map(one => one.textContent.trim())")
    titles = {_plain(title) for title in titles if len(title) > 8}
    assert [text[-80:] for text in printed if any(text.rstrip().endswith(title) for title in titles)] == []
