"""The levers of the world: what may befall it, to whom, and how much of it."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from entente.browser.frame import words
from entente.browser.levers.hints import hint
from entente.browser.levers.proposal import Proposal
from entente.browser.levers.sliders import Slider
from entente.browser.view import View
from results.play.levers.events import PARAMETERS, actors, first_actors, lever, size_of_parameter
from results.play.levers.fields import UNITS
from results.play.levers.table import LEVERS, PARAMETER, Lever, Size
from sim.record import Record


def world(view: View, proposal: Proposal) -> None:
    """A kind of event, and the form that belongs to it."""
    words("h3", "The world").classes("unseen")
    _Event(view, proposal)


class _Event:
    """One event that is proposed."""

    def __init__(self, view: View, proposal: Proposal) -> None:
        self.view, self.proposal = view, proposal
        self._lever: Lever | None = None
        self._given: dict[str, Any] = {}
        kinds = {one.kind: f"{one.title} ({one.group.lower()})" for one in LEVERS}
        self._kind = ui.select(kinds, label="What happens", on_change=self._chosen, clearable=True).classes("wide")
        self._form = ui.element("div").classes("lever")
        proposal.listen(self._follow)

    async def _chosen(self) -> None:
        self._form.clear()
        self._lever, self._given = None, {}
        if not self._kind.value:
            if "event" in self.proposal.what:
                self.proposal.drop()
            return
        self._lever = lever(self._kind.value)
        record = await self.view.table.record()
        if self._lever is not None and self._kind.value == self._lever.kind:
            self._fill(self._lever, record)
            self._propose()

    def _follow(self) -> None:
        """Another lever is moved: nothing happens here."""
        if "event" not in self.proposal.what and self._kind.value and self._given:
            self._given = {}
            self._kind.value = None

    # ---- the form ---------------------------------------------------------------------------------------------------
    def _fill(self, one: Lever, record: Record) -> None:
        row = self.view.at - record.start - 1
        tiers, offices = record.states["tier"][row], record.states["status"][row]
        actor, partner = first_actors(one, self.view.table.roster, tiers, offices)
        with self._form:
            with ui.element("div").classes("about"):
                words("p", one.about)
                hint(one.title, [], one.evidence)
            if one.actor:
                self._whom("actor", one.actor, actor, one)
            if one.partner:
                self._whom("partner", one.partner, partner, one)
            if one.kind == PARAMETER:
                self._parameter()
            elif one.size is not None:
                self._size(one.size)

    def _whom(self, role: str, label: str, first: str, one: Lever) -> None:
        names = actors(one, self.view.table.roster)
        if one.optional:
            names = {"": one.optional} | names
        self._given[role] = first
        ui.select(names, label=label, value=first, with_input=len(names) > 12,
                  on_change=lambda event: self._give(role, event.value)).classes("wide")  # fmt: skip

    def _parameter(self) -> None:
        first = PARAMETERS[0].name
        names = {parameter.name: f"{parameter.meaning} ({parameter.name})" for parameter in PARAMETERS}
        self._given["parameter"] = first
        ui.select(names, label="Which number", value=first, with_input=True, on_change=self._another).classes("wide")
        self._number = ui.element("div")
        with self._number:
            self._size(size_of_parameter(first))

    def _another(self, event: Any) -> None:
        if not event.value:
            return
        self._given["parameter"] = event.value
        self._number.clear()
        with self._number:
            self._size(size_of_parameter(event.value))
        self._propose()

    def _size(self, size: Size) -> None:
        unit = UNITS.get(size.unit, size.unit)
        scale = 100.0 if size.unit == "share" else 1.0
        words("span", f"{size.name}, {unit}" if unit else size.name).classes("title")
        slider = Slider(size.name, unit, (size.low, size.high), size.step, self._sized, scale)
        slider.show(size.usual)
        words("p", size.note).classes("small")
        self._given["size"] = size.usual

    # ---- the proposal -----------------------------------------------------------------------------------------------
    def _sized(self, value: float | None) -> None:
        self._give("size", value)

    def _give(self, key: str, value: Any) -> None:
        if value is not None:
            self._given[key] = value
            self._propose()

    def _propose(self) -> None:
        if self._lever is None:
            return
        event = self._lever.event(
            "", self._given.get("actor", ""), self._given.get("partner", ""), self._given.get("size")
        )
        if "parameter" in self._given:
            event |= {"parameter": self._given["parameter"], "size": self._given["size"]}
        self.proposal.propose("event", event=event)
