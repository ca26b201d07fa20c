"""The JSON schema (draft 2020-12) of a scenario's file, for editors: made from the models that read such files.

Ranges come from the checks themselves (``schema_checks.described``). Names of designs and actors are offered, and
others are allowed, since files and rosters of one's own have names of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.functional_validators import BeforeValidator

from scenarios import inheritance
from scenarios.designs import DEFAULT_DESIGNS, list_designs
from scenarios.roster_actors import TYPE_NAMES
from scenarios.rosters import list_rosters, load_roster
from scenarios.schema import Scenario, scenario_names
from scenarios.schema_checks import model_in, words_of
from scenarios.schema_events import KINDS
from sim.outcome_records import ALL_OUTCOMES
from sim.parameters import NAMES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "A scenario of Entente"
Schema = dict[str, Any]


def file_schema() -> Schema:
    """What a scenario's file may hold."""
    found = Scenario.model_json_schema()
    definitions = found.setdefault("$defs", {})
    for model in _models(Scenario):
        part = found if model is Scenario else definitions.get(model.__name__)
        if part is not None:
            _say_checks(model, part["properties"])
    _drop_titles(found)
    found["properties"][inheritance.EXTENDS] = {"type": "string", "description": inheritance.WORDS}
    found.pop("required", None)  # the name of a scenario without one is its file's
    _offer_names(found)
    head = {"$schema": DIALECT, "title": TITLE, "description": "What `entente compare --scenario FILE` reads (TOML)."}
    return head | {key: value for key, value in found.items() if key not in head}


def _models(model: type[BaseModel], seen: tuple[type[BaseModel], ...] = ()) -> Iterator[type[BaseModel]]:
    """A model, and all that its fields hold."""
    yield model
    for field in model.model_fields.values():
        inner = model_in(field.annotation)
        if inner is not None and inner not in seen:
            seen += (inner,)
            yield from _models(inner, seen)


def _say_checks(model: type[BaseModel], properties: Schema) -> None:
    """Put what the checks of a model's fields let pass into its properties."""
    for name, field in model.model_fields.items():
        own = _check_of(field.metadata)
        items = [check for part in getattr(field.annotation, "__args__", ()) if (check := _check_of(_metadata(part)))]
        kept = {key: value for key, value in properties[name].items() if key in ("description", "default", "title")}
        if own is not None:
            properties[name] = own | _without_null(kept)
        elif items:
            properties[name] = kept | {"type": "array", "items": items[0]}
        else:
            properties[name] = _without_null(properties[name])
        properties[name]["description"] = words_of(field)


def _metadata(annotation: Any) -> tuple[Any, ...]:
    found: tuple[Any, ...] = getattr(annotation, "__metadata__", ())
    return found


def _check_of(metadata: Any) -> Schema | None:
    """What a JSON schema says of the check among a field's metadata, if there is one that says it."""
    for each in metadata:
        if isinstance(each, BeforeValidator) and hasattr(each.func, "json_schema"):
            return dict(each.func.json_schema)
    return None


def _without_null(part: Schema) -> Schema:
    """TOML knows no null: what may be None may be left out."""
    found = {key: value for key, value in part.items() if not (key == "default" and value is None)}
    choices = [choice for choice in found.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del found["anyOf"]
        found = {**choices[0], **found}
    return found


def _drop_titles(part: Any) -> None:
    """Titles that pydantic makes of names say nothing new."""
    if isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        for value in part.values():
            _drop_titles(value)
    elif isinstance(part, list):
        for value in part:
            _drop_titles(value)


# ---- names that editors offer ----------
def _offer_names(found: Schema) -> None:
    """Rosters, designs, actors, outcomes and parameters by name; any other text is allowed too."""
    real, definitions = load_roster("real"), found["$defs"]
    plain_designs = [info.text for info in list_designs() if "<" not in info.text]
    offered = {
        "AnyActor": (*real.aliases, *real.firm_ids),
        "AnyDesign": tuple(dict.fromkeys([*DEFAULT_DESIGNS, *plain_designs])),
        "AnyOutcome": tuple(o.name for o in ALL_OUTCOMES),
        "AnyParameter": NAMES,
        "AnyRoster": tuple(list_rosters()),
        "AnyScenario": tuple(scenario_names()),
        "AnyType": TYPE_NAMES,
    }
    for part in (found, *definitions.values()):
        for name, property_ in part.get("properties", {}).items():
            if name in _SINGLE and property_.get("type") == "string":
                property_ |= _ref(_SINGLE[name])
            elif name in _LISTED and property_.get("type") == "array":
                property_["items"] = _ref(_LISTED[name])
    definitions["Tie"]["properties"]["type"] |= _ref("AnyType")
    kinds = "; ".join(f"{kind}: {meaning}" for kind, meaning in KINDS.items())
    definitions["Event"]["properties"]["kind"]["description"] = kinds
    definitions |= {name: {"anyOf": [{"enum": list(names)}, {"type": "string"}]} for name, names in offered.items()}


_SINGLE = {
    "roster": "AnyRoster", "baseline": "AnyScenario", "extends": "AnyScenario", "design": "AnyDesign",
    "against": "AnyDesign", "beyond": "AnyDesign", "actor": "AnyActor", "partner": "AnyActor",
    "parameter": "AnyParameter", "outcome": "AnyOutcome",
}  # fmt: skip
_LISTED = {
    "designs": "AnyDesign", "changed_designs": "AnyDesign", "scenarios": "AnyScenario", "remove": "AnyActor",
    "add": "AnyActor",
}  # fmt: skip


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
