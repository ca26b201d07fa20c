"""What an actor may begin by itself in a month: join or leave, propose a deal, end a tie, set a pace.

Each becomes decisions of a session. The other side of a deal, and the members who vote, still decide for themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from results.play.seats.offer import decision
from results.play.world.state import IN_MEMBER, IN_PARTNER, state_at
from sim.catalogue import TIE_TYPES, WITH_FIRMS
from sim.forced import ACTS
from sim.record import Record

Decisions = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Moves:
    """What is open to an actor in a month.

    partners : whom it may propose a memorandum to, each with the types that are open (keys of the catalogue).
    ties : with whom it has a tie that it could end.  is_member : whether it could leave, else it could apply.
    reviews : whether membership is in its hands at all; paces : whether a pace is.
    """

    actor: str
    month: int
    partners: dict[str, tuple[str, ...]]
    ties: tuple[str, ...]
    is_member: bool
    reviews: bool
    paces: bool

    @property
    def any(self) -> bool:
        """Whether there is anything to begin."""
        return bool(self.partners or self.ties or self.reviews or self.paces)

    def propose(self, partner: str, types: Sequence[str] = ()) -> Decisions:
        """A memorandum with a partner, on these types or on whatever is at issue between the two."""
        return (decision(self.month, self.actor, "deal", True, partner, " ".join(types)),)

    def end(self, partner: str) -> Decisions:
        """Its tie with a partner, ended now."""
        return (decision(self.month, self.actor, "renew", False, partner),)

    def be_member(self, inside: bool, tier: str = "") -> Decisions:
        """In the network, as 'member' or 'partner', or outside it."""
        return (decision(self.month, self.actor, "join", inside, "", tier if inside else ""),)

    def pace(self, safe: bool) -> Decisions:
        """Its pace from this month on, until it chooses again."""
        return (decision(self.month, self.actor, "pace", safe),)


def moves(record: Record, node: int, month: int, acts: Collection[str] = tuple(ACTS)) -> Moves:
    """What is open to an actor in a month, as things stand at its beginning. acts : those in its hands."""
    roster, state = record.roster, state_at(record, month)
    active = [actor.node for actor in state.actors if actor.active]
    held = {tie.b if tie.a == node else tie.a: tie.types for tie in state.ties if node in (tie.a, tie.b)}
    is_state, acts_now = node < roster.n_states, node in active
    partners: dict[str, tuple[str, ...]] = {}
    for other in active:
        if "deal" in acts and acts_now and other != node and (is_state or other < roster.n_states):
            firm = max(node, other) >= roster.n_states
            if types := _open_types(held.get(other, ()), firm):
                partners[roster.label(other)] = types
    ties = tuple(roster.label(other) for other in active if other in held) if "renew" in acts else ()
    is_member = is_state and state.actors[node].standing in (IN_MEMBER, IN_PARTNER)
    paces = not is_state and "pace" in acts and acts_now
    return Moves(roster.label(node), month, partners, ties, is_member, is_state and "join" in acts, paces)


def _open_types(held: Sequence[int], firm: bool) -> tuple[str, ...]:
    """Types of tie that two do not hold yet; some are for offices alone."""
    return tuple(kind.key for k, kind in enumerate(TIE_TYPES) if k not in held and (WITH_FIRMS[k] or not firm))
