"""World regions as a reader of a map expects them: in columns from the west to the east."""

from __future__ import annotations

from collections.abc import Callable

from sim.roster import Roster

# Columns from the west to the east, regions from the north to the south; others go where there is most room.
COLUMNS = (
    ("N America", "S America"),
    ("Europe", "Middle East", "Africa"),
    ("Central Asia", "S Asia", "E Asia", "SE Asia", "Oceania"),
)


def columns(roster: Roster, rows: Callable[[int], int]) -> list[list[int]]:
    """Regions (indices) of a roster by column; those that are not on our map go to the shortest one.

    rows : how many rows a region takes.
    """
    present = sorted({int(r) for r in roster.region})
    known = {name: k for k, name in enumerate(roster.regions)}
    found = [[known[name] for name in names if known.get(name) in present] for names in COLUMNS]
    placed = {r for own in found for r in own}
    for region in (r for r in present if r not in placed):
        heights = [sum(rows(r) for r in own) for own in found]
        found[heights.index(min(heights))].append(region)
    return [own for own in found if own]
