"""One Chromium and one page for a session of tests.

Every test below this folder is marked ``browser``: skipped where there is no Chromium, failed there if
ENTENTE_NEEDS_BROWSER is set.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.claims import locked
from tests.browser import chromium, pages

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    why = chromium.missing()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if why and not chromium.is_needed():
                item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def _chromium(tmp_path_factory):
    if why := chromium.missing():
        pytest.fail(why)
    opened = chromium.Browser(tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.close()


@pytest.fixture
def browser(_chromium):
    """The Chromium of the session, 1280 px wide."""
    _chromium.width(chromium.WIDE)
    return _chromium


@pytest.fixture(scope="session")
def stored(tmp_path_factory, worker_id):
    """A folder with a small comparison, its swapped runs and its report; made once for all processes of the tests."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder = shared / "browser-page"
    folder.mkdir(exist_ok=True)
    with locked(folder, 300.0, ".made", "folder"):
        if not (folder / "run" / "report.html").exists():
            pages.make(folder / "run")
    return folder / "run"


@pytest.fixture(scope="session")
def page_file(stored):
    """The report of ``stored``: three designs of the teaching roster, seen by one jurisdiction."""
    return stored / "report.html"


@pytest.fixture
def page(browser, page_file):
    """The report, opened."""
    return browser.open(page_file)
