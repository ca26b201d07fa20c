"""All that is wrong with a scenario's file, in one reading: what the schema finds, and what only shows on its roster.

What runs would refuse is an error. What they accept, although somebody may have meant something else, is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios import custom_rules, links, posterior
from scenarios.designs import default_designs, load_designs, parse_design
from scenarios.incoming import unclean_in
from scenarios.pruning import Pruned, with_key
from scenarios.rosters import load_roster
from scenarios.scenario_warnings import Warned, warnings_of
from scenarios.schema import Scenario, read_scenario_file, scenario_names, scenario_path
from scenarios.schema_checks import mistakes_of
from scenarios.schema_decisions import forced_decisions
from scenarios.schema_events import MERGER, scheduled_events
from scenarios.sweep_lists import read_points
from scenarios.sweeps.build import sweep_plan
from sim.errors import InputError, InputErrors
from sim.roster import Roster

MOST_ROUNDS = 10  # of taking away what is wrong


@dataclass(frozen=True)
class Known:
    """Names that other layers know. None: not checked.

    claims : ids of claims.  quantities : outcomes and numbers that an expectation may be about.
    unmoving : parameter -> what a screening says of one that moves nothing clearly.
    """

    claims: Collection[str] | None = None
    quantities: Collection[str] | None = None
    unmoving: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Checked:
    """What is wrong with one file. scenario : what is left without the mistakes; None if nothing could be read."""

    file: str
    errors: list[InputError] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    scenario: Scenario | None = None
    _keys: set[str | None] = field(default_factory=set)

    def add(self, error: InputError) -> None:
        """Note a mistake, unless it follows from one of the same key, which was taken away for it."""
        single = error.key is not None and ("." in error.key or "[" in error.key)
        if not (single and error.key in self._keys):
            self.errors.append(error)
        self._keys.add(error.key)


def check_scenario(name: str, known: Known | None = None) -> Checked:
    """Everything that is wrong with a scenario: a file, a name, or a link. Nothing that it names is run."""
    known = Known() if known is None else known
    try:
        file, folder, content = _read(name)
    except (InputError, InputErrors) as error:
        found = Checked(name if len(name) < 80 else f"{name[:77]}...")
        found.errors += _several(error)
        return found
    checked = Checked(file)
    pruned = Pruned(content, Scenario)
    checked.errors += unclean_in(content, file)
    checked.scenario = None if checked.errors else _valid(pruned, checked)
    if checked.scenario is not None:
        whole = not checked.errors
        _check_rest(checked, checked.scenario, folder, pruned, known)
        if whole:  # dates of a file with mistakes may not be those that were meant
            checked.warnings += warnings_of(checked.scenario, known.unmoving)
    return checked


def _read(name: str) -> tuple[str, Path, dict[str, Any]]:
    """What messages call the scenario, the folder of the files that it names, and what it says."""
    if links.is_link(name):
        return "the link", Path(), links.content_of(name)
    path = scenario_path(name)
    return path.name, path.parent, read_scenario_file(path)


def _several(error: InputError | InputErrors) -> list[InputError]:
    return error.errors if isinstance(error, InputErrors) else [error]


def _valid(pruned: Pruned, checked: Checked) -> Scenario | None:
    """The scenario without what the schema finds wrong in it, which goes to the errors."""
    for _ in range(MOST_ROUNDS):
        try:
            return Scenario.model_validate(pruned.content)
        except ValidationError as error:
            found = mistakes_of(error, Scenario, checked.file)
            for each in found:
                checked.add(with_key(each, pruned.original(each.key), checked.file))
            if not pruned.prune(error):
                return None
    return None


# ---- what the schema does not know ----------
def _check_rest(checked: Checked, scenario: Scenario, folder: Path, pruned: Pruned, known: Known) -> None:
    def look(check: Callable[[], Any], key: str = "") -> Any:
        """What a check gives; its mistakes go to the errors, those without a key under ``key``."""
        try:
            return check()
        except (InputError, InputErrors) as error:
            for each in _several(error):
                checked.add(with_key(each, pruned.original(each.key or key or None), checked.file))
            return None

    rules, sweep = scenario.rules, scenario.sweep
    if rules is not None:
        look(lambda: custom_rules.resolved(rules, folder, checked.file), "rules")
    if scenario.posterior:
        look(lambda: posterior.posterior_table(folder / scenario.posterior), "posterior")
    if sweep is not None and sweep.file:
        look(lambda: read_points(folder / sweep.file), "sweep.file")
    _check_words(scenario, known, look)
    roster = look(scenario.load_roster, "roster")
    if roster is None and scenario.roster_changes is not None:
        try:
            roster = load_roster(scenario.roster)
        except (InputError, InputErrors):
            return  # told already
    if roster is not None:
        _check_on_roster(scenario, roster, look)
    if sweep is not None and not sweep.file and not checked.errors:
        look(lambda: sweep_plan(scenario), "sweep")


def _check_words(scenario: Scenario, known: Known, look: Callable[..., Any]) -> None:
    """Names of claims, outcomes and scenarios."""
    for k, key in enumerate(scenario.evidence, 1):
        look(lambda key=key: _is_one(key, known.claims, "unknown claim"), f"evidence[{k}]")
    neither = "not an outcome, nor a number of the evidence rows"
    for k, expected in enumerate(scenario.expectations, 1):
        name = expected.outcome
        look(lambda name=name: _is_one(name, known.quantities, neither), f"expectations[{k}].outcome")
    others = (*scenario_names(), scenario.name)
    look(lambda: _is_one(scenario.baseline, others, "unknown scenario"), "baseline")


def _is_one(name: str, names: Collection[str] | None, problem: str) -> None:
    if names is not None and name not in names:
        allowed = ", ".join(names) if len(names) < 80 else "see the list"
        raise InputError(problem, value=name, allowed=allowed, choices=names)


def _check_on_roster(scenario: Scenario, roster: Roster, look: Callable[..., Any]) -> None:
    """Designs, actors and decisions."""
    designs = scenario.designs or default_designs(roster)
    look(lambda: load_designs(designs, roster), "designs")
    look(lambda: scheduled_events(scenario.events, roster))
    look(lambda: forced_decisions(scenario.decisions, roster, scenario.start, scenario.end_month))
    for key, text in _single_designs(scenario):
        look(lambda text=text: parse_design(text, roster), key)


def _single_designs(scenario: Scenario) -> list[tuple[str, str]]:
    """Key and text of designs that are named one by one."""
    found = [(f"later[{k}].design", change.design) for k, change in enumerate(scenario.later, 1)]
    found += [(f"events[{k}].design", e.design) for k, e in enumerate(scenario.events, 1) if e.kind == MERGER]
    for k, expected in enumerate(scenario.expectations, 1):
        found += [(f"expectations[{k}].designs[{n}]", text) for n, text in enumerate(expected.designs, 1)]
        for name in ("against", "beyond"):
            if text := getattr(expected, name):
                found.append((f"expectations[{k}].{name}", text))
    return found
