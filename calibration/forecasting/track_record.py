"""How the model did out of time, as notes of a forecast: from the calibration that the package ships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calibration.out_of_time.verdicts import expected, qualified
from calibration.shipping import installed

DIFFERS = (
    "that test knew the foundings of institutes after the cut-off and held membership as on record; a forecast "
    "knows no founding after its day, and members may leave and others join"
)
OPEN_ON_THE_DAY = "EU - Singapore, signed on the day, is open here and was tied in the test's primary set"


def notes(open_on_the_day: bool) -> list[str]:
    """Notes for a ledger. ``open_on_the_day``: whether the deal of the cut-off day is still to come."""
    section = _section()
    if section is None:
        return ["no test of the model out of time is installed"]
    return [said(section), f"{DIFFERS}; {OPEN_ON_THE_DAY}" if open_on_the_day else DIFFERS]


def said(section: Mapping[str, Any]) -> str:
    """The verdicts out of time, whether they still hold for this model, and the count."""
    if not section["sets"]:
        return "out of time the model is not scored yet: nothing says how good these forecasts are"
    sets = section["sets"]
    row = next((each for each in sets if each["primary"]), sets[0])
    window, words = section["window"], ", ".join(row["words"])
    return (
        f"out of time ({window['from']} to {window['to']}; {section['status']['text']}) the model with the posterior "
        f"that ships was {words}; expected {expected(row):.1f} ties, came {row['new']}{_qualification(qualified(row))}"
    )


def _qualification(but: str) -> str:
    return f"; {but[0].lower()}{but[1:].rstrip('.')}" if but else ""


def _section() -> Mapping[str, Any] | None:
    """The section on the test, None if there is none."""
    try:
        found = installed()["sections"].get("out_of_time")
    except (OSError, ValueError, KeyError):
        return None
    return found if isinstance(found, dict) else None
