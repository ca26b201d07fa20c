"""The parts of the page: levers that are pulled in a month, the list of all choices, and what each changed."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from entente.browser.frame import words
from entente.browser.levers.listed import Listed
from entente.browser.levers.preview import Preview
from entente.browser.levers.proposal import Proposal
from entente.browser.levers.secretariat import secretariat
from entente.browser.levers.world import world
from entente.browser.view import View
from sim.months import month_label


def levers(view: View) -> None:
    """The levers of the secretariat and of the world, and what the one that is moved would change."""
    proposal = Proposal(view.at)
    with ui.element("div").classes("levers"):
        words("h2", "Levers").classes("unseen")
        with ui.element("div").classes("row"):
            sides = _Sides()
            _Month(view, proposal)
        with ui.element("div").classes("controls"):
            with sides.side("The secretariat"):
                secretariat(view, proposal)
            with sides.side("The world"):
                world(view, proposal)
        preview = Preview(view, proposal)

    async def draw() -> None:
        preview.proposed()

    view.on_change(draw)


def choices(view: View) -> None:
    """All choices, with what each changed."""
    Listed(view)


class _Sides:
    """Two groups of levers, of which one is seen."""

    def __init__(self) -> None:
        self._row = ui.element("div").classes("sides").props('role=group aria-label="Levers of"')
        self._all: list[tuple[ui.element, ui.element]] = []

    def side(self, title: str) -> ui.element:
        """A group; what is made inside belongs to it."""
        with self._row:
            button = words("button", title).props("type=button")
        group = ui.element("section").props(f'role=region aria-label="{title}"')
        self._all.append((button, group))
        button.on("click", lambda: self._turn(group))
        self._turn(self._all[0][1])
        return group

    def _turn(self, to: ui.element) -> None:
        for button, group in self._all:
            button.props(f"aria-pressed={'true' if group is to else 'false'}")
            group.set_visibility(group is to)


class _Month:
    """The month in which a lever acts: the present one, or a later one."""

    def __init__(self, view: View, proposal: Proposal) -> None:
        self.view, self.proposal, self._now = view, proposal, view.at
        self._select = ui.select(
            self._months(), label="From", value=min(proposal.month, view.table.last), on_change=self._set
        )
        self._select.classes("month")
        view.on_change(self.draw)

    def _months(self) -> dict[int, str]:
        at, last = self.view.at, self.view.table.last
        return {
            month: month_label(month) + (" (now)" if month == at else "") for month in range(min(at, last), last + 1)
        }

    def _set(self, event: Any) -> None:
        if event.value is not None:
            self.proposal.at(event.value)

    async def draw(self) -> None:
        """Months that are played can no longer be chosen; what would act now goes on to do so."""
        at, last = self.view.at, self.view.table.last
        follows = self.proposal.month in (self._now, last) or self.proposal.month < at
        self._now = at
        self._select.set_options(self._months(), value=min(at, last) if follows else self.proposal.month)
