"""The actor that is looked at: who it is, its figures, its ties, its last decisions with their receipts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from nicegui import background_tasks, ui

from entente.browser import tabs
from entente.browser.frame import words
from entente.browser.story.kept import Kept
from entente.browser.story.receipt import receipt
from entente.browser.view import View
from entente.browser.work import Superseded
from results.changes import changed
from results.explanation import Found
from results.play.story.actor_view import ActorView, actor_view, decisions_of, other_side, said
from scenarios.session.log import Log
from sim.record import Record

FEW, MANY = 8, 40


class _Decided(NamedTuple):
    """A run with its decisions, and the numbers of those that changed something."""

    record: Record
    changed: frozenset[int]


DECIDED: Kept[_Decided] = Kept("decisions", 3)  # 15 MB each on the real roster


def actor(view: View) -> None:
    """The part of the page."""
    roster = view.table.roster
    nodes = range(roster.n_states + roster.n_firms)
    names = {node: roster.label(node) for node in sorted(nodes, key=lambda node: roster.label(node).lower())}
    with ui.element("section").classes("part").props('role=region aria-label="One actor"'):
        chosen = ui.select(names, label="Actor", with_input=True, clearable=True, value=None).classes("who")
        what = "its decisions and why" if view.table.shows_all else "its figures"
        hint = words("p", f"Choose an actor here or in the picture of the network: its ties, {what}.")
        body = ui.element("div")
    drawer = _Drawer(view, chosen, hint, body)
    chosen.on_value_change(drawer.chosen)
    view.on_change(drawer.draw)
    ui.context.client.on_delete(lambda: DECIDED.leave(view.work, view.owner))


class _Drawer:
    """Draws one view's actor; what is open stays open while it is the same actor."""

    def __init__(self, view: View, select: Any, hint: Any, body: Any) -> None:
        self.view, self.select, self.hint, self.body = view, select, hint, body
        self.shown: tuple[Any, ...] = ()
        self.decided: Any = None
        self.all = False
        self.open = 0  # number of the decision whose receipt is to be open

    async def chosen(self, event: Any) -> None:
        """Somebody has chosen an actor here."""
        node = -1 if event.value is None else int(event.value)
        if node != self.view.chosen:
            await self.view.look_at(node)

    async def draw(self) -> None:
        """The chosen actor at the present month."""
        view = self.view
        node, log = view.chosen, view.table.log
        if self.select.value != (None if node < 0 else node):
            self.select.set_value(None if node < 0 else node)
            tabs.show("actor")
        self.hint.set_visibility(node < 0)
        shown = (node, view.at, log.text())
        if shown == self.shown and not self.open:
            return
        self.shown = shown
        self.body.clear()
        if node < 0:
            return
        found = actor_view(await view.table.record(), node, view.at)
        with self.body:
            _who(found)
            if view.table.shows_all:
                with _fold("Last decisions", True):
                    self.decided = ui.element("div")
            self._ties(found)
            if found.figures:
                _figures(found)
        if not view.table.shows_all:
            return
        with self.decided:
            words("p", "Asking for its reasons ...").classes("small").props("role=status")
        background_tasks.create(self._decisions(node, log, shown))

    async def look(self, node: int, number: int = 0) -> None:
        """Turn to another actor, and to one of its decisions."""
        self.open = number
        await self.view.look_at(node)

    def _ties(self, found: ActorView) -> None:
        with _fold(f"Ties: {len(found.bonds)}", len(found.bonds) <= FEW), ui.element("div").classes("scroll"):
            if not found.bonds:
                words("p", "None at present.").classes("small")
                return
            with ui.element("table"):
                _head("With", "On", "Since", "Term ends")
                with ui.element("tbody"):
                    for bond in found.bonds:
                        with ui.element("tr"):
                            with ui.element("th").props("scope=row"):
                                self._link(bond.label, bond.other)
                            for text in (f"{bond.types} ({bond.scope})", bond.since, bond.term):
                                words("td", text)

    def _link(self, text: str, node: int, number: int = 0) -> None:
        """A word that leads to an actor, and to one of its decisions."""
        button = words("button", text).classes("link").props("type=button")
        button.on("click", lambda: self.look(node, number))

    async def _decisions(self, node: int, log: Log, shown: tuple[Any, ...]) -> None:
        """The decisions, once the run has been played with all of them kept."""
        view = self.view
        try:
            record, key = await view.table.records.of(log, True), log.text()
            decided = await DECIDED.of(view.work, view.owner, key, lambda tick: _Decided(record, changed(record)))
        except Superseded:
            return
        if self.shown != shown:
            return
        self.decided.clear()
        with self.decided:
            self._list(decided, node)

    def _list(self, decided: _Decided, node: int) -> None:
        """The last decisions on membership, votes, ties and pace, and those on sharing under a fold."""
        record, at = decided.record, self.view.at
        wanted = None if self.all else decided.changed
        if self.open:
            self._one(record, Found(self.open, record.decisions[self.open - 1]))
        self._some(record, decisions_of(record, node, at, wanted, sharing=False), "on membership, votes, ties and pace")
        with ui.element("details").classes("inner"):
            words("summary", "On sharing")
            self._some(record, decisions_of(record, node, at, wanted, sharing=True), "on sharing")
        self.open = 0
        other = "Only what changed something" if self.all else "Also what changed nothing"
        ui.button(other, on_click=lambda: self._turn(decided, node)).classes("quiet")

    def _some(self, record: Record, found: list[Found], about: str) -> None:
        """The last of some decisions, and how many there are."""
        shown = found[: MANY if self.all else FEW]
        for one in shown:
            if one.number != self.open:
                self._one(record, one)
        what = f"decisions {about}" + ("" if self.all else " that changed something")
        words("p", f"The last {len(shown)} of {len(found)} {what}." if found else f"No {what} so far.").classes("small")

    def _turn(self, decided: _Decided, node: int) -> None:
        self.all = not self.all
        self.decided.clear()
        with self.decided:
            self._list(decided, node)

    def _one(self, record: Record, found: Found) -> None:
        """One decision; its receipt is made when it is opened."""
        is_open = found.number == self.open
        with ui.element("details").classes("decision").props("open" if is_open else "") as fold:
            words("summary", said(record, found))
            room = ui.element("div")

        def fill(event: Any = None) -> None:
            if (event is None or event.args) and not room.default_slot.children:
                with room:
                    receipt(record, found.number)
                    if other := other_side(record, found):
                        name = record.roster.label(other.decision.actor)
                        self._link(f"What {name} decided on it", other.decision.actor, other.number)

        fold.on("toggle", fill, js_handler="e => emit(e.target.open)")
        if is_open:
            fill()


def _who(found: ActorView) -> None:
    words("h2", found.actor.label)
    with ui.element("ul"):
        for text, on_record in found.facts:
            with ui.element("li"):
                words("span", text)
                words("span", " on record" if on_record else " simulated").classes("small")


def _figures(found: ActorView) -> None:
    with _fold("Its figures, in this model", True), ui.element("table"):
        _head("", "Last month", "A year before", "Unit")
        with ui.element("tbody"):
            for figure in found.figures:
                with ui.element("tr"):
                    words("th", figure.meta.title).props("scope=row").tooltip(figure.meta.meaning)
                    words("td", figure.now).classes("num")
                    words("td", figure.before).classes("num")
                    words("td", figure.meta.unit).classes("small")


def _head(*titles: str) -> None:
    with ui.element("thead"), ui.element("tr"):
        for title in titles:
            words("th" if title else "td", title).props("scope=col" if title else "")


@contextmanager
def _fold(title: str, is_open: bool) -> Iterator[None]:
    """Something under a heading that can be folded."""
    with ui.element("details").classes("inner").props("open" if is_open else ""):
        with ui.element("summary"):
            words("h3", title)
        yield
