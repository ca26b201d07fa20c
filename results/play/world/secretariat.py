"""The secretariat in a month, in words: which design is in force, who holds it, how much of it works."""

from __future__ import annotations

from results.brief.names import name
from results.play.world.state import HOST, LEAD, Actor, State
from sim.design import DesignPoint
from sim.months import month_label
from sim.roster import Roster

NAMED, ALL = 0.1, 0.995  # shares of the secretariat's powers: from which a holder is named, above which it holds all


def headline(state: State, roster: Roster) -> str:
    """'A rotating secretariat; chair: Canada.', 'Today's ad hoc lead: UK. Decided in 2026-01: ...'"""
    said, held = designs_name(state.design, roster), _held(state)
    if state.design["seat_share"] > 0 and state.design.seat.any() and all(a.role != HOST for a in state.holders):
        said += " (its host is no full member)"
    again = f"; {LEAD}: "
    if said.endswith(LEAD) and held.startswith(again):
        held = ": " + held.removeprefix(again)
    return f"{said[:1].upper()}{said[1:]}{held}.{_coming(state, roster)}"


def _coming(state: State, roster: Roster) -> str:
    """What is decided and not at work yet, the newest decision first; '' if nothing is."""
    if not state.coming:
        return ""
    *before, newest = state.coming
    until = "; ".join(f"from {month_label(one.works)} {designs_name(one.design, roster)}" for one in before)
    said = f" Decided in {month_label(newest.decided)}: {designs_name(newest.design, roster)}, at work from "
    return f"{said}{month_label(newest.works)}" + (f"; until then, {until}." if until else ".")


def designs_name(design: DesignPoint, roster: Roster) -> str:
    """What a design is called in a sentence."""
    return name(design.name, roster).long


def _held(state: State) -> str:
    """'; lead: UK 43%, EU 34%, others 23%': shares of its powers; of one that holds all, only its name."""
    holders = [actor for actor in state.holders if actor.share >= NAMED]
    if not holders:
        return ""
    if holders[0].share > ALL:
        return f"; {holders[0].role}: {holders[0].label}"
    rest = 1.0 - sum(actor.share for actor in holders)
    parts = [
        f"{role}: " + ", ".join(f"{a.label} {a.share:.0%}" for a in holders if a.role == role)
        for role in dict.fromkeys(actor.role for actor in holders)
    ]
    return "; " + "; ".join(parts) + (f", others {rest:.0%}" if rest >= 0.005 else "")


def tag(actor: Actor) -> str:
    """What stands beside a holder in the picture: 'chair', 'lead 43%'; '' for small shares."""
    if actor.share < NAMED:
        return ""
    return actor.role if actor.share > ALL else f"{actor.role} {actor.share:.0%}"


def powers(actor: Actor) -> str:
    """'43% of the secretariat's powers, as lead'; '' without any."""
    share = f"{actor.share:.0%}" if actor.share >= 0.005 else "under 1%"
    return f"{share} of the secretariat's powers, as {actor.role}" if actor.share > 0 else ""


def posts(state: State) -> str:
    """'5.9 of 9 posts at work last month.'"""
    return f"{_posts(state)} last month."


def cases(state: State) -> str:
    """'13 open cases, 2 finished last month.'"""
    still, done = sum(work.open for work in state.work), sum(work.done for work in state.work)
    return f"{counted(still, 'open case')}, {done} finished last month."


def at_work(state: State) -> str:
    """'5.9 of 9 posts at work, 13 open cases, 2 finished last month.'"""
    return f"{_posts(state)}, {cases(state)}"


def _posts(state: State) -> str:
    return f"{state.at_work:.1f} of {state.posts:.0f} posts at work" if state.posts > 0 else "No post at work"


def counted(number: int, thing: str) -> str:
    """'1 open case', '13 open cases'."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
