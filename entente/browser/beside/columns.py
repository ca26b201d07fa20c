"""The columns: each run's design in words, its network, and what happened last."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from entente.browser.beside.course import Event, Month
from entente.browser.frame import part, words
from entente.browser.table import Table
from entente.browser.world.network import Network
from entente.browser.world.scene import BY_REGION, BY_TIES, picture, scene_of
from results.play.beside.compared import Compared
from sim.config import STARTS


class Columns:
    """All columns. Actors stand at the same places in all of them; who is looked at in one is looked at in all."""

    def __init__(self, them: Sequence[Compared], table: Table, draw: Callable[[], Awaitable[None]]) -> None:
        self.roster, self._draw = table.roster, draw
        self.chosen, self.arranged = -1, BY_REGION
        self._month: Month | None = None
        scene = scene_of(table.roster, STARTS[table.log.base().start])
        with ui.element("div").classes("beside").style(f"--columns: {len(them)}"):
            self._columns = [_Column(one, scene, self) for one in them]

    def take(self, month: Month) -> None:
        """Show a month."""
        self._month = month
        for column, state, events in zip(self._columns, month.states, month.events, strict=True):
            column.network.take(picture(state, self.chosen, month.arranged, month.layout, self.roster))
            column.show(events)

    async def look(self, node: int) -> None:
        """Turn to an actor."""
        self.chosen = node
        if self._month is not None:
            self.take(self._month)

    async def arrange(self, name: str) -> None:
        """Another arrangement, in all columns."""
        if name in (BY_REGION, BY_TIES):
            self.arranged = name
            await self._draw()


class _Column:
    def __init__(self, one: Compared, scene: dict[str, object], them: Columns) -> None:
        with part(f"{one.letter}: {one.title}"):
            words("p", one.about).classes("small")
            self.network = Network(scene, them.look, them.arrange)
            words("h3", "What happened last, in this model")
            self.events = ui.element("ul").classes("beside-events")

    def show(self, events: Sequence[Event]) -> None:
        """The last events, the newest first."""
        self.events.clear()
        with self.events:
            for event in events:
                with ui.element("li"):
                    words("span", f"{event.label} ").classes("small")
                    if event.only:
                        words("span", "only here").classes("tag")
                    words("span", f" {event.text}.")
            if not events:
                words("li", "Nothing of note so far.")
