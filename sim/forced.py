"""Forced decisions: single decisions of one actor in one month that are not left to its own rules."""

from __future__ import annotations

from dataclasses import dataclass

ACTS = {
    "join": "actor wants to be in the network (true) or outside (false); its membership is reviewed that month",
    "consent": "actor votes for (true) or against (false) letting partner in, if there is a vote on it that month",
    "deal": "actor's side of a memorandum with partner: signs (true; the two meet that month) or refuses (false)",
    "renew": "actor's side of its tie with partner: keeps it (true) at the end of its term, or ends it now (false)",
    "share": "actor shares with partner (true) or withholds (false) what it has to send and the tie allows",
    "pool": "actor gives to the network (true) or withholds (false) what it has to give",
    "pace": "actor, a firm, develops safely (true) or races (false); it chooses that month",
}


@dataclass(frozen=True)
class Forced:
    """One decision: ``act`` is a key of ``ACTS``; nodes, -1 where none is meant.

    item : -1 for whatever is at issue; else the tier of a membership that is wanted, the bit mask of types of a
    memorandum that is signed, the category that is shared.
    """

    month: int
    act: str
    actor: int
    partner: int = -1
    item: int = -1
    choice: bool = True
