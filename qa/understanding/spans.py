"""The span of time that a request speaks of, also where it is said in short: "between March and May",
"entre le 3 et le 12 avril".

In a request a month alone is one, where in a question or a sentence it may as well be another word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from quoth.index.text.dates import MONTHS
from quoth.index.text.language import language_of
from quoth.index.text.months import fold, months_of
from quoth.qa.understanding.dates import stated_dates
from quoth.qa.understanding.times import Period, month_of, periods_asked

_GLUED = re.compile(r"(?<=\sو)(?=\d)")  # و12: "and" is written on to the number
_DAY_BEFORE = re.compile(r"(?<![\w.,])(?P<day>\d{1,2})(?:\.|[^\W\d_]{2})?\s+(?:\S{1,5}\s+){1,3}$")
_WORD = re.compile(r"\w+")
_MAX_APART = 3  # words from one month to the other of a span
_MIN_LETTERS = 4  # of a month without a capital that stands alone: "may" is another word


def span_asked(request: str, topic: str, today: date) -> tuple[Period, ...]:
    """The times that a request names besides its topic; from the first to the last of them is meant."""
    text = _GLUED.sub(" ", request)
    found = periods_asked(text, today)
    if len(found) == 1 and found[0].days == 1:
        return (_from_day_before(text, found[0]),)
    return found or tuple(_months_alone(text, topic))


def _from_day_before(text: str, day: Period) -> Period:
    """From the day whose month is that of the one behind it: "between 3 and 12 April"."""
    stated = [told for told in stated_dates(text) if told.day]
    before = _DAY_BEFORE.search(text[: stated[0].span.start]) if len(stated) == 1 else None
    if before is None or not 0 < int(before["day"]) < day.first.day:
        return day
    return replace(day, first=day.first.replace(day=int(before["day"])))


def _months_alone(text: str, topic: str) -> Iterator[Period]:
    """The span of two months with but a word or two between them, or the only one."""
    words = [match.group() for match in _WORD.finditer(text)]
    known = MONTHS | months_of(language_of(text))
    told = [(at, month) for at, word in enumerate(words) if (month := _month(word, known, topic))]
    for (at, one), (after, other) in pairwise(told):
        if after - at <= _MAX_APART:
            yield replace(month_of(one), last=month_of(other, later=other < one).last)
            return
    sure = [(at, one) for at, one in told if len(words[at]) >= _MIN_LETTERS or words[at].istitle()]
    if len(sure) == 1:
        yield month_of(sure[0][1])


def _month(word: str, known: Mapping[str, int], topic: str) -> int:
    """Which month it is, "and" before it in Arabic or not; 0 where it is none, or of the topic."""
    if word in topic.split():
        return 0
    return known.get(fold(word)) or known.get(fold(word.removeprefix("و"))) or 0
