"""Paper shows what was chosen: as it stands without scripts, or the live parts in its place."""

import io

from pypdf import PdfReader

from tests.browser.chromium import NARROW
from tests.browser.live import open_live
from tests.browser.test_report import _plain

STILL = "Each mark is the middle difference from today's ad hoc lead"


def brief(page):
    """The text of the printed pages before the annex."""
    pages = [_plain(one.extract_text()) for one in PdfReader(io.BytesIO(page.pdf("1-4"))).pages]
    return " ".join(pages[: next(k for k, text in enumerate(pages) if "Annex: all numbers" in text)])


def widths(page):
    return page.js(
        "return [...document.querySelectorAll('#live-chart .x-chart')]"
        ".map(one => [one.clientWidth, one.querySelector('svg').getBoundingClientRect().width])"
    )


def test_what_was_chosen_is_printed_and_the_window_stays_as_it_was(browser, page_file):
    browser.width(NARROW)
    page = open_live(browser, page_file, "#base=igo:OECD&outcome=harm&for=Singapore&columns=members,harm")
    before, printed = widths(page), brief(page)
    assert "Printed as chosen: differences from the secretariat at the OECD." in printed and STILL not in printed
    assert "Expected harm: in how many of 100" in printed and "Members: in how many of 100" not in printed
    assert "Singapore Gain:" in printed and "Kenya Gain:" not in printed
    assert "What matters to you" not in printed  # no weight was chosen
    assert widths(page) == before


def test_what_was_not_chosen_is_printed_as_it_stands_without_scripts(browser, page_file):
    page = open_live(browser, page_file, "#outcome=harm")
    printed = brief(page)
    assert STILL in printed and "Printed as chosen" not in printed
    assert "Expected harm: in how many of 100" in printed


def test_the_chosen_chart_and_matrix_fit_on_paper(browser, page_file):
    page = open_live(browser, page_file, "#base=igo:OECD")
    page.cdp("Emulation.setEmulatedMedia", media="print")
    try:
        page.width(695)
        page.js("toPaper()")
        beyond = page.js(
            "return [...document.querySelectorAll('#live-chart svg, #live-chart .x-panel, #live-matrix table')]"
            ".filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
        )
    finally:
        page.js("fromPaper()")
        page.cdp("Emulation.setEmulatedMedia", media="")
    assert beyond == 0
