"""Tabs: a few panels in one place, of which one is seen. The script beside (``static/workshop.js``) turns them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from entente.browser.frame import words


@dataclass(frozen=True)
class Tab:
    """One tab. name : names it for ``show``.  title : what stands on it.  fill : makes what it holds."""

    name: str
    title: str
    fill: Callable[[], None]


def tabs(label: str, them: Sequence[Tab]) -> None:
    """Tabs, the first one open; all panels are in the page, so that their parts are drawn wherever one looks."""
    with ui.element("div").props(f'role=tablist aria-label="{label}"'):
        for k, tab in enumerate(them):
            chosen = "true" if k == 0 else "false"
            words("button", tab.title).props(
                f"type=button role=tab id=tab-{tab.name} aria-controls=panel-{tab.name} aria-selected={chosen}"
                f" tabindex={0 if k == 0 else -1}"
            )
    for k, tab in enumerate(them):
        panel = ui.element("div").props(f"role=tabpanel id=panel-{tab.name} aria-labelledby=tab-{tab.name} tabindex=0")
        if k:
            panel.props("hidden")
        with panel:
            tab.fill()


def show(name: str) -> None:
    """Turn the page of this client to a tab."""
    ui.run_javascript(f"workshop.show({name!r})")
