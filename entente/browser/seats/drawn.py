"""Plain parts of a desk: what is known, what the last month brought, and a month without anything to decide."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from entente.browser.frame import words
from results.play.seats.in_hand import MEMBERS, NO_RULE, Hands
from results.play.seats.offer import Offer
from results.play.seats.own_view import Figure
from scenarios.session.seats import STATE, Seat


def attribute(text: str) -> str:
    """A text as the toolkit takes it within an attribute in double quotes."""
    return text.replace("\\", "").replace('"', "'")


def sentences(them: Sequence[str]) -> None:
    """Sentences as a list."""
    with ui.element("ul"):
        for one in them:
            words("li", one)


def news(mine: Sequence[str], others: Sequence[str]) -> None:
    """What the last month brought: to this seat, and to all."""
    with ui.element("section").props('role=region aria-label="What the last month brought"'):
        words("h3", "What the last month brought")
        if mine:
            sentences(mine)
        else:
            words("p", "Nothing that concerns you alone.")
        if others:
            with ui.element("details"):
                words("summary", f"In the network and the world ({len(others)})")
                sentences(others)


def begun(them: Sequence[str], label: str) -> None:
    """What a month began with: all know it when they decide."""
    with ui.element("section").props('role=region aria-label="What the month began with"'):
        words("h3", f"{label} began with")
        if them:
            sentences(them)
        else:
            words("p", "Nothing out of the ordinary.")


def known(
    who: Sequence[str], interests: Sequence[str], figures: Sequence[Figure], ties: Sequence[tuple[str, str]],
    queue: Sequence[str], network: Sequence[str],
) -> None:  # fmt: skip
    """Who one is, how one stands, and what all know."""
    with ui.element("section").classes("what-is-known").props('role=region aria-label="What you know"'):
        words("h3", "Who you are")
        words("p", " ".join(who))
        if interests:
            words("p", interests[0])
            if interests[1:]:
                sentences(interests[1:])
        if figures:
            _figures(figures)
        if ties:
            with ui.element("details"):
                words("summary", f"Your ties ({len(ties)})")
                sentences([f"{partner}: {about}" for partner, about in ties])
        elif figures:
            words("p", "You have no ties.")
        if queue:
            words("h3", "Your queue")
            sentences(queue)
        words("h3", "The network")
        words("p", " ".join(network))


def _figures(figures: Sequence[Figure]) -> None:
    with ui.element("div").classes("scroll"), ui.element("table"):
        words("caption", "How you stand, simulated, and how it moved in the last month")
        with ui.element("thead"), ui.element("tr"):
            for head in ("Number", "Now", "Last month", "Unit"):
                words("th", head).props("scope=col")
        with ui.element("tbody"):
            for figure in figures:
                with ui.element("tr"):
                    words("th", figure.title).props(f'scope=row title="{attribute(figure.meaning)}"')
                    words("td", figure.value).classes("num")
                    words("td", figure.change).classes("num")
                    words("td", figure.unit)


def nothing(seat: Seat, folded: Sequence[Offer]) -> None:
    """A month without anything to decide says so, and why."""
    why = "nobody meets you, no term ends and no review is due"
    if folded:
        why = "no review is due, no term ends, and on all that is on the table the rule is sure"
    if seat.part == STATE:
        why = "a government decides on membership alone: once a year, and when another state applies"
    words("p", f"Nothing has to be decided this month: {why}. You may begin something yourself.")


def no_rule(hands: Hands | None) -> None:
    """What the seat of the secretariat is, and is not."""
    words("p", NO_RULE)
    if hands is not None and not hands.levers:
        words("p", "Under this design there is no secretariat with posts: nothing is in your hands.")
    with ui.element("details"):
        words("summary", "What only the members decide")
        words("p", "Which is which is our reading of how such bodies work (assumed).")
        sentences([f"{about[:1].upper()}{about[1:]}." for about in MEMBERS])
