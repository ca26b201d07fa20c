"""Expectations and what became of them in words: shared by the page of docs/ and the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from results.numbers import change_span, change_with, size
from results.studies.evidence.judge import MEASURED, NOT_RUN
from results.studies.scenarios.comparisons import unit_of
from results.studies.scenarios.table import Effect, Measured
from scenarios.schema_expectations import Expectation

SIGNS = {1: "more", -1: "less", 0: "not known"}


def compared(expectation: Expectation, baseline: str) -> str:
    """With what an expectation compares the scenario."""
    if expectation.against:
        return f"with {expectation.against}"
    if expectation.beyond:
        return f"effect with that on {expectation.beyond}"
    return f"with {baseline}"


def designs(found: Measured) -> str:
    """The designs that an expectation is about; 'all ten' where it names none."""
    if found.expectation.designs:
        return ", ".join(found.expectation.designs)
    return f"all {len(found.effects)}" if found.effects else "all"


def effect(found: Measured) -> str:
    """'−2.1 [−2.5, −1.7]' under one design; the smallest and largest mean over several."""
    unit = unit_of(found.expectation.outcome)
    kept = [e for e in found.effects if e.effect == e.effect]
    if not kept:
        return "–"
    if len(kept) == 1:
        return one_effect(kept[0])
    means = [e.effect for e in kept]
    return change_span(min(means), max(means), unit, named=False)


def one_effect(found: Effect) -> str:
    """A mean difference and its interval."""
    return change_with(found.effect, found.low, found.high, unit_of(found.outcome))


def least(found: Measured) -> str:
    """The smallest effect that counts; the range over designs where it is relative to their levels."""
    kept = [e.smallest for e in found.effects if e.smallest == e.smallest]
    if not kept:
        return "–"
    unit = unit_of(found.expectation.outcome)
    low, high = (size(value, unit, named=False) for value in (min(kept), max(kept)))
    return low if low == high else f"{low.removesuffix(' pts')} to {high}"


def verdict(found: Measured) -> str:
    """'reproduced', or 'not reproduced: too small in 6, other sign in 1 of 10'."""
    if found.status == NOT_RUN:
        return NOT_RUN
    if found.status == MEASURED:
        return _measured(found.effects)
    if found.held == len(found.effects):
        return found.status
    return f"{found.status}: {_failings(found)}"


def _measured(effects: Sequence[Effect]) -> str:
    """What was found where no sign was expected."""
    more = sum(e.finding == "clear" and e.effect > 0 for e in effects)
    less = sum(e.finding == "clear" and e.effect < 0 for e in effects)
    parts = [f"{word} in {count}" for word, count in (("more", more), ("less", less)) if count]
    return f"measured: {', '.join(parts)} of {len(effects)}" if parts else "measured: no effect that counts"


def _failings(found: Measured) -> str:
    failed = Counter(e.finding for e in found.effects if e.finding)
    if len(found.effects) == 1:
        return next(iter(failed))
    parts = [f"{finding} in {count}" for finding, count in failed.most_common()]
    return f"{', '.join(parts)} of {len(found.effects)}"
