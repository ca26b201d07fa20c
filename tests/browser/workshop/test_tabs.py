"""Many tabs at once, each at a table of its own: they step, and their states stay apart."""

import pytest

from tests.browser.workshop.server import until

MONTH = "(document.querySelector('.playback-month')?.textContent || '')"
STEP = "[...document.querySelectorAll('.playback button')].find(b => b.textContent.trim() === 'Next month').click()"


@pytest.mark.parametrize("count", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_tabs_step_each_at_its_own_table(browser, served, count):
    browser.driver.get("about:blank")
    first = browser.driver.current_window_handle
    try:
        handles = [opened(browser, f"{served.address}/new?scenario=teaching&seed={k + 1}") for k in range(count)]
        keys = []
        for handle in handles:
            browser.driver.switch_to.window(handle)
            until(browser, f"return {MONTH}.includes('2026-01')")
            keys.append(browser.driver.current_url.rsplit("/", 1)[1])
        assert len(set(keys)) == count
        for k, handle in enumerate(handles):
            browser.driver.switch_to.window(handle)
            for month in range(2, 2 + k % 3):
                browser.js(STEP)
                until(browser, f"return {MONTH}.includes('2026-0{month}')")
        for k, handle in enumerate(handles):
            browser.driver.switch_to.window(handle)
            until(browser, f"return {MONTH}.includes('2026-0{1 + k % 3}')")
    finally:
        for handle in [one for one in browser.driver.window_handles if one != first]:
            browser.driver.switch_to.window(handle)
            browser.driver.close()
        browser.driver.switch_to.window(first)


def opened(browser, address):
    """A new tab, whose page need not be there yet."""
    before = set(browser.driver.window_handles)
    browser.cdp("Target.createTarget", url=address)
    [new] = set(browser.driver.window_handles) - before
    return new


def test_two_tabs_at_one_table_follow_each_other(browser, served):
    key = served.play(browser)
    until(browser, f"return {MONTH}.includes('2026-01')")
    first = browser.driver.current_window_handle
    other = opened(browser, f"{served.address}/play/{key}")
    try:
        browser.driver.switch_to.window(other)
        until(browser, f"return {MONTH}.includes('2026-01')")
        browser.js(STEP)
        browser.driver.switch_to.window(first)
        until(browser, f"return {MONTH}.includes('2026-02')")
    finally:
        browser.driver.switch_to.window(other)
        browser.driver.close()
        browser.driver.switch_to.window(first)
