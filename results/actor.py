"""The experiment as one actor sees it: what each design gives it and costs it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from results.comparison import outcome_cells
from results.numbers import Meta
from scenarios.jurisdictions import jurisdiction
from scenarios.queries import tables_of

VIEW = (
    Meta(
        "welfare",
        "Net benefit",
        "utility a month",
        1,
        True,
        "what the actor gains from all cooperation, less costs",
    ),
    Meta("dues", "Dues paid", "utility a month", -1, True, "what the actor pays for the secretariat"),
    Meta("influence", "Influence", "share", 1, True, "the actor's share of the say over the agenda"),
    Meta("access", "Access to information", "index", 1, True, "what others share with the actor"),
    Meta("exposure", "Exposure", "index", -1, True, "what could leak of what the actor shares with others"),
    Meta("powers", "Powers held", "share", 0, True, "the actor's share of the secretariat's powers"),
    Meta("posts_lent", "Posts lent", "posts", -1, True, "posts that the actor lends to the secretariat as a host"),
    Meta("posts_at_hand", "Posts at hand", "posts", 1, True, "help by the secretariat's posts, at work at home"),
    Meta("first_hand", "Heard first", "utility a month", 1, True, "what the actor hears first as a host"),
    Meta("membership", "Time as a member", "share of months", 0, True, "months spent in the network"),
)


def actor_view(runs: Any, actor: str, baseline: str = "adhoc") -> pd.DataFrame:
    """The statistics of ``results.comparison`` on one actor's own outcomes.

    actor : id, alias or name (of a member state of the European Union too, which acts through it); InputError if it is
        unknown or a firm (only jurisdictions have such outcomes).
    """
    node = jurisdiction(runs.roster, actor).node
    rows = []
    with tables_of(runs, "runs", "states") as tables:
        own = tables.grid("states", tables.designs(), state=runs.roster.label(node))  # its name may be another's id
        for meta in view_metas(tables.columns("states")):
            rows += outcome_cells(own.values(meta.name), meta, own.designs, baseline)
    return pd.DataFrame(rows)


def view_metas(columns: Collection[str]) -> list[Meta]:
    """What an actor's outcomes mean, of those that were recorded."""
    return [m for m in VIEW if m.name in columns]


def actor_label(runs: Any, actor: str) -> str:
    """How the actor is called in texts: 'Kenya', 'Germany, through the European Union'."""
    meant = jurisdiction(runs.roster, actor)
    name = str(runs.roster.names[meant.node])
    return f"{meant.asked}, through the {name}" if meant.asked else name
