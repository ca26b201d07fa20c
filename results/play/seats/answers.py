"""Answers of a seat: choices of one month, put together by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from results.numbers import listing
from results.play.choice_words import what
from scenarios.session.choices import Choice
from sim.catalogue import CATEGORIES, CATEGORY_INDEX
from sim.roster import Roster

BY_CATEGORY = ("share", "pool")


def key_of(choice: Choice) -> str:
    """What a choice is about: 'deal:Japan', 'pool', 'join', 'fields', 'dialogue'. A later answer takes its place."""
    if choice.decision is not None:
        act, partner = choice.decision.act, choice.decision.partner
        return f"{act}:{partner}" if partner else act
    return choice.event.kind if choice.event is not None else choice.kind


def by_key(choices: Iterable[Choice]) -> dict[str, list[Choice]]:
    """Choices put together by what they are about, in their order."""
    found: dict[str, list[Choice]] = {}
    for choice in choices:
        found.setdefault(key_of(choice), []).append(choice)
    return found


def plain(choice: Choice) -> dict[str, Any]:
    """What is chosen, as plain values without number and seat."""
    return {key: value for key, value in choice.plain().items() if key not in ("number", "by")}


def words(choices: Sequence[Choice], roster: Roster) -> str:
    """What choices about one thing come to, in words: 'Kenya shares testing with Japan, withholds incident reports'."""
    first = choices[0].decision
    if first is None or first.act not in BY_CATEGORY or not first.item:
        return "; ".join(what(choice, roster) for choice in choices)
    given = [one.decision.item for one in choices if one.decision is not None and one.decision.choice]
    kept = [one.decision.item for one in choices if one.decision is not None and not one.decision.choice]
    said = [f"shares {_names(given)}"] * bool(given) + [f"withholds {_names(kept)}"] * bool(kept)
    whom = f"with {first.partner}" if first.act == "share" else "with the network"
    return f"{first.actor} {' and '.join(said)} ({whom})"


def _names(keys: Sequence[str]) -> str:
    return listing(CATEGORIES[CATEGORY_INDEX[key]].name for key in keys)
