"""The words of the page, folded."""

from __future__ import annotations

from nicegui import ui

from entente.browser.frame import words
from results.play.glossary import terms


def glossary() -> None:
    """The part of the page: it is the same in every month."""
    with ui.element("details").classes("inner glossary"):
        with ui.element("summary"):
            words("h2", "Words of this page")
        with ui.element("dl"):
            for term in terms():
                words("dt", term.word)
                words("dd", term.meaning)
