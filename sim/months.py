"""Calendar: months counted from June 2023 (month 0), the month before any observed tie."""

from __future__ import annotations

import datetime
import re

from sim.errors import InputError

ORIGIN_YEAR, ORIGIN_MONTH = 2023, 6
NEVER = 10**6  # a month that no run reaches
DAYS = 365.25 / 12  # days in a month
FIRST_YEAR, LAST_YEAR = 1900, 2200
DATES = "YYYY, YYYY-MM or YYYY-MM-DD"
_DATE = re.compile(r"[0-9]{4}(-[0-9]{1,2}){0,2}")


def date_parts(date: str) -> list[int]:
    """Year, month and day of 'YYYY-MM-DD', or as many as are given; InputError unless there is such a day."""
    text = str(date).strip()
    if not _DATE.fullmatch(text):
        raise InputError("not a date", value=date, allowed=DATES)
    parts = [int(part) for part in text.split("-")]
    if not FIRST_YEAR <= parts[0] <= LAST_YEAR:
        raise InputError("the year is out of range", value=date, allowed=f"years from {FIRST_YEAR} to {LAST_YEAR}")
    try:
        datetime.date(*[*parts, 1, 1][:3])
    except ValueError:
        raise InputError("not a date: there is no such day", value=date, allowed=DATES) from None
    return parts


def month_index(date: str) -> int:
    """Index of the month of an ISO date 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD' (a bare year means its January)."""
    year, month = [*date_parts(date), 1][:2]
    return (year - ORIGIN_YEAR) * 12 + month - ORIGIN_MONTH


def month_label(index: int) -> str:
    """The month as 'YYYY-MM'."""
    total = ORIGIN_YEAR * 12 + ORIGIN_MONTH - 1 + int(index)
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


CUT_OFF = month_index("2024-11")  # the report's cut-off: 20 November 2024
