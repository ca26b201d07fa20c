"""Member states for which the European Union acts: whose view is theirs, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from results.brief.names import in_sentence, with_article
from scenarios.jurisdictions import jurisdiction, through_union
from sim.roster import Roster


@dataclass(frozen=True)
class Member:
    """A member state. label : of the Union, as the roster calls it.

    title : heading of its view.  said : the first sentence of that, with its full stop.
    """

    name: str
    label: str
    title: str
    said: str


def members(runs: Any) -> list[Member]:
    """The European Union's members that act through it in these runs; none where it does not act."""
    return [_member(runs.roster, name) for name in through_union(runs.roster)]


def _member(roster: Roster, name: str) -> Member:
    node = jurisdiction(roster, name).node
    said = f"{acts_through(roster, node, name)}."
    return Member(name, roster.label(node), title(name, str(roster.names[node])), said)


def title(asked: str, name: str) -> str:
    """Whom a view is of: 'United Kingdom', 'Germany, through the European Union'."""
    return f"{asked}, through the {name}" if asked else name


def acts_through(roster: Roster, node: int, asked: str) -> str:
    """That a member state acts through another jurisdiction, without a full stop."""
    return f"{with_article(asked)} acts through {in_sentence(roster, node)} in this roster, whose view this is"
