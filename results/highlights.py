"""The lines of a chronicle that a reader wants first: joins, exits, votes, seats and firsts.

A first is the first deal of offices between two regions of the world, the first project of each kind that is finished
and the first that ends without a result since the design works, and the first incident, serious incident and joint
answer of a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from results.chronicle import ChronicleLine
from results.numbers import listing
from results.reasons import AGAINST
from sim.catalogue import PROJECTS
from sim.record import Record

# Kinds of which every line is told first.
ALWAYS = (
    "design", "handover", "seat", "membership", "reject", "withdraw", "scheduled", "parameter", "forced", "arrears",
    "export_control",
)  # fmt: skip
FINISHED = ("case", "late", "late, small")  # kinds of line of cases that are finished, or late


def highlights(record: Record, told: Sequence[ChronicleLine]) -> list[ChronicleLine]:
    """The lines to be told first, in their order; firsts say what they are the first of."""
    firsts, kept = _firsts(record, told), []
    for place, line in enumerate(told):
        if place in firsts:
            kept.append(_first(line, firsts[place]))
        elif line.kind == "membership":
            kept.append(replace(line, text=line.text + _applied(told, line)))
        elif line.kind in ALWAYS or _is_pending(told, line):
            kept.append(line)
    return kept


def _first(line: ChronicleLine, name: str) -> ChronicleLine:
    """A line with what it is the first of; of a deal with those reasons only that were against a side's interest."""
    if line.kind != "deal":
        return replace(line, text=f"{line.text}: the first {name}")
    sides = [side for side in line.why.split("; ") if AGAINST in side]
    return replace(line, text=f"First {name}: {line.text.replace(' sign: ', ', ', 1)}", why="; ".join(sides))


def _applied(told: Sequence[ChronicleLine], joined: ChronicleLine) -> str:
    """When a state that joins applied, where that was in another month."""
    past = [line for line in told if line.kind == "apply" and line.nodes == joined.nodes and line.month < joined.month]
    return f" (applied in {past[-1].label})" if past and " joins " in joined.text else ""


def _is_pending(told: Sequence[ChronicleLine], line: ChronicleLine) -> bool:
    """Whether it is an application that nothing follows: else what follows is told, with its reasons."""
    after = ("membership", "reject", "withdraw")
    return line.kind == "apply" and not any(
        other.kind in after and other.nodes == line.nodes and other.month >= line.month for other in told
    )


# ---- firsts ----------
def _firsts(record: Record, told: Sequence[ChronicleLine]) -> dict[int, str]:
    """Place of a line -> what it is the first of."""
    met, seen, firsts = _regions_met(record), set[str](), dict[int, str]()
    for place, line in enumerate(told):
        new = [first for first in _names(record, line, met) if first[0] not in seen]
        seen.update(key for key, _ in new)
        if new:
            firsts[place] = new[0][1]
    return firsts


def _names(record: Record, line: ChronicleLine, met: set[frozenset[int]]) -> Iterator[tuple[str, str]]:
    """What a line would be the first of, the rarest first: a name of it, and the words after 'the first'.

    met : pairs of regions that have a tie, which grows.
    """
    since = line.month >= record.works_from
    if line.kind == "deal" and max(line.nodes) < record.roster.n_states:
        pair = frozenset(int(record.roster.region[node]) for node in line.nodes)
        if pair not in met:
            met.add(pair)
            names = [record.roster.regions[region] for region in sorted(pair)]
            words = f"deal {'within' if len(names) == 1 else 'between'} {listing(names)}"
            yield words, words
    elif line.kind in FINISHED and since and line.about in PROJECTS:
        yield line.about, "of its kind under the design"
    elif line.kind == "ended" and since:
        yield line.kind, "to end so under the design"
    elif line.kind == "incident":
        yield from [("serious", "serious incident")] * (line.about == "serious")
        yield "incident", "incident"
    elif line.kind == "response" and line.about == "jointly":
        yield "response", "joint answer"


def _regions_met(record: Record) -> set[frozenset[int]]:
    """Pairs of regions with a tie between offices when the run begins."""
    states, region = record.roster.n_states, record.roster.region
    ties = np.argwhere(record.ties_start[:states, :states])
    return {frozenset((int(region[a]), int(region[b]))) for a, b in ties}
