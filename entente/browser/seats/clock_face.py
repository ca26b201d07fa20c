"""The clock of a room on a page: minutes and seconds that are left, counted by the server."""

from __future__ import annotations

import time

from nicegui import ui

from entente.browser.frame import words
from entente.browser.table import Table
from scenarios.session.room import DEBRIEF, WAITING
from sim.months import month_label

WARN = (60, 10)  # seconds left at which it is said aloud


def clock_face(table: Table) -> None:
    """A face that shows the room's clock as it is, once a second."""
    with ui.element("div").classes("clock row"):
        face = words("span", "").classes("digits").props('role=timer aria-label="Time left in this month"')
        state = words("span", "")
        aloud = words("span", "").classes("unseen").props("aria-live=polite")
    said: set[int] = set()

    def turn() -> None:
        digits, text, left = face_of(table)
        if face.text != digits:
            face.set_text(digits)
        if state.text != text:
            state.set_text(text)
        due = {second for second in WARN if left is not None and left <= second}
        if due - said:
            aloud.set_text(f"{min(due)} seconds left")
        said.clear()
        said.update(due)

    turn()
    ui.timer(1.0, turn)


def face_of(table: Table) -> tuple[str, str, int | None]:
    """Digits, what is said beside them, and seconds left (None while nothing runs)."""
    room = table.room
    if room is None or room.phase == DEBRIEF or table.at > table.last:
        return "", "all months are played" if table.at > table.last else "the game is over: time to talk", None
    month = month_label(table.at)
    if room.phase == WAITING:
        return "", "the facilitator has not begun yet", None
    clock = room.clock
    if not clock.minutes:
        return "", f"{month} is played when all are ready, or when the facilitator says so", None
    left = int(clock.remaining(time.time()) + 0.999)
    digits = f"{left // 60}:{left % 60:02d}"
    return digits, f"for {month}" if clock.is_running else f"for {month}, paused", left if clock.is_running else None
