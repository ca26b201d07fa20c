"""Fields of a design that are changed while it is in force or being set up: another design, as a text."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.design_mixes import parts_of
from scenarios.designs import parse_design, seated
from sim.errors import InputError
from sim.roster import Roster

SETUP = "setup_months"


def changed_design(text: str, values: Mapping[str, float], roster: Roster) -> str:
    """The text of a design with fields changed; those that it changes already are kept. Of a mix, each part is changed.

    Numbers are written with twelve digits, which is what then counts.
    """
    if found := seated(text, roster):
        kind, node, given = found
        return _with(f"{kind}:{roster.aliases[node]}", given[1:], values)
    if "*" in text:
        parts = [(weight, changed_design(part, values, roster)) for weight, part in parts_of(text)]
        return " + ".join(f"{weight:.12g}*{part}" for weight, part in parts)
    name, _, given = text.partition("@")
    return _with(name.strip(), given, values)


def _with(name: str, given: str, values: Mapping[str, float]) -> str:
    """A name with the changes 'field=value,field=value' that it has, and these."""
    pairs = (part.split("=", 1) for part in given.split(",") if part.strip())
    changes = {field.strip(): number.strip() for field, number in pairs}
    changes |= {field: f"{value:.12g}" for field, value in values.items()}
    return name + "@" + ",".join(f"{field}={number}" for field, number in changes.items())


def set_up(text: str, roster: Roster) -> float:
    """Months that a design takes to be set up, at the most."""
    return parse_design(text, roster).point(1.0)[SETUP]


def check_design(text: str, roster: Roster) -> None:
    """InputError for a design that is none on the roster, or that names a file, alone or as part of a mix."""
    if ".toml" in text.lower():
        raise InputError("a file", key="design", value=text, allowed="the name of a design")
    parse_design(text, roster)
