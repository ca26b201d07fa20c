"""A comparison with what its tables are made of: plain names, units that a reader knows, pairs of designs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from results.brief.answer import brief_of
from results.brief.brief import Brief
from results.brief.country import Country, countries
from results.brief.names import Name, names
from results.brief.network import Network, network_of
from results.brief.pairs import Pairs, pairs_of
from results.brief.units import Measure, measures
from results.comparison import Comparison
from results.numbers import Meta


@dataclass(frozen=True, eq=False)
class Source:
    """A comparison with what its tables are made of. swaps : the swapped runs, None if there are none."""

    runs: Any
    comparison: Comparison
    swaps: Any = None

    @cached_property
    def names(self) -> dict[str, Name]:
        """The designs in plain words."""
        return names(self.comparison.designs, self.runs.roster)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """How each outcome is shown to a reader."""
        return measures(self.comparison)

    @cached_property
    def pairs(self) -> Pairs:
        """Every design against every other, in all outcomes."""
        return pairs_of(self.runs, self.comparison.metas)

    @cached_property
    def brief(self) -> Brief:
        """What a reader is told first."""
        return brief_of(self.runs, self.comparison, self.swaps)

    @cached_property
    def countries(self) -> dict[str, Country]:
        """The view of every jurisdiction, by its label."""
        return countries(self.runs, self.comparison, self.swaps)

    @cached_property
    def network(self) -> Network:
        """The ties and the members."""
        return network_of(self.runs, self.comparison.baseline)

    @property
    def heads(self) -> list[Meta]:
        """The headline outcomes."""
        return [meta for meta in self.comparison.metas if meta.headline]
