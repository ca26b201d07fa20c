"""What a sweep can vary, one factor at a time: parameters, uncertainties, fields of designs and quantiles of these.

A factor has values, or a range from low to high. It goes by one name everywhere: in a scenario file, in a table of
points of one's own and in ``points.parquet``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from scenarios.incoming import finite
from sim.design import FIELDS
from sim.parameters import ALL

COMMON = "q"  # one quantile for all fields of all designs
QUANTILE = "q:"  # before a field: its quantile in all designs (as in the draws of a replicate)
VALUES = "a number, a list of numbers, or { low = .., high = .. }"
MAX_STEPS = 10_000
Problem = tuple[str, str, Any, str, tuple[str, ...]]  # key, problem, value, what is allowed, names that are


class Kind(NamedTuple):
    """What a name stands for, and within which bounds."""

    what: str  # 'parameter', 'field' or 'quantile'
    low: float
    high: float
    unit: str

    @property
    def allowed(self) -> str:
        """The bounds in words."""
        return f"{self.low:g} to {self.high:g} ({self.unit})"


KINDS = {
    **{p.name: Kind("parameter", p.low, p.high, p.unit) for p in ALL},
    **{f.name: Kind("field", f.low, f.high, f.unit) for f in FIELDS},
    COMMON: Kind("quantile", 0.0, 1.0, "a quantile of every field"),
    **{QUANTILE + f.name: Kind("quantile", 0.0, 1.0, f"a quantile of {f.name}") for f in FIELDS},
}
NAMES = tuple(KINDS)
WHAT = f"a parameter, a field of designs, '{COMMON}' or '{QUANTILE}<field>'"


class Factor(BaseModel):
    """Values, or a range. ``steps``: of a grid. ``whole``: whole numbers only, each as likely as the others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    values: tuple[float, ...] = Field((), description="a list of numbers")
    low: float = Field(0.0, description="a number")
    high: float = Field(0.0, description="a number")
    steps: int = Field(
        0, description=f"a whole number from 2 to {MAX_STEPS}: values of a grid, low and high among them"
    )
    whole: bool = Field(False, description="true or false: whole numbers only")

    def plain(self) -> Any:
        """As it stands in a file."""
        return list(self.values) if self.values else self.model_dump(exclude_defaults=True) | self._ends()

    def _ends(self) -> dict[str, float]:
        return {"low": self.low, "high": self.high}

    def levels(self) -> list[float]:
        """The values of a grid: those given, else ``steps`` from low to high at equal distances."""
        if self.values:
            return list(self.values)
        ends = max(self.steps - 1, 1)
        return [round(self.low + (self.high - self.low) * k / ends, 12) for k in range(self.steps)]


def unknown(key: str, name: str) -> Problem:
    """The mistake of a name that no factor has."""
    return (key, "unknown name", name, WHAT, NAMES)


def check_value(name: str, value: Any, key: str) -> list[Problem]:
    """The mistakes of one value of a factor whose name is known."""
    kind, number = KINDS[name], finite(value)
    if number is None:
        return [(key, "not a number", value, kind.allowed, ())]
    return [] if kind.low <= number <= kind.high else [(key, "out of range", value, kind.allowed, ())]


def read_factor(name: str, given: Any, key: str, problems: list[Problem]) -> dict[str, Any]:
    """What a file says of a factor, as plain values for ``Factor``; its mistakes are added to ``problems``."""
    if isinstance(given, dict) and "values" not in given:
        return _range(name, given, key, problems)
    values = given["values"] if isinstance(given, dict) else given
    values = list(values) if isinstance(values, list | tuple) else [values]
    before = len(problems)
    for value in values:
        problems += check_value(name, value, key)
    if not values:
        problems.append((key, "empty", values, VALUES, ()))
    elif len(problems) == before and len(set(values)) < len(values):
        problems.append((key, "a value stands there twice", values, "each value once", ()))
    return {"values": values}


def _range(name: str, given: dict[str, Any], key: str, problems: list[Problem]) -> dict[str, Any]:
    """A range as plain values."""
    before, known = len(problems), ("low", "high", "steps", "whole")
    for each in given:
        if each not in known:
            problems.append((key, "unknown key", each, ", ".join(known), known))
    for end in ("low", "high"):
        if end not in given:
            problems.append((f"{key}.{end}", "missing key", None, KINDS[name].allowed, ()))
        else:
            problems += check_value(name, given[end], f"{key}.{end}")
    steps, whole = given.get("steps", 0), given.get("whole", False)
    if "steps" in given and (isinstance(steps, bool) or not isinstance(steps, int) or not 2 <= steps <= MAX_STEPS):
        problems.append((f"{key}.steps", "not a number of steps", steps, f"a whole number from 2 to {MAX_STEPS}", ()))
    if not isinstance(whole, bool):
        problems.append((f"{key}.whole", "neither true nor false", whole, "true, false", ()))
    if len(problems) == before:
        problems += _order(given, key)
    return dict(given)


def _order(given: dict[str, Any], key: str) -> list[Problem]:
    """Mistakes of a range whose numbers are each right."""
    low, high = given["low"], given["high"]
    if not low < high:
        return [(key, "low is not below high", [low, high], "low < high, or a list of values", ())]
    if given.get("whole") and (low != int(low) or high != int(high)):
        return [(key, "ends of whole numbers that are none", [low, high], "whole = true with whole ends", ())]
    if given.get("whole") and "steps" in given:
        return [(key, "steps of whole numbers", given["steps"], "a list of values", ())]
    return []


def schema_of_factor() -> dict[str, Any]:
    """A factor in a JSON schema."""
    number: dict[str, Any] = {"type": "number"}
    keys = {name: {"description": field.description} for name, field in Factor.model_fields.items() if name != "values"}
    types = {"low": "number", "high": "number", "steps": "integer", "whole": "boolean"}
    properties = {name: keys[name] | {"type": types[name]} for name in types}
    ranged = {
        "type": "object", "properties": properties, "required": ["low", "high"], "additionalProperties": False,
    }  # fmt: skip
    return {"anyOf": [number, {"type": "array", "items": number, "minItems": 1}, ranged]}
