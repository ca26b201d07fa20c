"""Forced decisions of a scenario: single decisions of one actor in one month, named as in the roster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.schema_events import Month
from sim import forced
from sim.catalogue import CATEGORIES, TIE_TYPES
from sim.config import STARTS
from sim.errors import InputError, raise_all
from sim.months import CUT_OFF, month_index, month_label
from sim.roster import Roster
from sim.scheduled import ABOUT_PARTNER, OF_FIRMS, REVIEWED, check_item, check_sides

TIERS = {"member": 1, "partner": 2}
TYPES = {kind.key: 1 << k for k, kind in enumerate(TIE_TYPES)}
SHARED = {category.key: k for k, category in enumerate(CATEGORIES) if not category.published}
ITEMS = {"join": TIERS, "deal": TYPES, "share": SHARED, "pool": SHARED}
_ITEMS = (
    f"of a 'join' {', '.join(TIERS)}; of a 'deal' types of tie, with spaces between; of 'share' and 'pool' a category"
)


class Forced(BaseModel):
    """One decision of one actor in one month that is not left to its own rules."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    date: Month = Field(description="YYYY-MM")
    actor: str = Field(min_length=1, description="an actor of the roster")
    act: Literal[tuple(forced.ACTS)] = Field(description=", ".join(forced.ACTS))  # type: ignore[valid-type]
    partner: str = Field("", description="an actor of the roster")
    item: str = Field("", description=_ITEMS)
    choice: bool = Field(True, description="true, false")
    note: str = Field("", description="text")


def forced_decisions(listed: Sequence[Forced], roster: Roster, start: str, end: int) -> tuple[forced.Forced, ...]:
    """A scenario's forced decisions on a roster; InputError(s) with all mistakes, each with what is allowed."""
    errors: list[InputError] = []
    found: list[forced.Forced] = []
    sound: dict[int, forced.Forced] = {}
    for k, decision in enumerate(listed, 1):
        before = len(errors)
        found.append(_forced(decision, f"decisions[{k}]", roster, errors))
        _check_month(found[-1], f"decisions[{k}].date", STARTS[start], end, errors)
        if len(errors) == before:
            sound[k] = found[-1]
    _check_together(sound, listed, errors)
    raise_all(errors)
    return tuple(sorted(found, key=lambda decision: decision.month))


def _check_together(sound: dict[int, forced.Forced], listed: Sequence[Forced], errors: list[InputError]) -> None:
    """Of two decisions on the same, one true and one false, only the last would count: both places are named.

    sound : number in the file -> decision, of those without a mistake of their own.
    """
    same: dict[tuple[int, str, int, int], list[int]] = {}
    for k, decision in sound.items():
        others = same.setdefault((decision.month, decision.act, decision.actor, decision.partner), [])
        against = next((n for n in others if _contradict(sound[n], decision)), None)
        others.append(k)
        if against is not None:
            one, partner = listed[k - 1], listed[k - 1].partner
            said = f"{one.date}, {one.actor}, {one.act}" + (f", {partner}" if partner else "")
            key, allowed = f"decisions[{against}] and decisions[{k}]", "one of the two, or each about other items"
            errors.append(InputError("true and false on the same", key=key, value=said, allowed=allowed))


def _contradict(one: forced.Forced, other: forced.Forced) -> bool:
    """Whether one says yes to what the other says no to; both are of the same actor, act, partner and month."""
    both = one.item & other.item if one.act == "deal" else one.item == other.item
    return one.choice != other.choice and (min(one.item, other.item) < 0 or bool(both))


def _check_month(decision: forced.Forced, key: str, first: int, end: int, errors: list[InputError]) -> None:
    from_record = decision.act in REVIEWED and decision.month <= CUT_OFF
    if not first <= decision.month <= end:
        problem, allowed = "outside the run", f"{month_label(first)} to {month_label(end)}"
        errors.append(InputError(problem, key=key, value=month_label(decision.month), allowed=allowed))
    elif from_record:
        problem, allowed = "membership is that on record until then", f"{month_label(CUT_OFF + 1)} or later"
        errors.append(InputError(problem, key=key, value=month_label(decision.month), allowed=allowed))


def _forced(decision: Forced, key: str, roster: Roster, errors: list[InputError]) -> forced.Forced:
    before = len(errors)
    actor = _actor(decision.actor, f"{key}.actor", roster, errors)
    partner, takes = -1, decision.act in ABOUT_PARTNER
    if takes != bool(decision.partner):
        problem = f"'{decision.act}' " + ("needs one" if takes else "takes none")
        allowed = forced.ACTS[decision.act]
        errors.append(InputError(problem, key=f"{key}.partner", value=decision.partner or None, allowed=allowed))
    elif takes:
        partner = _actor(decision.partner, f"{key}.partner", roster, errors)
    item = _item(decision, f"{key}.item", errors)
    found = forced.Forced(month_index(decision.date), decision.act, actor, partner, item, decision.choice)
    if len(errors) == before:
        _check(found, decision, key, roster, errors)
    return found


def _actor(name: str, key: str, roster: Roster, errors: list[InputError]) -> int:
    try:
        return roster.find(name)
    except InputError:
        known = (*roster.aliases, *roster.firm_ids)
        allowed = f"an actor of the roster: {', '.join(known)}"
        errors.append(InputError("unknown actor", key=key, value=name, allowed=allowed, choices=known))
        return -1


def _item(decision: Forced, key: str, errors: list[InputError]) -> int:
    """What a decision is about, as the model takes it; -1 for whatever is at issue."""
    known, names = ITEMS.get(decision.act, {}), decision.item.split()
    several = decision.act == "deal"
    wrong = [name for name in names if name not in known] or (names[1:] if not several else [])
    if wrong:
        allowed = f"none, or {'one or more' if several else 'one'} of {', '.join(known)}" if known else "none"
        errors.append(InputError("not an item of this act", key=key, value=wrong[0], allowed=allowed, choices=known))
        return -1
    if not names:
        return -1
    return sum(known[name] for name in set(names)) if several else known[names[0]]


def _check(found: forced.Forced, decision: Forced, key: str, roster: Roster, errors: list[InputError]) -> None:
    """The model's own checks, said with the names of the file."""
    firms, states = "firms: " + ", ".join(roster.firm_ids), "jurisdictions: " + ", ".join(roster.aliases)
    try:
        check_sides(found, roster)
    except InputError as error:
        both = f"{states}; {firms}" if found.act in OF_FIRMS else states
        allowed = firms if found.act == "pace" else both if error.key == "actor" else f"{both}; not two firms, nor one"
        value = decision.partner if error.key == "partner" else decision.actor
        errors.append(InputError(error.problem, key=f"{key}.{error.key}", value=value, allowed=allowed))
        return
    try:
        check_item(found, roster)
    except InputError as error:
        errors.append(InputError(error.problem, key=f"{key}.item", value=decision.item, allowed=error.allowed))
