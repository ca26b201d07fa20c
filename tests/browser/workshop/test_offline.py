"""No page asks anything of another machine, and each has one heading and one main part."""

import urllib.request

import pytest

from tests.browser.workshop.server import until

PAGES = ("/", "/share", "/tour", "/room", "/room/new", "/kit", "/kit/30", "/play/{key}", "/beside/{key}",
         "/debrief/{key}", "/share/{key}", "/play/nothing")  # fmt: skip
OWN = ("data:", "blob:", "chrome:", "about:")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stays_on_this_machine(browser, served, tables, shot, path):
    served.open(browser, path.format(key=tables))
    until(browser, "return document.querySelector('h1') && document.readyState === 'complete'")
    if path.startswith("/room"):
        shot(path.strip("/").replace("/", "-"))
    assert [one for one in browser.requests() if not one.startswith((served.address, *OWN))] == []
    assert [one for one in browser.errors() if "Content Security" in one or "ERR_" in one] == []
    assert browser.js("return [document.querySelectorAll('h1').length, document.querySelectorAll('main').length]") == [
        1,
        1,
    ]
    assert browser.js("return document.documentElement.lang").startswith("en")
    assert browser.overflow() == 0


@pytest.fixture(scope="module")
def tables(served):
    """A table that is there for all pages."""
    with urllib.request.urlopen(f"{served.address}/new?scenario=teaching") as answer:
        return answer.url.rsplit("/", 1)[1]
