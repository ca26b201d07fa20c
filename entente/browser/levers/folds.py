"""Folds whose content is made when they are opened, and that stay open when what holds them is drawn anew."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from entente.browser.frame import words

_OPENED = "event => emit(event.target.open)"


class Folds:
    """Which folds of a part of the page are open, by their titles."""

    def __init__(self) -> None:
        self._open: set[str] = set()

    def fold(self, title: str, fill: Callable[[], object]) -> None:
        """A fold with what ``fill`` makes."""
        filled = False
        with ui.element("details").classes("inner") as fold:
            words("summary", title)
            body = ui.element("div")

        def toggled(is_open: bool) -> None:
            nonlocal filled
            (self._open.add if is_open else self._open.discard)(title)
            if is_open and not filled:
                filled = True
                with body:
                    fill()

        if title in self._open:
            fold.props("open")
            toggled(True)
        fold.on("toggle", lambda event: toggled(bool(event.args)), js_handler=_OPENED)
