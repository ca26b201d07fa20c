"""A scenario's events and forced decisions: checked against the roster, and as given fields of a world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.catalogue import CATEGORIES, MEMBER, PARTNER, TIE_TYPES, WITH_FIRMS
from sim.config import EVENT_KINDS, RunConfig, ScheduledEvent
from sim.errors import InputError
from sim.forced import ACTS, Forced
from sim.months import month_label
from sim.parameter_changes import KEPT
from sim.parameters import ALL, INDEX
from sim.roster import Roster

KINDS = tuple(EVENT_KINDS)
NO_ACTOR = ("salience", "capability", "host_exit", "parameter")
WITH_PARTNER = ("export_control", "dialogue")
MAY_HAVE_ACTOR = ("funding",)
NOT_NEGATIVE = ("incident", "funding")
# What a forced decision is about: acts with a partner, and of which an actor or a partner may be a firm.
ABOUT_PARTNER = ("consent", "deal", "renew", "share")
OF_FIRMS = ("deal", "renew", "share", "pool", "pace")
BY_CATEGORY = ("share", "pool")
REVIEWED = ("join", "consent")
VOTED = ("admission_vote",)
NOBODY = "nobody"


def events_given(config: RunConfig) -> dict[str, Any]:
    """The events of a configuration; InputError for one that names no actor of its kind, or no such size."""
    for event in config.events:
        check_event(event, config.roster)
        if event.kind in VOTED:
            check_reviewed(event.month, config.reviews_from)
    rows = [
        (e.month, KINDS.index(e.kind), e.actor, e.partner, INDEX[e.parameter] if e.parameter else -1)
        for e in config.events
    ]
    month, kind, actor, partner, parameter = columns(rows, 5)
    return {
        "event_month": month, "event_kind": kind, "event_actor": actor, "event_partner": partner,
        "event_size": np.array([e.size for e in config.events], dtype=float), "event_parameter": parameter,
    }  # fmt: skip


def forced_given(config: RunConfig) -> dict[str, Any]:
    """The forced decisions of a configuration; InputError for one that nobody could take."""
    for decision in config.forced:
        check_forced(decision, config)
    rows = [(d.month, list(ACTS).index(d.act), d.actor, d.partner, d.item, int(d.choice)) for d in config.forced]
    return {"forced": np.array(rows, dtype=np.int64).reshape(-1, 6)}


def columns(rows: Sequence[tuple[int, ...]], count: int) -> list[np.ndarray]:
    """Rows of so many whole numbers as columns."""
    return [np.ascontiguousarray(column) for column in np.array(rows, dtype=np.int64).reshape(-1, count).T]


# ---- events ----------------------------------------------------------------------------------------------------------
def check_event(event: ScheduledEvent, roster: Roster) -> None:
    """InputError for an event without an actor of its kind, or with a size that cannot be: rules would not notice."""
    j, n = roster.n_states, roster.n_states + roster.n_firms
    if event.kind == "incident":
        fits = j <= event.actor < n
    elif event.kind == "dialogue":
        fits = 0 <= event.actor < n and 0 <= event.partner < n
    elif event.kind in WITH_PARTNER:
        fits = 0 <= event.actor < j and 0 <= event.partner < j
    else:
        fits = event.kind in NO_ACTOR or 0 <= event.actor < j or (event.kind in MAY_HAVE_ACTOR and event.actor < 0)
    if not fits:
        raise InputError(
            f"an event of kind '{event.kind}' names no such actor", key="actor, partner",
            value=f"{event.actor}, {event.partner}", allowed=f"states 0 to {j - 1}, firms {j} to {n - 1}",
        )  # fmt: skip
    if event.kind in NOT_NEGATIVE and event.size < 0.0:
        problem = "an incident has no severity below 0" if event.kind == "incident" else "no funds below 0"
        raise InputError(problem, key="size", value=event.size, allowed="0 to 10")
    if event.kind == "parameter" or event.parameter:
        check_parameter(event.kind, event.parameter)
        check_value(event.parameter, event.size)


def check_parameter(kind: str, name: str) -> None:
    """InputError for an event that changes no parameter, or one that may not change within a run."""
    if kind != "parameter":
        raise InputError(f"'{kind}' takes none", key="parameter", value=name, allowed="an event of kind 'parameter'")
    allowed = [p.name for p in ALL if p.name not in KEPT]
    if name in KEPT:
        problem = f"it cannot change within a run: {KEPT[name]}"
        raise InputError(problem, key="parameter", value=name, allowed=", ".join(allowed))
    if name not in INDEX:
        raise InputError(
            "unknown parameter" if name else "'parameter' needs one", key="parameter", value=name or None,
            allowed=", ".join(allowed), choices=allowed,
        )  # fmt: skip


def check_value(name: str, value: float) -> None:
    """InputError for a value out of the range of a parameter."""
    low, high = ALL[INDEX[name]].low, ALL[INDEX[name]].high
    if not low <= value <= high:
        problem = f"out of the range of '{name}'"
        raise InputError(problem, key="size", value=value, allowed=f"{low:g} to {high:g} ({ALL[INDEX[name]].unit})")


# ---- forced decisions ------------------------------------------------------------------------------------------------
def check_forced(decision: Forced, config: RunConfig) -> None:
    """InputError for a forced decision of nobody, about nothing, or in a month without such decisions."""
    if decision.act not in ACTS:
        raise InputError("unknown act", key="act", value=decision.act, allowed=", ".join(ACTS), choices=ACTS)
    if not config.first <= decision.month <= config.end:
        allowed = f"{month_label(config.first)} to {month_label(config.end)}"
        raise InputError("outside the run", key="month", value=month_label(decision.month), allowed=allowed)
    if decision.act in REVIEWED:
        check_reviewed(decision.month, config.reviews_from)
    check_sides(decision, config.roster)
    check_item(decision, config.roster)


def check_reviewed(month: int, reviews_from: int) -> None:
    """InputError for a vote or a review in a month in which membership is that on record."""
    if month < reviews_from:
        problem, allowed = "membership is that on record until then", f"{month_label(reviews_from)} or later"
        raise InputError(problem, key="month", value=month_label(month), allowed=allowed)


def check_sides(decision: Forced, roster: Roster) -> None:
    """InputError for a decision of an actor that takes no such decision, or about no such partner."""
    j, n, act = roster.n_states, roster.n_states + roster.n_firms, decision.act
    actors = range(j, n) if act == "pace" else range(n if act in OF_FIRMS else j)
    if decision.actor not in actors:
        raise InputError(f"nobody who decides on '{act}'", key="actor", value=decision.actor, allowed=_nodes(actors))
    if act not in ABOUT_PARTNER:
        partners = range(-1, 0)
    else:
        partners = range(n if act in ("deal", "renew") and decision.actor < j else j)
    if decision.partner not in partners or decision.partner == decision.actor:
        allowed = f"{_nodes(partners)}, another than the actor" if act in ABOUT_PARTNER else NOBODY
        raise InputError(f"no partner for '{act}'", key="partner", value=decision.partner, allowed=allowed)


def _nodes(nodes: range) -> str:
    return f"nodes {nodes.start} to {nodes.stop - 1}" if nodes else NOBODY


def check_item(decision: Forced, roster: Roster) -> None:
    """InputError for an item that the act cannot be about."""
    act, item = decision.act, decision.item
    firm = max(decision.actor, decision.partner) >= roster.n_states
    types = [k for k in range(len(TIE_TYPES)) if WITH_FIRMS[k] or not firm]
    if act == "join":
        fits, allowed = item in (MEMBER, PARTNER), f"{MEMBER} member, {PARTNER} partner"
    elif act == "deal":
        fits = item > 0 and item & ~sum(1 << k for k in types) == 0
        allowed = f"types {', '.join(TIE_TYPES[k].key for k in types)}"
    elif act in BY_CATEGORY:
        chosen = [k for k, category in enumerate(CATEGORIES) if not category.published]
        fits, allowed = item in chosen, f"categories {', '.join(CATEGORIES[k].key for k in chosen)}"
    else:
        fits, allowed = False, NOBODY
    if item != -1 and not (fits and (decision.choice or act in BY_CATEGORY)):
        allowed += "" if decision.choice or act in BY_CATEGORY else " with choice = true; a refusal is of all of it"
        raise InputError(f"'{act}' is not about that", key="item", value=item, allowed=f"none, or {allowed}")
