"""Designs by name: the only module that knows what 'rotating' or 'static:UK' means.

A design text is one of ``list_designs()``, with changes (``rotating@staff_fte=8,memory_kept=0.9``), a mix
(``0.7*rotating + 0.3*static:UK``) or the path of a TOML file. It becomes a ``Recipe``: the ranges of its
fields on one roster, from which a ``DesignPoint`` is taken at the central values or at quantiles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.design_files import read_design_file
from scenarios.design_records import analogue_rows, design_records, host_rule, outcome_records
from scenarios.recipes import Recipe, Spread, find_host, is_host, unknown_field
from sim.design import FIELD_INDEX, DesignPoint
from sim.errors import InputError, InputErrors, raise_all
from sim.roster import Roster

BASELINE = "adhoc"
DEFAULT_DESIGNS = [
    "none",
    "adhoc",
    "rotating",
    "static:US",
    "static:UK",
    "static:Singapore",
    "static:Switzerland",
    "igo:OECD",
    "igo:UN",
    "chair:Switzerland",
]
# Text -> preset of presets.csv.
_PLAIN = {
    "none": "none",
    "adhoc": "adhoc",
    "rotating": "rotating",
    "support": "rotating_with_support_unit",
    "igo:OECD": "igo_oecd",
    "igo:UN": "igo_un",
    "fastlane:OECD": "hybrid_igo_fast_lane",
}
# Text before ':<host>' -> preset.
_SEATED = {"static": "static", "chair": "hybrid_static_rotating_chair"}

_PART = re.compile(r"\s*([0-9.]+(?:[eE]-?[0-9]+)?)\s*\*\s*(.+?)\s*", re.DOTALL)
_PLUS = re.compile(r"\+(?=\s*[0-9.]+(?:[eE]-?[0-9]+)?\s*\*)")


@dataclass(frozen=True)
class DesignInfo:
    """A kind of design that can be asked for: its text, its preset and who holds the arm."""

    text: str
    preset: str
    description: str


def list_designs() -> list[DesignInfo]:
    """All named designs; ``<host>`` stands for a jurisdiction of the roster."""
    texts = {**_PLAIN, **{f"{kind}:<host>": preset for kind, preset in _SEATED.items()}}
    return [DesignInfo(text, preset, host_rule(preset)) for text, preset in texts.items()]


def load_design(text: str, roster: Roster, quantile: float | Mapping[str, float] | None = None) -> DesignPoint:
    """The design point of a text: central values, or each field at a quantile of its range."""
    return parse_design(text, roster).point(quantile)


def load_designs(texts: Sequence[str], roster: Roster) -> list[Recipe]:
    """Several designs; all mistakes, and designs named twice, are reported together."""
    recipes: list[Recipe] = []
    errors: list[InputError] = []
    for text in texts:
        try:
            recipe = parse_design(text, roster)
        except InputErrors as several:
            errors += several.errors
        except InputError as one:
            errors.append(one)
        else:
            if recipe.name in [r.name for r in recipes]:
                errors.append(InputError("design named twice", key="designs", value=text))
            recipes.append(recipe)
    if not texts:
        errors.append(InputError("no design to run", key="designs", allowed="at least one design"))
    raise_all(errors)
    return recipes


def parse_design(text: str, roster: Roster) -> Recipe:
    """The recipe of a design text on a roster; InputError(s) with the nearest name if it makes no sense."""
    text = str(text).strip()
    if "*" in text:
        return _mix(text, roster)
    if text.lower().endswith(".toml"):
        return read_design_file(text, roster, parse_design)
    name, _, changes = text.partition("@")
    recipe = _preset_recipe(name.strip(), roster)
    return recipe.changed(_changes(changes, text), where=text) if "@" in text else recipe


def split_designs(text: str) -> list[str]:
    """Splits 'none,rotating@staff_fte=8,memory_kept=0.9' into two designs: a bare 'field=value' goes on."""
    designs: list[str] = []
    for piece in text.split(","):
        if designs and "=" in piece and "@" not in piece:
            designs[-1] += "," + piece
        elif piece.strip():
            designs.append(piece.strip())
    return designs


def default_designs(roster: Roster) -> list[str]:
    """``DEFAULT_DESIGNS``; hosts that the roster lacks are replaced by its largest economies."""
    present = {a: roster.aliases[roster.find(a)] for a in _default_hosts() if is_host(a, roster)}
    order = np.argsort(-np.nan_to_num(roster.gdp, nan=-1.0), kind="stable")
    spare = [roster.aliases[j] for j in order if roster.aliases[j] not in present.values()]
    chosen = {a: present.get(a) or (spare.pop(0) if spare else "") for a in _default_hosts()}
    texts = []
    for text in DEFAULT_DESIGNS:
        kind, _, host = text.partition(":")
        if kind not in _SEATED:
            texts.append(text)
        elif chosen[host]:
            texts.append(f"{kind}:{chosen[host]}")
    return texts


def preset_of(text: str) -> str | None:
    """The preset behind a plain design text; None for changed designs, mixes and files."""
    kind, _, host = text.strip().partition(":")
    if kind.lower() in _SEATED and host and not re.search(r"[@*]", text):
        return _SEATED[kind.lower()]
    return _by_lower(_PLAIN).get(text.strip().lower())


def analogue_targets(text: str) -> dict[str, tuple[float, float, float, tuple[str, ...], str]]:
    """What real organisations like this design achieved: outcome -> (central, low, high, rests_on, status).

    ``text`` is a design text or the name of a preset; empty where there is no analogue.
    """
    presets = {info.preset for info in list_designs()}
    preset = text if text in presets else preset_of(text)
    if preset is None:
        return {}
    return {
        r.field: (r.central, r.low, r.high, tuple(_with_organisation(r.rests_on)), r.status)
        for r in outcome_records(preset)
    }


def _with_organisation(rests_on: Sequence[str]) -> list[str]:
    rows = analogue_rows()
    return [f"{key} ({rows[key.split()[0]]['organisation']})" for key in rests_on]


def _default_hosts() -> list[str]:
    pairs = [text.partition(":") for text in DEFAULT_DESIGNS]
    return list(dict.fromkeys(host for kind, _, host in pairs if kind in _SEATED))


def _by_lower(table: Mapping[str, str]) -> dict[str, str]:
    return {key.lower(): value for key, value in table.items()}


def _preset_recipe(text: str, roster: Roster) -> Recipe:
    """A named design without changes."""
    kind, _, host = text.partition(":")
    if kind.lower() in _SEATED:
        kind = kind.lower()
        node = find_host(host.strip(), roster, text)
        seat = np.zeros(roster.n_states)
        seat[node] = 1.0
        return Recipe(f"{kind}:{roster.aliases[node]}", ((1.0, _spread(_SEATED[kind], seat)),))
    texts = {t.lower(): t for t in _PLAIN}
    if text.lower() not in texts:
        known = [info.text for info in list_designs()]
        hosts = [f"{kind}:{alias}" for kind in _SEATED for alias in roster.aliases]
        raise InputError("unknown design", value=text, allowed=", ".join(known), choices=[*_PLAIN, *hosts])
    name = texts[text.lower()]
    return Recipe(name, ((1.0, _spread(_PLAIN[name], np.zeros(roster.n_states))),))


def _spread(preset: str, seat: np.ndarray) -> Spread:
    rows = [r for r in design_records() if r.preset == preset]
    central, low, high = (np.array([getattr(r, a) for r in rows]) for a in ("central", "low", "high"))
    return Spread(central, low, high, seat)


def _changes(text: str, design: str) -> dict[str, tuple[float, float, float]]:
    """'staff_fte=8,memory_kept=0.9' as ranges of no width."""
    changes, errors = {}, []
    for piece in text.split(","):
        field, _, number = (part.strip() for part in piece.partition("="))
        if field not in FIELD_INDEX:
            errors.append(unknown_field(field, design))
            continue
        try:
            value = float(number)
        except ValueError:
            errors.append(InputError("not a number", file=design, key=field, value=number))
        else:
            changes[field] = (value, value, value)
    raise_all(errors)
    return changes


def _mix(text: str, roster: Roster) -> Recipe:
    """'0.7*rotating + 0.3*static:UK': the weights sum to 1."""
    how = "weights that sum to 1, as in 0.7*rotating + 0.3*static:UK"
    parts, names = [], []
    for piece in _PLUS.split(text):
        match = _PART.fullmatch(piece)
        if match is None:
            raise InputError("not a mix of designs", value=text, allowed=how)
        try:
            weight = float(match[1])
        except ValueError:
            raise InputError("not a weight", key=text, value=match[1], allowed=how) from None
        recipe = parse_design(match[2], roster)
        parts += [(weight * share, spread) for share, spread in recipe.parts]
        names.append((weight, recipe.name))
    total = sum(weight for weight, _ in parts)
    if abs(total - 1) > 1e-6:
        raise InputError("the weights of a mix do not sum to 1", key=text, value=round(total, 6), allowed=how)
    name = " + ".join(f"{weight:g}*{name}" for weight, name in names)
    return Recipe(name, tuple((weight / total, spread) for weight, spread in parts if weight > 0))


__all__ = [
    "BASELINE",
    "DEFAULT_DESIGNS",
    "DesignInfo",
    "Recipe",
    "analogue_targets",
    "default_designs",
    "design_records",
    "list_designs",
    "load_design",
    "load_designs",
    "parse_design",
    "preset_of",
    "split_designs",
]
