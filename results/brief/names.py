"""Plain names of designs: 'a secretariat at the OECD' instead of ``igo:OECD``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from results.numbers import listing
from scenarios.design_mixes import parts_of
from scenarios.designs import preset_of
from sim.errors import InputError
from sim.roster import Roster

# Preset -> (name in a sentence, name in a table); {country} and {host} are filled in where there is a seat.
_PRESETS = {
    "none": ("no secretariat", "No secretariat"),
    "adhoc": ("today's ad hoc lead", "Today: ad hoc lead"),
    "rotating": ("a rotating secretariat", "Rotating"),
    "static": ("a fixed secretariat in {country}", "Fixed: {host}"),
    "igo_oecd": ("a secretariat at the OECD", "At the OECD"),
    "igo_un": ("a secretariat at the UN", "At the UN"),
    "hybrid_static_rotating_chair": (
        "a fixed secretariat in {country} with a rotating chair",
        "Fixed: {host}, rotating chair",
    ),
    "hybrid_igo_fast_lane": ("a secretariat at the OECD with a duty desk", "At the OECD, duty desk"),
    "rotating_with_support_unit": ("a rotating secretariat with a small support unit", "Rotating, support unit"),
}
_WITH_ARTICLE = ("United ", "Philippines", "Netherlands", "European Union", "Gambia", "Bahamas", "Maldives")


@dataclass(frozen=True)
class Name:
    """A design in plain words.

    design : its text, 'igo:OECD'.  long : in a sentence, 'a secretariat at the OECD'.
    short : in a table or a figure, 'At the OECD'.  vague : nobody could tell from it which design it is.
    """

    design: str
    long: str
    short: str
    vague: bool = False

    @property
    def definite(self) -> str:
        """The long name with a definite article where it has one: 'the secretariat at the OECD'."""
        return f"the {self.long[2:]}" if self.long.startswith("a ") else self.long


def names(designs: Sequence[str], roster: Roster) -> dict[str, Name]:
    """The names of several designs, no two alike: those that would be are numbered."""
    found = {design: name(design, roster) for design in designs}
    counts = Counter(one.short for one in found.values())
    seen: Counter[str] = Counter()
    for design, one in found.items():
        if counts[one.short] > 1:
            seen[one.short] += 1
            k = f" ({seen[one.short]})"
            found[design] = replace(one, long=one.long + k, short=one.short + k, vague=True)
    return found


def name(design: str, roster: Roster) -> Name:
    """The name of one design on a roster; of a design of somebody's own what can be said of it."""
    preset = preset_of(design, roster)
    if preset is not None:
        long, short = _PRESETS[preset]
        host = _host(design, roster)
        return Name(
            design,
            long.format(country=in_sentence(roster, host), host=_alias(roster, host)),
            short.format(host=_alias(roster, host)),
        )
    if (base := _changed(design, roster)) is not None:
        return Name(design, f"{base.long} with changes", f"{base.short}, changed", vague=True)
    if parts := parts_of(design):
        return _mix(design, parts, roster)
    stem = PurePath(design).stem if design.lower().endswith(".toml") else design
    return Name(design, f"the design '{stem}'", stem)


def _changed(design: str, roster: Roster) -> Name | None:
    """The name of the design before its changes ('rotating@staff_fte=8'); None where that is no preset."""
    for end in (k for k in range(len(design) - 1, 0, -1) if design[k] == "@"):
        if preset_of(design[:end], roster) is not None:
            return name(design[:end].strip(), roster)
    return None


def _mix(design: str, parts: Sequence[tuple[float, str]], roster: Roster) -> Name:
    found = [(f"{100 * weight:.0f}%", name(part, roster)) for weight, part in parts]
    long = listing(f"{one.long} ({share})" for share, one in found)
    return Name(design, f"a mix of {long}", "Mix: " + " + ".join(f"{one.short} {share}" for share, one in found))


def _host(design: str, roster: Roster) -> int | None:
    """The node of the country in which a design sits; None for one without such a seat."""
    kind, _, host = design.strip().partition(":")
    if kind.lower() not in ("static", "chair"):
        return None
    try:
        return roster.find(host.strip())
    except InputError:
        return None


def in_sentence(roster: Roster, host: int | None) -> str:
    """A country as a sentence names it: 'the United Kingdom', 'Kenya'; '' for none."""
    if host is None:
        return ""
    return with_article(str(roster.names[host]))


def with_article(country: str) -> str:
    """A country's name with the article that English gives it: 'the Netherlands', 'Kenya'."""
    return f"the {country}" if country.startswith(_WITH_ARTICLE) else country


def _alias(roster: Roster, host: int | None) -> str:
    return "" if host is None else str(roster.aliases[host])
