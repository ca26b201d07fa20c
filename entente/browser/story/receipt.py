"""The receipt of one decision: terms that add up, chance, draw, the numbers and the evidence behind them."""

from __future__ import annotations

from nicegui import ui

from entente.browser.frame import words
from results.explain import explain
from results.explanation import Explanation, rounded
from results.numbers import percent
from results.play.advised import unit_of
from sim.record import Record


def receipt(record: Record, number: int) -> None:
    """The receipt of the decision of this number."""
    found = explain(record, number)
    _terms(found)
    words("p", _choice(found))
    with ui.element("details").classes("inner"):
        words("summary", "Numbers and evidence behind it")
        with ui.element("ul").classes("small"):
            for name, value in found.values.items():
                said = f"{name} {value['value']:.3g} {value['unit']}: {value['meaning']} ({value['status']})"
                words("li", said)
            for claim in found.claims:
                words("li", f"[{claim.id}] {claim.claim} {claim.citation}")


def _terms(found: Explanation) -> None:
    """The terms that are not nil, and their sum."""
    shown = rounded(found)
    with ui.element("div").classes("scroll"), ui.element("table"):
        unit = unit_of(found.decision.kind)
        words("caption", f"What acting gains, term by term ({unit}, in this model)")
        with ui.element("thead"), ui.element("tr"):
            for head in ("Term", unit[:1].upper() + unit[1:], "What it is [evidence]"):
                words("th", head).props("scope=col")
        with ui.element("tbody"):
            for line, text in zip(shown.lines, shown.texts, strict=True):
                _row(line.name, text, f"{line.meaning} [{', '.join(line.evidence)}]")
            check = "the terms, added from the top, give exactly this" if found.adds_up else "NOT the recorded gain"
            rounding = f"; as printed, rounded, they add up to {shown.gap}" if shown.gap else ""
            _row("= gain", shown.total, check + rounding)
    if shown.nil:
        words("p", f"Nil here: {', '.join(shown.nil)}.").classes("small")


def _row(name: str, value: str, text: str) -> None:
    with ui.element("tr"):
        words("th", name).props("scope=row")
        words("td", value).classes("num")
        words("td", text).classes("small")


def _choice(found: Explanation) -> str:
    """The chance, the draw and the answer."""
    d = found.decision
    if d.forced:
        own = f"By itself it would have acted with a chance of {percent(found.chance)}."
        return f"The decision was not the actor's own: {found.answer}. {own}"
    verdict = "below" if d.draw < found.chance else "not below"
    return (
        f"Chance of acting: {percent(found.chance)} (gain {d.gain:+.2f}, what is not known about it: {d.noise:.2g}). "
        f"Drawn: {percent(d.draw)}, {verdict} the chance, so: {found.answer}."
    )
