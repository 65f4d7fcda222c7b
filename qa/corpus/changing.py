"""What changed about a topic: its dated sentences that state what none before them does, each marked."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from quoth.index.articles import Span
from quoth.index.text.written_days import day_in_words
from quoth.qa.corpus.chronology import Event, events_in, line_of
from quoth.qa.corpus.differences import changed_since, told_anew
from quoth.qa.corpus.holding import Holding, find_holding, newest_first
from quoth.qa.corpus.told import Nothing, Report, Told
from quoth.qa.corpus.view import View
from quoth.qa.understanding.spans import span_asked
from quoth.qa.understanding.times import Period

_MAX_NAMED = 3  # things stated anew that a line names; all of them are marked
_FEWEST = 2  # lines between which something changes
_NO_TOPIC = "No changes: say of what, or between which days."


def changes(view: View) -> Report | Nothing:
    """The first event of the topic in the time that is asked for, and those after it that give a figure
    otherwise, or name what nothing before them does.
    """
    topic = view.request.topic
    times = span_asked(view.asked, topic, date.today())
    if not topic and not times:
        return Nothing(_NO_TOPIC)
    holding = find_holding(view, topic) if topic else _of_all(view)
    if not holding.articles:
        return Nothing(f"No changes: no article holds “{holding.missing or topic}”.")
    asked = _asked(times, holding)
    if asked and not topic:
        holding = Holding((), tuple(c for c in holding.articles if _is_in(asked, c.published)))
    told = events_in(view, holding, [asked] if asked else [])
    lines = list(_lines(told))
    of = f" of “{topic}”" if topic else ""
    if len(told) < _FEWEST:
        return Nothing(f"No changes{of}: fewer than two dated events are told{_when(asked)}.")
    if len(lines) < _FEWEST:
        return Nothing(f"No changes{of}: nothing is told otherwise later{_when(asked)}.")
    held = f" that hold {holding.rule}" if topic else ""
    ids = tuple(dict.fromkeys(event.sentence.card.id for group in told for event in group))
    rule = f"What changed{_when(asked)} in {len(ids)} article{'s'[: len(ids) > 1]}{held}:"
    return Report(rule, tuple(lines), ids)


def _of_all(view: View) -> Holding:
    """All articles of the scope."""
    numbers = view.inside(view.generation.numbers.tolist())
    return Holding((), tuple(newest_first(view.articles_of(numbers).values())))


def _is_in(time: Period, day: date | None) -> bool:
    return day is not None and time.first <= day <= time.last


def _asked(times: Sequence[Period], holding: Holding) -> Period | None:
    """From the first day asked for to the last; where but one day, month or year is named, from it on,
    as in "since March". Without a year they are of the one that ends before the newest article's day.
    """
    if not times:
        return None
    newest = holding.articles[0].published or date.today()
    known = [_known(time, newest) for time in times]
    first, last = min(one.first for one in known), max(one.last for one in known)
    is_one = len(known) == 1 and _is_one(known[0])
    return Period(first, max(last, newest) if is_one else last)


def _is_one(time: Period) -> bool:
    """Whether it is a day, a month or a year, and no span."""
    first, last = time.first, time.last
    month = monthrange(first.year, first.month)[1]
    year = date(first.year, 12, 31) - date(first.year, 1, 1)
    return first == last or (first.day == 1 and last - first in (timedelta(month - 1), year))


def _known(time: Period, newest: date) -> Period:
    """A time without its year, in a year."""
    if not time.any_year:
        return time
    year = newest.year - (_in_year(time.first, newest.year) > newest)
    later = time.last.year - time.first.year
    return Period(_in_year(time.first, year), _in_year(time.last, year + later))


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _lines(told: Sequence[Sequence[Event]]) -> list[Told]:
    """The first, and those that state what none before them does."""
    best = [group[0].sentence for group in told]
    lines: list[Told] = []
    for place, (group, anew) in enumerate(zip(told, told_anew(best), strict=True)):
        changed = changed_since(best[place], best[:place])
        spans = tuple(sorted({*changed.spans, *anew}, key=lambda span: span.start))
        named = list(dict.fromkeys(_quoted(group[0], span) for span in anew))[:_MAX_NAMED]
        words = (*changed.words, *((f"new: {', '.join(named)}",) if named else ()))
        if words or not lines:
            lines.append(line_of(group, words, spans))
    return lines


def _quoted(event: Event, span: Span) -> str:
    start = event.sentence.span.start
    return event.sentence.quote[span.start - start : span.end - start]


def _when(asked: Period | None) -> str:
    if asked is None:
        return ""
    return f" from {day_in_words(asked.first)} to {day_in_words(asked.last)}"
