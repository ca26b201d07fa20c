"""A real browser for the tests: Debian's Chromium, driven by Selenium; what it is asked for, and what it answers."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "axe" / "axe.min.js"
NEEDED = "ENTENTE_NEEDS_BROWSER"  # set where a missing browser is a failure and not a reason to skip
WIDE, NARROW = 1280, 390  # px: a laptop, a phone
_HEIGHT = 900
_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
)
_A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True, "preferCSSPageSize": True}
_GREY = "document.documentElement.style.filter = 'grayscale(1)'"


def missing() -> str:
    """Why there is no browser to test in; '' if there is one."""
    names = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"no {' and no '.join(names)} (on Debian: apt install chromium chromium-driver)" if names else ""


def is_needed() -> bool:
    """Whether a missing browser fails the tests."""
    return os.environ.get(NEEDED, "") not in ("", "0")


class Browser:
    """One open Chromium. Selenium's own driver is ``driver``; ``cdp`` sends a command of the DevTools."""

    def __init__(self, profile: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.options import Options
        from selenium.webdriver.chrome.service import Service

        options = Options()
        options.binary_location = str(shutil.which("chromium"))
        for argument in (*_QUIET, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
        self.driver.set_script_timeout(60)
        self.width(WIDE)

    def cdp(self, command: str, **values: Any) -> Any:
        """What the DevTools answer to a command."""
        return self.driver.execute_cdp_cmd(command, values)

    def js(self, script: str, *arguments: Any) -> Any:
        """What a script returns ('return 1 + 1')."""
        return self.driver.execute_script(script, *arguments)

    def open(self, page: Path | str, fragment: str = "") -> Browser:
        """Load a page from a file anew, with a fragment ('#for=UK'); logs of what was before are dropped."""
        self.driver.get("about:blank")
        self._entries("performance"), self._entries("browser")
        self.driver.get(Path(page).resolve().as_uri() + fragment)
        return self

    def width(self, px: int, height: int = _HEIGHT) -> None:
        """The width of the window's inside; it stays until it is set anew."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=px, height=height, deviceScaleFactor=1, mobile=False)

    @contextmanager
    def without_scripts(self) -> Iterator[None]:
        """Pages that are opened meanwhile run no script of theirs; ``js`` goes on to work."""
        self.cdp("Emulation.setScriptExecutionDisabled", value=True)
        try:
            yield
        finally:
            self.cdp("Emulation.setScriptExecutionDisabled", value=False)

    def pdf(self, pages: str = "") -> bytes:
        """The page printed on A4, or some of its pages ('1-3')."""
        return base64.b64decode(self.cdp("Page.printToPDF", pageRanges=pages, **_A4)["data"])

    def screenshot(self, file: Path, grey: bool = False, whole: bool = True) -> Path:
        """A picture of the page (the whole of it, or what the window shows), to be looked at."""
        if grey:
            self.js(_GREY)
        size = self.cdp("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        more = {"captureBeyondViewport": True, "clip": clip} if whole else {}
        file.write_bytes(base64.b64decode(self.cdp("Page.captureScreenshot", format="png", **more)["data"]))
        return file

    def requests(self) -> list[str]:
        """Addresses that the page has asked for since it was opened, itself left out."""
        found = [entry["params"] for entry in self._entries("performance") if entry["method"] == _REQUEST]
        return [one["request"]["url"] for one in found if not _is_itself(one)]

    def errors(self) -> list[str]:
        """What the console has said since the page was opened: errors and warnings."""
        return [entry["message"] for entry in self._entries("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def axe(self) -> list[dict[str, Any]]:
        """What axe finds in the page as it is now: rule, how bad ('serious'), help, and the elements."""
        if not self.js("return Boolean(window.axe)"):
            self.js(AXE.read_text(encoding="utf-8"))
        found = self.driver.execute_async_script(_RUN_AXE)
        assert "violations" in found, found
        return [
            {"id": one["id"], "impact": one["impact"], "help": one["help"], "nodes": [n["html"] for n in one["nodes"]]}
            for one in found["violations"]
        ]

    def overflow(self) -> int:
        """By how many px the page is wider than the window."""
        return int(self.js("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def close(self) -> None:
        self.driver.quit()

    def _entries(self, kind: str) -> list[dict[str, Any]]:
        entries = self.driver.get_log(kind)
        return [json.loads(one["message"])["message"] for one in entries] if kind == "performance" else entries


_REQUEST = "Network.requestWillBeSent"
_RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(done, error => done({error: String(error)}));
"""


def _is_itself(one: dict[str, Any]) -> bool:
    """Whether a request is that of the page; a frame inside the page is none of it."""
    return one["type"] == "Document" and one["request"]["url"] == one["documentURL"]
