"""The secretariat's desk: its own ways of working, an invitation, a dialogue."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nicegui import ui

from entente.browser.frame import words
from entente.browser.seats.offers import Put
from results.play.seats.in_hand import GAP_CLOSED, Hands, Lever
from scenarios.session.choices import Choice
from sim.errors import EntenteError

STEPS = 20  # of a slider, from the lowest to the highest that known designs have


def office(hands: Hands, put: Put, given: Sequence[Choice]) -> None:
    """What is in the hands of the secretariat; nothing where there is none. given : what it has decided so far."""
    if not hands.levers:
        return
    wrong = words("p", "").classes("wrong").props("role=alert")
    with ui.element("section").props('role=region aria-label="Your ways of working"'):
        _working(hands, put, wrong, given)
    with ui.element("details"):
        words("summary", "Invite a state, or bring two together")
        if hands.outsiders:
            _invite(hands, put, wrong)
        _dialogue(hands, put, wrong)


def _working(hands: Hands, put: Put, wrong: ui.element, given: Sequence[Choice]) -> None:
    words("h3", "Your ways of working")
    words("p", "From where to where known designs go. In this model a change costs nothing (assumed).").classes("small")
    inputs: dict[str, ui.number] = {}
    so_far = {name: value for choice in given if choice.fields for name, value in choice.fields.values.items()}
    with ui.element("div").classes("levers"):
        for lever in hands.levers:
            inputs[lever.field.name] = _number(lever, so_far.get(lever.field.name, lever.value))

    async def decide() -> None:
        levers = {lever.field.name: lever for lever in hands.levers}
        values = {n: float(box.value) for n, box in inputs.items() if box.value is not None}
        changed = {n: v for n, v in values.items() if not _same(v, levers[n])}
        wrong.set_text("")  # type: ignore[attr-defined]
        try:
            whats = [hands.fields(changed)] if changed else []
        except EntenteError as error:
            wrong.set_text(str(error))  # type: ignore[attr-defined]
            return
        await put("fields", whats)

    ui.button("Work like this from now on", on_click=decide)


def _number(lever: Lever, value: float) -> ui.number:
    with ui.element("div").classes("own-lever"):
        label = f"{lever.field.meaning} ({lever.field.unit})"
        box = ui.number(label[:1].upper() + label[1:], value=_shown(value), min=_shown(lever.low),
                        max=_shown(lever.high), step=_shown((lever.high - lever.low) / STEPS))  # fmt: skip
        words("p", f"{lever.why} From {lever.low:.3g} to {lever.high:.3g}.").classes("small")
    return box


def _shown(value: float) -> float:
    return float(f"{value:.3g}")


def _same(value: float, lever: Lever) -> bool:
    """Whether a number is still what was shown."""
    return math.isclose(value, _shown(lever.value))


def _invite(hands: Hands, put: Put, wrong: ui.element) -> None:
    words("p", "Invite a state: it applies, and the members vote on it this month.")
    with ui.element("div").classes("row"):
        state = ui.select(list(hands.outsiders), label="Whom").classes("pick")

        async def invite() -> None:
            if state.value:
                await put("admission_vote", [hands.invite(state.value)])

        ui.button("Invite", on_click=invite).classes("quiet")


def _dialogue(hands: Hands, put: Put, wrong: ui.element) -> None:
    words("p", f"Bring two together: their trust closes {GAP_CLOSED:.0%} of what is missing of it.")
    with ui.element("div").classes("row"):
        one = ui.select(list(hands.states), label="One").classes("pick")
        other = ui.select(list(hands.states), label="The other").classes("pick")

        async def convene() -> None:
            wrong.set_text("")  # type: ignore[attr-defined]
            try:
                what = hands.dialogue(one.value or "", other.value or "")
            except EntenteError as error:
                wrong.set_text(str(error))  # type: ignore[attr-defined]
                return
            await put("dialogue", [what])

        ui.button("Convene", on_click=convene).classes("quiet")
