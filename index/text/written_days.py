"""Days in words, as everything that Quoth says itself is in English."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "January February March April May June July August September October November December".split()
)


def day_in_words(day: date) -> str:
    """12 March 2016, whatever the locale of the machine."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_in_words(day: date) -> str:
    """March 2016, whatever the locale of the machine."""
    return f"{_MONTHS[day.month - 1]} {day.year}"
