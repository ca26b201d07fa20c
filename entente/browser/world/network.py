"""The drawing of the network, and what the secretariat works on: elements that are sent what changed, and no more.

The drawing is SVG and not a chart of the toolkit: its marks, rings and dashes have words of their own, letters stay
letters at any size, and a month costs a few hundred bytes instead of all options of a chart.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from entente.browser.world.scene import Plain, changes


class Updated(Element):
    """An element of ours that is shown a whole picture first, and then what is new in it."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Plain = {}

    def take(self, picture: Plain) -> None:
        """Show a picture. The page draws when its browser is there, so that none is lost."""
        news = changes(self._shown, picture)
        self._shown = picture
        if news:
            self.run_method("show", news)


class Network(Updated, component="network.js", esm={"entente-world": "client"}):
    """The drawing. ``look`` is awaited with the node that somebody turns to, ``arrange`` with a layout's name."""

    def __init__(
        self, scene: Plain, look: Callable[[int], Awaitable[None]], arrange: Callable[[str], Awaitable[None]]
    ) -> None:
        super().__init__()
        self._props["scene"] = scene
        nodes = len(scene["actors"])

        async def _look(event: GenericEventArguments) -> None:
            if isinstance(event.args, int) and -1 <= event.args < nodes:
                await look(event.args)

        async def _arrange(event: GenericEventArguments) -> None:
            await arrange(str(event.args))

        self.on("look", _look)
        self.on("arrange", _arrange)


class Queue(Updated, component="queue.js"):
    """The secretariat's cases by kind."""
