"""What callers say, as a scenario that can be run: shared by the functions of the API."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.schema import Scenario
    from sim.roster import Roster


def prepare(
    scenario: str | Path = "default",
    *,
    roster: str | Path | None = None,
    designs: Sequence[str] | str | None = None,
    months: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
) -> Scenario:
    """The scenario with what a caller changed; InputError(s) for names and numbers that make no sense."""
    from scenarios.designs import design_texts, load_designs
    from scenarios.incoming import text_or_path
    from scenarios.schema import load_scenario

    found = load_scenario(scenario)
    given: dict[str, Any] = {"replicates": replicates, "seed": seed}
    if roster is not None:
        given["roster"] = text_or_path(roster, "roster", "a roster's name or folder")
    found = found.changed(**{key: value for key, value in given.items() if value is not None})
    if months is not None:
        found = found.with_months(months)
    if designs is not None:
        actors = found.load_roster()
        texts = design_texts(designs, actors)
        load_designs(texts, actors)
        found = found.changed(designs=texts)
    return found


def check_actor(roster: Roster, actor: str) -> None:
    """InputError unless the actor is a jurisdiction of the roster, or acts through one (see ``jurisdiction``)."""
    from scenarios.jurisdictions import jurisdiction

    jurisdiction(roster, actor)
