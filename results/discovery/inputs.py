"""The inputs of a pair of designs: what is unknown of the world, behaviour, and the fields of the two designs.

Each has a range and a centre (its best or median value). Fields of designs are given as quantiles of their ranges:
one quantile for both, as in every experiment, or, apart, one for each. Fields without a range are no inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from results.numbers import number
from scenarios.inputs import posterior_of
from scenarios.recipes import Recipe
from scenarios.sampling import QUANTILE
from scenarios.schema import Scenario
from sim.design import FIELD_INDEX, FIELD_NAMES, FIELDS
from sim.parameters import BEHAVIOUR_NAMES, NAMES, RECORDS, UNCERTAIN_NAMES

WORLD, BEHAVIOUR, PARAMETER, FIELD = KINDS = ("uncertain world", "behaviour", "parameter", "field of the designs")
MIDDLE = 0.5  # quantile of a field that is no input, and the centre of one that is


@dataclass(frozen=True)
class Input:
    """One input: its name as in the draws, kind, range, centre and unit.

    design : whose field it is, where the designs have quantiles of their own; '' for what both share.
    """

    name: str
    kind: str
    low: float
    high: float
    centre: float
    unit: str
    meaning: str
    design: str = ""

    @property
    def title(self) -> str:
        """The name without the mark of a quantile."""
        return self.name.removeprefix(QUANTILE)

    @property
    def field(self) -> str:
        """The field of the designs that it is a quantile of."""
        return self.title.removesuffix(f" of {self.design}")

    def share(self, value: float) -> float:
        """Where a value lies in the range, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def inputs_of(scenario: Scenario, recipes: Sequence[Recipe], apart: bool = False) -> tuple[Input, ...]:
    """The inputs of a scenario for some designs, in the order of parameters, then fields.

    apart : each design has quantiles of its own, instead of one for all.
    """
    found = [one for name in NAMES if (one := _parameter(scenario, name)) is not None]
    groups = [(r.name, [r]) for r in recipes] if apart else [("", list(recipes))]
    fields = [_field(name, of) for of, own in groups for name in FIELD_NAMES if _has_range(name, own)]
    return (*found, *fields)


def _parameter(scenario: Scenario, name: str) -> Input | None:
    """A parameter that is drawn, or that the scenario gives a range; None for one that is fixed."""
    record, settings = RECORDS[name], scenario.settings()
    drawn = name in BEHAVIOUR_NAMES or name in UNCERTAIN_NAMES
    low, high = settings.get(name, (record.low, record.high) if drawn else (record.value, record.value))
    if not high > low:
        return None
    draws = posterior_of(scenario) if name in BEHAVIOUR_NAMES else None
    best = record.value if draws is None else float(draws[name].median())
    kind = BEHAVIOUR if name in BEHAVIOUR_NAMES else WORLD if name in UNCERTAIN_NAMES else PARAMETER
    return Input(name, kind, low, high, float(np.clip(best, low, high)), record.unit, record.meaning)


def _field(name: str, design: str) -> Input:
    field = FIELDS[FIELD_INDEX[name]]
    of = f" of {design}" if design else ""
    meaning = f"{field.meaning} ({field.unit})"
    return Input(QUANTILE + name + of, FIELD, 0.0, 1.0, MIDDLE, "quantile", meaning, design)


def _has_range(name: str, recipes: Sequence[Recipe]) -> bool:
    k = FIELD_INDEX[name]
    return any(spread.high[k] > spread.low[k] for recipe in recipes for _, spread in recipe.parts)


def central_row(scenario: Scenario, inputs: Sequence[Input]) -> dict[str, float]:
    """All that a replicate's row holds, at the centre: inputs, and what the scenario fixes."""
    fixed = {name: low for name, (low, high) in scenario.settings().items() if not high > low}
    return fixed | {QUANTILE + name: MIDDLE for name in FIELD_NAMES} | {one.name: one.centre for one in inputs}


def at_quantile(one: Input, value: float, recipes: Sequence[Recipe]) -> str:
    """What a quantile of a field means for each design: 'rotating 3.1, igo:OECD 0.7 months'; '' for other inputs."""
    if one.kind != FIELD:
        return ""
    unit = FIELDS[FIELD_INDEX[one.field]].unit
    own = [recipe for recipe in recipes if one.design in ("", recipe.name)]
    said = [f"{r.name} {number(r.point({one.field: value})[one.field], unit)}" for r in own]
    return f"{', '.join(said)}{'' if unit == 'share' else ' ' + unit}"


def condition(one: Input, low: float | None, high: float | None, recipes: Sequence[Recipe] = ()) -> str:
    """'us_engagement above 0.8', 'the quantile of staff_fte at most 0.3 (rotating 3.2, igo:OECD 17 posts)'."""
    said = f"the quantile of {one.title}" if one.kind == FIELD else one.name
    if low is not None and high is not None:
        said += f" from {number(low)} to {number(high)}"
    else:
        said += f" above {number(low)}" if low is not None else f" at most {number(high)}"
    ends = [at_quantile(one, end, recipes) for end in (low, high) if end is not None] if recipes else []
    return f"{said} ({' to '.join(ends)})" if any(ends) else said


def own_quantiles(row: Mapping[str, float], inputs: Sequence[Input], design: str) -> dict[str, float]:
    """Field -> quantile for one of two designs that have quantiles of their own, from a row that holds both."""
    own = {one.field: float(row[one.name]) for one in inputs if one.design == design}
    return {name: own.get(name, MIDDLE) for name in FIELD_NAMES}
