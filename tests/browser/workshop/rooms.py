"""Rooms as people use them: opened, joined in further tabs, seats that answer and are ready."""

from __future__ import annotations

from urllib.parse import urlencode

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.chromium import Browser
from tests.browser.workshop.server import Server, until

_VISIBLE = "one.checkVisibility() && one.textContent.trim()"


def shows(browser: Browser, text: str, seconds: float = 30) -> None:
    """Wait until the page shows something, whatever pages come meanwhile."""
    until(browser, f"return !!document.body && document.body.innerText.includes({text!r})", seconds)


def gone(browser: Browser, text: str, seconds: float = 30) -> None:
    """Wait until the page does not show something any more."""
    until(browser, f"return !!document.body && !document.body.innerText.includes({text!r})", seconds)


def press(browser: Browser, text: str) -> None:
    """Press the button that is seen and whose words begin so, once it is there."""
    find = f"[...document.querySelectorAll('button')].find(one => {_VISIBLE}.startsWith({text!r}))"
    until(browser, f"return !!{find}")
    browser.js(f"{find}.click()")


def write(browser: Browser, label: str, text: str) -> None:
    """Write into a field, by its label, instead of what stands there."""
    until(browser, f'return !!document.querySelector("input[aria-label={label!r}]")')
    box = browser.driver.find_element(By.CSS_SELECTOR, f"input[aria-label={label!r}]")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(text)


def open_room(browser: Browser, served: Server, **given: object) -> tuple[str, str]:
    """A room, opened by the page of the facilitator; returns the table's key and the code."""
    given = {"scenario": "teaching", "design": "rotating", "seed": 1, "minutes": 0, **given}
    served.open(browser, "/room/new?" + urlencode(given))
    press(browser, "Open the room")
    until(browser, "return location.pathname.startsWith('/lead/') && !!document.querySelector('.code')")
    code = str(browser.js("return document.querySelector('.code').textContent"))
    return str(browser.js("return location.pathname.split('/')[2]")), code


def ask_for_seats(browser: Browser, served: Server, code: str, name: str) -> None:
    """On the page on which one joins: code and name, then the seats."""
    served.open(browser, "/room")
    write(browser, "Code", code)
    write(browser, "Your name, as the room sees it", name)
    press(browser, "Show the free seats")


def join(browser: Browser, served: Server, code: str, name: str, seat: str) -> str:
    """Take a seat; returns the address of the seat."""
    ask_for_seats(browser, served, code, name)
    press(browser, seat)
    until(browser, "return location.pathname.startsWith('/seat/')")
    shows(browser, "Your answers for")
    return str(browser.driver.current_url)


def answer(browser: Browser, offer: str, option: str) -> None:
    """Choose an answer to an offer, by their words."""
    box = f"[...document.querySelectorAll('.offer')].find(one => one.querySelector('h4').textContent === {offer!r})"
    radio = f"[...{box}.querySelectorAll('.q-radio')].find(one => one.textContent.trim() === {option!r})"
    until(browser, f"return !!{box} && !!{radio}")
    browser.js(f"{box}.closest('details')?.setAttribute('open', ''); {radio}.click()")


class Tabs:
    """Tabs of one browser, each turned to by a name."""

    def __init__(self, browser: Browser, first: str) -> None:
        self.browser, self._handles = browser, {first: browser.driver.current_window_handle}

    def to(self, name: str) -> Browser:
        """Turn to a tab, a new one if none has this name."""
        if name in self._handles:
            self.browser.driver.switch_to.window(self._handles[name])
        else:
            self.browser.driver.switch_to.new_window("tab")
            self._handles[name] = self.browser.driver.current_window_handle
            self.browser.width(1280, 720)
        return self.browser

    def close(self) -> None:
        """Close all but the first."""
        first, *others = self._handles.values()
        for handle in others:
            self.browser.driver.switch_to.window(handle)
            self.browser.driver.close()
        self.browser.driver.switch_to.window(first)
