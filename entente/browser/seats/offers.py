"""One thing to decide: the rule's advice with its terms, and the answers one may give."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from entente.browser.frame import words
from entente.browser.seats.drawn import attribute, sentences
from entente.browser.seats.reckoning import reckoning
from results.numbers import percent
from results.play.advised import unit_of
from results.play.seats.answers import plain
from results.play.seats.offer import SHARING, Offer, Option
from scenarios.session.choices import Choice
from sim.record import Record

Put = Callable[[str, Sequence[dict[str, Any]]], Awaitable[bool]]
RULE, SOME = "rule", "some"
BY_RULE = "as the rule would"


class OfferBox:
    """An offer on the page. Every answer is taken at once; the page says above what is answered."""

    def __init__(self, offer: Offer, told: Record, put: Put) -> None:
        self.offer, self.told, self.put = offer, told, put
        self._quiet = False  # what is shown is set by the server, and is no answer
        with ui.element("div").classes("offer").props(f'role=group aria-label="{attribute(offer.title)}"'):
            words("h4", offer.title)
            words("p", advice_words(offer))
            if offer.known:
                sentences(offer.known)
            options = {RULE: BY_RULE} | {option.key: option.words for option in offer.options}
            if len(offer.parts) > 1:
                options[SOME] = "choose by category"
            self.radio = ui.radio(options, value=RULE, on_change=self._unless_quiet(self._chosen))
            self.radio.props(f'inline dense aria-label="{attribute(offer.title)}"')
            self.boxes: dict[str, ui.checkbox] = {}
            if len(offer.parts) > 1:
                self._categories()
            self._receipt()

    # ---- what is answered ------------------------------------------------------------------------------------------
    def show(self, choices: Sequence[Choice]) -> None:
        """Show what is answered so far."""
        whats = [plain(choice) for choice in choices]
        self._quiet = True
        try:
            self.radio.value = self._key_of(whats)
            if self.boxes:
                self.some.set_visibility(self.radio.value == SOME)
                given = {what["decision"].get("item"): what["decision"].get("choice", True) for what in whats}
                for part in self.offer.parts:
                    self.boxes[part.item].value = given.get(part.item, part.wants)
        finally:
            self._quiet = False

    def _key_of(self, whats: Sequence[dict[str, Any]]) -> str:
        if not whats:
            return RULE
        decisions = {_of(what["decision"]) for what in whats}
        for option in self.offer.options:
            if {_of(one) for one in option.decisions} == decisions:
                return option.key
        return SOME if self.boxes else RULE

    def _unless_quiet(self, act: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None] | None]:
        """Asked at once, not when the act's turn comes: what the server has set is no answer."""
        return lambda: None if self._quiet else act()

    async def _chosen(self) -> None:
        key = self.radio.value
        if key == RULE:
            await self._answer(None)
        elif key == SOME:
            await self._answer(self.offer.some([part.item for part in self.offer.parts if part.wants]))
        else:
            await self._answer(next(option for option in self.offer.options if option.key == key))

    async def _ticked(self) -> None:
        await self._answer(self.offer.some([item for item, box in self.boxes.items() if box.value]))

    async def _answer(self, option: Option | None) -> None:
        await self.put(self.offer.key, [] if option is None else [{"decision": one} for one in option.decisions])

    # ---- what is drawn ---------------------------------------------------------------------------------------------
    def _categories(self) -> None:
        with ui.element("fieldset").classes("some") as self.some:
            words("legend", "What is given")
            for part in self.offer.parts:
                label = f"{part.about} (the rule: {percent(part.chance)} likely)"
                self.boxes[part.item] = ui.checkbox(label, value=part.wants, on_change=self._unless_quiet(self._ticked))
        self.some.set_visibility(False)

    def _receipt(self) -> None:
        """The rule's reckoning, made when it is opened."""
        with ui.element("details").classes("inner") as fold:
            words("summary", "Why: the rule's reckoning")
            place = ui.element("div")

        def fill() -> None:
            if not place.default_slot.children:
                with place:
                    reckoning(self.told, self.offer)

        fold.on("toggle", fill)


def advice_words(offer: Offer) -> str:
    """What is in the actor's interest, its worth and its chance; nothing of how the draw of the month goes."""
    if offer.kind in SHARING and len(offer.parts) > 1:
        torn = [f"{part.about} ({percent(part.chance)} likely to be given)" for part in offer.parts if part.is_open]
        return f"The rule's advice: give {_given(offer)}." + (
            f" It is least sure of {'; '.join(torn)}." if torn else ""
        )
    (part,) = offer.parts[:1]
    yes, no = _answers(offer)
    said = f"The rule's advice: {yes if part.wants else no}. "
    worth = f"{part.gain:+.2f} ({unit_of(offer.kind)})"
    return f"{said}To {yes} is worth {worth}, so it does that with a chance of {percent(part.chance)}."


def _given(offer: Offer) -> str:
    """What it is in the actor's interest to give, in the shorter way of saying it."""
    given = [part.about for part in offer.parts if part.wants]
    kept = [part.about for part in offer.parts if not part.wants]
    if not given or not kept:
        return "all of it" if given else "nothing"
    return f"all but {'; '.join(kept)}" if len(kept) < len(given) else "; ".join(given)


def _answers(offer: Offer) -> tuple[str, str]:
    yes, no = offer.options[0].words, offer.options[1].words
    return (f"give {offer.parts[0].about}", "withhold it") if offer.kind in SHARING else (yes, no)


def _of(one: dict[str, Any]) -> tuple[Any, ...]:
    """What makes two decisions the same."""
    return one["act"], one.get("partner", ""), one.get("item", ""), one.get("choice", True)
