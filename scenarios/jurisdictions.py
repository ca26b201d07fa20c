"""Which jurisdiction of a roster a name means; member states of the European Union act through it where it acts.

``data/eu_members.csv`` has the 27 members with their ISO 3166-1 codes and other names; SOURCES.md says from where.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scenarios.incoming import CLEAN, read_text, unclean
from sim.errors import InputError
from sim.roster import Roster

MEMBERS = Path(__file__).parent / "data" / "eu_members.csv"
UNION = ("EU", "European Union")  # what a roster calls the European Union


@dataclass(frozen=True)
class Meant:
    """The jurisdiction that a name means.

    node : its index in the roster.
    asked : the member state of the European Union that was named and acts through it, '' if it acts for itself.
    union : the node of the European Union, for a member state that acts for itself beside it (France); else None.
    """

    node: int
    asked: str = ""
    union: int | None = None


def jurisdiction(roster: Roster, name: object) -> Meant:
    """Whom a name means: by id, alias or name in the roster, else by the names of the EU's members, if the EU acts.

    InputError, with the nearest name, for an unknown name and for a firm.
    """
    if not isinstance(name, str):
        raise InputError("not the name of a jurisdiction", key="for", value=name, allowed="a text")
    if problem := unclean(name):
        raise InputError(problem, key="for", value=name, allowed=CLEAN)
    try:
        node = roster.find(name)
    except InputError:
        return _member(roster, name)
    if node >= roster.n_states:
        raise InputError("a firm has no such view", key="for", value=name, allowed=_allowed(roster))
    return acting(roster, node)


def acting(roster: Roster, node: int) -> Meant:
    """A jurisdiction of the roster, which acts for itself."""
    return Meant(node, union=_union_of(roster, node))


def union_node(roster: Roster) -> int | None:
    """The node of the European Union; None in a roster where it does not act."""
    labels = [(*triple,) for triple in zip(roster.ids, roster.aliases, roster.names, strict=True)]
    return next((k for k, names in enumerate(labels) if set(names) & set(UNION)), None)


@cache
def union_members() -> dict[str, str]:
    """Every name and code of a member state of the European Union, folded (``_folded``) -> its English name."""
    found = {}
    for row in csv.DictReader(io.StringIO(read_text(MEMBERS))):
        for label in (row["name"], row["iso2"], row["iso3"], *row["aliases"].split(";")):
            found[_folded(label)] = row["name"]
    return found


def through_union(roster: Roster) -> tuple[str, ...]:
    """The European Union's members that act through it in this roster, by their names; none where it does not act."""
    if union_node(roster) is None:
        return ()
    alone = {member for node in range(roster.n_states) for member in _as_members(roster, node)}
    return tuple(name for name in dict.fromkeys(union_members().values()) if name not in alone)


def _member(roster: Roster, name: str) -> Meant:
    """Whom the name of a member state means: itself where it acts under another of its names, else the Union."""
    union, members = union_node(roster), union_members()
    member = members.get(_folded(name))
    if union is None or member is None:
        more = sorted(set(members.values())) if union is not None else []
        choices = [*roster.aliases, *roster.ids, *roster.names, *more]
        raise InputError("unknown actor", key="for", value=name, allowed=_allowed(roster), choices=choices)
    own = next((node for node in range(roster.n_states) if member in _as_members(roster, node)), None)
    return Meant(union, asked=member) if own is None else Meant(own, union=union)


def _as_members(roster: Roster, node: int) -> set[str]:
    """The member states that a jurisdiction is called as: one or none."""
    labels = (roster.ids[node], roster.aliases[node], roster.names[node])
    return {union_members()[folded] for label in labels if (folded := _folded(label)) in union_members()}


def _union_of(roster: Roster, node: int) -> int | None:
    """The European Union's node, if this state is a member of it that acts for itself."""
    union = union_node(roster)
    return union if union != node and _as_members(roster, node) else None


def _folded(name: str) -> str:
    """A name without case, accents and doubled spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def _allowed(roster: Roster) -> str:
    """Who has a view, in words."""
    others = (
        ", or a member state of the European Union, which acts through it" if union_node(roster) is not None else ""
    )
    return f"a jurisdiction: {', '.join(roster.aliases)}{others}"
