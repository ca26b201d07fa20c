"""What a lever rests on, shown while one points at its question mark or has reached it with the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from entente.browser.frame import words
from results.evidence import lookup

_AWAY = "event => event.target.blur()"


def hint(title: str, lines: Sequence[str], evidence: Sequence[str]) -> None:
    """A question mark with its hint: some lines, and the claims of the sources. Escape puts it away."""
    with ui.element("span").classes("hint"):
        mark = words("button", "?").props(f'type=button aria-label="About: {title}"')
        with ui.element("div").props("role=tooltip") as box:
            for line in lines:
                words("p", line)
            for claim in lookup(evidence):
                words("p", f"{claim.id}: {claim.claim}").classes("claim")
            words("p", "The claims are those of the sources that this model is built on." if evidence else
                  "No claim of the sources stands behind it.").classes("small")  # fmt: skip
        mark.props(f"aria-describedby={box.html_id}").on("keydown.esc", js_handler=_AWAY)
