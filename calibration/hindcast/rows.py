"""The rows of a hindcast: each a number of the record with the same number in every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from calibration.hindcast.runs import NONE, Past
from calibration.observed import UNKNOWN
from calibration.record import TIE_SOURCES, Happened
from sim.ensemble.dyads import ALIVE_FROM
from sim.months import month_index, month_label
from sim.rules.shocks import RIVAL

HUBS = ("US", "UK")
MEMBERS, NEW, TYPES, WAITING, CASES, HELD, SHARES, RIVALRY, UNKNOWABLE = (
    "Members", "New ties of", "Types per tie", "Months until a tie", "Joint tests", "Ties of each",
    "Share of ties", "Rivals", "Without a record",
)  # fmt: skip
CLASSES = (("office", "institutes"), ("firm", "institutes and firms"))


@dataclass(frozen=True)
class Line:
    """One number of the past.

    record, most : what happened; where dates are missing it may have been as much as ``most``. None: no record.
    simulated : (R,) the same in each run; NaN where a run has none (no tie, so no types a tie).
    """

    key: str
    group: str
    label: str
    unit: str
    record: float | None
    most: float | None
    simulated: np.ndarray
    source: str
    note: str = ""


def lines(happened: Happened, past: Past, start: int, end: int) -> list[Line]:
    """All rows from the first simulated month ``start`` to ``end`` (indices), in their order."""
    found = [*_new_ties(happened, past, start, end), *_types(happened, past, start), *_waiting(happened, past, start)]
    if end >= ALIVE_FROM:
        found = [*_members(happened, past, end), *found, *_joint_tests(happened, past, end)]
    return [*found, *_most_connected(happened, past, end), *_rivals(past), *_unknown(past, end)]


# ---- members and casework --------------------------------------------------------------------------------------
def _members(happened: Happened, past: Past, end: int) -> Iterator[Line]:
    ten, source = float(len(happened.offices)), "events.csv, events 39, 66 and 88: ten members throughout"
    by = month_label(end)
    yield _line("members", MEMBERS, f"members in {by}", "states", ten, past.members, source)
    yield _line("exits", MEMBERS, "founding members that left", "states", 0.0, past.left, source,
                "counted once, also if they came back")  # fmt: skip
    yield _line("joins", MEMBERS, "other states that joined", "states", 0.0, past.joined, source)


def _joint_tests(happened: Happened, past: Past, end: int) -> Iterator[Line]:
    done = sum(month >= ALIVE_FROM for month in happened.joint_tests)
    label = f"finished, {month_label(ALIVE_FROM)} to {month_label(end)}"
    yield _line("joint_tests", CASES, label, "tests", done, past.joint_tests, "events.csv, events 48 and 65",
                "the first (event 38) was done before the network began")  # fmt: skip


# ---- new ties --------------------------------------------------------------------------------------------------
def _new_ties(happened: Happened, past: Past, start: int, end: int) -> Iterator[Line]:
    for name, words in CLASSES:
        ours = happened.dyads.with_firm == (name == "firm")
        for span in _spans(start, end):
            yield _span_row(happened, past, ours, start, span, name, words)


def _spans(start: int, end: int) -> list[tuple[str, str, int, int]]:
    """Key, months in words, first and last month: until the report and since (or all of it), then by half-year."""
    report = ALIVE_FROM - 1
    if start <= report < end:
        spans = [("report", f"by {month_label(report)}", start, report), _span("since", report + 1, end)]
    else:
        spans = [_span("all", start, end)]
    halves: dict[str, list[int]] = {}
    for month in range(start, end + 1):
        halves.setdefault(_half(month), []).append(month)
    return spans + [_span(name, months[0], months[-1]) for name, months in halves.items()]


def _span(key: str, low: int, high: int) -> tuple[str, str, int, int]:
    return key, month_label(low) if low == high else f"{month_label(low)} to {month_label(high)}", low, high


def _half(month: int) -> str:
    """The half-year of a month, '2024_1' or '2024_2'; June 2023, the first month, goes with the one after it."""
    year, number = month_label(max(1, month)).split("-")
    return f"{year}_{1 if int(number) <= 6 else 2}"


def _span_row(
    happened: Happened, past: Past, ours: np.ndarray, start: int, span: tuple[str, str, int, int], name: str, words: str
) -> Line:
    key, when, low, high = span
    simulated = ((past.first >= low) & (past.first <= high) & ours).sum(axis=1)
    ours = ours & _recorded(happened, start)
    if key in ("report", "since"):
        sure = may = ours & happened.tied & (happened.late == (key == "since"))
    else:
        # The tie of 20 November 2024, the day of the report, belongs to the start 'observed' as its first.
        window = np.maximum(happened.window, start) if start == ALIVE_FROM else happened.window
        may = ours & happened.tied & (window[:, 0] <= high) & (window[:, 1] >= low)
        sure = may & (window[:, 0] >= low) & (window[:, 1] <= high)
    early = low == start == ALIVE_FROM and bool((may & (happened.first < start)).any())
    notes = [_undated(int(may.sum() - sure.sum())), "that of 20 November 2024 included" if early else ""]
    return Line(f"new_{name}_{key}", f"{NEW} {words}", when, "ties", float(sure.sum()), float(may.sum()),
                simulated.astype(float), TIE_SOURCES, "; ".join(note for note in notes if note))  # fmt: skip


def _recorded(happened: Happened, start: int) -> np.ndarray:
    """(D,) dyads whose first tie was made since the start: those of the report are given to a run that begins later."""
    return happened.late if start == ALIVE_FROM else np.ones(len(happened.tied), dtype=bool)


def _undated(count: int) -> str:
    return f"up to {count} more, whose {'date is' if count == 1 else 'dates are'} not known" if count else ""


# ---- types and waiting -------------------------------------------------------------------------------------------
def _types(happened: Happened, past: Past, start: int) -> Iterator[Line]:
    ours = happened.tied & _recorded(happened, start) & happened.typed
    note = "" if (happened.typed | ~happened.tied).all() else "without a tie whose types are not known"
    for name, words in CLASSES:
        kind = happened.dyads.with_firm == (name == "firm")
        signed, held = ours & kind, happened.tied & happened.typed & kind
        yield _line(f"types_signed_{name}", TYPES, f"{words}, at signing", "types",
                    _mean(np.bitwise_count(happened.signed), signed),
                    _means(np.bitwise_count(past.signed), (past.first != NONE) & kind), TIE_SOURCES, note)  # fmt: skip
        yield _line(f"types_held_{name}", TYPES, f"{words}, at the end", "types",
                    _mean(np.bitwise_count(happened.held), held),
                    _means(np.bitwise_count(past.held), (past.held != 0) & kind), TIE_SOURCES, note)  # fmt: skip


def _waiting(happened: Happened, past: Past, start: int) -> Iterator[Line]:
    opened = happened.dyads.open_from
    ours = happened.tied & _recorded(happened, start) & (happened.first != UNKNOWN)
    note = "from when both sides have an office; 0 where an earlier body signed; ties without a date are left out"
    for name, words in CLASSES:
        kind = happened.dyads.with_firm == (name == "firm")
        yield _line(f"waiting_{name}", WAITING, words, "months",
                    _mean(np.maximum(0, happened.first - opened), ours & kind),
                    _means(np.maximum(0, past.first - opened), (past.first != NONE) & kind),
                    "institutes.csv, acting offices in jurisdictions.csv; ties as above", note)  # fmt: skip


def _mean(values: np.ndarray, of: np.ndarray) -> float | None:
    return float(values[of].mean()) if of.any() else None


def _means(values: np.ndarray, of: np.ndarray) -> np.ndarray:
    """(R,) means of (R, D) values over those that count; NaN in a run without any."""
    count = of.sum(axis=1)
    return np.where(count > 0, (values * of).sum(axis=1) / np.maximum(1, count), np.nan)


# ---- who ---------------------------------------------------------------------------------------------------------
def _most_connected(happened: Happened, past: Past, end: int) -> Iterator[Line]:
    """Ties of each institute and firm among the dyads, the most connected first, and the share of the two hubs."""
    roster, by = happened.roster, month_label(end)
    pairs, held = happened.dyads.pairs, past.held != 0
    nodes = np.unique(pairs)
    count = {node: int((happened.tied & (pairs == node).any(axis=1)).sum()) for node in nodes.tolist()}
    for node in sorted(count, key=lambda n: (-count[n], n)):
        has = (pairs == node).any(axis=1)
        label = roster.label(node)
        yield _line(f"ties_of_{label}", f"{HELD} in {by}", label, "ties", float(count[node]),
                    (held & has).sum(axis=1), TIE_SOURCES)  # fmt: skip
    hubs = np.asarray(np.isin(pairs, [roster.find(name) for name in HUBS]).any(axis=1))
    yield _line("share_of_hubs", SHARES, f"with {' or '.join(HUBS)} in {by}", "share",
                _mean(hubs, happened.tied), _means(np.broadcast_to(hubs, held.shape), held), TIE_SOURCES)  # fmt: skip


def _rivals(past: Past) -> Iterator[Line]:
    note = "all jurisdictions and firms; taken as 0, for it would have been news"
    yield _line("rivals", RIVALRY, f"new ties of any two with rivalry of at least {RIVAL:g}", "ties", 0.0, past.rivals,
                "events.csv: none found", note)  # fmt: skip


def _unknown(past: Past, end: int) -> Iterator[Line]:
    """What no record can be held against."""
    ends = "terms of 36 months end from June 2026" if end < month_index("2026-06") else "not recorded"
    yield _line("renewals", UNKNOWABLE, "ties renewed at the end of their term", "ties", None, past.renewed, "", ends)
    yield _line("lapses", UNKNOWABLE, "ties that ended", "ties", None, past.lapsed, "", "nobody searched for ends")
    yield _line("reports", UNKNOWABLE, "finished joint research and standards", "cases", None, past.reports, "",
                "finished reports are not recorded")  # fmt: skip
    yield _line("elsewhere", UNKNOWABLE, "new ties outside the 75 dyads", "ties", None, past.elsewhere, "",
                "some are known by the way, nobody searched")  # fmt: skip


def _line(
    key: str, group: str, label: str, unit: str, record: float | None, simulated: np.ndarray, source: str,
    note: str = "",
) -> Line:  # fmt: skip
    return Line(key, group, label, unit, record, record, np.asarray(simulated, dtype=float), source, note)
