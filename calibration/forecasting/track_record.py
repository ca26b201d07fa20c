"""What a forecast's posterior knew, and how the model did before: notes for a ledger."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from calibration.forecasting.knowledge import RECORDED_UNTIL
from calibration.shipping import installed

FITTED = f"the posterior is fitted to what was on record by {RECORDED_UNTIL}: ties, membership and joint tests"
NO_FORECAST = (
    f"it knows what came after the day of this forecast, so that until {RECORDED_UNTIL} the numbers are a look back in "
    "sample, not a forecast"
)
# The test that was taken once, on 2026-11-22, on the rules 6c3061135282b9b0; docs/calibration.md has more.
BEFORE = (
    "an earlier version of the model, fitted to November 2024, was scored once on December 2024 to December 2025: "
    "it expected 16.8 new ties (90%: 3 to 38) where 8 came, no better than a constant hazard; the model has "
    "changed since, so nothing is known yet of how this version does out of time"
)


def notes(day: datetime.date) -> list[str]:
    """Notes for a ledger as of a day."""
    said = [f"{FITTED}; {NO_FORECAST}" if day < RECORDED_UNTIL else FITTED, BEFORE]
    return said + [_left_out(row) for row in _forecasts()]


def _left_out(forecast: Mapping[str, Any]) -> str:
    """How well dyads are foretold that the fit does not know."""
    model, constant = forecast["rows"][:2]
    return (
        f"each of {forecast['dyads']} dyads left out of the fit in turn, tied by {forecast['until']}: log loss "
        f"{model['loss']:.3f} against {constant['loss']:.3f} of a constant hazard ({model['verdict']})"
    )


def _forecasts() -> list[Mapping[str, Any]]:
    """The forecasts of left-out dyads in the calibration that ships; none if there are none."""
    try:
        found = installed()["sections"]["leave_out"]["forecasts"]
    except (OSError, ValueError, KeyError):
        return []
    return found if isinstance(found, list) else []
