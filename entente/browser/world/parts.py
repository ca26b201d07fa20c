"""The parts of the page: the network as it stands in a month, and the controls that play it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from nicegui import ui

from entente.browser.frame import part
from entente.browser.view import View
from entente.browser.work import Superseded
from entente.browser.world.network import Network, Queue
from entente.browser.world.playback import Playback
from entente.browser.world.scene import BY_REGION, BY_TIES, picture, queue_picture, scene_of
from results.play import choice_words
from results.play.world import secretariat
from results.play.world.layout import Layout, by_region
from results.play.world.state import state_at
from results.play.world.tie_layout import TieLayout
from scenarios.session.log import Log
from sim.config import STARTS
from sim.months import month_index
from sim.record import Record

STYLE = Path(__file__).parent / "world.css"


def controls(view: View) -> None:
    """First, back, play, next, a year, to the end; a slider; what the secretariat is, and what it does."""
    table = view.table

    async def anew(month: int) -> None:
        await table.again_from(month)

    playback = Playback(table.first, table.end, table.go, anew)

    async def draw() -> None:
        state = state_at(await table.record(), view.at, _decided(table.log))
        line = f"{secretariat.headline(state, table.roster)} {secretariat.at_work(state)}"
        lost = [
            f"{choice.date}, {choice_words.whose(choice, table.roster)}: {choice_words.what(choice, table.roster)}"
            for choice in table.log.choices
            if choice.month >= view.at
        ]
        playback.take({"line": line, "lost": lost, "at": view.at})

    view.on_change(draw)


def network(view: View) -> None:
    """The network at the beginning of the month, and the secretariat's queue beside it."""
    table = view.table
    ui.add_css(STYLE)  # that of the controls, too: a page may have none
    scene = scene_of(table.roster, STARTS[table.log.base().start])
    places = _Places(view)

    async def arrange(name: str) -> None:
        if name in (BY_REGION, BY_TIES):
            places.arranged = name
            with suppress(Superseded):
                await draw()

    async def draw() -> None:
        record, wanted = await table.record(), (places.arranged, view.at)
        layout = await places.of(record)
        if wanted != (places.arranged, view.at):
            return  # meanwhile somebody wants something else, which is drawn by itself
        state = state_at(record, view.at, _decided(table.log))
        drawing.take(picture(state, view.chosen, places.arranged, layout, table.roster))
        queue.take(queue_picture(state, table.roster))

    with part("The network"), ui.element("div").classes("world"), ui.element("div").classes("world-in"):
        drawing = Network(scene, view.look_at, arrange)
        queue = Queue()
    view.on_change(draw)


def _decided(log: Log) -> tuple[int, ...]:
    """The months (indices) in which designs are decided after the first one."""
    return tuple(month_index(change.date) for change in log.played().later)


class _Places:
    """Where the actors stand in one tab: by region, or by ties, which takes computing."""

    def __init__(self, view: View) -> None:
        self.view, self.arranged = view, BY_REGION
        self._by_region = by_region(view.table.roster)
        self._by_ties: TieLayout | None = None

    async def of(self, record: Record) -> Layout:
        """The layout of the present month."""
        if self.arranged == BY_REGION:
            return self._by_region
        month = self.view.at

        def compute(_: object) -> TieLayout:
            kept = self._by_ties
            found = kept if kept is not None and kept.record is record else TieLayout(record)
            found.at(month)
            return found

        self._by_ties = await self.view.work.run(self.view.owner, "places", compute, quick=True)
        return self._by_ties.at(month)
