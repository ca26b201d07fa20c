"""An earlier ledger against what happened since: numbers, log score, Brier, AUC, reliability; beside a constant."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

import numpy as np

from calibration.forecasting.ledger_events import KINDS, TIE, Happened
from calibration.scores import difference_table, reliability, resamples, score_table
from sim.months import month_index

PLURAL = {"tie": "ties", "join": "joins", "exit": "exits"}


def score(ledger: dict[str, Any], happened: Happened) -> dict[str, Any]:
    """How well a ledger foretold what happened until a day.

    'about' of the ledger, 'known_until', 'known_until_is', 'again' (events that do not count, in words), 'scored' (a
    row a kind of event, see ``_scored``) and 'not_scored'. Ties are always scored, joins and exits if the file has one:
    else nobody may have looked.
    """
    kinds = [kind for kind in KINDS if kind == TIE or happened.events[kind]]
    return {
        "about": ledger["about"],
        "known_until": happened.known_until.isoformat(),
        "known_until_is": happened.because,
        "again": list(happened.again),
        "scored": [_scored(ledger, happened, kind) for kind in kinds if _rows(ledger, kind)],
        "not_scored": [kind for kind in KINDS if kind not in kinds],
    }


def _rows(ledger: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return ledger["ties"] if kind == TIE else [row for row in ledger["changes"] if row["what"] == kind]


def _scored(ledger: dict[str, Any], happened: Happened, kind: str) -> dict[str, Any]:
    """One kind of event: 'kind', 'cases', 'expected', 'observed', 'scores', 'constant', 'reliability', 'verdict'.

    'expected': mean, low, high; 'scores': log, brier and auc with value, low, high (90%); 'constant': the same mean for
    everybody, with its scores and the 'difference' of the forecast from it.
    """
    rows, months = _rows(ledger, kind), ledger["months"]
    who = [frozenset((r["actor_a"], r["actor_b"])) if kind == TIE else frozenset((r["actor"],)) for r in rows]
    y = np.array([w in happened.events[kind] for w in who])
    raw = np.array([_by(happened.known_until, months, row["by_month"]) for row in rows])
    p = never_sure(raw, ledger["about"]["runs"])
    expected = {
        key: _by(happened.known_until, months, series) for key, series in ledger["expected"][PLURAL[kind]].items()
    }
    by = resamples(_ends(who))
    constant = np.full(len(p), p.mean())
    difference = difference_table(p, constant, y, by)
    return {
        "kind": kind,
        "cases": len(rows),
        "expected": expected,
        "observed": int(y.sum()),
        "scores": score_table(p, y, by),
        "constant": {"probability": float(p.mean()), "scores": score_table(constant, y, by), "difference": difference},
        "reliability": reliability(p, y),
        "verdict": _verdict(int(y.sum()), expected, difference["log"]),
    }


def never_sure(p: np.ndarray, runs: int) -> np.ndarray:
    """Probabilities of a finite number of runs: (hits + 1/2) / (runs + 1), so that none is 0 or 1 (Jeffreys)."""
    return (p * runs + 0.5) / (runs + 1)


def _by(day: datetime.date, months: list[str], series: list[float]) -> float:
    """A cumulative number by a day, evenly spread over each month."""
    place = month_index(day.isoformat()) - month_index(months[0])
    if place < 0:
        return 0.0
    before = series[place - 1] if place > 0 else 0.0
    gone = day.day / calendar.monthrange(day.year, day.month)[1]
    return before + (series[place] - before) * gone


def _ends(who: list[frozenset[str]]) -> np.ndarray:
    """(D, 2) numbers of the actors of each case; one actor stands for both."""
    number = {name: k for k, name in enumerate(sorted(set().union(*who)))}
    return np.array([[number[min(w)], number[max(w)]] for w in who], dtype=np.int64).reshape(-1, 2)


def _verdict(observed: int, expected: dict[str, float], log: dict[str, float | None]) -> str:
    """The protocol's words, from the figures."""
    inside = expected["low"] <= observed <= expected["high"]
    came = "consistent with what came" if inside else "not consistent with what came"
    if log["low"] is not None and log["low"] > 0:
        return f"{came}; better than a constant"
    if log["high"] is not None and log["high"] < 0:
        return f"{came}; worse than a constant"
    return f"{came}; no better than a constant"
