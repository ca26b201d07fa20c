"""What a country gains: the design that is best for it, how surely, and whether the size is worth naming."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from results.brief.brief import OPEN, Clause, Sentence
from results.brief.chances import futures
from results.brief.country_phrases import SMALL, balance, chance, clause, fitting, hardly, long, per_cent
from results.brief.country_tags import CountryTags
from results.brief.country_values import WELFARE, Own
from results.comparison import BETTER, best_and_regret

LITTLE = 0.05  # of what a typical member has: below that, a change of a net loss is said to be little
MOST_OFTEN, SUREST = "most often best", "surest to help"  # why a design is told of


def served(own: Own) -> tuple[str, ...]:
    """Designs with posts of their own; all if there is none: no secretariat is no choice of one."""
    return tuple(d for d in own.all.designs if has_posts(own, d)) or own.all.designs


def has_posts(own: Own, design: str) -> bool:
    """Whether a design has a secretariat."""
    return float(own.all.points[design]["staff_fte"]) > 0


def best_of(own: Own) -> tuple[str, float]:
    """The design with a secretariat that is best for it most often of all of these, and how often (a share).

    Of equally frequent ones that with the largest gain, then the first.
    """
    designs = served(own)
    columns = [own.all.designs.index(design) for design in designs]
    often, _ = best_and_regret(own.values(WELFARE)[:, columns], 1)
    often = np.where(np.isfinite(often), often, 0.0)
    ranked = [(float(often[k]), np.nan_to_num(own.cells[WELFARE, d]["diff"])) for k, d in enumerate(designs)]
    first = max(range(len(designs)), key=lambda k: ranked[k])
    return designs[first], float(often[first])


def told_of(own: Own) -> tuple[str, str]:
    """The design that a country is told of, and why: the one that is best most often.

    Where that hardly changes its net benefit, and another one adds more than that, of those the surest.
    """
    best, _ = best_of(own)
    if best == own.all.baseline or not hardly(own, own.cells[WELFARE, best]["diff"]):
        return best, MOST_OFTEN
    rows = [own.cells[WELFARE, d] for d in served(own) if d in own.others]
    more = [row for row in rows if row["diff"] > 0 and not hardly(own, row["diff"])]
    if not more:
        return best, MOST_OFTEN
    return str(max(more, key=lambda row: float(row["p_better"]))["design"]), SUREST


def gain(own: Own, design: str, why: str, tags: CountryTags) -> Sentence:
    """What it gains from the design that it is told of, and how surely."""
    if len(own.all.designs) == 1:
        only = f"only {long(own, design)} was run, so that there is nothing to compare for {own.called}"
        return Sentence("Gain", (clause(only),))
    if (without := no_secretariat(own)) is not None:
        return Sentence("Gain", (_without(own, without, tags),))
    if design == own.all.baseline:
        text = f"no design with a secretariat is best for {own.called} more often than {long(own, design)}"
        return Sentence("Gain", (clause(text, OPEN, futures(best_of(own)[1])),))
    if hardly(own, own.cells[WELFARE, design]["diff"]):
        return Sentence("Gain", (_hardly(own, design, why, tags),))
    return Sentence("Gain", (_gains(own, design, why, tags),))


def _gains(own: Own, design: str, why: str, tags: CountryTags) -> Clause:
    row = own.cells[WELFARE, design]
    size = f"{balance(own, row['diff'])}{_little(own, row['diff'])}"
    if row["verdict"] == BETTER:
        texts = [f"{who} gains most with {long(own, design)}: {size}" for who in (own.called, "it")]
    else:
        rest = f": {long(own, design)}, {why}, brings {size}"
        texts = [f"no gain is clear for {own.called}{rest}", f"no gain is clear{rest}"]
    return _about(own, design, fitting(*texts), chance(row["p_better"], row["diff"]), tags)


def _hardly(own: Own, design: str, why: str, tags: CountryTags) -> Clause:
    """What changes by less than ``SMALL``: no size, and no chance of a sign that does not matter, unless it is sure."""
    row = own.cells[WELFARE, design]
    size = f"changes its net {'benefit' if own.sign > 0 else 'loss'} by less than {per_cent(SMALL)}"
    if own.sign > 0 and row["diff"] > 0:
        size = f"adds less than {per_cent(SMALL)} to its net benefit"
    rest = f": even {long(own, design)}, {why}, typically {size}"
    if all(hardly(own, own.cells[WELFARE, other]["diff"]) for other in own.others):
        starts = (f"little changes for {own.called}", "little changes")
    else:
        starts = (f"{own.called} hardly gains", "it hardly gains")
    sure = chance(row["p_better"], row["diff"]) if row["verdict"] == BETTER else ""
    return _about(own, design, fitting(*(start + rest for start in starts)), sure, tags)


def _about(own: Own, design: str, text: str, sure: str, tags: CountryTags) -> Clause:
    tag = tags.of(own.label, design, own.cells[WELFARE, design]["verdict"])
    return clause(text, tag, sure, outcome=WELFARE, designs=(design,))


def _little(own: Own, diff: float) -> str:
    """For a country whose balance is a loss: whether a change is little beside what members have."""
    if own.sign > 0 or not own.all.typical > 0 or abs(diff) >= LITTLE * own.all.typical:
        return ""
    return ", little beside what a member has"


# ---- without a secretariat ----------
def no_secretariat(own: Own) -> str | None:
    """The design without a secretariat that brings it most, and enough to be told; None if there is none.

    It must also be better for it than the best one with a secretariat in most futures.
    """
    best, _ = best_of(own)
    without = [d for d in own.others if not has_posts(own, d) and d != best]
    if not without:
        return None
    diffs = {d: own.cells[WELFARE, d]["diff"] for d in own.others}
    most = max(without, key=lambda d: -math.inf if math.isnan(diffs[d]) else diffs[d])
    beats = diffs[most] > 0 and diffs[most] >= max(diffs.values()) and own.pair(most, best)["p_better"] > 0.5
    return most if beats and not hardly(own, diffs[most]) else None


def _without(own: Own, design: str, tags: CountryTags) -> Clause:
    row: dict[str, Any] = own.cells[WELFARE, design]
    rest = f"{long(own, design)} at all would bring {{}}most, {balance(own, row['diff'])}"
    clear = row["verdict"] == BETTER
    texts = [rest.format("it ") if clear else f"no gain is clear for {own.called}; {rest.format('')}"]
    return _about(own, design, fitting(*texts), chance(row["p_better"], row["diff"]), tags)
