"""A page with names that try to be scripts, in a real browser; ten designs on paper."""

import pytest

from results.comparison import compare
from tests.browser.chromium import NARROW
from tests.browser.test_report import cut_on_paper
from tests.results import synthetic
from tests.results.page import light, nasty


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    runs = nasty.runs()
    folder = tmp_path_factory.mktemp("nasty")
    found = compare(runs, outcomes=synthetic.OUTCOMES)
    text = light.page(runs, found, folder / "run", runs.roster.aliases[0], note=nasty.NOTE)
    (folder / "page.html").write_text(text, encoding="utf-8")
    return folder / "page.html"


def test_no_name_becomes_a_script_an_element_or_a_request(browser, hostile):
    browser.open(hostile)
    assert browser.js("return window.hacked ?? null") is None
    assert browser.js("return document.querySelectorAll('img, iframe, object, base').length") == 0
    assert browser.requests() == [] and browser.errors() == []
    seen = browser.js("return document.body.textContent")
    for text in nasty.TEXTS:
        assert " ".join(text.split()) in " ".join(seen.split())


def test_long_and_odd_names_fit_on_a_phone_and_on_paper(browser, hostile):
    browser.width(NARROW)
    assert browser.open(hostile).overflow() == 0
    assert cut_on_paper(browser) == []
