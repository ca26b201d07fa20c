"""The ledger of a forecast: dated probabilities with the version that made them, as plain data.

``ledger`` gives a dict: 'about' (as_of, until, version, rules, posterior, seed, runs ...), 'months', 'ties' (a row an
open dyad), 'members' (being a member), 'changes' (joining, leaving), 'expected' (numbers of ties, joins and exits with
their central 90%), 'tied' (dyads that were tied) and 'held' (of the admissible ones among these: 'kept', whether the
tie is in force, and 'further', whether a type that was not held is signed; told, but not scored). Each row has
'probability' by the end, 'low', 'high', 'parameter_sd', 'mc_error' (``calibration.forecasting.proportions``) and
'by_month', cumulative but for being a member and being kept.
"""

from __future__ import annotations

import calendar
from typing import Any

import numpy as np

from calibration.forecasting import track_record
from calibration.forecasting.forecast import Forecast
from calibration.forecasting.knowledge import REPORT_DAY
from calibration.forecasting.proportions import INTERVAL, proportions
from scenarios.provenance import code_version, roster_digest
from sim.jit import sources_hash
from sim.months import month_label

FORMAT = 1
OFFICES, WITH_FIRM = "AISI-AISI", "AISI-firm"
NUMBERS = ("probability", "low", "high", "parameter_sd", "mc_error")
OF_THE_DAY = {"EU", "Singapore"}  # of the deal that was signed on the report's day
OPEN_ON_THE_DAY = "EU - Singapore, signed on the day, is open here"
NOT_SCORED = (
    "only first deals of untied dyads, joins and exits are scored; whether a tie of the day is kept or widened is told "
    "beside them, for no memorandum on record has ended yet"
)
Row = dict[str, Any]
SLOW = (
    "columns of the roster without a date are those of 2025: size of the older institutes, data regimes, which firms "
    "are frontier firms"
)


def ledger(found: Forecast) -> dict[str, Any]:
    """The ledger of a forecast (see above); equal forecasts give equal ledgers."""
    labels = [month_label(m) for m in found.months]
    joined, left = _changes(found)
    tied_by = (found.first[:, None, :] >= 0) & (found.first[:, None, :] <= found.months[None, :, None])
    changes = np.concatenate([joined, left], axis=2)
    return {
        "about": _about(found),
        "months": labels,
        "ties": _ties(found, tied_by),
        "members": _members(found),
        "changes": _change_rows(found, changes),
        "expected": {
            "ties": _expected(tied_by), "joins": _expected(joined), "exits": _expected(left),
        },
        "held": _held(found),
        "tied": sorted({_names(found, (tie.a, tie.b)) for tie in found.known.roster.ties}),
    }  # fmt: skip


def _about(found: Forecast) -> dict[str, Any]:
    code, known = code_version(), found.known
    year, month = map(int, month_label(found.end).split("-"))
    notes = [f"ties known on the day: {known.ties_from}", SLOW]
    if known.day.day < calendar.monthrange(known.day.year, known.day.month)[1]:
        notes.append(f"what comes after the day in its month counts with {month_label(known.first)}")
    if known.day == REPORT_DAY and any(set(_names(found, pair)) == OF_THE_DAY for pair in found.pairs):
        notes.append(OPEN_ON_THE_DAY)
    notes += [*track_record.notes(known.day), NOT_SCORED]
    return {
        "format": FORMAT,
        "as_of": known.day.isoformat(),
        "until": f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}",
        **code,
        "rules": sources_hash(),
        "roster": roster_digest(known.roster),
        "posterior": found.drawn.name,
        "posterior_digest": found.drawn.digest,
        "posterior_draws": len(found.drawn.posterior),
        "seed": found.seed,
        "draws": found.draws,
        "runs_a_draw": found.runs_a_draw,
        "runs": len(found.first),
        "notes": notes,
    }


# ---- rows -----------------------------------------------------------------------------------------------------
def _names(found: Forecast, pair: Any) -> tuple[str, str]:
    a, b = (found.known.roster.label(int(node)) for node in pair)
    return a, b


def _ties(found: Forecast, tied_by: np.ndarray) -> list[Row]:
    offices = found.known.roster.n_states
    rows = []
    for pair, numbers in zip(found.pairs, _numbers(found, tied_by), strict=True):
        a, b = _names(found, pair)
        rows.append({"actor_a": a, "actor_b": b, "class": WITH_FIRM if pair.max() >= offices else OFFICES} | numbers)
    return rows


