"""The tables [parameters] and [uncertainties] of a scenario: a value or a range for each parameter."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from scenarios.schema_checks import setting_within
from sim.parameters import ALL, UNCERTAIN, Parameter

Range = tuple[float, float]  # low, high; equal for a fixed value


def _settings(name: str, parameters: tuple[Parameter, ...]) -> type[BaseModel]:
    """A model with one optional range for each parameter, which checks names and bounds."""
    fields: dict[str, Any] = {}
    for p in parameters:
        allowed = f"{p.low:g} to {p.high:g} ({p.unit}): a number or {{ low = .., high = .. }}"
        check = BeforeValidator(setting_within(p.low, p.high, allowed))
        words = f"{p.meaning}; central value {p.value:g}"
        fields[p.name] = (Annotated[Range | None, check], Field(None, title=words, description=allowed))
    config = ConfigDict(extra="forbid", frozen=True, strict=True)
    return create_model(name, __config__=config, __doc__=f"{len(parameters)} parameters.", **fields)


ParameterSettings = _settings("ParameterSettings", ALL)
UncertaintySettings = _settings("UncertaintySettings", UNCERTAIN)
