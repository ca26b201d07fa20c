"""What an experiment of an evidence row compares: ways to run the same replicate, and the number that should differ.

Nothing here is a rule of the model: a side is a design and a scenario as anybody can write them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from results.studies.evidence import relevant
from scenarios.schema import Scenario, load_scenario
from sim.errors import InputError
from sim.outcomes import OUTCOMES, compute
from sim.parameters import UNCERTAIN_NAMES
from sim.record import Record
from sim.roster import Roster

Measure = Callable[[Record], float]


@dataclass(frozen=True)
class Quantity:
    """A number of one run that is no outcome of the model but that an evidence row needs.

    needs : what the run must keep for it: '' (nothing) or 'decisions'.
    """

    name: str
    unit: str
    meaning: str
    function: Measure
    needs: str = ""


def _outcome(name: str) -> Measure:
    return lambda record: compute(record)[name]


QUANTITIES: dict[str, Quantity] = {
    o.name: Quantity(o.name, o.unit, f"{o.title}: {o.meaning}", _outcome(o.name)) for o in OUTCOMES
}


def quantity(unit: str, meaning: str, needs: str = "") -> Callable[[Measure], Measure]:
    """Register a function Record -> number under its own name, so that experiments can ask for it by that name."""

    def register(function: Measure) -> Measure:
        name = function.__name__
        assert name not in QUANTITIES, f"two quantities are called {name}"
        QUANTITIES[name] = Quantity(name, unit, meaning, function, needs)
        return function

    return register


def derived(name: str, unit: str, meaning: str) -> str:
    """Register a number that a study makes of several runs (no single run has it); gives its name back."""
    assert name not in QUANTITIES, f"two quantities are called {name}"
    QUANTITIES[name] = Quantity(name, unit, meaning, lambda record: float("nan"))
    return name


@dataclass(frozen=True)
class Side:
    """One way to run a replicate: a design in a scenario.

    design : a design text as `entente compare` takes it.
    changes : JSON of the scenario's keys that differ; ``side`` writes it.
    alter : a function of a module that changes the roster, or None.
    """

    design: str
    scenario: str = "default"
    changes: str = "{}"
    alter: Callable[[Roster], Roster] | None = None

    def resolved(self) -> Scenario:
        """The scenario to run, checked as a user's would be."""
        base, given = load_scenario(self.scenario), json.loads(self.changes)
        for name, value in given.pop("set", {}).items():
            table = "uncertainties" if name in UNCERTAIN_NAMES else "parameters"
            given.setdefault(table, base.plain()[table])[name] = value
        return base.changed(**given, designs=[self.design])


def side(
    design: str,
    scenario: str = "default",
    set: Mapping[str, float] | None = None,
    alter: Callable[[Roster], Roster] | None = None,
    **keys: Any,
) -> Side:
    """A side: ``set`` fixes parameters by name, ``keys`` are keys of a scenario (start, adopt, end, events, later).

    Everything that is not fixed is drawn, the same on all sides of a replicate. ``setup_months=0`` leaves set-up out.
    """
    changes = {**keys, **({"set": dict(set)} if set else {})}
    return Side(design, scenario, json.dumps(changes, sort_keys=True), alter)


def event(date: str, kind: str, actor: str = "", partner: str = "", size: float = 1.0) -> dict[str, Any]:
    """An event of a scenario, for ``side(..., events=[...])``."""
    return {"date": date, "kind": kind, "actor": actor, "partner": partner, "size": size}


@dataclass(frozen=True)
class Contrast:
    """A paired comparison of one quantity: right less left, replicate by replicate, under the same draws.

    row : id of the claim. part : what is compared, in words. expected : +1 or -1, or 0 if the sign was not known
    beforehand. decides : whether the row's status rests on it; the others are told for context.
    """

    row: str
    left: Side
    right: Side
    quantity: str
    expected: int
    part: str
    decides: bool = True
    floor: int = 1  # replicates are multiplied by it (rare happenings need more)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Left, then right."""
        return self.left, self.right

    @property
    def quantities(self) -> tuple[str, ...]:
        """The one that is compared."""
        return (self.quantity,)


Values = Mapping[tuple[Side, str], np.ndarray]


@dataclass(frozen=True)
class Found:
    """What a study says about one thing: a number with an interval, and what it is of.

    samples : its values, one a replicate. expected : as in ``Contrast``; None for a number without a sign to test.
    level : the quantity's mean on the baseline's side, where its smallest relevant difference is relative to that.
    bounded : the claim is that something is small, and the samples are already less the bound: no size is asked.
    """

    part: str
    quantity: str
    samples: Sequence[float] | np.ndarray
    expected: int | None = None
    decides: bool = True
    level: float = math.nan
    bounded: bool = False

    @property
    def smallest(self) -> float:
        """The smallest difference that counts, in the quantity's unit; NaN where no sign is tested."""
        if self.expected is None:
            return math.nan
        return 0.0 if self.bounded else relevant.of(self.quantity).least(self.level)


@dataclass(frozen=True)
class Study:
    """A comparison that needs more than two sides: a sweep, a ranking, a crossing, or plain presence.

    judge : from the values of all sides to what was found; the sides of a replicate share their draws.
    """

    row: str
    sides: tuple[Side, ...]
    quantities: tuple[str, ...]
    judge: Callable[[Values], list[Found]] = field(compare=False)
    floor: int = 1


Experiment = Contrast | Study


def mean_of(values: np.ndarray) -> float:
    """Mean of the values that there are; NaN without any."""
    kept = values[~np.isnan(values)]
    return float(kept.mean()) if kept.size else math.nan


def level(row: str, at: Side, quantities: Sequence[str], part: str) -> Study:
    """A descriptive study: the quantities themselves on one side, nothing to compare."""

    def judge(values: Values) -> list[Found]:
        return [Found(part, name, values[at, name]) for name in quantities]

    return Study(row, (at,), tuple(quantities), judge)


def known_quantity(name: str) -> Quantity:
    """The quantity of that name; InputError with the nearest name."""
    if name not in QUANTITIES:
        raise InputError("unknown quantity", value=name, allowed=", ".join(QUANTITIES), choices=list(QUANTITIES))
    return QUANTITIES[name]
