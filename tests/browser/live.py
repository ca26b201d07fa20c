"""The live parts of a page in a browser: opened when they are drawn, and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from results.page import live
from tests.browser.chromium import Browser

PARTS = ("controls", "message", "answer", "chart", "matrix", "weights", "country")
_BARE = """<!DOCTYPE html><html lang="en" class="no-js"><head><meta charset="utf-8"><title>live</title>
<style>html.no-js .live {{ display: none }} {styles}</style></head>
<body><main><h1>live</h1>{parts}</main>{scripts}</body></html>"""


def open_live(browser: Browser, file: Path, fragment: str = "") -> Browser:
    """A page with this fragment, once its live parts are drawn."""
    browser.open(file, fragment)
    wait(browser, "return 'drawn' in document.documentElement.dataset")
    return browser


def wait(browser: Browser, script: str) -> None:
    """Until a script returns true; an error after a few seconds."""
    WebDriverWait(browser.driver, 10, 0.02).until(lambda driver: driver.execute_script(script))


def bare(file: Path, data: dict[str, Any]) -> Path:
    """A page of little but the live parts: quick to open. Below is a place to go to."""
    parts = "".join(f'<div class="live" id="live-{name}"></div>' for name in PARTS)
    parts += '<div style="height: 2000px"></div><p id="annex">below</p>'
    scripts = "".join(
        f"<script {' '.join(f'{k}={v!r}' for k, v in one.attributes.items())}>{one.text}</script>"
        for one in live.scripts(data)
    )
    file.write_text(_BARE.format(styles=live.styles(), parts=parts, scripts=scripts), encoding="utf-8")
    return file


def bring(browser: Browser, place: str) -> None:
    """Scroll an element into the middle of the window, and let what comes of scrolling be over."""
    browser.driver.execute_async_script(
        "const done = arguments[1]; document.querySelector(arguments[0]).scrollIntoView({block: 'center'});"
        "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));",
        place,
    )


def text(browser: Browser, name: str) -> str:
    """What a part says, by its id."""
    return str(browser.js("return document.getElementById(arguments[0]).textContent", name))


def fragment(browser: Browser) -> str:
    return str(browser.js("return decodeURIComponent(location.hash)"))


def choose(browser: Browser, key: str, value: str) -> None:
    """Choose in a select as a reader does."""
    select = browser.driver.find_element(By.ID, f"x-{key}")
    at = browser.js("return [...arguments[0].options].findIndex(one => one.value === arguments[1])", select, value)
    Select(select).select_by_index(at)


def rows(browser: Browser) -> list[str]:
    """The designs in the first panel's table, in their order."""
    return list(
        browser.js(
            "const first = document.querySelector('#live-chart table');"
            "return [...first.querySelectorAll('tbody th')].map(e => e.textContent)"
        )
    )


def titles(browser: Browser) -> list[str]:
    """The outcomes that are drawn head to head."""
    return list(browser.js("return [...document.querySelectorAll('#live-chart .x-panel h3')].map(e => e.textContent)"))
