"""What a search found: the hybrids that were checked, against every preset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from results.numbers import Meta
from results.search.check import UNSURE, WORSE, Against
from results.search.fields import SearchField, fields
from scenarios.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Size:
    """How much work a search is."""

    population: int = 40
    generations: int = 25
    replicates: int = 48
    check_replicates: int = 1000


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found.

    presets : the designs that were to be dominated.  designs : hybrids that were checked, in words too.
    against : every hybrid, and every preset, against every preset, on the seed of the check.  tried : designs run.
    """

    scenario: Scenario
    metas: tuple[Meta, ...]
    presets: tuple[str, ...]
    bases: tuple[str, ...]
    searched: tuple[SearchField, ...]
    size: Size
    designs: dict[str, str]
    against: tuple[Against, ...]
    tried: int
    seeds: tuple[int, int]
    words: tuple[str, ...] = ()

    @property
    def held(self) -> tuple[SearchField, ...]:
        """Fields that stay as the base has them, at the quantile that all designs of a replicate share."""
        names = [f.field for f in self.searched]
        return tuple(f for f in fields() if f.field not in names)

    def dominators(self, preset: str) -> list[Against]:
        """The checks of the hybrids that dominate a preset: strict ones first, then those with the fewest changes."""
        found = [a for a in self.against if a.preset == preset and a.dominates and a.design in self.designs]
        return sorted(found, key=lambda a: (not a.strictly, a.design.count("="), a.design))

    def presets_above(self, preset: str) -> list[str]:
        """The presets that dominate a preset as they are."""
        return [a.design for a in self.against if a.preset == preset and a.dominates and a.design in self.presets]

    def at_ends(self) -> list[dict[str, Any]]:
        """A row a searched field: how many hybrids that dominate something set it, and to its lowest or highest level.

        Where most lie at one end, the field's cost hardly shows in the chosen outcomes.
        """
        texts = {a.design for a in self.against if a.dominates and a.design in self.designs}
        rows = []
        for one in self.searched:
            values = [float(v) for text in texts for name, v in _changes(text) if name == one.field]
            low, high = min(one.levels), max(one.levels)
            ends = {"lowest": sum(v <= low for v in values), "highest": sum(v >= high for v in values)}
            rows.append({"field": one.field, "hybrids": len(texts), "set": len(values), **ends})
        return rows

    def nearest(self, preset: str) -> Against | None:
        """The hybrid that comes nearest to dominating a preset: the fewest of its outcomes are worse or in doubt."""
        own = [a for a in self.against if a.preset == preset and a.design in self.designs]
        return min(own, key=_missing) if own else None

    def frame(self) -> pd.DataFrame:
        """A row a design that was checked, preset and outcome: the mean difference, its interval, the verdict."""
        from results.search.notebook import search_frame

        return search_frame(self)

    def _repr_html_(self) -> str:
        from results.search.notebook import search_html

        return search_html(self)

    def to_json(self) -> dict[str, Any]:
        """All of it in plain types."""
        return {
            "scenario": self.scenario.plain(),
            "seeds": {"search": self.seeds[0], "check": self.seeds[1]},
            "size": vars(self.size),
            "designs_tried": self.tried,
            "outcomes": [m.name for m in self.metas],
            "presets": list(self.presets),
            "bases": list(self.bases),
            "searched": [vars(f) for f in self.searched],
            "held": [vars(f) for f in self.held],
            "hybrids": [{"design": text, "in_words": said} for text, said in self.designs.items()],
            "against": [{**vars(a), "dominates": a.dominates, "strictly": a.strictly} for a in self.against],
            "at_ends": self.at_ends(),
            "in_words": list(self.words),
        }


def _changes(text: str) -> list[tuple[str, str]]:
    """Field and value of each change of a design text."""
    pairs = [piece.partition("=") for piece in text.partition("@")[2].split(",") if piece]
    return [(name, value) for name, _, value in pairs]


def _missing(one: Against) -> tuple[int, float]:
    short = sum(max(0.0, -(row["low"] if row["low"] == row["low"] else -1e9) / row["margin"]) for row in one.outcomes)
    return len(one.named(WORSE)) + len(one.named(UNSURE)), short
