"""The chronicle as text: a heading a month, short sentences with reasons; quiet months in one line."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from results.chronicle import ChronicleLine
from results.projects import ends_in_words
from sim.months import month_label
from sim.record import Record

# Kinds told in one sentence a month, with its beginning.
SUMMED = {
    "case": "Finished in time",
    "late, small": "Small cases finished late",
    "stays outside": "Do not apply for membership (gain)",
}


def render(record: Record, told: Sequence[ChronicleLine], width: int = 100) -> str:
    """The whole chronicle of a run, from its first simulated month to its last."""
    width = max(50, width)
    first, last = (wrapped(part, width) for part in (opening(record), closing(record, told)))
    return "\n".join([*first, "", *_months(record, told, width), "", *last])


def wrapped(texts: Iterable[str], width: int) -> list[str]:
    """Lines of these texts."""
    return [line for text in texts for line in textwrap.wrap(text, width, subsequent_indent="  ")]


def opening(record: Record) -> Iterator[str]:
    """Which run it is, and how to read it."""
    first, last = month_label(record.months[0]), month_label(record.months[-1])
    yield f"Design {record.design.name}, seed {record.seed}, replicate {record.replicate}, {first} to {last}."
    decided, works = month_label(record.adopted), month_label(record.works_from)
    yield f"Decided on in {decided}, it works from {works}; until then a willing member leads, as today."
    if record.rules:
        yield f"Custom rules: {'; '.join(f'{rule} = {own}' for rule, own in record.rules.items())}."
    yield "Dated facts are on record; deals, membership, cases and what is marked (simulated) are the run's own."
    yield "Reasons: an actor's gain, the chance of acting that it gives, and the largest terms of the gain."


def _months(record: Record, told: Sequence[ChronicleLine], width: int) -> Iterator[str]:
    by_month = {month: list(group) for month, group in groupby(told, key=lambda line: line.month)}
    quiet: list[int] = []
    for month in record.months.tolist():
        if month not in by_month:
            quiet.append(month)
            continue
        yield from _quiet(quiet)
        quiet = []
        yield month_label(month)
        yield from _month(by_month[month], width)
    yield from _quiet(quiet)


def _quiet(months: list[int]) -> Iterator[str]:
    if months:
        first, last = month_label(months[0]), month_label(months[-1])
        yield (first if first == last else f"{first} to {last}") + "  nothing to report"


def _month(told: list[ChronicleLine], width: int) -> Iterator[str]:
    for kind, group in groupby(told, key=lambda line: line.kind):
        if kind in SUMMED:
            counts = Counter(line.short for line in group)
            names = ", ".join(name + (f" x {n}" if n > 1 else "") for name, n in counts.items())
            yield from _wrapped(f"{SUMMED[kind]}: {names}.", "  ", width)
            continue
        for line in group:
            yield from _wrapped(f"{line.text}.", "  ", width)
            if line.why:
                yield from _wrapped(line.why, "      ", width)


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent + "  ")


def closing(record: Record, told: Sequence[ChronicleLine]) -> Iterator[str]:
    """The run in sum."""
    members = record.series["members"]
    kinds = Counter(line.kind for line in told)
    yield f"Members: {members[0]:.0f} at the start, {members[-1]:.0f} at the end."
    yield f"Deals: {kinds['deal']} signed, {kinds['renewal']} renewed, {kinds['lapse']} lapsed."
    late, withdrawn = kinds["late"] + kinds["late, small"], kinds["withdrawn"]
    yield f"Cases: {kinds['case']} finished in time, {late} late or overdue, {withdrawn} withdrawn."
    yield ends_in_words(record)
