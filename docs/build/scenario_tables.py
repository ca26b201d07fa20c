"""Tables of the page on scenario files, from the models that read them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from results.markdown import table
from scenarios import inheritance
from scenarios.scenario_template import TABLES
from scenarios.schema import Scenario
from scenarios.schema_checks import model_in
from scenarios.schema_decisions import Forced
from scenarios.schema_events import KINDS, Event, Later
from scenarios.schema_expectations import Expectation
from scenarios.schema_roster import Firm, Institute, Jurisdiction, Pair, RosterChanges, Tie
from sim import forced


def values() -> dict[str, Any]:
    """Everything that the template may name."""
    return {
        "keys_of_file": table(["key", "what it is", "what it may be", "left out"], _keys()),
        "tables_of_file": table(["table", "what it is"], _tables()),
        "event_kinds": table(["kind", "what happens"], ((f"`{k}`", v) for k, v in KINDS.items())),
        "decision_acts": table(["act", "what is decided"], ((f"`{k}`", v) for k, v in forced.ACTS.items())),
        "changes_of_roster": fields(RosterChanges),
        **{f"fields_{m.__name__.lower()}": fields(m) for m in _MODELS},
    }


_MODELS: tuple[type[BaseModel], ...] = (
    Event, Forced, Later, Expectation, Jurisdiction, Institute, Firm, Pair, Tie,
)  # fmt: skip


def _keys() -> list[tuple[str, str, str, str]]:
    """The keys that are no tables, a row each."""
    rows = [
        (f"`{name}`", field.title or "", field.description or "", _default(field.default))
        for name, field in Scenario.model_fields.items()
        if name not in TABLES
    ]
    return [*rows, (f"`{inheritance.EXTENDS}`", "another scenario", inheritance.WORDS, "none")]


def _default(value: Any) -> str:
    if value is PydanticUndefined:
        return "the file's name"
    return f"`{value}`" if value not in (None, "", []) else "none"


def _tables() -> list[tuple[str, str]]:
    """The tables, a row each."""
    found = []
    for name in TABLES:
        field = Scenario.model_fields[name]
        several = model_in(field.annotation) is not None and "list" in str(field.annotation)
        found.append((f"`[[{name}]]`" if several else f"`[{name}]`", field.title or ""))
    return found


def fields(model: type[BaseModel]) -> str:
    """The keys of a table, a row each."""
    rows = []
    for name, field in model.model_fields.items():
        needed = "needed" if field.is_required() else ""
        rows.append((f"`{name}`", field.description or "", needed))
    return table(["key", "what it may be", ""], rows)
