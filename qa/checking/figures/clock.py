"""Times of the day -> "20:15", as languages tell them: "8.15 p.m.", "20 h 15", "8 Uhr abends"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_TIME = re.compile(
    r"(?<![\d.,])(?P<hour>[01]?\d|2[0-4])"
    r"(?:\s?[h:]\s?(?P<minute>[0-5]\d)(?![\d:])(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|\s?(?P<just>[ap])\.?\s?m\b\.?|(?:\.(?P<uhr>[0-5]\d))?\s?Uhr\b)",
    re.IGNORECASE,
)
_HOUR_WORD = r"(?:[\s,]*(?:o['’]clock|uhr|heures?|horas?|h)\b)?"
_LATE = ("afternoon1", "afternoon2", "evening1", "evening2", "night1", "night2")
_ALSO = {"es": ("de la tarde", "de la noche"), "pt": ("da tarde", "da noite"), "nl": ("'s avonds",)}
"""The later parts of the day in languages of which CLDR has no names for them."""
_EARLY_HOURS = 5  # hours that "at night" may belong to the morning


def times_of_day(text: str, language: str) -> Iterator[tuple[re.Match[str], str]]:
    """The times of a text whose number words are digits, (match, "hour:minute") each; none for "20h00",
    which may as well be a duration.
    """
    late, named = _parts_of_day(language)
    if late is not None:
        for match in late.finditer(text):
            hour = int(match["hour"])
            if hour > _EARLY_HOURS or match["part"].lower() not in _nights(language):
                yield match, f"{hour % 12 + 12}:{match['minute'] or '00'}"
    if named is not None:
        for match in named.finditer(text):
            yield match, "12:00" if match["noon"] else "0:00"
    for match in _TIME.finditer(text):
        minute = match["minute"] or match["uhr"] or "00"
        half = (match["half"] or match["just"] or "").lower()
        hour = int(match["hour"]) + 12 * (half == "p" and int(match["hour"]) < 12)
        if minute != "00" or half:
            yield match, f"{hour}:{minute}"


def _names(language: str, which: tuple[str, ...]) -> list[str]:
    try:
        wide = Locale.parse(language).day_periods["format"]["wide"]
    except (UnknownLocaleError, ValueError, KeyError):
        return []
    return [str(wide[key]) for key in which if key in wide]


@lru_cache(maxsize=64)
def _nights(language: str) -> frozenset[str]:
    return frozenset(name.lower() for name in _names(language, ("night1", "night2")))


@lru_cache(maxsize=64)
def _parts_of_day(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What tells the later hours of a day in a language, and its noon and midnight."""
    morning = _names(language, ("morning1", "morning2"))
    parts = [*_names(language, _LATE), *_ALSO.get(language, ())]
    parts = [name for name in parts if name not in morning]
    late = (
        re.compile(
            r"(?<![\d.,])(?P<hour>1[01]|[1-9])(?:\s?[:h.]\s?(?P<minute>[0-5]\d))?"
            rf"{_HOUR_WORD}\s(?P<part>{_any(parts)})\b",
            re.IGNORECASE,
        )
        if parts
        else None
    )
    noon, midnight = _names(language, ("noon",)), _names(language, ("midnight",))
    named = re.compile(
        rf"\b(?:(?P<noon>{_any(noon) or '(?!)'})|(?P<night>{_any(midnight) or '(?!)'}))\b",
        re.IGNORECASE,
    )
    return late, named if noon or midnight else None


def _any(names: list[str] | tuple[str, ...]) -> str:
    return "|".join(re.escape(name).replace("’", "['’]") for name in names)
