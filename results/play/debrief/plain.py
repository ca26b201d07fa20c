"""A debrief as plain data: numbers that do not apply are None."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from results.play.debrief.changed import Change, ChoiceChange
from results.play.debrief.debrief import Debrief, played_words, summary
from results.play.debrief.leaving import Pays, told
from results.play.debrief.seat_ledger import Seat
from results.play.debrief.standing import Place
from results.play.differences import Balance, Difference
from sim.months import month_label


def plain(found: Debrief) -> dict[str, Any]:
    """The whole debrief."""
    changes = found.changes
    return {
        "played": played_words(changes),
        "log": changes.log.plain(),
        "link": changes.log.link(),
        "until": month_label(found.at - 1),
        "summary": list(summary(found)),
        "choices": [_choice(one) for one in changes.single],
        "together": _change(changes.together),
        "working_together": {one.meta.name: _number(changes.rest(one.meta.name)) for one in changes.together.outcomes},
        "seats": [_seat(seat) for seat in found.seats],
        "leaving": {
            "from": month_label(found.leaving.at),
            "months": found.leaving.window,
            "pays": [_pays(one, told(one, changes.roster)) for one in found.leaving.paying],
            "kept_out": [_pays(one, told(one, changes.roster)) for one in found.leaving.kept_out],
        },
        "futures": found.standing.replicates,
        "standing": [_place(one) for one in found.standing.places],
        "questions": [{"facts": one.facts, "asks": one.asks} for one in found.questions],
    }


def _choice(one: ChoiceChange) -> dict[str, Any]:
    advice = None if one.advice is None else {"words": one.advice.words, "against": one.advice.is_against}
    return {"choice": one.choice.plain(), "words": one.what, "advice": advice, **_change(one.change)}


def _change(change: Change) -> dict[str, Any]:
    return {
        "parts": None if change.first is None else month_label(change.first),
        "first_number": None if change.number is None else month_label(change.number),
        "outcomes": {one.meta.name: _difference(one) for one in change.outcomes},
        "net_benefit": _balances(change.states),
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "unit": one.meta.unit, "without": _number(one.before), "with": _number(one.after),
        "change": _number(one.change), "judged": one.judged, "matters": one.matters,
    }  # fmt: skip


def _balances(states: Iterable[Balance]) -> dict[str, Any]:
    return {one.name: {"without": one.before, "with": one.after, "hardly": one.hardly} for one in states}


def _seat(seat: Seat) -> dict[str, Any]:
    own = seat.own
    return {
        "actor": seat.actor,
        **({"person": seat.person} if seat.person else {}),
        "choices": [one.choice.number for one in seat.choices],
        "against_advice": [one.choice.number for one in seat.against],
        "own": None if own is None else {"without": own.before, "with": own.after},
        **_change(seat.change),
    }


def _pays(one: Pays, words: str) -> dict[str, Any]:
    tried = {"of_other_draws": one.elsewhere, "other_draws": one.possible}
    return {"kind": one.deviation.kind, "words": words, "gain": one.gain, **tried}


def _place(one: Place) -> dict[str, Any]:
    names = ("played", "own", "low", "middle", "high", "better_than", "own_better_than", "luck", "choices")
    return {"outcome": one.meta.name, "made_by": one.made_by} | {name: _number(getattr(one, name)) for name in names}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
