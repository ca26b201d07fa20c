"""The designs that a search may reach: a base with some fields changed, always valid; and their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from results.numbers import listing, number
from results.search.fields import SearchField
from scenarios.designs import parse_design
from scenarios.recipes import POWERS, Recipe
from sim.design import FIELD_INDEX, FIELD_NAMES
from sim.errors import InputError
from sim.roster import Roster

AS_BASE = -1  # a field that is left as in the base
BASE = "base"
_POWERS = FIELD_NAMES[POWERS]
_TOGETHER = (_POWERS, ("dues_host", "dues_gdp"))  # shares of one whole
Genes = Mapping[str, int]  # 'base' -> its number; field -> number of a level, or AS_BASE


@dataclass(frozen=True, eq=False)
class Space:
    """Bases and fields. A design is named by its genes, or by the text 'base@field=value,...'."""

    bases: tuple[str, ...]
    fields: tuple[SearchField, ...]
    roster: Roster

    @cached_property
    def options(self) -> dict[str, list[int]]:
        """What each gene may be."""
        found = {BASE: list(range(len(self.bases)))}
        return found | {f.field: [AS_BASE, *range(len(f.levels))] for f in self.fields}

    @cached_property
    def _centres(self) -> tuple[np.ndarray, ...]:
        return tuple(parse_design(base, self.roster).point().values for base in self.bases)

    @cached_property
    def _seats(self) -> tuple[bool, ...]:
        return tuple(bool(parse_design(base, self.roster).parts[0][1].seat.sum() > 0) for base in self.bases)

    def presets(self) -> list[dict[str, int]]:
        """The bases as they are."""
        return [{BASE: k} | {f.field: AS_BASE for f in self.fields} for k in range(len(self.bases))]

    def changes(self, genes: Genes) -> dict[str, float]:
        """Fields that differ from the base, made valid: shares of one whole never exceed it, a seat needs a host."""
        centre = self._centres[genes[BASE]]
        wanted = {f.field: f.levels[genes[f.field]] for f in self.fields if genes[f.field] != AS_BASE}
        if not self._seats[genes[BASE]]:
            wanted.pop("seat_share", None)
        for whole in _TOGETHER:
            self._fit(whole, wanted, centre)
        return {name: wanted[name] for name in FIELD_NAMES if name in wanted}

    @staticmethod
    def _fit(whole: Sequence[str], wanted: dict[str, float], centre: np.ndarray) -> None:
        """In place: what was asked for first stays, the others of the whole get what is left."""
        if not any(name in wanted for name in whole):
            return
        left = 1.0
        asked = [name for name in whole if name in wanted]
        for name in (*asked, *(name for name in whole if name not in wanted)):
            has = wanted.get(name, float(centre[FIELD_INDEX[name]]))
            kept = round(min(has, left), 6)
            if kept != has or name in wanted:
                wanted[name] = kept
            left = round(left - kept, 6)

    def text(self, genes: Genes) -> str:
        """The design as `entente compare --designs` takes it."""
        base, changes = self.bases[genes[BASE]], self.changes(genes)
        return base if not changes else f"{base}@" + ",".join(f"{name}={value:g}" for name, value in changes.items())

    def recipe(self, genes: Genes) -> Recipe:
        """The design on the roster."""
        return parse_design(self.text(genes), self.roster)


def check_bases(bases: Sequence[str], roster: Roster) -> tuple[str, ...]:
    """Bases that a search may start from: named designs with a secretariat, without changes of their own."""
    found = []
    for text in bases:
        recipe = parse_design(text, roster)
        if "@" in text or "*" in text or text.lower().endswith(".toml"):
            raise InputError("not a base for a search", key="designs", value=text, allowed="named designs, unchanged")
        if recipe.point()["staff_fte"] > 0 or recipe.name == "adhoc":
            found.append(recipe.name)
    if not found:
        raise InputError("no design with a secretariat to start from", key="designs", value=", ".join(bases))
    return tuple(found)


# ---- words ----------
def in_words(text: str, roster: Roster) -> str:
    """'A secretariat like igo:OECD: a chair that goes round holds 40% of the powers, a handover every 12 months'."""
    base, _, changed = text.partition("@")
    recipe = parse_design(text, roster)
    names = [part.partition("=")[0] for part in changed.split(",")] if changed else []
    if not names:
        return f"{base} as it is"
    point = recipe.point()
    said = [_powers_words(point.values, recipe, roster)] if any(name in _POWERS for name in names) else []
    said += [_field_words(name, point[name]) for name in names if name not in _POWERS]
    return f"a secretariat like {base}, but {listing(said)}"


def _powers_words(values: np.ndarray, recipe: Recipe, roster: Roster) -> str:
    seat, turn, lead = (float(values[FIELD_INDEX[name]]) for name in _POWERS)
    hosts = [roster.aliases[j] for j in np.flatnonzero(recipe.parts[0][1].seat)]
    parts = []
    if seat > 0:
        parts.append(f"{number(seat, 'share')} of its powers with the seat in {listing(hosts)}")
    if turn > 0:
        parts.append(f"{number(turn, 'share')} with a chair that goes from member to member")
    if lead > 0:
        parts.append(f"{number(lead, 'share')} with the most capable members")
    rest = 1 - seat - turn - lead
    if rest > 1e-9:
        parts.append(f"{number(rest, 'share')} with no state")
    return listing(parts)


def _field_words(name: str, value: float) -> str:
    if name == "handovers_per_year":
        return f"a handover every {number(12 / value)} months" if value > 0 else "no handovers"
    said = {
        "open_to_states": f"open to {number(value, 'share')} of the states without an office",
        "admission_consent": f"admission with the consent of {number(value, 'share')} of the members",
        "admission_tiers": "no partner tier" if value <= 1 else f"{value:g} tiers of membership",
        "dues_host": f"{number(value, 'share')} of the cost paid by the host or lead",
        "dues_gdp": f"{number(value, 'share')} of the cost by GDP",
        "mandate_breadth_themes": f"a mandate of {value:g} themes",
        "coupling_overlap": f"{number(value, 'share')} of its work tied to other bodies",
        "excludability": f"{number(value, 'share')} of the output for members only",
    }
    return said.get(name, f"{name} {value:g}")
