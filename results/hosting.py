"""The receipt of hosting: what powers of the secretariat gave to a state, what they cost it, and what others felt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from results.joint_tests import joint_tests
from sim import record as R
from sim.catalogue import MEMBER
from sim.design import DesignPoint
from sim.errors import InputError
from sim.months import month_label
from sim.record import Record


@dataclass(frozen=True)
class Row:
    """A line of the receipt: a number a year, a mean of the months in which the state held powers."""

    group: str  # 'holds', 'costs', 'gives', 'others'
    name: str
    unit: str
    values: tuple[float, ...]  # one a year, then of all months


@dataclass(frozen=True)
class Hosting:
    """What hosting was to one state in a run. ``years``: those in which it held powers."""

    actor: str
    design: str
    months: int
    first: str
    last: str
    years: tuple[int, ...]
    rows: tuple[Row, ...]
    seat: tuple[str, ...]  # when it came to its seat, or left it
    tests: tuple[int, int]  # joint tests in which it took part, of those to which it was asked

    def __str__(self) -> str:
        return "\n".join(_text(self))


def hosting(record: Record, actor: str) -> Hosting:
    """The receipt of hosting for a state; InputError if it is unknown, a firm, or never held any powers."""
    node = record.roster.find(actor)
    held = record.host[:, node] if node < record.roster.n_states else np.zeros(len(record.months))
    at = np.flatnonzero(held > 0)
    if not len(at):
        holders = [record.roster.label(int(j)) for j in np.flatnonzero(record.host.sum(axis=0) > 0)]
        raise InputError(
            "held no powers of the secretariat in this run", key="actor", value=actor,
            allowed=", ".join(holders) or "nobody held any",
        )  # fmt: skip
    calendar = np.array([int(month_label(month)[:4]) for month in record.months])
    years = tuple(int(year) for year in np.unique(calendar[at]))
    groups = [at[calendar[at] == year] for year in years] + [at]
    rows = tuple(
        Row(group, name, unit, tuple(float(np.mean(values[months])) for months in groups))
        for group, name, unit, values in _lines(record, node)
    )
    asked = joint_tests(record, node)
    label = record.roster.label(node)
    return Hosting(
        label, record.design.name, len(at), month_label(record.months[at[0]]), month_label(record.months[at[-1]]),
        years, rows, _seat(record, node), (sum(label in test["took part"] for test in asked), len(asked)),
    )  # fmt: skip


def _lines(record: Record, node: int) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """Group, name, unit and (T,) values of each line."""
    own = {name: values[:, node] for name, values in record.states.items()}
    others = {name: _of_others(record, name, node) for name in ("dues", "influence", "agenda_away", "bias_felt")}
    yield "holds", "powers of the secretariat", "share", record.host[:, node]
    yield "costs", "posts lent", "posts", own["posts_lent"]
    yield "costs", "dues", "utility a month", own["dues"]
    yield "costs", "  of other members", "utility a month", others["dues"]
    yield "gives", "heard first", "utility a month", own["first_hand"]
    yield "gives", "posts at hand", "posts", own["posts_at_hand"]
    yield "gives", "influence on the agenda", "share", own["influence"]
    yield "gives", "  of other members", "share", others["influence"]
    yield "gives", "agenda away from its wishes", "0 to 1", own["agenda_away"]
    yield "gives", "  of other members", "0 to 1", others["agenda_away"]
    yield "gives", "frontier firms at home", "share", _at_home(record)[:, node]
    yield "others", "red tape that firms meet", "index 0-1", _red_tape(record)
    yield "others", "bias that other members feel", "utility a month", others["bias_felt"]


def _of_others(record: Record, name: str, node: int) -> np.ndarray:
    """(T,) mean of a series over the other full members; 0 without any."""
    full = record.states["tier"] == MEMBER
    full[:, node] = False
    return (record.states[name] * full).sum(axis=1) / np.maximum(1, full.sum(axis=1))


def _at_home(record: Record) -> np.ndarray:
    """(T, J) share of the frontier firms that are at home in each state."""
    r, months = record.roster, record.months[:, None]
    lives = (r.frontier_from <= months) & (months < r.frontier_until)
    count = np.zeros((len(record.months), r.n_states))
    for f, home in enumerate(r.firm_home):
        count[:, home] += lives[:, f]
    return count / np.maximum(1, lives.sum(axis=1))[:, None]


def _red_tape(record: Record) -> np.ndarray:
    """(T,) red tape that firms meet: the friction in force, less where frontier firms are at home with the holders."""
    friction = np.array([in_force(record, month)["industry_friction"] for month in record.months])
    return friction * (1.0 - (record.host * _at_home(record)).sum(axis=1))


def in_force(record: Record, month: int) -> DesignPoint:
    """The design in force in a month (later ones are told in the log of events)."""
    points = [record.baseline or record.design, record.design, *record.later]
    known = record.events[record.events["kind"] == R.EVENT_CODES["design"]]
    rows = known["amount"][known["month"] <= month]
    return points[int(rows[-1])] if len(rows) else points[0]


def _seat(record: Record, node: int) -> tuple[str, ...]:
    mine = record.events[(record.events["kind"] == R.EVENT_CODES["seat"]) & (record.events["actor"] == node)]
    words = ("its powers pass to those who lead, as it is no full member", "it has the powers of its seat")
    return tuple(f"{month_label(row['month'])}: {words[int(row['amount'])]}" for row in mine)


# ---- as text and as data ----------
_HEADINGS = {"holds": "", "costs": "What it costs", "gives": "What it gives", "others": "What others meet"}


def _text(found: Hosting) -> Iterator[str]:
    span = found.first if found.first == found.last else f"{found.first} to {found.last}"
    yield f"{found.actor} as a host under {found.design}: powers in {found.months} months ({span})."
    yield from (f"  {line}." for line in found.seat)
    names = max(len(row.name) for row in found.rows) + 2
    years = found.years if len(found.years) > 1 else ()
    yield " " * (names + 2) + "".join(f"{label:>7}" for label in (*years, "all")) + "  unit"
    group = ""
    for row in found.rows:
        if row.group != group and _HEADINGS[row.group]:
            yield _HEADINGS[row.group]
        group = row.group
        shown = row.values if years else row.values[-1:]
        yield f"  {row.name:<{names}}" + "".join(f"{value:>7.2f}" for value in shown) + f"  {row.unit}"
    took, asked = found.tests
    yield f"Joint tests: it took part in {took} of the {asked} to which it was asked."


def to_json(found: Hosting) -> dict[str, Any]:
    """The receipt as plain data."""
    return {
        "actor": found.actor, "design": found.design, "months": found.months, "first": found.first,
        "last": found.last, "seat": list(found.seat),
        "joint tests": {"took part": found.tests[0], "asked": found.tests[1]},
        "lines": [
            {"group": row.group, "name": row.name.strip(), "unit": row.unit, "all": row.values[-1],
             "years": dict(zip(map(str, found.years), row.values, strict=False))}
            for row in found.rows
        ],
    }  # fmt: skip