def _held(found: Forecast) -> list[Row]:
    """Two rows a dyad that was tied on the day."""
    offices, rows = found.known.roster.n_states, []
    for what, by_month in (("kept", found.kept), ("further", found.further)):
        for pair, numbers in zip(found.held, _numbers(found, by_month), strict=True):
            a, b = _names(found, pair)
            kind = WITH_FIRM if pair.max() >= offices else OFFICES
            rows.append({"actor_a": a, "actor_b": b, "class": kind, "what": what} | numbers)
    return rows


def _members(found: Forecast) -> list[Row]:
    roster = found.known.roster
    at_start = roster.member_from < found.known.first
    return [
        {"actor": roster.label(j), "what": "member", "member_as_of": bool(at_start[j])} | numbers
        for j, numbers in enumerate(_numbers(found, found.member))
    ]


def _changes(found: Forecast) -> tuple[np.ndarray, np.ndarray]:
    """(R, T, outsiders) whether each has joined by each month, (R, T, members) whether each has left."""
    inside = found.known.roster.member_from < found.known.first
    joined = np.logical_or.accumulate(found.member[:, :, ~inside], axis=1)
    left = np.logical_or.accumulate(~found.member[:, :, inside], axis=1)
    return joined, left


def _change_rows(found: Forecast, changes: np.ndarray) -> list[Row]:
    roster = found.known.roster
    inside = roster.member_from < found.known.first
    who = [(int(j), "join") for j in np.flatnonzero(~inside)] + [(int(j), "exit") for j in np.flatnonzero(inside)]
    return [
        {"actor": roster.label(j), "what": what} | numbers
        for (j, what), numbers in zip(who, _numbers(found, changes), strict=True)
    ]


def _numbers(found: Forecast, by_month: np.ndarray) -> list[Row]:
    """What the last month and all months of (R, T, X) zeros and ones come to, one entry each of X."""
    at_end = proportions(by_month[:, -1], found.draws)
    shares = by_month.mean(axis=0)
    return [
        {name: _plain(getattr(at_end, name)[k]) for name in NUMBERS} | {"by_month": [_plain(p) for p in shares[:, k]]}
        for k in range(by_month.shape[2])
    ]


def _expected(by_month: np.ndarray) -> dict[str, list[float]]:
    """Mean and central 90% of the number by each month: what may come, chance included."""
    counts = by_month.sum(axis=2)
    low, high = np.quantile(counts, INTERVAL, axis=0, method="inverted_cdf")
    return {
        "mean": [_plain(v) for v in counts.mean(axis=0)], "low": [_plain(v) for v in low],
        "high": [_plain(v) for v in high],
    }  # fmt: skip


def _plain(value: Any) -> float:
    return round(float(value), 6)


# ---- the section of the documentation ---------------------------------------------------------------------------
def section(data: dict[str, Any], top: int = 12) -> dict[str, Any]:
    """What the documentation and the terminal show of a ledger.

    'about'; 'expected': ties, joins, exits -> mean, low, high by the end; 'classes': class, open, expected; 'ties',
    'joins', 'exits': the ``top`` likeliest rows, without their months; 'open': number of open dyads; 'held': of the
    admissible dyads that were tied on the day 'ties', and 'kept' and 'further' by the end, expected (ledgers of earlier
    versions have none).
    """

    def likeliest(rows: list[Row]) -> list[Row]:
        ordered = sorted(rows, key=lambda row: -row["probability"])
        return [{key: row[key] for key in row if key != "by_month"} for row in ordered[:top]]

    return {
        "about": data["about"],
        "open": len(data["ties"]),
        "expected": {what: {key: series[-1] for key, series in by.items()} for what, by in data["expected"].items()},
        "classes": [
            {
                "class": kind,
                "open": sum(row["class"] == kind for row in data["ties"]),
                "expected": _plain(sum(row["probability"] for row in data["ties"] if row["class"] == kind)),
            }
            for kind in (OFFICES, WITH_FIRM)
        ],
        "held": _of_held(data.get("held", [])),
        "ties": likeliest(data["ties"]),
        "joins": likeliest([row for row in data["changes"] if row["what"] == "join"]),
        "exits": likeliest([row for row in data["changes"] if row["what"] == "exit"]),
    }


def _of_held(rows: list[Row]) -> Row:
    """How many ties of the day there are, how many are expected to be in force, and to have a further type."""
    chances = {what: [row["probability"] for row in rows if row["what"] == what] for what in ("kept", "further")}
    return {"ties": len(chances["kept"])} | {what: _plain(sum(of)) for what, of in chances.items()}
