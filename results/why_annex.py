"""The annex of a report that takes the headline differences apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from results.brief.names import names as names_of_designs
from results.comparison import Comparison, records
from results.figures.shares import shares_chart
from results.figures.style import Picture
from results.numbers import Meta, sentence
from results.why.explained import NONE_KEPT, explained, headlines, scope
from results.why.fast_lane import fast_lane
from results.why.words import Difference, counted, differences

_BECAUSE = (
    "They were made by an earlier version, were interrupted, or come from the reference engine without --why. Make "
    "them again to have them."
)


@dataclass(frozen=True)
class WhyAnnex:
    """What the page shows. missing : why there is nothing to show, '' otherwise.

    blocks : every headline outcome with the differences of the designs in it.
    """

    missing: str
    scope: str = ""
    counted: str = ""
    blocks: tuple[tuple[Meta, list[Difference]], ...] = ()
    fast_lane: tuple[dict[str, Any], ...] = ()
    picture: Picture | None = None

    def of(self, outcome: str) -> list[Difference]:
        """The clear differences in an outcome."""
        return [one for meta, found in self.blocks if meta.name == outcome for one in found if one.levers]


def why_annex(runs: Any, swaps: Any, comparison: Comparison, folder: Path) -> WhyAnnex:
    """The annex, with its figure drawn into a folder. ``swaps`` : a ``Swaps``, or None where none were kept."""
    if len(comparison.designs) < 2:
        return WhyAnnex("There is no other design to compare with the baseline.")
    if swaps is None:
        return WhyAnnex(f"{sentence(NONE_KEPT)} {_BECAUSE}")
    found = differences(explained(runs, swaps, comparison, headlines(comparison)))
    names = headlines(comparison)
    blocks = tuple((comparison.meta(name), [one for one in found if one.outcome == name]) for name in names)
    called = names_of_designs(comparison.designs, runs.roster)
    return WhyAnnex(
        missing="",
        scope=scope(swaps),
        counted=counted(found),
        blocks=blocks,
        fast_lane=tuple(records(fast_lane(swaps))),
        picture=shares_chart(blocks, called, comparison.baseline, folder),
    )
