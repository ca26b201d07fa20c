"""Which design is robust: regret, thresholds and front of the same futures together, and what they say in plain words.

No number adds outcomes up: where designs are better at different things, that is said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from results.comparison import plain
from results.numbers import listing, lower_first, number, percent, size
from results.robust.front import MEAN, MEDIAN, Front, front
from results.robust.futures import Futures, futures_of
from results.robust.regret import regret
from results.robust.wants import Want, parse_wants, satisficing
from results.studies.evidence.relevant import read as read_relevant

SURE = 0.95  # share of bootstrap samples that counts as sure
SAID_BY = {MEAN: "means", MEDIAN: "medians", "tail": "levels that are undercut in a tenth of the futures"}


@dataclass(frozen=True, eq=False)
class Choice:
    """The answer of ``choose``.  rests_on : in words, what the futures are."""

    futures: Futures
    wants: tuple[Want, ...]
    regrets: tuple[dict[str, Any], ...]
    front: Front
    met: tuple[dict[str, Any], ...]
    rests_on: str = ""

    def frame(self) -> pd.DataFrame:
        """One row an outcome and design: mean, high and worst regret, how surely it has the least."""
        return pd.DataFrame(list(self.regrets))

    def _repr_html_(self) -> str:
        from results.robust.notebook import choice_html

        return choice_html(self)

    def regret_of(self, outcome: str, design: str) -> dict[str, Any]:
        """The row of one outcome and design."""
        return self._index[outcome, design]

    @cached_property
    def _index(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(row["outcome"], row["design"]): row for row in self.regrets}

    def least(self, outcome: str) -> dict[str, Any]:
        """The row of the design with the least mean regret in an outcome; the first of equals."""
        rows = [row for row in self.regrets if row["outcome"] == outcome and not math.isnan(row["mean"])]
        return min(rows, key=lambda row: row["mean"]) if rows else {}

    def regretted(self, design: str) -> list[str]:
        """Outcomes in which a design's mean regret is larger than what matters (results/data/relevant.csv)."""
        found = []
        for k, name in enumerate(self.futures.outcomes):
            values = self.futures.values[:, :, k]
            level = float(np.nanmean(values)) if np.isfinite(values).any() else 0.0
            if not self.regret_of(name, design)["mean"] <= read_relevant()[name].least(level):
                found.append(name)
        return found

    def to_json(self) -> dict[str, Any]:
        """All of it in plain types."""
        return {
            "rests_on": self.rests_on,
            "futures": len(self.futures),
            "designs": list(self.futures.designs),
            "outcomes": [{**vars(m), "evidence": list(m.evidence)} for m in self.futures.metas],
            "compared_by": self.front.by,
            "resampled": self.futures.drawn,
            "regret": plain(self.frame()),
            "front": self.front.rows(),
            "wants": [want.words for want in self.wants],
            "satisficing": plain(pd.DataFrame(list(self.met))) if self.met else [],
            "in_words": self.words(),
        }

    def words(self) -> list[str]:
        """What it comes to, a sentence or two a line."""
        return [*self._regret_words(), *self._front_words(), *self._want_words(), self._verdict()]

    def _regret_words(self) -> list[str]:
        lines = []
        for meta in self.futures.metas:
            row = self.least(meta.name)
            if not row:
                lines.append(f"{meta.title}: applies to fewer than two designs in every future.")
                continue
            sure = f"the least in {percent(row['least'])} of the samples of futures"
            mean = size(row["mean"], meta.unit)
            lines.append(f"{meta.title}: {row['design']} is regretted least, {mean} on average ({sure}).")
        return lines

    def _front_words(self) -> list[str]:
        on = [f"{r['design']} ({percent(r['surely'])})" for r in self.front.rows() if r["on_front"]]
        what = (
            f"by the {SAID_BY[self.front.by]} over {len(self.futures)} futures and {len(self.futures.metas)} outcomes"
        )
        lines = [
            f"Not dominated, {what}: {listing(on)}; in brackets how surely (share of the samples, in which "
            f"{self.futures.drawn})."
        ]
        titles = {meta.name: lower_first(meta.title) for meta in self.futures.metas}
        for row in self.front.rows():
            if row["never_applies"]:
                without = listing(titles[name] for name in row["never_applies"])
                lines.append(f"{row['design']} cannot be compared: no value in {without}.")
            if row["dominated_by"]:
                lines.append(f"{row['design']} is dominated {self._by_whom(row)}.")
        return lines

    def _by_whom(self, row: dict[str, Any]) -> str:
        """'by A (99%), and by means, but not surely, by B (in 35% of the samples)'."""
        sure = [f"{one['design']} ({percent(one['surely'])})" for one in row["dominated_by"] if one["surely"] >= SURE]
        rest = [
            f"{one['design']} (in {percent(one['surely'])} of the samples)"
            for one in row["dominated_by"]
            if one["surely"] < SURE
        ]
        parts = [f"by {listing(sure)}"] if sure else []
        parts += [f"on the {SAID_BY[self.front.by]}, but not surely, by {listing(rest)}"] if rest else []
        return ", and ".join(parts)

    def _want_words(self) -> list[str]:
        if not self.met:
            return []
        ranked = sorted(self.met, key=lambda row: -(row["all"] if row["all"] == row["all"] else -1.0))
        best = ranked[0]
        if not best["futures"]:
            return ["No design can be held against all thresholds: their outcomes never apply together."]
        all_of = listing(want.words for want in self.wants)
        span = f"{percent(best['low'])} to {percent(best['high'])}"
        return [
            f"{all_of}: met most often by {best['design']}, in {percent(best['all'])} of {best['futures']} futures "
            f"(95% interval {span})."
        ]

    def _verdict(self) -> str:
        robust = [d for d in self.futures.designs if not self.regretted(d)]
        if robust:
            said = f"Robust in all chosen outcomes (mean regret nowhere larger than what matters): {listing(robust)}"
            below = [row for row in self.front.rows() if row["design"] in robust and row["dominated_by"]]
            also = [f"{row['design']} is dominated all the same, {self._by_whom(row)}" for row in below]
            return f"{'; '.join([said, *also])}."
        fewest = min(self.futures.designs, key=lambda d: len(self.regretted(d)))
        titles = {meta.name: lower_first(meta.title) for meta in self.futures.metas}
        where = listing(titles[name] for name in self.regretted(fewest))
        return (
            f"No design is robust in all chosen outcomes: each is regretted by more than what matters in one or more. "
            f"The fewest are those of {fewest}: {where}."
        )

    def want_texts(self, row: dict[str, Any]) -> list[str]:
        """A row of ``met`` as texts: all thresholds with the interval, then each."""
        span = f"{percent(row['all'])} [{percent(row['low'])}, {percent(row['high'])}]"
        return [span, *(percent(row["each"][want.words]) for want in self.wants), number(row["futures"])]


def choose(
    table: pd.DataFrame,
    outcomes: Sequence[str] | None = None,
    wants: Sequence[str] = (),
    designs: Sequence[str] | None = None,
    by: str = MEAN,
    seed: int = 1,
    rests_on: str = "",
    fixed_points: bool = False,
) -> Choice:
    """Robust choice over a table with the columns (point,) design, replicate, outcomes (and error).

    outcomes : names; None: the headline ones.  wants : thresholds as 'members>=10'.  by : 'mean', 'median' or 'tail'.
    seed : of the bootstrap.  fixed_points : the table's points are no sample (see ``futures_of``).
    InputError(s) for what makes no sense.
    """
    wanted = parse_wants(wants, list(map(str, table.columns)))
    futures = futures_of(table, outcomes, designs, fixed_points)
    named = list(dict.fromkeys(want.meta.name for want in wanted))
    met = satisficing(futures_of(table, named, designs, fixed_points), wanted) if wanted else []
    found = front(futures, by, seed)
    return Choice(futures, tuple(wanted), tuple(regret(futures, seed)), found, tuple(met), rests_on)
