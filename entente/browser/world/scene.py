"""What the browser draws the network from, as plain data: what never changes, what a month looks like, what is new."""

from __future__ import annotations

from typing import Any

from results.play.world import secretariat
from results.play.world.layout import WIDTH, Layout
from results.play.world.secretariat import counted
from results.play.world.state import Actor, State
from results.play.world.tie_list import ACROSS, AT_HOME, IN_REGION, Tie
from sim.catalogue import CASE_INDEX, TIE_TYPES
from sim.months import month_label
from sim.roster import Roster

Plain = dict[str, Any]
NEUTRAL = "#55595e"  # of actors and regions: colours are those of the kinds of tie
BY_REGION, BY_TIES = "region", "ties"
KEYED = ("actors", "ties", "places", "rows")  # parts of a picture of which each entry is sent by itself
# Dashes of the kinds of tie, in the order of the catalogue: told apart without colour too. Widths of a tie's reach, px.
DASHES = ("none", "11 4", "8 3 2 3", "2 3", "5 3", "12 3 2 3 2 3")
WIDE = {AT_HOME: 1.2, IN_REGION: 1.9, ACROSS: 2.6}
_SAID = {AT_HOME: "of a state and a firm at home there", IN_REGION: "within a world region", ACROSS: "across regions"}


def scene_of(roster: Roster, start: int) -> Plain:
    """What never changes in a session: the actors, and the look of ties."""
    homes = [-1] * roster.n_states + [int(home) for home in roster.firm_home]
    regions = [str(roster.regions[int(roster.region[j if home < 0 else home])]) for j, home in enumerate(homes)]
    names = [*roster.names, *roster.firm_names]
    actors = [
        {
            "label": roster.label(n),
            "name": str(names[n]),
            "home": homes[n],
            "region": regions[n],
            "colour": NEUTRAL,
        }
        for n in range(len(homes))
    ]
    types = [
        {"name": t.name, "short": t.short, "colour": t.colour, "dash": dash}
        for t, dash in zip(TIE_TYPES, DASHES, strict=True)
    ]
    scopes = [{"name": _SAID[scope], "wide": wide} for scope, wide in WIDE.items()]
    return {
        "width": WIDTH,
        "start": month_label(start),
        "actors": actors,
        "types": types,
        "scopes": scopes,
    }


def picture(state: State, chosen: int, arranged: str, layout: Layout, roster: Roster) -> Plain:
    """The whole picture of a month. Its parts are compared one by one by ``changes``."""
    boxes = [
        {
            "name": r.name,
            "colour": NEUTRAL,
            **{k: round(getattr(r, k), 1) for k in ("x", "y", "width", "height")},
        }
        for r in layout.regions
    ]
    return {
        "month": month_label(state.month), "chosen": chosen, "arranged": arranged, "summary": summary(state),
        "actors": {str(actor.node): _actor(actor) for actor in state.actors},
        "ties": {f"{tie.a}-{tie.b}": _tie(tie) for tie in state.ties},
        "ended": [list(pair) for pair in state.ended],
        "layout": {"height": layout.height, "room": round(layout.room, 1), "boxes": boxes},
        "places": {str(node): place for node, place in enumerate(layout.places.tolist())},
    }  # fmt: skip


def changes(before: Plain, now: Plain) -> Plain:
    """What must be sent so that a picture becomes another; an entry that is gone is None."""
    found: Plain = {}
    for name, value in now.items():
        if name in KEYED:
            old = before.get(name, {})
            new = {key: one for key, one in value.items() if old.get(key) != one}
            new |= {key: None for key in old if key not in value}
            if new:
                found[name] = new
        elif before.get(name) != value:
            found[name] = value
    return found


def _actor(actor: Actor) -> Plain:
    """One actor, without what does not apply to it."""
    plain = {
        "kind": actor.kind, "standing": actor.standing, "on": actor.active, "safe": actor.safe,
        "since": month_label(actor.since) if actor.since is not None else "", "news": actor.news,
        "tag": secretariat.tag(actor), "powers": secretariat.powers(actor),
    }  # fmt: skip
    return {name: value for name, value in plain.items() if value is not None and value != ""}


def _tie(tie: Tie) -> Plain:
    since = month_label(tie.since) if tie.since is not None else ""
    return {"a": tie.a, "b": tie.b, "types": tie.types, "new": tie.new, "since": since, "scope": _SAID[tie.scope]}


def summary(state: State) -> str:
    """The picture in a sentence, for those who do not see it."""
    held = ", ".join(f"{actor.label} ({actor.role})" for actor in state.holders[:3] if actor.share >= 0.1)
    news = ", ".join(f"{actor.label}: {actor.news}" for actor in state.actors if actor.news)
    parts = [
        f"The network at the beginning of {month_label(state.month)}: {counted(state.members, 'member')}",
        f"{counted(state.between(False), 'tie')} between offices, {state.between(True)} of offices with firms",
        f"powers of the secretariat: {held}" if held else "no country holds powers of the secretariat",
        f"new: {news}" if news else "",
    ]
    return "; ".join(filter(None, parts)) + ". The tables below the picture say the same."


def queue_picture(state: State, roster: Roster) -> Plain:
    """The secretariat's queue: by kind of case, what waits, has begun, and ended in the last month."""
    rows = {
        work.kind: {
            "place": CASE_INDEX[work.kind], "name": work.name, "waiting": work.waiting, "begun": work.under_way,
            "oldest": round(work.oldest) if work.open else 0, "done": work.done, "ended": work.ended,
        }
        for work in state.work
    }  # fmt: skip
    return {"head": secretariat.headline(state, roster), "work": secretariat.at_work(state), "rows": rows}
