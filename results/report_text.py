"""The report's sentences, made from a comparison by rule: the same numbers always give the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from results.comparison import BETTER, UNCLEAR_TEXT, WORSE, Comparison
from results.flips import separators
from results.numbers import Meta, change, listing, lower_first, missing, percent
from scenarios import posterior
from scenarios.sampling import FROM_OWN, FROM_POSTERIOR
from sim.design import FIELD_INDEX, FIELDS
from sim.parameters import ALL, BEHAVIOUR, RECORDS

OFTEN = 0.2  # an order that flips in at least this share of replicates flips often
_FIRST = 3  # outcomes named in a sentence
_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

Cell = dict[str, Any]


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence of the answer."""

    label: str
    text: str


def answer(comparison: Comparison) -> list[Sentence]:
    """Three sentences: what differs clearly from the baseline, what is paid for it, what is not clear.

    One sentence where nothing can be compared: with one design, or with a baseline to which no outcome applies.
    """
    if why := _incomparable(comparison):
        return [Sentence("What differs", why)]
    return [
        Sentence("What differs", what_differs(comparison)),
        Sentence("What it costs", what_it_costs(comparison)),
        Sentence("What is not clear", what_is_unclear(comparison)),
    ]


def _incomparable(comparison: Comparison) -> str:
    if len(comparison.designs) < 2:
        return f"Only {comparison.baseline} was run: there is no other design to compare with it."
    if not _judged(comparison):
        return f"No headline outcome applies to {comparison.baseline}: nothing can be compared with it."
    return ""


# ---- the first sentence ----------
def what_differs(comparison: Comparison) -> str:
    """Which designs differ clearly from the baseline, in the outcomes where most do."""
    heads = _judged(comparison)
    others = len(comparison.designs) - 1
    moved = {d for m in heads for d in _with(comparison, m, BETTER) + _with(comparison, m, WORSE)}
    if not moved:
        return (
            f"None of the {others} other designs differs clearly from {comparison.baseline} in any of the "
            f"{len(heads)} headline outcomes: every probability of being better lies between 20% and 80%."
        )
    ranked = sorted(heads, key=lambda m: -_clear(comparison, m))[:_FIRST]
    parts = [_outcome_part(comparison, m) for m in ranked if _clear(comparison, m)]
    start = (
        f"{_count(len(moved))} of {others} designs differ{'s' * (len(moved) == 1)} clearly from "
        f"{comparison.baseline} in at least one of {len(heads)} headline outcomes, most of all in "
    )
    return start + "; in ".join(parts) + "."


def _outcome_part(comparison: Comparison, meta: Meta) -> str:
    said = [
        f"{verdict} under {_designs_with_chance(comparison, meta, verdict)}"
        for verdict in (BETTER, WORSE)
        if _with(comparison, meta, verdict)
    ]
    return f"{lower_first(meta.title)} ({', '.join(said)})"


def _designs_with_chance(comparison: Comparison, meta: Meta, verdict: str) -> str:
    cells = [c for c in comparison.rows(meta.name) if c["verdict"] == verdict]
    cells.sort(key=lambda c: -abs(c["diff"]))
    named = [str(c["design"]) for c in cells[:_FIRST]]
    rest = [f"{len(cells) - _FIRST} more"] if len(cells) > _FIRST else []
    return f"{listing(named + rest)} by up to {change(cells[0]['diff'], meta.unit)}"


# ---- the second sentence ----------
def what_it_costs(comparison: Comparison) -> str:
    """The commonest clear trade-off among headline outcomes, and the designs that show no clear loss."""
    heads = _judged(comparison)
    pairs = {(g, c): _both(comparison, g, c) for g, c in product(heads, heads) if g is not c}
    found = {pair: designs for pair, designs in pairs.items() if designs}
    free = _free(comparison, heads)
    if not found:
        return "No design clearly gains in one headline outcome what it loses in another; " + _free_text(free)
    gain, cost = max(found, key=lambda pair: (len(found[pair]), _size(comparison, pair, found[pair])))
    designs = found[gain, cost]
    example = max(designs, key=lambda d: _chance(comparison, gain, d) + 1 - _chance(comparison, cost, d))
    return (
        f"The commonest trade-off: {listing(designs)} clearly gain{'s' * (len(designs) == 1)} in "
        f"{lower_first(gain.title)} and lose{'s' * (len(designs) == 1)} in {lower_first(cost.title)} "
        f"({_example(comparison, example, gain, cost)}); {_free_text(free)}"
    )


def _both(comparison: Comparison, gain: Meta, cost: Meta) -> list[str]:
    losers = set(_with(comparison, cost, WORSE))
    return [d for d in _with(comparison, gain, BETTER) if d in losers]


def _size(comparison: Comparison, pair: tuple[Meta, Meta], designs: Sequence[str]) -> float:
    """How sure the gains and losses of a pair of outcomes are, summed over designs."""
    gain, cost = pair
    return sum(_chance(comparison, gain, d) - _chance(comparison, cost, d) for d in designs)


