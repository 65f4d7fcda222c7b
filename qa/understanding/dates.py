"""The dates that a sentence states, whole or in part, in any of the languages of `index.text.dates`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from quoth.index.articles import Span
from quoth.index.text.dates import MONTH, MONTHS, fold

_WEEKDAYS = """
lundi monday lunes montag الاثنين الإثنين
mardi tuesday martes dienstag الثلاثاء
mercredi wednesday miercoles mittwoch الأربعاء
jeudi thursday jueves donnerstag الخميس
vendredi friday viernes freitag الجمعة
samedi saturday sabado samstag sonnabend السبت
dimanche sunday domingo sonntag الأحد
"""
_WEEKDAY_NUMBERS = {
    fold(name): number
    for number, names in enumerate(_WEEKDAYS.split("\n")[1:-1], start=1)
    for name in names.split()
}
_BEFORE_MONTH = (  # "may", "mars" and "sept" are months only behind one of these
    r"(?:in|of|since|until|by|early|late|mid|last|next|en|de|des|du|d'|des le|fin|debut|mi|im|seit|"
    r"bis|mid-|anfang|mitte|ende|depuis|jusqu'en|desde|hasta|في|من|منذ|شهر|خلال)"
)
_STATED = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<y1>[12]\d{3})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?![\d-])"
    r"|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>[12]\d{3})(?![\d-])"
    r"|(?P<y3>[12]\d{3})\s?年\s?(?P<m3>\d{1,2})\s?月(?:\s?(?P<d3>\d{1,2})\s?日)?"
    r"|(?:(?P<from4>\d{1,2})\.?\s*(?:to|and|or|-|–|au|et|al|y|bis|und)\s*)?"
    r"(?P<d4>\d{1,2})(?:er|st|nd|rd|th|[oa.°])?[\s-]*(?:de\s+|of\s+)?"
    rf"(?P<m4>{MONTH})(?!\w)\.?(?:\s*[/(]\s*(?:{MONTH})\s*\)?)?"
    r"(?:[,،]?[\s-]+(?:del?\s+)?(?P<y4>[12]\d{3}))?(?!\d)"
    rf"|(?P<m5>{MONTH})\.?\s+(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y5>[12]\d{{3}}))?(?!\w)"
    rf"|(?P<m6>{MONTH})\.?,?\s+(?:del?\s+)?(?P<y6>[12]\d{{3}})(?!\d)"
    rf"|(?P<lead>{_BEFORE_MONTH}\s?)(?:l'|le |al-)?(?P<m7>{MONTH})(?!\w)"
    r"(?:\.?,?\s+(?:del?\s+)?(?P<y7>[12]\d{3})(?!\d))?"
    rf"|(?P<weekday>{'|'.join(_WEEKDAY_NUMBERS)})(?!\w)"
    r")"
)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """What a text says of a date; the parts that it leaves open are None. `weekday` is 1..7 from
    Monday. `span` is its place in the text, in characters.
    """

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    def agrees_with(self, other: StatedDate, years: frozenset[int]) -> bool:
        """Whether `other`, of a text in which these `years` are named, states all that this does.

        A day of a month without its year stands for that day in any of them.
        """
        if self.weekday or other.weekday:
            return self.weekday == other.weekday
        if other.month is None or (self.day and self.day != other.day):
            return False
        if self.month != other.month:
            return False
        return self.year is None or self.year == (other.year or (self.year in years and self.year))


def stated_dates(text: str) -> list[StatedDate]:
    """The dates of a text in order. A bare year is a number, not a date."""
    folded, places = _folded(text)
    return [found for match in _STATED.finditer(folded) for found in _read(match, places)]


def of_day(day: date) -> list[StatedDate]:
    """A known date as if a text had stated it, its weekday included."""
    nowhere = Span(0, 0)
    return [
        StatedDate(nowhere, day.year, day.month, day.day),
        StatedDate(nowhere, weekday=day.isoweekday()),
    ]


def _read(match: re.Match[str], places: list[int]) -> Iterator[StatedDate]:
    begin = match.end("lead") if match["lead"] else match.start()
    span = Span(places[begin], places[match.end()])
    if match["weekday"]:
        yield StatedDate(span, weekday=_WEEKDAY_NUMBERS[match["weekday"]])
        return
    parts = match.groupdict()
    form = next(n for n in "1234567" if parts[f"m{n}"])
    name = parts[f"m{form}"]
    month = int(name) if name.isdigit() else MONTHS[" ".join(name.split())]
    year, day = (int(v) if (v := parts.get(f"{part}{form}")) else None for part in "yd")
    if form == "2" and day and day <= 12 < month:
        day, month = month, day
    yield StatedDate(span, year, month, day)
    if match["from4"]:
        yield StatedDate(span, year, month, int(match["from4"]))


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters, and its end, the place in the text."""
    pieces = [_fold_one(character) for character in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*places, len(text)]


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    return fold(character)
