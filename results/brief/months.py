"""Months as a reader says them: 'December 2030'."""

from __future__ import annotations

from sim.months import date_parts

_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def in_words(date: str) -> str:
    """The month of a date 'YYYY-MM' or 'YYYY-MM-DD' in words; a bare year means its January.

    >>> in_words("2030-12")
    'December 2030'
    """
    year, month = [*date_parts(date), 1][:2]
    return f"{_NAMES[month - 1]} {year}"
