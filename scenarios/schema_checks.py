"""Checks of single values in a scenario, and pydantic's findings said in plain words."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from scenarios.incoming import finite, whole
from sim.errors import InputError
from sim.months import FIRST_YEAR, LAST_YEAR, month_index, month_label


def mistake(problem: str, **details: Any) -> PydanticCustomError:
    """A finding of our own; ``details`` may hold 'allowed' and 'choices'."""
    return PydanticCustomError("entente", "{problem}", {"problem": problem, **details})


Check = TypeVar("Check", bound=Callable[..., Any])


def described(check: Check, **schema: Any) -> Check:
    """The check, with what a JSON schema says of the values that it lets pass (``scenarios.json_schema`` reads it)."""
    vars(check)["json_schema"] = schema
    return check


def month_text(value: Any) -> str:
    """A month as 'YYYY-MM' from 'YYYY-MM', 'YYYY-MM-DD' or a TOML date."""
    if not isinstance(value, str | datetime.date):
        raise mistake("not a month", allowed="YYYY-MM in quotation marks")
    try:
        return month_label(month_index(str(value)[:10] if isinstance(value, datetime.datetime) else str(value)))
    except InputError as error:
        problem = "not a month" if error.problem == "not a date" else error.problem
        allowed = f"YYYY-MM in quotation marks, from {FIRST_YEAR} to {LAST_YEAR}"
        raise mistake(problem, allowed=allowed) from None


described(month_text, type="string", pattern=r"^\d{4}-\d{2}(-\d{2})?$")


def one_of(names: Sequence[str], what: str) -> Callable[[Any], str]:
    """A check for one of some names."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise mistake("not a text", allowed=what)
        if value not in names:
            raise mistake(f"unknown {what}", allowed=", ".join(names), choices=list(names))
        return value

    return described(check, enum=list(names))


def whole_number(low: int, high: int) -> Callable[[Any], int]:
    """A check for whole numbers from low to high, whatever their type (see ``scenarios.incoming.whole``)."""

    def check(value: Any) -> int:
        try:
            return whole(value, "", low, high)
        except InputError as error:
            raise mistake(error.problem) from None

    return described(check, type="integer", minimum=low, maximum=high)


def check_number(low: float, high: float) -> Callable[[Any], float | None]:
    """A check for numbers from low to high; None passes (the key was left out)."""

    def check(value: Any) -> float | None:
        if value is None:
            return None
        number = finite(value)
        if number is None:
            raise mistake("not a number")
        if not low <= number <= high:
            raise mistake("out of range")
        return number

    return described(check, type="number", minimum=low, maximum=high)


def positive(value: Any) -> float | None:
    """A number above 0; None passes (the key was left out)."""
    number = check_number(0.0, math.inf)(value)
    if number == 0.0:
        raise mistake("out of range")
    return number


described(positive, type="number", exclusiveMinimum=0)


def setting_within(low: float, high: float, allowed: str) -> Callable[[Any], tuple[float, float] | None]:
    """A check for a number, ``{low, high}`` or a pair, as a range within bounds. None passes."""

    def check(value: Any) -> tuple[float, float] | None:
        if value is None:
            return None
        if isinstance(value, dict) and set(value) == {"low", "high"}:
            value = (value["low"], value["high"])
        ends = value if isinstance(value, list | tuple) else (value, value)
        numbers = [number for end in ends if (number := finite(end)) is not None]
        if len(ends) != 2 or len(numbers) != 2:
            raise mistake("not a number or a range", allowed=allowed)
        first, last = numbers
        if not (low <= first <= high and low <= last <= high):
            raise mistake("out of range", allowed=allowed)
        if first > last:
            raise mistake("low is above high", allowed=allowed)
        return first, last

    number = {"type": "number", "minimum": low, "maximum": high}
    ends = {"low": number, "high": number}
    table = {"type": "object", "properties": ends, "required": ["low", "high"], "additionalProperties": False}
    pair = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    return described(check, anyOf=[number, table, pair])


CALLED = {"horizon": "end"}  # what others call a key, too far from its name to be found by it
RENAMED = {"arm_friction": "secretariat_friction"}  # a parameter's name in earlier versions: its name


def mistakes_of(error: ValidationError, model: type[BaseModel], file: str | None) -> list[InputError]:
    """Every finding of a validation as an InputError: where, what is allowed, the nearest valid name."""
    found: list[InputError] = []
    for detail in error.errors(include_url=False):
        context: dict[str, Any] = detail.get("ctx", {})
        if "problems" in context:
            found += [
                InputError(
                    problem, file=file, key=key, value=value, allowed=allowed, choices=choices[0] if choices else ()
                )
                for key, problem, value, allowed, *choices in context["problems"]
            ]
        else:
            found.append(_mistake(detail, context, model, file))
    return found


def _mistake(detail: Any, context: dict[str, Any], model: type[BaseModel], file: str | None) -> InputError:
    loc, kind = tuple(detail["loc"]), detail["type"]
    holder, key = owner(model, loc), _path(loc)
    if kind == "extra_forbidden":
        names, name = list(holder.model_fields), loc[-1]
        nearest = [RENAMED[str(name)]] if str(name) in RENAMED else names
        where = _path(loc[:-1]) or None
        if (ours := CALLED.get(str(name))) in names:
            return InputError(
                f"unknown key: here it is '{ours}'", file=file, key=where, value=name, allowed=", ".join(names)
            )
        return InputError("unknown key", file=file, key=where, value=name, allowed=", ".join(names), choices=nearest)
    named = [part for part in loc if isinstance(part, str)]
    field = holder.model_fields.get(named[-1]) if named else None
    allowed = context.get("allowed") or (field.description if field is not None else None) or detail["msg"]
    if kind == "missing":
        return InputError("missing key", file=file, key=key, allowed=allowed)
    problem = context.get("problem") or _WORDS.get(kind, "not accepted")
    choices = context.get("choices") or (allowed.split(", ") if kind == "literal_error" else ())
    return InputError(problem, file=file, key=key, value=detail["input"], allowed=allowed, choices=choices)


_WORDS = {
    "int_type": "not a whole number",
    "string_type": "not a text",
    "string_too_short": "empty",
    "list_type": "not a list",
    "literal_error": "not one of the choices",
    "greater_than_equal": "out of range",
    "less_than_equal": "out of range",
    "model_type": "not a table",
    "dict_type": "not a table",
    "too_short": "empty",
}


def owner(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """The model that holds the last name of a location."""
    for part in loc[:-1]:
        field = model.model_fields.get(str(part))
        inner = None if field is None else model_in(field.annotation)
        model = inner or model
    return model


def words_of(field: FieldInfo) -> str:
    """What a key is for, and what it may be."""
    said = field.description or ""
    return f"{field.title[0].upper()}{field.title[1:]} ({said})" if field.title else said


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model in an annotation such as ``list[Event]``; None if there is none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [model_in(a) for a in getattr(annotation, "__args__", ())]
    return next((m for m in inner if m is not None), None)


def _path(loc: tuple[int | str, ...]) -> str:
    """('events', 0, 'kind') as 'events[1].kind'."""
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
