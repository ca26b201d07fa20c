"""A text that is there to be copied."""

from __future__ import annotations

import json

from nicegui import ui

from entente.browser.frame import words


def copied(label: str, text: str, name: str) -> None:
    """A text that is there to be copied, with a button that does it."""
    with ui.element("div").classes("copied"):
        words("label", label).props(f"for=copy-{name}").classes("small")
        box = ui.element("textarea").props(f"id=copy-{name} readonly rows=2 spellcheck=false").classes("plain")
        box._props["value"] = text
        with ui.element("div").classes("row"):
            ui.button("Copy").classes("quiet").props(f'aria-label="Copy: {label}"').on(
                "click", js_handler=f"() => workshop.copy({json.dumps(f'copy-{name}')})"
            )
            words("span", "").props(f"id=copy-{name}-said role=status").classes("small")
