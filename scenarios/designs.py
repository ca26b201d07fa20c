"""Designs by name: the only module that knows what 'rotating' or 'static:UK' means.

A design text is one of ``list_designs()``, with changes (``rotating@staff_fte=8,memory_kept=0.9``), a mix
(``0.7*rotating + 0.3*static:UK``) or the path of a TOML file. It becomes a ``Recipe``: the ranges of its
fields on one roster, from which a ``DesignPoint`` is taken at the central values or at quantiles.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenarios.design_files import read_design_file
from scenarios.design_mixes import read_mix
from scenarios.design_records import analogue_rows, design_records, host_rule, outcome_records
from scenarios.incoming import text_or_path
from scenarios.recipes import Recipe, Spread, find_host, is_host, unknown_field
from sim.design import FIELD_INDEX, DesignPoint
from sim.errors import EntenteError, InputError, InputErrors, raise_all
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
_TEXTS = "names of designs, or .toml files"
_SEATED = {"static": "static", "chair": "hybrid_static_rotating_chair"}


@dataclass(frozen=True)
class DesignInfo:
    """A kind of design that can be asked for: its text, its preset and who holds the secretariat."""

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
    """The recipe of a design text on a roster; InputError(s) with the nearest name if it makes no sense.

    The names of the roster are known first: a host may be called 'A*B' or 'Here, There', and is not taken apart.
    """
    text = _stripped(text, "design")
    if found := seated(text, roster):
        kind, node, changes = found
        recipe = _on_seat(kind, node, roster)
        return recipe.changed(_changes(changes[1:], text), where=text) if changes else recipe
    if "*" in text and _kind_of(text) not in _SEATED:
        return read_mix(text, roster, parse_design)
    if text.lower().endswith(".toml"):
        return read_design_file(text, roster, parse_design)
    name, _, changes = text.partition("@")
    recipe = _preset_recipe(name.strip(), roster)
    return recipe.changed(_changes(changes, text), where=text) if "@" in text else recipe


def design_texts(designs: Any, roster: Roster | None = None) -> list[str]:
    """What a caller names designs by, one text or several, as a list; InputError for what is no text or path."""
    if isinstance(designs, str):
        designs = split_designs(designs, roster)
    elif isinstance(designs, os.PathLike | bytes) or not isinstance(designs, Iterable):
        designs = [designs]
    return [_stripped(design, "designs") for design in designs]


def _stripped(design: Any, key: str) -> str:
    return text_or_path(design.strip() if isinstance(design, str) else design, key, _TEXTS)


def split_designs(text: str, roster: Roster | None = None) -> list[str]:
    """Splits 'none,rotating@staff_fte=8,memory_kept=0.9' into two designs: a bare 'field=value' goes on.

    On a roster, a host or a file with a comma in its name is one design too.
    """
    designs: list[str] = []
    for piece in text.split(","):
        if designs and "=" in piece and "@" not in piece:
            designs[-1] += "," + piece
        elif piece.strip():
            designs.append(piece.strip())
    if roster is None or all(_parses(design, roster) for design in designs):
        return designs
    return _with_commas(text.split(","), roster)


def _with_commas(pieces: list[str], roster: Roster) -> list[str]:
    """Designs from pieces between commas, each of as many pieces as make one."""
    designs: list[str] = []
    while pieces:
        ends = range(len(pieces), 0, -1)
        end = next((end for end in ends if _parses(",".join(pieces[:end]), roster)), 0)
        piece = ",".join(pieces[: end or 1]).strip()
        if designs and not end and "=" in piece and "@" not in piece:
            designs[-1] += "," + piece
        elif piece:
            designs.append(piece)
        pieces = pieces[end or 1 :]
    return designs


def _parses(text: str, roster: Roster) -> bool:
    try:
        return bool(parse_design(text, roster))
    except EntenteError:
        return False


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


def preset_of(text: str, roster: Roster | None = None) -> str | None:
    """The preset behind a plain design text; None for changed designs, mixes and files.

    ``roster``: knows hosts whose names hold signs that mean a change or a mix elsewhere.
    """
    if roster is not None and (found := seated(text, roster)):
        return None if found[2] else _SEATED[found[0]]
    kind, _, host = text.strip().partition(":")
    if kind.lower() in _SEATED and host and not re.search(r"[@*]", text):
        return _SEATED[kind.lower()]
    return _by_lower(_PLAIN).get(text.strip().lower())


def analogue_targets(
    text: str, roster: Roster | None = None
) -> dict[str, tuple[float, float, float, tuple[str, ...], str]]:
    """What real organisations like this design achieved: outcome -> (central, low, high, rests_on, status).

    ``text`` is a design text or the name of a preset; empty where there is no analogue.
    """
    presets = {info.preset for info in list_designs()}
    preset = text if text in presets else preset_of(text, roster)
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
    if (kind := _kind_of(text)) in _SEATED:
        return _on_seat(kind, find_host(text.partition(":")[2].strip(), roster, text), roster)
    texts = {t.lower(): t for t in _PLAIN}
    if text.lower() not in texts:
        known = [info.text for info in list_designs()]
        hosts = [f"{kind}:{alias}" for kind in _SEATED for alias in roster.aliases]
        raise InputError("unknown design", value=text, allowed=", ".join(known), choices=[*_PLAIN, *hosts])
    name = texts[text.lower()]
    return Recipe(name, ((1.0, _spread(_PLAIN[name], np.zeros(roster.n_states))),))


def _kind_of(text: str) -> str:
    return text.partition(":")[0].strip().lower()


def seated(text: str, roster: Roster) -> tuple[str, int, str] | None:
    """Kind, host and changes ('@...', or '') of 'static:<host>@...'; None where no host of the roster is named."""
    kind, host = _kind_of(text), text.strip().partition(":")[2]
    if kind in _SEATED:
        for end in (len(host), *(k for k in range(len(host) - 1, 0, -1) if host[k] == "@")):
            if is_host(host[:end], roster):
                return kind, roster.find(host[:end]), host[end:]
    return None


def _on_seat(kind: str, node: int, roster: Roster) -> Recipe:
    """A design whose secretariat sits in one country."""
    seat = np.zeros(roster.n_states)
    seat[node] = 1.0
    return Recipe(f"{kind}:{roster.aliases[node]}", ((1.0, _spread(_SEATED[kind], seat)),))


def _spread(preset: str, seat: np.ndarray) -> Spread:
    rows = [r for r in design_records() if r.preset == preset]
    central, low, high = (np.array([getattr(r, a) for r in rows]) for a in ("central", "low", "high"))
    return Spread(central, low, high, seat, tuple(r.status for r in rows))


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
    "seated",
    "split_designs",
]
