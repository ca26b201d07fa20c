"""What an actor may begin by itself, on the page: join, leave, propose a deal, end a tie, set a pace out of turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from entente.browser.frame import words
from entente.browser.seats.offers import Put
from results.play.seats.own_moves import Decisions, Moves
from sim.catalogue import TIE_TYPES

_TYPES = {kind.key: kind.short for kind in TIE_TYPES}

Do = Callable[[str, Decisions], Awaitable[None]]


def begin(moves: Moves, put: Put) -> None:
    """The moves that are open, folded together."""

    async def do(key: str, decisions: Decisions) -> None:
        await put(key, [{"decision": one} for one in decisions])

    with ui.element("details").classes("begin"):
        words("summary", "Begin something yourself")
        if moves.partners:
            _propose(moves, do)
        if moves.ties:
            _end(moves, do)
        if moves.reviews:
            _membership(moves, do)
        if moves.paces:
            words("p", "Your pace, out of turn:")
            with ui.element("div").classes("row"):
                for safe, text in ((True, "Develop safely"), (False, "Race")):
                    ui.button(text, on_click=lambda _, safe=safe: do("pace", moves.pace(safe))).classes("quiet")


def _propose(moves: Moves, do: Do) -> None:
    words("p", "Propose a memorandum: you meet this month and sign your side; the other side decides for itself.")
    with ui.element("div").classes("row"):
        partner = ui.select(list(moves.partners), label="With whom").classes("pick")
        types = ui.select({}, label="About what (empty: what is at issue)", multiple=True).classes("pick")

        def open_types() -> None:
            types.set_options({key: _TYPES[key] for key in moves.partners.get(partner.value, ())}, value=[])

        partner.on_value_change(open_types)

        async def propose() -> None:
            if partner.value:
                await do(f"deal:{partner.value}", moves.propose(partner.value, types.value or ()))

        ui.button("Propose", on_click=propose).classes("quiet")


def _end(moves: Moves, do: Do) -> None:
    words("p", "End a tie now: this takes your side alone.")
    with ui.element("div").classes("row"):
        partner = ui.select(list(moves.ties), label="With whom").classes("pick")

        async def end() -> None:
            if partner.value:
                await do(f"renew:{partner.value}", moves.end(partner.value))

        ui.button("End the tie", on_click=end).classes("quiet")


def _membership(moves: Moves, do: Do) -> None:
    with ui.element("div").classes("row"):
        if moves.is_member:
            words("p", "Membership, out of turn:")
            ui.button("Leave the network", on_click=lambda: do("join", moves.be_member(False))).classes("quiet")
            return
        words("p", "Apply to join: the members vote on it.")
        for tier, text in (("member", "Apply as a full member"), ("partner", "Apply as a partner")):
            ui.button(text, on_click=lambda _, tier=tier: do("join", moves.be_member(True, tier))).classes("quiet")
