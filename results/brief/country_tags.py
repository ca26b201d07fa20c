"""What a country's net benefit rests on: whether one number that was put in makes its difference, or several."""

from __future__ import annotations

from typing import Any

import pandas as pd

from results.brief.brief import NOT_APART, OPEN
from results.brief.country_phrases import SMALL, per_cent
from results.brief.country_values import WELFARE, Values
from results.brief.tags import tags_in
from results.comparison import BETTER, WORSE
from results.why.shares import shares
from scenarios.designs import BASELINE as TODAY
from scenarios.swap_runs import benefit_of

_RULES = (
    "Dues, posts lent, say over the agenda and what a host hears first follow from the posts and powers that a design "
    "is given: assumed. Most often best: of the designs with a secretariat. Net benefit is told beside what the "
    "country has today, as its size means nothing by itself; a typical member is the median of today's members. A "
    "typical difference is the median over the futures; in a single future it can be larger. Below "
    f"{per_cent(SMALL)} of today's its size stands in the table alone: nearly all of a member's net benefit is what it "
    "exchanges with its partners, and so small a part of it is no ground for a choice."
)
NOTE_APART = (
    "Net benefit is taken apart by runs in which one lever of a design at a time is as today: 'assumed' if one lever "
    "makes more than half of the difference, or may, 'found' if surely none does, 'open' if there is no clear "
    f"difference in these futures. Leaks, ties, and one host against another are not taken apart. {_RULES}"
)
NOTE_NOT_APART = (
    "No swapped runs with each country's own net benefit are kept with these runs, so that its differences are not "
    f"taken apart. {_RULES}"
)


class CountryTags:
    """The tags of every jurisdiction's net benefit against the baseline, by label and design."""

    def __init__(self, runs: Any, values: Values, swaps: Any, nodes: list[int]) -> None:
        labels = {benefit_of(values.roster.label(node)): node for node in nodes}
        known = [] if swaps is None or values.baseline != TODAY else [c for c in labels if c in swaps.swaps]
        self.apart = bool(known) and len(values.designs) > 1
        self._tags = {}
        if self.apart:
            whole = _whole(values, {column: labels[column] for column in known})
            self._tags = tags_in(shares(runs, swaps, known, values.baseline, whole))

    def of(self, label: str, design: str, verdict: str) -> str:
        """The tag of a difference with this verdict: open where that is not clear, whatever its mean is."""
        if verdict not in (BETTER, WORSE):
            return OPEN
        return self._tags.get((benefit_of(label), design), NOT_APART)

    @property
    def note(self) -> str:
        """What the tags rest on, in words."""
        return NOTE_APART if self.apart else NOTE_NOT_APART


def _whole(values: Values, columns: dict[str, int]) -> pd.DataFrame:
    """The net benefit of jurisdictions in the runs: a row a design and replicate (the index), a column each."""
    arrays = values.arrays[WELFARE]
    index = pd.MultiIndex.from_product([values.designs, values.replicates], names=["design", "replicate"])
    return pd.DataFrame({column: arrays[node].T.reshape(-1) for column, node in columns.items()}, index=index)
