"""From a design and dated choices to the scenario that they come to.

It is an ordinary scenario, so that ``entente run`` with the same design and seed tells the same run.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from scenarios import links
from scenarios.rosters import load_roster
from scenarios.schema import Scenario, load_scenario, scenario_names
from scenarios.schema_decisions import forced_decisions
from scenarios.schema_events import MERGER, decided_later, scheduled_events
from scenarios.schema_roster import RosterChanges
from scenarios.session.choices import Choice
from scenarios.session.decided import last_of_each
from scenarios.session.fields import SETUP, changed_design, check_design, set_up
from sim.errors import InputError
from sim.months import month_index, month_label
from sim.roster import Roster

_KEPT = 16  # scenarios and rosters that are kept in memory


def scenario_of(base: Scenario, design: str, seed: int, choices: Sequence[Choice]) -> Scenario:
    """The scenario of a session, with its one design; InputError(s) for choices that cannot be."""
    roster = roster_of(base)
    first, *later = designs_of(base, roster, design, choices).items()
    plain = base.plain()
    events = [choice.event for choice in choices if choice.event is not None]
    scheduled_events([*base.events, *events], roster)
    decisions = last_of_each((choice.decision for choice in choices if choice.decision is not None), roster)
    found = base.changed(
        designs=[first[1]],
        seed=seed,
        setup_months=None if _sets_up_anew(base, choices) else base.setup_months,
        events=[event.model_dump() for event in (*base.events, *events) if event.kind != MERGER],
        decisions=[*plain.get("decisions", ()), *(decision.model_dump() for decision in decisions)],
        later=[{"date": month_label(month), "design": name} for month, name in later],
    )
    forced_decisions(found.decisions, roster, found.start, found.end_month)
    return found


def designs_of(base: Scenario, roster: Roster, design: str, choices: Sequence[Choice]) -> dict[int, str]:
    """The designs that are decided, by month, the first from the beginning on; InputError for one that is none.

    Those that the scenario itself decides on later are among them, unless another is chosen in their month. Fields that
    are changed make another design of the one decided last. It comes into force at once, or when that one would have at
    the latest: assumed, since a rule is sooner changed than a secretariat is built.
    """
    check_design(design, roster)
    found, begun, name = {base.adopt_month: design}, base.adopt_month, design
    works = begun + (set_up(design, roster) if base.setup_months is None else base.setup_months)
    values: dict[str, float] = {}
    for month, chosen in _in_time(base, choices):
        if isinstance(chosen, str):
            check_design(chosen, roster)
            found[month], begun, name = chosen, month, chosen
            works, values = month + set_up(chosen, roster), {}
            continue
        values |= chosen
        works = month + chosen.get(SETUP, works - month)
        when = {} if month == begun and SETUP not in values else {SETUP: max(0.0, works - month)}
        found[month] = changed_design(name, values | when, roster)
        check_design(found[month], roster)
    return dict(sorted(found.items()))


def _in_time(base: Scenario, choices: Sequence[Choice]) -> list[tuple[int, str | dict[str, float]]]:
    """What is decided on the secretariat, by month: a design, or fields with their values. Choices come last."""
    given = [(month_index(later.date), later.design) for later in decided_later(base.later, base.events)]
    chosen = [(choice.month, about) for choice in choices if (about := _on_the_secretariat(choice))]
    return sorted([*given, *chosen], key=lambda change: change[0])


def _on_the_secretariat(choice: Choice) -> str | dict[str, float]:
    """The design that a choice decides on, or the fields that it changes; '' if neither."""
    if choice.design is not None:
        return choice.design.design
    if choice.event is not None:
        return choice.event.design
    return {} if choice.fields is None else choice.fields.values


def _sets_up_anew(base: Scenario, choices: Sequence[Choice]) -> bool:
    """Whether how long the first design takes is chosen: then what the scenario says of it does not count."""
    first = [choice.fields.values for choice in choices if choice.fields and choice.month == base.adopt_month]
    return any(SETUP in values for values in first)


@lru_cache(maxsize=_KEPT)
def base_scenario(name: str) -> Scenario:
    """A scenario by its name or link; InputError for all else, above all for the name of a file. It is read once."""
    if not links.is_link(name) and name not in scenario_names():
        names = scenario_names()
        allowed = f"a scenario's link, or one of {', '.join(names)}"
        raise InputError("unknown scenario", key="scenario", value=name, allowed=allowed, choices=names)
    found = load_scenario(name)
    if found.rules is not None:
        raise InputError("has rules of its own", key="scenario", value=name, allowed="a scenario without [rules]")
    return found


def roster_of(scenario: Scenario) -> Roster:
    """The roster of a session's scenario, read once: reading one takes ten times as long as playing a run on it.

    Sessions know shipped rosters only, so that what one holds follows from its name and the scenario's changes.
    """
    changes = scenario.roster_changes
    return _rosters(scenario.roster, "" if changes is None else changes.model_dump_json())


@lru_cache(maxsize=_KEPT)
def _rosters(name: str, changes: str) -> Roster:
    """A roster that comes along, with a scenario's changes as JSON."""
    return load_roster(name, RosterChanges.model_validate_json(changes) if changes else None)
