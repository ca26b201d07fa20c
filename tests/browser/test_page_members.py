"""A member state that acts through the European Union is found by its own name, and answered with the Union's view."""

import pytest

from results.comparison import compare
from tests.browser.live import choose, fragment, open_live, text
from tests.results import synthetic
from tests.results.page import light

SAID = "{} acts through EU in this roster, whose view this is."


@pytest.fixture(scope="module")
def german(tmp_path_factory):
    """A page that was made for Germany, whose view is the EU's."""
    folder, runs = tmp_path_factory.mktemp("german"), synthetic.runs(6, ("adhoc", "rotating", "igo:OECD"))
    page = light.page(runs, compare(runs, outcomes=synthetic.OUTCOMES), folder, "Germany")
    (folder / "page.html").write_text(page, encoding="utf-8")
    return folder / "page.html"


def country(page):
    """Heading and first sentence of the country part."""
    return page.js("return ['h3', 'p'].map(one => document.querySelector(`#live-country ${one}`).textContent)")


def test_a_member_keeps_its_name_when_the_page_is_live(browser, german):
    page = open_live(browser, german)
    assert page.js("return document.getElementById('x-for').selectedOptions[0].textContent") == (
        "Germany (through the EU)"
    )
    assert country(page) == ["Germany, through the EU", SAID.format("Germany")]
    own = page.js("return document.querySelector('[data-country=EU] .said:last-child').textContent.trim()")
    assert " ".join(own.split()) in " ".join(text(page, "live-country").split())
    choose(page, "for", "Spain")
    assert country(page) == ["Spain, through the EU", SAID.format("Spain")]
    assert fragment(page) == "#for=Spain"
    choose(page, "for", "EU")
    assert country(page)[0] == "EU" and "Spain acts" not in text(page, "live-country")
    assert page.errors() == []


def test_a_link_names_a_member(browser, german):
    page = open_live(browser, german, "#for=Netherlands")
    assert country(page) == ["Netherlands, through the EU", SAID.format("the Netherlands")]
    assert text(page, "live-message") == ""
    assert page.axe() == []


def test_without_scripts_the_view_of_the_union_says_whose_it_is_too(browser, german):
    with browser.without_scripts():
        browser.open(german)
        assert "Germany, through the EU" in browser.js("return document.getElementById('still-country').textContent")
        found = browser.js("return document.querySelector('[data-country=EU]').textContent")
    assert "those that act through it: Austria, Belgium," in found
