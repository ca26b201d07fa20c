"""What a discovery found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from results.discovery.boxes import Box
from results.discovery.flip import Change, Flip
from results.discovery.pair import Pair
from results.discovery.sample import Sample
from results.discovery.tree import Tree

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Discovery:
    """What was found of one pair and outcome: the first design against the second.

    explained : share of the variance of who wins that inputs can tell at all, and its 95% interval; NaN if not known.
    flip : None if it was not asked for.  runs : pairs of runs that were made.
    """

    pair: Pair
    sample: Sample
    box: Box
    tree: Tree
    explained: tuple[float, float, float]
    flip: Flip | None
    runs: int
    words: tuple[str, ...] = ()

    def frame(self) -> pd.DataFrame:
        """A row a future: its point, the inputs, how much the first design is better (lead), kept for the check."""
        from results.discovery.notebook import discovery_frame

        return discovery_frame(self)

    def _repr_html_(self) -> str:
        from results.discovery.notebook import discovery_html

        return discovery_html(self)

    def to_json(self) -> dict[str, Any]:
        """All of it in plain types."""
        sample, (a, b) = self.sample, self.pair.names
        return {
            "a": a,
            "b": b,
            "outcome": self.pair.meta.name,
            "rests_on": sample.said,
            "scenario": self.pair.scenario.plain(),
            "futures": len(sample.lead),
            "a_better": int(sample.wins(0).sum()),
            "b_better": int(sample.wins(1).sum()),
            "tied": sample.tied,
            "left_out": sample.dropped,
            "held_out": int(sample.held.sum()),
            "explainable": dict(zip(("share", "low", "high"), self.explained, strict=True)),
            "inputs": [vars(one) for one in self.pair.inputs],
            "box": {**vars(self.box), "limits": [vars(limit) for limit in self.box.limits], "found": self.box.found},
            "tree": {**vars(self.tree), "leaves": [vars(leaf) for leaf in self.tree.leaves]},
            "flip": None if self.flip is None else self._flip(self.flip),
            "pairs_of_runs": self.runs,
            "in_words": list(self.words),
        }

    def _flip(self, flip: Flip) -> dict[str, Any]:
        return {
            "centre": flip.centre.plain(),
            "single": self._change(flip.single),
            "joint": self._change(flip.joint),
            "ends": [
                {"input": one.name, "low": low.plain(), "high": high.plain()}
                for one, (low, high) in zip(self.pair.inputs, flip.ends, strict=False)
            ],
        }

    def _change(self, change: Change | None) -> dict[str, Any] | None:
        if change is None:
            return None
        values = self.pair.unscaled(change.point)
        moved = [
            {"input": self.pair.inputs[k].name, "from": self.pair.inputs[k].centre, "to": float(values[k]),
             "ranges": float(change.point[k] - self.pair.scaled(self.pair.centre)[k])}
            for k in change.moved
        ]  # fmt: skip
        return {"distance": change.distance, "order": change.order.plain(), "moved": moved}
