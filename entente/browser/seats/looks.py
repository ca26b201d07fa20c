"""The look of seats and rooms, beside that of all pages."""

from __future__ import annotations

from nicegui import ui

from entente import __version__


def looks() -> None:
    """Add it to the page that is made."""
    ui.add_head_html(f'<link rel="stylesheet" href="/static/seats.css?{__version__}">')
