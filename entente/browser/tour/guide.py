"""The guide through one step of the tour: what the steps share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode

from nicegui import ui
from nicegui.element import Element

from entente.browser.frame import words
from entente.browser.view import View
from results.play.debrief.changed import Change
from results.play.glossary import terms
from results.play.kit.tour_plot import Plot
from scenarios.session.log import Log

Press = Callable[[], Awaitable[None]]


class Guide:
    """A step that is shown. number : of the step, from 1; last : of the last. lever : that was pulled, '' so far."""

    def __init__(self, view: View, plot: Plot, number: int, last: int, lever: str) -> None:
        self.view, self.plot, self.number, self.last, self.lever = view, plot, number, last, lever
        self.table = view.table
        self.result = ui.element("div")
        self.result.delete()
        self._links: list[tuple[Element, int]] = []

    # ---- where one is ----------------------------------------------------------------------------------------------
    def address(self, number: int) -> str:
        """The address of a step; the lever that was pulled goes along."""
        what: dict[str, str | int] = {"step": number}
        return f"/tour/{self.table.key}?" + urlencode(what | ({"lever": self.lever} if self.lever else {}))

    def leads(self, link: Element, number: int) -> None:
        """Have a link lead to a step, now and after a lever was pulled."""
        self._links.append((link, number))
        link.props(f'href="{self.address(number)}"')

    def pull(self, lever: str) -> None:
        """Note which lever was pulled, in the address of this step and of the others."""
        self.lever = lever
        for link, number in self._links:
            link.props(f'href="{self.address(number)}"')
        ui.navigate.history.replace(self.address(self.number))

    async def stand(self, log: Log, at: int) -> None:
        """Have the table show a session at the beginning of a month."""
        if log.text() != self.table.log.text():
            self.table.at = min(max(at, self.table.first), self.table.end)
            await self.table.take(log)
        elif at != self.table.at:
            await self.table.go(at)

    # ---- what is on the page ---------------------------------------------------------------------------------------
    def choices(self, asks: str, them: Sequence[tuple[str, Press]]) -> list[Element]:
        """A question with a button for each answer."""
        with ui.element("div").props("role=group") as group:
            asked = words("p", asks).classes("asks")
            group.props(f"aria-labelledby={asked.html_id}")
            buttons: list[Element] = []

            def pressing(k: int, press: Press) -> Press:
                async def pressed() -> None:
                    for n, button in enumerate(buttons):
                        button.props(f"aria-pressed={'true' if n == k else 'false'}")
                    await press()

                return pressed

            with ui.element("div").classes("row"):
                for k, (title, press) in enumerate(them):
                    button = ui.button(title, on_click=pressing(k, press)).classes("quiet")
                    buttons.append(button.props("aria-pressed=false"))
            return buttons

    def says(self, texts: Sequence[str], anew: bool = True) -> None:
        """Show what came of it."""
        if anew:
            self.result.clear()
        with self.result:
            for text in texts:
                words("p", text)

    def moved(self, change: Change) -> None:
        """Show the outcomes that differ by enough to matter, each with what it means, and a unit that needs a word."""
        units = {term.word.partition(" ")[0].lower(): term.meaning for term in terms()}
        with self.result, ui.element("ul"):
            for one in change.moved:
                with words("li", one.line + "."):
                    meaning = f" {one.meta.meaning[:1].upper()}{one.meta.meaning[1:]}."
                    unit = units.get(one.meta.unit.lower(), "")
                    words("span", f"{meaning} {one.meta.unit}: {unit}" if unit else meaning).classes("small")

    @contextmanager
    def fold(self, title: str) -> Iterator[None]:
        """What is shown inside lies in a fold."""
        whole = self.result
        with whole, ui.element("details") as folded:
            words("summary", title)
        self.result = folded
        yield
        self.result = whole

    def table_of(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show a table below it; the first column names the rows."""
        with self.result, ui.element("div").classes("scroll"), ui.element("table"):
            words("caption", caption)
            with ui.element("thead"), ui.element("tr"):
                for text in head:
                    words("th", text).props("scope=col")
            with ui.element("tbody"):
                for row in rows:
                    with ui.element("tr"):
                        words("th", row[0]).props("scope=row")
                        for text in row[1:]:
                            words("td", text)
