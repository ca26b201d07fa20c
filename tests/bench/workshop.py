"""How fast the workshop is in a real browser, and what it needs: ``python -m tests.bench.workshop`` prints it.

Up: from the start of the process to the first answer. First paint: until something is seen of the page, and until the
network is drawn. Step: from the click on 'Next month' until the page shows the month, alone, and with all tabs clicked
one right after another. Memory: what the server holds (resident), with one tab and with many.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from selenium.common.exceptions import TimeoutException

from tests.bench.measuring import Sample
from tests.browser.chromium import Browser
from tests.browser.workshop.server import Server, until
from tests.browser.workshop.test_tabs import MONTH, opened

SCENARIOS = ("teaching", "default")
DRAWN = "return document.querySelector('.net-actor') && " + MONTH
PAINT = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
WATCH = """
window.stamps = [];
new MutationObserver(() => window.stamps.push(Date.now())).observe(
  document.querySelector('.playback-month'), {childList: true, characterData: true, subtree: true});
"""
CLICK = """
window.stamps = []; window.clicked = Date.now();
[...document.querySelectorAll('.playback button')].find(b => b.textContent.trim() === 'Next month').click();
"""


@contextmanager
def running() -> Iterator[tuple[Server, Browser, float]]:
    """A server, a browser, and the seconds until the server answered."""
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder) / "chromium")
        began = time.perf_counter()
        server = Server(Path(folder))
        up = time.perf_counter() - began
        try:
            yield server, browser, up
        finally:
            browser.close()
            server.stop()


def resident(server: Server) -> float:
    """MB that the server's process holds in memory (Linux)."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return float(line.split()[1]) / 1024


def took(browser: Browser) -> float:
    """Milliseconds from the click to the new month."""
    until(browser, "return window.stamps.length > 0", 60)
    return float(browser.js("return window.stamps[0] - window.clicked"))


def measure(scenario: str, tabs: int, steps: int) -> None:
    """Print all figures of one scenario."""
    with running() as (server, browser, up):
        print(f"\n{scenario}\n  server up {up:.2f} s, {resident(server):.0f} MB before any page")
        server.open(browser, f"/new?scenario={scenario}")  # compiled code is loaded, caches are filled
        until(browser, DRAWN, 60)
        began = time.perf_counter()
        server.open(browser, f"/new?scenario={scenario}&seed=2")
        until(browser, DRAWN, 60)
        drawn = time.perf_counter() - began
        print(f"  first paint {float(browser.js(PAINT)):.0f} ms, network drawn {1000 * drawn:.0f} ms")
        browser.js(WATCH)
        alone = []
        for _ in range(steps):
            browser.js(CLICK)
            alone.append(took(browser))
        one = resident(server)
        print(f"  a step, one tab: {Sample.of(alone, 'ms')}; {one:.0f} MB")
        handles = [browser.driver.current_window_handle]
        for k in range(tabs - 1):
            handles.append(opened(browser, f"{server.address}/new?scenario={scenario}&seed={k + 3}"))
        for handle in handles[1:]:
            browser.driver.switch_to.window(handle)
            until(browser, DRAWN, 60)
            browser.js(WATCH)
        for handle in handles:
            browser.driver.switch_to.window(handle)
            browser.js(CLICK)
        together = []
        for handle in handles:
            browser.driver.switch_to.window(handle)
            with suppress(TimeoutException):
                together.append(took(browser))
        many = resident(server)
        print(f"  a step, {tabs} tabs one after another: {Sample.of(together, 'ms')}; {len(together)} tabs stepped")
        print(f"  {many:.0f} MB with {tabs} tabs: {(many - one) / (tabs - 1):.1f} MB a tab")
        print(f"  mean of the {tabs} steps: {statistics.mean(together):.0f} ms")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workshop", description=__doc__)
    parser.add_argument("--tabs", type=int, default=20, help="tabs at once (default 20)")
    parser.add_argument("--steps", type=int, default=12, help="steps that are timed alone (default 12)")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, default=SCENARIOS, help="these scenarios only")
    given = parser.parse_args()
    for scenario in given.only:
        measure(scenario, given.tabs, given.steps)


if __name__ == "__main__":
    main()
