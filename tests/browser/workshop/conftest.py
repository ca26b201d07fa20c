"""A server for a session of tests: `entente serve` as a process of its own, on a port of this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser.workshop import server

PICTURES = "ENTENTE_SCREENSHOTS"  # where pictures of the pages are kept; left out: with the files of the tests
TAKES = "takes_screenshots"  # `pytest -k takes_screenshots` runs the tests that take any
PROJECTOR = (1280, 720)  # px


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Name the tests that take pictures, so that they can be run alone."""
    for item in items:
        if "shot" in getattr(item, "fixturenames", ()):
            item.extra_keyword_matches.add(TAKES)


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The server, once for the process of the tests."""
    started = server.Server(tmp_path_factory.mktemp("served"))
    yield started
    started.stop()


@pytest.fixture
def shot(browser, tmp_path):
    """A picture of what a window of 1280 x 720 shows, by name: to be looked at."""
    folder = Path(os.environ.get(PICTURES) or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def take(name: str, whole: bool = False) -> Path:
        browser.width(*PROJECTOR)
        return browser.screenshot(folder / f"{name}.png", whole=whole)

    return take
