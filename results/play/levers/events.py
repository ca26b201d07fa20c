"""Levers of the world: what may befall it, who is concerned, how large it may be, and what a usual size is.

Ranges and usual sizes are assumed, so that a lever does something one can see without leaving what the model is made
for; a size of a scenario that comes along is taken where there is one.
"""

from __future__ import annotations

from typing import Any

from results.play.choice_words import node_name
from results.play.levers.table import FIRM, LEVERS, Lever, Size
from sim.errors import InputError
from sim.parameter_changes import KEPT
from sim.parameters import ALL, INDEX
from sim.roster import Roster

BY_KIND = {lever.kind: lever for lever in LEVERS}
PARAMETERS = tuple(parameter for parameter in ALL if parameter.name not in KEPT and parameter.low < parameter.high)


def lever(kind: str) -> Lever:
    """The lever of a kind; InputError with the nearest name if there is none."""
    if kind not in BY_KIND:
        raise InputError("no such lever", key="kind", value=kind, allowed=", ".join(BY_KIND), choices=list(BY_KIND))
    return BY_KIND[kind]


def actors(of: Lever, roster: Roster) -> dict[str, str]:
    """Whom it may concern: the name that a choice takes, and the one that people read."""
    states, firms = range(roster.n_states), range(roster.n_states, roster.n_states + roster.n_firms)
    nodes = firms if of.whose == FIRM else states
    return {roster.label(node): _named(roster, node) for node in nodes}


def first_actors(of: Lever, roster: Roster, tiers: Any, offices: Any) -> tuple[str, str]:
    """Actor and partner that stand there first: such that the event does something as things stand.

    tiers, offices : (J,) how each jurisdiction takes part, and what office it has, at present (0 none).
    """
    if of.optional or not of.actor:
        return "", ""
    if of.whose == FIRM:
        tied = [sum(node in (tie.a, tie.b) for tie in roster.ties) for node in range(roster.n_states + roster.n_firms)]
        return roster.label(max(range(roster.n_states, len(tied)), key=lambda node: tied[node])), ""
    order = [int(j) for j in (-roster.gdp).argsort(kind="stable")]
    if of.kind in ("admission_vote", "entry", "rival_network"):
        order = [j for j in order if tiers[j] == 0] or order
    elif of.kind == "founding":
        order = [j for j in order if offices[j] < 2] or order
    elif of.kind == "exit":
        order = [j for j in order if tiers[j] > 0] or order
    if not of.partner:
        return roster.label(order[0]), ""
    one = order[0]
    return roster.label(one), roster.label(max(order[1:], key=lambda j: roster.rivalry[one, j]))


def size_of_parameter(name: str) -> Size:
    """The number of a parameter: its own range and unit; InputError with the nearest name if there is none."""
    names = [parameter.name for parameter in PARAMETERS]
    if name not in names:
        raise InputError("unknown parameter", key="parameter", value=name, allowed=", ".join(names), choices=names)
    found = ALL[INDEX[name]]
    low, high = float(found.low), float(found.high)
    return Size("Value", found.unit, low, high, (high - low) / 100, float(found.value), found.source)


def _named(roster: Roster, node: int) -> str:
    name = node_name(roster, node)
    return name.removeprefix("the ")
