"""The times that a question or a sentence speaks of, and how well the two agree.

A time in a question's prose ("What happened on 3 March?", "entre mars et mai 2016", "l'an dernier")
narrows nothing: it is one more thing that speaks for a sentence or against it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from quoth.index.text.dates import MONTH, MONTHS
from quoth.index.text.days import moved, relative_of
from quoth.index.text.months import fold
from quoth.qa.understanding.dates import StatedDate, stated_dates

_YEAR = re.compile(r"(?<![\w.,/-])(?:1[0-9]|20)\d\d(?![\w/-]|[.,]\d)")
_BETWEEN = re.compile(rf"(?<!\w)(?P<month>{MONTH})\s+\S{{1,5}}\s+$")
TOLD_LATE = timedelta(days=3)
"""From an event to the last article that still tells of it as news."""
_STILL_NEWS = timedelta(days=14)
"""From an event to the last article that tells its day without a year, whatever year was said."""
_LONG_AGO = 100  # years before its article, in which a day is told without its year
_BETWEEN_CHARS = 7  # from one date of a range to the next
_LEAP = 2000  # stands for a year that is not known: it has every day
_YEAR_DAYS = 360
_MONTHS_APART = 6  # how far from its article's day a date without a year may lie


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; where the year is not known, of any year."""

    first: date
    last: date
    any_year: bool = False

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def meets(self, other: Period) -> bool:
        """Whether they share a day."""
        if self.any_year or other.any_year:
            mine, theirs = _in_year(self), _in_year(other)
            return mine[0] <= theirs[1] and theirs[0] <= mine[1]
        return self.first <= other.last and other.first <= self.last


def periods_asked(question: str, today: date) -> tuple[Period, ...]:
    """The times that a question names; what it tells from now, like "yesterday", from `today`. A day
    of the week alone says nothing, as nobody knows of which week.
    """
    stated = [told for told in stated_dates(question) if not told.weekday]
    found = list(_ranges(question, stated)) or _known(_period(told, None) for told in stated)
    found += _relative(question, today)
    return tuple(found or _years(question))


def periods_told(
    sentence: str, language: str, published: date | None, before: str = ""
) -> tuple[Period, ...]:
    """The times that a sentence states; those without a year, days of the week and "yesterday" as
    they were meant on the day on which the article was published, where that is known. `before` is
    the text in front of the sentence: a year that is said there holds on.
    """
    stated = stated_dates(sentence)
    if published and before:
        stated = [_dated_on(told, before + sentence, len(before), published) for told in stated]
    found = _known(_period(told, published) for told in stated)
    if published:
        found += _relative(sentence, published, language)
    covered = {period.first.year for period in found if not period.any_year}
    return (*found, *(year for year in _years(sentence) if year.first.year not in covered))


def agreement(asked: Sequence[Period], told: Sequence[Period], published: date | None) -> float:
    """How well a sentence fits the times asked for, -1..1: 1 where it states one of them, less where
    it tells of a longer time around it or states none and was published then, below 0 where it
    speaks of other times.
    """
    if not asked:
        return 0.0
    best = max((_fit(wanted, period) for wanted in asked for period in told), default=None)
    then = published is not None and any(
        period.meets(Period(published - TOLD_LATE, published)) for period in asked
    )
    if best is None:
        return 0.5 if then else -0.25 if published else 0.0
    return best if best > 0 or not then else 0.0


def _fit(asked: Period, told: Period) -> float:
    if not asked.meets(told):
        return -1.0
    return 1.0 if told.days <= asked.days else 0.5


def _known(periods: Iterable[Period | None]) -> list[Period]:
    return [period for period in periods if period]


def _period(told: StatedDate, published: date | None) -> Period | None:
    """A stated date as days; None for one that exists in no year, or a weekday of no known week."""
    if told.weekday:
        if published is None:
            return None
        day = published - timedelta(days=(published.isoweekday() - told.weekday) % 7)
        return Period(day, day)
    if told.month is None:
        return None
    year = told.year or (published and _nearest_year(told, published))
    try:
        first = date(year or _LEAP, told.month, told.day or 1)
    except ValueError:
        return None
    last = first if told.day else _end_of_month(first)
    return Period(first, last, any_year=not year)


