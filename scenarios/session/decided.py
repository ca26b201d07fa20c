"""Of decisions on the same thing in the same month the last counts: somebody has thought again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenarios.schema_decisions import ITEMS, Forced
from sim.errors import InputError
from sim.roster import Roster
from sim.scheduled import BY_CATEGORY


def last_of_each(decisions: Iterable[Forced], roster: Roster) -> list[Forced]:
    """The decisions that count, in their order.

    One that says the contrary of a later one, or the same as a later one, is left out; of one on all that may be
    shared, what a later one does not name stays.
    """
    slots: list[list[Forced]] = []  # of each decision what stays of it
    places: dict[tuple[str, ...], list[int]] = {}  # matter -> slots of the decisions in it
    for decision in decisions:
        earlier = places.setdefault(_matter(decision, roster), [])
        for place in earlier:
            slots[place] = [one for before in slots[place] for one in _left(before, decision)]
        earlier.append(len(slots))
        slots.append([decision])
    return [one for slot in slots for one in slot]


def _left(before: Forced, now: Forced) -> Iterator[Forced]:
    """What stays of an earlier decision beside a later one in the same matter."""
    if not _meets(before, now):
        yield before
    elif before.act in BY_CATEGORY and not before.item and now.item:
        for item in ITEMS[before.act]:
            if item != now.item.strip():
                yield before.model_copy(update={"item": item})


def _matter(decision: Forced, roster: Roster) -> tuple[str, ...]:
    """Month, act and sides, whatever spelling of their names was used."""
    return decision.date, decision.act, _known(decision.actor, roster), _known(decision.partner, roster)


def _known(name: str, roster: Roster) -> str:
    if not name:
        return name  # no partner: nobody is looked for
    try:
        return roster.node_id(roster.find(name))
    except InputError:
        return name


def _meets(before: Forced, now: Forced) -> bool:
    """Whether two decisions in one matter are about the same items, and cannot both count."""
    one, other = set(before.item.split()), set(now.item.split())
    if before.choice == now.choice:
        return one == other or not other
    return not one or not other or bool(one & other)
