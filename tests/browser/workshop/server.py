"""`entente serve` as a process: started, asked, stopped and started again."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import Browser

PATIENCE = 60  # seconds
LOOPBACK = "127.0.0.1"


class Server:
    """One server. ``address`` is where it listens; what it prints goes to ``log``, its sessions lie in ``kept``."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options, self.log, self.kept = folder, options, folder / "printed.txt", folder / "kept"
        with socket.socket() as free:
            free.bind((LOOPBACK, 0))
            self.port = free.getsockname()[1]
        self.address = f"http://{LOOPBACK}:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "entente", "serve", "--no-open", "--port", str(self.port)]
        command += ["--folder", str(self.kept), *self.options]
        outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out, env=outside)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
                return
            except urllib.error.HTTPError:  # an answer, too: it wants a token
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"the server does not answer:\n{self.log.read_text()}")

    def stop(self) -> int:
        """Stop it as a service does; its exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End it without a chance to write anything."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def printed(self) -> list[str]:
        """The lines that it has printed: of one that goes well there is one for each start."""
        return self.log.read_text(encoding="utf-8").splitlines()

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Ask for a path as it is, without a browser: code and text of the answer."""
        asked = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)
        try:
            asked.request("GET", path, headers=headers)
            answer = asked.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            asked.close()

    # ---- pages -------------------------------------------------------------------------------------------------------
    def open(self, browser: Browser, path: str) -> Browser:
        """Open a page of it; logs of what was before are dropped, and which tabs of the page were last turned to."""
        browser.js("try { sessionStorage.clear(); } catch { /* no page of a server */ }")
        browser.driver.get("about:blank")
        browser.requests(), browser.errors()
        browser.driver.get(self.address + path)
        return browser

    def play(self, browser: Browser, **start: object) -> str:
        """Open a new table, of the teaching scenario unless another is named; returns its key."""
        self.open(browser, "/new?" + urlencode({"scenario": "teaching", "design": "rotating", "seed": 1, **start}))
        until(browser, "return location.pathname.startsWith('/play/') && document.querySelector('h1')", PATIENCE)
        until(browser, "return !document.querySelector('.undrawn')", PATIENCE)  # what is not drawn takes no keys
        return str(browser.driver.current_url).rsplit("/", 1)[1]


def press(browser: Browser, *keys: str) -> None:
    """Press keys where the focus is, by their names ('ARROW_RIGHT') or as text."""
    chain = ActionChains(browser.driver)
    for key in keys:
        chain.send_keys(getattr(Keys, key, key))
    chain.perform()


def until(browser: Browser, script: str, seconds: float = 20) -> None:
    """Wait until a script returns something true; an error after so many seconds."""
    WebDriverWait(browser.driver, seconds, 0.05).until(lambda driver: driver.execute_script(script))


def says(browser: Browser, text: str, seconds: float = 20) -> None:
    """Wait until the page says something."""
    WebDriverWait(browser.driver, seconds, 0.05).until(
        lambda driver: text in driver.find_element(By.TAG_NAME, "body").text
    )
