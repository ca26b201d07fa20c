"""Mixes of designs, as in '0.7*rotating + 0.3*static:UK'."""

from __future__ import annotations

import re
from collections.abc import Callable

from scenarios.recipes import Recipe
from sim.errors import InputError
from sim.roster import Roster

_PART = re.compile(r"\s*([0-9.]+(?:[eE]-?[0-9]+)?)\s*\*\s*(.+?)\s*", re.DOTALL)
_PLUS = re.compile(r"\+(?=\s*[0-9.]+(?:[eE]-?[0-9]+)?\s*\*)")


def read_mix(text: str, roster: Roster, parse: Callable[[str, Roster], Recipe]) -> Recipe:
    """The recipe of a mix, whose weights sum to 1; ``parse`` reads its parts. InputError if it makes no sense."""
    how = "weights that sum to 1, as in 0.7*rotating + 0.3*static:UK"
    parts, names = [], []
    for match in map(_PART.fullmatch, _PLUS.split(text)):
        if match is None:
            raise InputError("not a mix of designs", value=text, allowed=how)
        try:
            weight = float(match[1])
        except ValueError:
            raise InputError("not a weight", key=text, value=match[1], allowed=how) from None
        recipe = parse(match[2], roster)
        parts += [(weight * share, spread) for share, spread in recipe.parts]
        names.append((weight, recipe.name))
    total = sum(weight for weight, _ in parts)
    if abs(total - 1) > 1e-6:
        raise InputError("the weights of a mix do not sum to 1", key=text, value=round(total, 6), allowed=how)
    name = " + ".join(f"{weight:g}*{name}" for weight, name in names)
    return Recipe(name, tuple((weight / total, spread) for weight, spread in parts if weight > 0))


def parts_of(text: str) -> list[tuple[float, str]]:
    """The weights and the texts of the parts of a mix's name, as ``read_mix`` writes it; none of anything else."""
    matches = [_PART.fullmatch(piece) for piece in _PLUS.split(text)]
    return [(float(match[1]), match[2]) for match in matches if match is not None] if all(matches) else []
