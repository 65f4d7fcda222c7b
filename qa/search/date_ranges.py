"""The days that a user means: 2016, 2016-03, 29 mars 2016, last week, depuis lundi."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from quoth.index.errors import UsageError
from quoth.index.text.dates import find_date

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_SINCE = re.compile(r"^(?:depuis|dès|since|from|until|till|jusqu['’](?:à|au|en))\s+", re.IGNORECASE)
_LAST = re.compile(
    r"^(?:le\s+)?(\w+)\s+(?:dernier|passé)$", re.IGNORECASE
)  # lundi dernier is lundi
_LANGUAGES = ["fr", "en", "es", "de", "ar"]


def days_of(value: str, today: date) -> tuple[date, date]:
    """The first and the last day of what `value` names, counted from `today` where it is relative.

    Raises UsageError for what is no date.
    """
    named = _SINCE.sub("", value.strip())
    digits = _ISO.fullmatch(named)
    found = _iso(digits) if digits else _written(named) or _relative(named, today)
    if found is None:
        raise UsageError(
            f"{value!r} is not a date.",
            "Write 2016, 2016-03, 2016-03-29, or as one says it: last week, lundi.",
        )
    return found


def _iso(match: re.Match[str]) -> tuple[date, date] | None:
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    return first, _end_of_month(date(first.year, month or 12, 1))


def _written(value: str) -> tuple[date, date] | None:
    day = find_date(value)
    return (day, day) if day else None


def _relative(value: str, today: date) -> tuple[date, date] | None:
    from dateparser.date import DateDataParser  # 0.3 s: only for those who write such a date

    parser = DateDataParser(
        languages=_LANGUAGES,
        settings={
            "RELATIVE_BASE": datetime.combine(today, time()),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
        },
    )
    for words in (value, _LAST.sub(r"\1", value)):
        found = parser.get_date_data(words)
        if found.date_obj is not None:
            return _whole(found.date_obj.date(), found.period or "day")
    return None


def _whole(day: date, period: str) -> tuple[date, date]:
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if period == "month":
        return day.replace(day=1), _end_of_month(day)
    if period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
