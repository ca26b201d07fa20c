"""The controls that play a session month by month."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui.events import GenericEventArguments

from entente.browser.world.network import Updated
from sim.months import month_label

Go = Callable[[int], Awaitable[None]]


class Playback(Updated, component="playback.js"):
    """Buttons, a slider and keys.

    first, end : months (indices) between which one may go.  go, anew : awaited with the month to go to, and with the
    month from which to go on anew.  ends : what is said of the last place.
    """

    def __init__(self, first: int, end: int, go: Go, anew: Go, ends: str = "all is played") -> None:
        super().__init__()
        names = [f"beginning of {month_label(month)}" for month in range(first, end)]
        self._props.update(first=first, end=end, names=[*names, f"end of {month_label(end - 1)}, {ends}"])

        def heard(then: Go) -> Callable[[GenericEventArguments], Awaitable[None]]:
            async def _heard(event: GenericEventArguments) -> None:
                if isinstance(event.args, int) and first <= event.args <= end:
                    await then(event.args)

            return _heard

        self.on("go", heard(go))
        self.on("anew", heard(anew))
