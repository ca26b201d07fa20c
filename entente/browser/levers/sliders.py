"""One number as a slider with a field for exact values beside it: both move together."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from entente.browser.frame import words


class Slider:
    """A slider and a number.

    moved : is called with the value as a person sets it, in the number's own unit; never when it is set from here.
    scale : what the number is multiplied by where it is shown.
    """

    def __init__(
        self, title: str, unit: str, bounds: tuple[float, float], step: float,
        moved: Callable[[float | None], None], scale: float = 1.0,
    ) -> None:  # fmt: skip
        self._moved, self._scale, self._setting = moved, scale, False
        self.value: float | None = bounds[0]
        self._number: ui.number
        with ui.element("div").classes("slider"):
            self._slider = ui.slider(
                min=bounds[0] * scale, max=bounds[1] * scale, step=step * scale, value=bounds[0] * scale,
                on_change=lambda event: self._changed(event.value, self._number),
            ).props(f'aria-label="{title}, {unit}" dense')  # fmt: skip
            self._number = ui.number(
                value=bounds[0] * scale, step=step * scale,
                on_change=lambda event: self._changed(event.value, self._slider),
            ).props(f'aria-label="{title}, exact, {unit}" hide-bottom-space')  # fmt: skip
            words("span", unit).classes("unit")

    def wait(self) -> None:
        """Nobody can move it before it is known where it stands."""
        for element in (self._slider, self._number):
            element.disable()

    def show(self, value: float) -> None:
        """Set it, without anybody being told."""
        for element in (self._slider, self._number):
            element.enable()
        if value == self.value:
            return
        self.value = value
        for element in (self._slider, self._number):
            self._put(element, rounded(value * self._scale))

    def _changed(self, shown: float | None, other: ui.slider | ui.number) -> None:
        if self._setting:
            return
        if shown is None:
            self._moved(None)
            return
        self.value = shown / self._scale
        self._put(other, shown)
        self._moved(self.value)

    def _put(self, element: ui.slider | ui.number, shown: float) -> None:
        self._setting = True
        element.value = float(f"{shown:.3g}")
        self._setting = False


def rounded(shown: float) -> float:
    """A number as it is shown where nobody has set it: to whole ones from 3 on, to two digits below."""
    return float(f"{shown:.0f}") if abs(shown) >= 3 else float(f"{shown:.2g}")
