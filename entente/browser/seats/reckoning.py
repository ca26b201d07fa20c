"""The rule's reckoning behind an offer: the terms of each decision, their sum, and the chance that it gives."""

from __future__ import annotations

from nicegui import ui

from entente.browser.frame import words
from results.explain import explain
from results.explanation import Explanation
from results.numbers import percent
from results.play.advised import unit_of
from results.play.seats.offer import Offer
from sim.record import Record


def reckoning(told: Record, offer: Offer) -> None:
    """A table: a row a term, a column a decision. Terms that are nil in all of them are left out."""
    found = [explain(told, part.number) for part in offer.parts]
    names = [line.name for line in found[0].lines if any(_value(one, line.name) for one in found)]
    with ui.element("div").classes("scroll"), ui.element("table"):
        unit = unit_of(offer.kind)
        words("caption", f"What acting is worth to you ({unit}): the terms add up to the gain, which gives the chance")
        with ui.element("thead"), ui.element("tr"):
            words("th", "Term").props("scope=col")
            for part in offer.parts:
                words("th", part.about or "Value").props("scope=col").classes("num-head")
            words("th", "What it is, and the claims it rests on").props("scope=col")
        with ui.element("tbody"):
            for name in names:
                line = next(line for line in found[0].lines if line.name == name)
                values = [f"{_value(one, name):+.3f}" for one in found]
                _row(name, values, f"{line.meaning} [{', '.join(line.evidence)}]")
            _row("gain", [f"{one.total:+.3f}" for one in found], "the sum of all terms")
            _row("chance of acting", [percent(one.chance) for one in found], "1 / (1 + exp(-gain / noise))")


def _value(one: Explanation, name: str) -> float:
    return next(line.value for line in one.lines if line.name == name)


def _row(name: str, values: list[str], meaning: str) -> None:
    with ui.element("tr"):
        words("th", name).props("scope=row")
        for value in values:
            words("td", value).classes("num")
        words("td", meaning)
