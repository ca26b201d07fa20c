"""From the expectations of a scenario to what is compared: runs of designs in worlds, added and taken away.

A world is a scenario as it is run. The baseline of a scenario with the same start and month of the decision runs to the
same end, so that means since the decision are over the same months.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from results.studies.evidence import relevant
from results.studies.evidence.contrast import QUANTITIES, known_quantity
from results.studies.evidence.measure import experiments
from scenarios.designs import default_designs
from scenarios.schema import Scenario, load_scenario
from scenarios.schema_expectations import Expectation
from sim.errors import InputError, raise_all


@dataclass(frozen=True)
class World:
    """A scenario as it is run: its name, its last month (YYYY-MM)."""

    scenario: str
    end: str

    def made(self) -> Scenario:
        """The scenario to run."""
        return load_scenario(self.scenario).changed(end=self.end)


@dataclass(frozen=True)
class Side:
    """One design in one world."""

    world: World
    design: str


Values = dict[tuple[Side, str], np.ndarray]  # (replicates,) of a quantity


@dataclass(frozen=True)
class Comparison:
    """What one expectation says of one design: ``parts`` are sides with the sign with which they count.

    number : of the expectation in its scenario, from 1. level_of : the side whose mean a relative size is relative to.
    """

    scenario: str
    number: int
    expectation: Expectation
    design: str
    parts: tuple[tuple[int, Side], ...]
    level_of: Side

    def differences(self, values: Values) -> np.ndarray:
        """(replicates,) the effect, replicate by replicate; NaN where a side has no value."""
        return np.sum([sign * values[at, self.expectation.outcome] for sign, at in self.parts], axis=0)

    def smallest(self, values: Values) -> float:
        """The smallest effect that counts, in the outcome's unit."""
        if self.expectation.smallest is not None:
            return self.expectation.smallest
        levels = values[self.level_of, self.expectation.outcome]
        kept = levels[~np.isnan(levels)]
        return relevant.of(self.expectation.outcome).least(float(kept.mean()) if kept.size else np.nan)


def world_of(scenario: Scenario) -> World:
    """The scenario as it stands."""
    return World(scenario.name, scenario.end)


def baseline_of(scenario: Scenario) -> World:
    """The world with which a scenario is compared; InputError if it has another roster."""
    base = load_scenario(scenario.baseline)
    if base.roster != scenario.roster:
        allowed = f"a scenario with the roster {scenario.roster}"
        raise InputError(
            "a baseline with another roster", file=scenario.name, key="baseline", value=base.name, allowed=allowed
        )
    alike = (base.start, base.adopt) == (scenario.start, scenario.adopt)
    return World(base.name, scenario.end if alike else base.end)


def designs_of(scenario: Scenario) -> list[str]:
    """The designs that a scenario compares."""
    return scenario.designs or default_designs(scenario.load_roster())


def comparisons(scenario: Scenario) -> list[Comparison]:
    """All that the expectations of a scenario ask for, in their order; InputErrors for what cannot be compared."""
    experiments()  # registers the quantities of the evidence rows
    raise_all(
        [error for number, asked in enumerate(scenario.expectations, 1) for error in _wrong(scenario, number, asked)]
    )
    everywhere = designs_of(scenario)
    return [
        c for number, asked in enumerate(scenario.expectations, 1) for c in _of(scenario, number, asked, everywhere)
    ]


def _wrong(scenario: Scenario, number: int, expectation: Expectation) -> Iterator[InputError]:
    """What is wrong with an expectation: an unknown outcome, or nothing to compare with."""
    file, key = f"{scenario.name}.toml", f"expectations[{number}]"
    if expectation.outcome not in QUANTITIES:
        allowed = "an outcome, or a number of the evidence rows"
        yield InputError(
            "unknown outcome", file=file, key=f"{key}.outcome", value=expectation.outcome, allowed=allowed,
            choices=list(QUANTITIES),
        )  # fmt: skip
    if not expectation.against and scenario.baseline == scenario.name:
        yield InputError("compared with itself", file=file, key=key, allowed="'against' a design, or another baseline")


def _of(scenario: Scenario, number: int, expectation: Expectation, everywhere: Sequence[str]) -> Iterator[Comparison]:
    """What one expectation asks for; ``everywhere``: the designs of one that names none."""
    here, base = world_of(scenario), None if expectation.against else baseline_of(scenario)
    for design in expectation.designs or everywhere:
        at = Side(here, design)
        if base is None:
            other = Side(here, expectation.against)
            yield Comparison(scenario.name, number, expectation, design, ((1, at), (-1, other)), other)
            continue
        left = Side(base, design)
        parts = [(1, at), (-1, left)]
        if expectation.beyond:
            parts += [(-1, Side(here, expectation.beyond)), (1, Side(base, expectation.beyond))]
        yield Comparison(scenario.name, number, expectation, design, tuple(parts), left)


def unit_of(outcome: str) -> str:
    """The unit of an outcome or of a number of the evidence rows."""
    experiments()  # registers these
    return known_quantity(outcome).unit


def needed(asked: Iterable[Comparison]) -> dict[World, dict[str, list[str]]]:
    """World -> design -> the quantities that are looked at there."""
    found: dict[World, dict[str, list[str]]] = {}
    for comparison in asked:
        for _, at in comparison.parts:
            names = found.setdefault(at.world, {}).setdefault(at.design, [])
            if comparison.expectation.outcome not in names:
                names.append(comparison.expectation.outcome)
    return found