def _example(comparison: Comparison, design: str, gain: Meta, cost: Meta) -> str:
    parts = []
    for meta in (gain, cost):
        cell = comparison.cell(meta.name, design)
        chance = f"probability of being better {percent(cell['p_better'])}"
        parts.append(f"{lower_first(meta.title)} {change(cell['diff'], meta.unit)}, {chance}")
    return f"{design}: {'; '.join(parts)}"


def _free(comparison: Comparison, heads: Sequence[Meta]) -> list[tuple[str, int]]:
    """Designs with clear gains and no clear loss, and in how many outcomes they gain."""
    found = []
    for design in comparison.designs:
        verdicts = [comparison.cell(m.name, design)["verdict"] for m in heads]
        if BETTER in verdicts and WORSE not in verdicts:
            found.append((design, verdicts.count(BETTER)))
    return sorted(found, key=lambda pair: -pair[1])


def _free_text(free: Sequence[tuple[str, int]]) -> str:
    if not free:
        return "no design gains clearly somewhere without losing clearly somewhere else."
    named = listing(f"{design} ({count} gained)" for design, count in free[:4])
    verb = "gains" if len(free) == 1 else "gain"
    return f"{named} {verb} without a clear loss in any headline outcome."


# ---- the third sentence ----------
def what_is_unclear(comparison: Comparison) -> str:
    """Outcomes without a clear difference, the order flips, and how far behaviour is calibrated."""
    heads = _judged(comparison)
    quiet = [m for m in heads if not _clear(comparison, m)]
    verdicts = [c["verdict"] for m in heads for c in comparison.rows(m.name)]
    others = verdicts.count(UNCLEAR_TEXT)
    total = others + verdicts.count(BETTER) + verdicts.count(WORSE)
    which = listing(lower_first(m.title) for m in quiet)
    first = f"no design differs clearly in {which}, and " if quiet else ""
    start = f"{first}{others} of {total} comparisons show no clear difference"
    parts = [part for part in (start, _flip_part(comparison, heads)) if part]
    return f"{start[:1].upper()}{'; '.join(parts)[1:]}; and {behaviour_status(comparison.prior)}."


def _flip_part(comparison: Comparison, heads: Sequence[Meta]) -> str:
    names = [m.name for m in heads]
    found = separators(comparison.flips, names, OFTEN) if len(comparison.flips) else None
    if found is None or not found["pairs"].sum():
        return ""
    counts: dict[str, int] = {}
    for name, times in (pair for row in found["quantities"] for pair in row):
        counts[name] = counts.get(name, 0) + times
    top = sorted(counts, key=lambda name: (-counts[name], name))[:2]
    hang = f", most often with {listing(quantity(name) for name in top)}" if top else ""
    share = found["flipping"].sum() / found["pairs"].sum()
    often = f"{OFTEN:.0%} or more of the replicates"
    return f"the order of two designs flips in {often} for {share:.0%} of pairs{hang}"


def behaviour_status(prior: str) -> str:
    """What of the behaviour of the actors was fitted to data; ``prior`` is what the runs drew it from."""
    if prior == FROM_POSTERIOR and posterior.is_there():
        return f"{posterior.about().sentence()}; so the intervals show mostly what assumed ranges allow"
    if prior.startswith(FROM_OWN):
        return f"behaviour is drawn from {prior}: whether its data identify it, its own calibration says"
    return (
        f"the {len(BEHAVIOUR)} parameters of behaviour are drawn from assumed ranges, not calibrated, so "
        "that the intervals show what these ranges allow and not what has been measured"
    )


# ---- names and lists ----------
def quantity(name: str) -> str:
    """A drawn quantity in words: a parameter, an uncertainty or the quantile of a design field."""
    if name.startswith("q:") and name[2:] in FIELD_INDEX:
        return f"the design field {name[2:]} ({FIELDS[FIELD_INDEX[name[2:]]].meaning})"
    return f"{name} ({RECORDS[name].meaning})" if name in RECORDS else name


def parameter_statuses(prior: str) -> str:
    """How many parameters of the model are calibrated, sourced, assumed: '3 sourced and 25 assumed'."""
    counts: dict[str, int] = {}
    for record in ALL:
        status = posterior.status(record, prior == FROM_POSTERIOR)
        counts[status] = counts.get(status, 0) + 1
    return listing(f"{n} {status}" for status, n in sorted(counts.items(), key=lambda item: -item[1]))


def _judged(comparison: Comparison) -> list[Meta]:
    """Headline outcomes with a direction that apply to the baseline."""
    heads = [m for m in comparison.metas if m.headline and m.better]
    return [m for m in heads if comparison.cell(m.name, comparison.baseline)["n"]]


def _with(comparison: Comparison, meta: Meta, verdict: str) -> list[str]:
    return [c["design"] for c in comparison.rows(meta.name) if c["verdict"] == verdict]


def _clear(comparison: Comparison, meta: Meta) -> int:
    return len(_with(comparison, meta, BETTER)) + len(_with(comparison, meta, WORSE))


def _chance(comparison: Comparison, meta: Meta, design: str) -> float:
    value = comparison.cell(meta.name, design)["p_better"]
    return 0.5 if missing(value) else float(value)


def _count(n: int) -> str:
    return _COUNTS[n] if n < len(_COUNTS) else str(n)
