"""What a search found, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from results.numbers import listing, lower_first
from results.search.check import BETTER, UNSURE, WORSE

if TYPE_CHECKING:
    from results.search.check import Against
    from results.search.found import Found


def words(found: Found) -> list[str]:
    """For every preset: which hybrid dominates it on fresh seeds, or that none does and what stands in the way."""
    return [preset_words(found, preset) for preset in found.presets]


def preset_words(found: Found, preset: str) -> str:
    """One preset's finding."""
    rows, above = found.dominators(preset), found.presets_above(preset)
    itself = f"; of the designs themselves {listing(above)} {'does' if len(above) == 1 else 'do'}" if above else ""
    if not rows:
        none = f"none of the {len(found.designs)} hybrids that were checked dominates it"
        return f"{preset}: {none}{_obstacle(found, preset)}{itself}."
    first = rows[0]
    more = f" ({len(rows) - 1} more {'does' if len(rows) == 2 else 'do'})" if len(rows) > 1 else ""
    return (
        f"{preset}: dominated on fresh seeds by {found.designs[first.design]}{more}: clearly better in "
        f"{titles(found, first.named(BETTER))}, no worse in the other outcomes{_losses(found, first)}{itself}. "
        f"[{first.design}]"
    )


def _losses(found: Found, one: Against) -> str:
    """The clear losses that are too small to matter."""
    if not one.small_losses:
        return ""
    return f" but for clear losses, too small to matter, in {titles(found, one.small_losses)}"


def _obstacle(found: Found, preset: str) -> str:
    near = found.nearest(preset)
    if near is None:
        return ""
    return f"; the nearest, {near.design}, {obstacles(found, near)}"


def obstacles(found: Found, one: Against) -> str:
    """'is worse in members, and not surely as good in harm'."""
    parts = []
    if one.named(WORSE):
        parts.append(f"is worse in {titles(found, one.named(WORSE))}")
    if one.named(UNSURE):
        parts.append(f"is not surely as good in {titles(found, one.named(UNSURE))}")
    if not parts:
        parts.append("is as good in all outcomes, but clearly better in none")
    return " and ".join(parts)


def titles(found: Found, names: list[str]) -> str:
    """Outcomes by their titles."""
    by_name = {meta.name: lower_first(meta.title) for meta in found.metas}
    return listing(by_name[name] for name in names)
