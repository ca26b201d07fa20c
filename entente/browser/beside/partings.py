"""Where the runs part, and why; and what only one of them has since then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from entente.browser.beside.course import Month, Pair
from entente.browser.frame import part, words
from results.brief.months import in_words
from results.numbers import listing
from results.play.beside.compared import Compared
from results.play.beside.decided_otherwise import Otherwise
from sim.months import month_label

Go = Callable[[int], Awaitable[None]]
UNKNOWN = "It is being worked out where they part."


class Partings:
    """One sentence a pair of runs: the first and another one. Nothing is told of months from ``end`` on."""

    def __init__(self, them: Sequence[Compared], end: int, go: Go) -> None:
        self.them, self.end = list(them), end
        self._pairs: list[Pair] = []
        with part("Where they part"), ui.element("div").classes("beside-partings"):
            self._places = [_Place(go) for _ in them[1:]]

    def make_only(self) -> None:
        """The part of the page for what only one of them has."""
        with part("What only one of them has, so far"):
            words(
                "p", "The most important first: who is in the network, incidents, deals of offices, projects."
            ).classes("small")
            self._only = [ui.element("div") for _ in self.them[1:]]

    def take(self, pairs: Sequence[Pair]) -> None:
        """Where they part."""
        self._pairs = list(pairs)
        for place, pair in zip(self._places, pairs, strict=True):
            place.show(self._said(pair), self._target(pair))

    def _target(self, pair: Pair) -> int | None:
        """The month at whose beginning one sees what parted them; None if they do not part in what may be shown."""
        return pair.parting.month + 1 if pair.parting is not None and pair.parting.month < self.end else None

    def _said(self, pair: Pair) -> str:
        if self._target(pair) is None or pair.parting is None:
            return f"{listing(pair.letters)} do not part before {in_words(month_label(self.end))}."
        return pair.parting.text

    def take_decisions(self, found: Sequence[Otherwise | None]) -> None:
        """The first decision that is taken otherwise."""
        for place, pair, one in zip(self._places, self._pairs, found, strict=True):
            if self._target(pair) is not None:
                place.explain(self._decided(pair, one))

    def _decided(self, pair: Pair, one: Otherwise | None) -> str:
        if one is None or one.month >= self.end:
            return "No actor has taken a decision otherwise that both runs put to it."
        return one.told(pair.letters)

    def take_month(self, month: Month) -> None:
        """What only one of each pair has before a month."""
        for place, pair, (few, total) in zip(self._only, self._pairs, month.only, strict=True):
            place.clear()
            with place:
                if len(self._pairs) > 1:
                    words("h3", listing(pair.letters))
                with ui.element("ul"):
                    for what in few:
                        words("li", f"{what.label}: {what.told(pair.letters)}.")
                if total > len(few):
                    words("p", f"And {total - len(few)} more.").classes("small")
                elif not few:
                    words("p", "Nothing of that kind.")


class _Place:
    def __init__(self, go: Go) -> None:
        self.target: int | None = None
        with ui.element("div"):
            self.text = words("p", UNKNOWN).props("role=status")
            with ui.element("div").classes("row"):
                self.button = words("button", "Go to where they part").props("type=button").classes("net-button")
                self.button.on("click", lambda: self._to(go))
                with ui.element("details").classes("inner") as self.why:
                    words("summary", "The first decision that comes out otherwise")
                    self._said = words("p", "").classes("small")
        for element in (self.button, self.why):
            element.set_visibility(False)

    async def _to(self, go: Go) -> None:
        if self.target is not None:
            await go(self.target)

    def show(self, text: str, target: int | None) -> None:
        """The sentence, and the way to that month, if there is one."""
        self.text.text, self.target = text, target
        self.button.set_visibility(target is not None)

    def explain(self, text: str) -> None:
        """The first decision, folded."""
        self._said.text = text
        self.why.set_visibility(True)
