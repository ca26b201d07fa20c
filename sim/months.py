"""Calendar: months counted from June 2023 (month 0), the month before any observed tie."""

from __future__ import annotations

from sim.errors import InputError

ORIGIN_YEAR, ORIGIN_MONTH = 2023, 6
NEVER = 10**6  # a month that no run reaches
DAYS = 365.25 / 12  # days in a month


def month_index(date: str) -> int:
    """Index of the month of an ISO date 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD' (a bare year means its January)."""
    parts = str(date).strip().split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else 1
    except ValueError:
        raise InputError("not a date", value=date, allowed="YYYY, YYYY-MM or YYYY-MM-DD") from None
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        raise InputError("not a date", value=date, allowed="YYYY-MM with a year from 1900 to 2200")
    return (year - ORIGIN_YEAR) * 12 + month - ORIGIN_MONTH


def month_label(index: int) -> str:
    """The month as 'YYYY-MM'."""
    total = ORIGIN_YEAR * 12 + ORIGIN_MONTH - 1 + int(index)
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


CUT_OFF = month_index("2024-11")  # the report's cut-off: 20 November 2024
