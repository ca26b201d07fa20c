"""Designs of one's own, as TOML files::

[design]
name = "two-seat"                     # label; the file's name if left out
base = "rotating"                     # any design text; what is not named below comes from it
seat = { UK = 0.5, Singapore = 0.5 }  # or seat = "UK"
seat_share = 0.5                      # any field of sim.design.FIELDS
turn_share = 0.5
staff_fte = { central = 8, low = 4, high = 12 }
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.incoming import finite, read_toml, unclean_in
from scenarios.recipes import Recipe, find_host
from sim.design import FIELD_NAMES
from sim.errors import EntenteError, InputError, raise_all
from sim.roster import Roster

_OWN_KEYS = ("name", "base", "seat", "description")
_NUMBER = "a number, or { central = .., low = .., high = .. }"
Parse = Callable[[str, Roster], Recipe]
Ranges = dict[str, tuple[float, float, float]]


def read_design_file(path: str, roster: Roster, parse: Parse) -> Recipe:
    """The recipe of a design file; all its mistakes are reported together."""
    content = read_toml(path)
    raise_all(unclean_in(content, path))
    table = content.get("design")
    if not isinstance(table, dict) or len(content) > 1:
        keys = [key for key in content if key != "design"]
        raise InputError("a design file has one table, [design]", file=path, value=keys or None, allowed="[design]")
    errors: list[InputError] = []
    changes = _fields(table, path, errors)
    seat = _seat(table["seat"], roster, path, errors) if "seat" in table else None
    base = table.get("base")
    if not isinstance(base, str) or base.lower().endswith(".toml"):
        errors.append(InputError("a base is needed", file=path, key="base", value=base, allowed="a named design"))
    name = _name(table, path, roster, parse, errors)
    raise_all(errors)
    return parse(str(base), roster).changed(changes, seat, name, path)


def _name(table: Mapping[str, Any], path: str, roster: Roster, parse: Parse, errors: list[InputError]) -> str:
    """What the design goes by in tables and figures: its own name, and not that of another design."""
    name = table.get("name", Path(path).stem)
    if not isinstance(name, str) or not name.strip():
        errors.append(InputError("not a name", file=path, key="name", value=name, allowed="a text that is not blank"))
    elif _is_another(name, roster, parse):
        allowed = 'a name of its own, as in name = "my design"'
        errors.append(InputError("the name of another design", file=path, key="name", value=name, allowed=allowed))
    return str(name).strip()


def _is_another(name: str, roster: Roster, parse: Parse) -> bool:
    try:
        return not name.lower().endswith(".toml") and bool(parse(name, roster))
    except EntenteError:
        return False


def _numbers(value: Any) -> tuple[float, float, float] | None:
    """Central, low and high of a number or a range; None if it is neither."""
    given = [value.get(k) for k in ("central", "low", "high")] if isinstance(value, dict) else [value] * 3
    numbers = [number for each in given if (number := finite(each)) is not None]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else None


def _fields(table: Mapping[str, Any], path: str, errors: list[InputError]) -> Ranges:
    changes: Ranges = {}
    known = (*FIELD_NAMES, *_OWN_KEYS)
    for key, value in table.items():
        if key in _OWN_KEYS:
            continue
        if key not in FIELD_NAMES:
            allowed = ", ".join(known)
            errors.append(InputError("unknown key", file=path, value=key, allowed=allowed, choices=known))
            continue
        numbers = _numbers(value)
        if numbers is None:
            errors.append(InputError("not a number or a range", file=path, key=key, value=value, allowed=_NUMBER))
        else:
            changes[key] = numbers
    return changes


def _seat(value: Any, roster: Roster, path: str, errors: list[InputError]) -> np.ndarray:
    """(J,) weights of the hosts."""
    shares = {value: 1.0} if isinstance(value, str) else value
    seat = np.zeros(roster.n_states)
    allowed = "a host, or a table of hosts and shares that sum to 1"
    if not isinstance(shares, dict) or not all(_is_share(share) for share in shares.values()):
        errors.append(InputError("not a seat", file=path, key="seat", value=value, allowed=allowed))
        return seat
    for host, share in shares.items():
        try:
            seat[find_host(host, roster, f"{path}, seat")] += share
        except InputError as error:
            errors.append(error)
            return seat
    if abs(seat.sum() - 1) > 1e-6:
        total = round(float(seat.sum()), 6)
        errors.append(
            InputError("the seat's shares do not sum to 1", file=path, key="seat", value=total, allowed=allowed)
        )
    return seat


def _is_share(value: Any) -> bool:
    number = finite(value)
    return number is not None and number >= 0