def _nearest_year(told: StatedDate, published: date) -> int:
    """The year that brings a month nearest to the day on which it was written of."""
    apart = (told.month or 1) - published.month
    return published.year + (apart < -_MONTHS_APART) - (apart > _MONTHS_APART)


def _dated_on(told: StatedDate, text: str, start: int, published: date) -> StatedDate:
    """A date of the sentence that begins at `start`, in the year last said before it in the text,
    unless the article came later than that, or tells news of its own in another paragraph.
    """
    if told.year or told.month is None:
        return told
    before = text[: start + told.span.start]
    known = [(s.span.end, s) for s in stated_dates(before) if s.year and s.month]
    last = max(known, default=None, key=lambda one: one[0])
    bare = [match for match in _YEAR.finditer(before) if last is None or match.start() >= last[0]]
    if bare:
        end, year = bare[-1].end(), int(bare[-1].group())
    elif last is not None:
        end, year = last[0], _nearest_year(told, date(last[1].year or 1, last[1].month or 1, 1))
    else:
        return told
    then, own = _period(replace(told, year=year), None), _period(told, published)
    if then is None or not published.year - _LONG_AGO <= then.first.year <= published.year:
        return told  # or else it was a number of something
    if then.first > published:
        return told
    is_news = own is not None and timedelta(0) <= published - own.first <= _STILL_NEWS
    return told if is_news and "\n" in before[end:] else replace(told, year=year)


def _ranges(text: str, stated: Sequence[StatedDate]) -> Iterator[Period]:
    """The days from one stated date to the next, where but a word or a dash lies between them: of
    the first one, only the month may be said.
    """
    folded = fold(text)
    if len(folded) != len(text):
        return
    if len(stated) == 2 and stated[1].span.start - stated[0].span.end <= _BETWEEN_CHARS:
        first, last = (_period(_with_year(told, stated[1].year), None) for told in stated)
        if first and last and first.first <= last.last:
            yield Period(first.first, last.last, first.any_year)
    elif len(stated) == 1 and (before := _BETWEEN.search(folded[: stated[0].span.start])):
        month = MONTHS[" ".join(before["month"].split())]
        first = _period(StatedDate(stated[0].span, stated[0].year, month), None)
        last = _period(stated[0], None)
        if first and last and first.first <= last.last:
            yield Period(first.first, last.last, first.any_year)


def _with_year(told: StatedDate, year: int | None) -> StatedDate:
    return replace(told, year=told.year or year)


def _relative(text: str, today: date, language: str = "") -> list[Period]:
    folded, known = fold(text), relative_of(language)
    # An expression for the words of all languages would take longer to compile than a search does.
    words = sorted((word for word in known if word in folded), key=len, reverse=True)
    if not words:
        return []
    told = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
    return [Period(*moved(today, *known[match.group()])) for match in told.finditer(folded)]


def _years(text: str) -> list[Period]:
    """The bare years of a text; two with but a word or a dash between them are a span."""
    found = list(_YEAR.finditer(text))
    years = [int(match.group()) for match in found]
    is_span = len(years) == 2 and found[1].start() - found[0].end() <= _BETWEEN_CHARS
    if is_span and years[0] < years[1]:
        return [Period(date(years[0], 1, 1), date(years[1], 12, 31))]
    return [Period(date(year, 1, 1), date(year, 12, 31)) for year in years]


def _in_year(period: Period) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last day as month and day; the whole year where the period is as long."""
    if period.days > _YEAR_DAYS:
        return (1, 1), (12, 31)
    return (period.first.month, period.first.day), (period.last.month, period.last.day)


def month_of(month: int, *, later: bool = False) -> Period:
    """A month of any year; `later` in the one after that of the others."""
    first = date(_LEAP + later, month, 1)
    return Period(first, _end_of_month(first), any_year=True)


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
