"""A topic's events in the order of their days: a quote each, and the outlets that tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from quoth.index.articles import Span
from quoth.index.text.written_days import day_in_words, month_in_words
from quoth.qa.corpus.differences import changed_since
from quoth.qa.corpus.events import grouped
from quoth.qa.corpus.holding import Holding, find_holding
from quoth.qa.corpus.told import Nothing, Report, Told
from quoth.qa.corpus.view import Sentence, View
from quoth.qa.understanding.times import Period, periods_told

_FEWEST_DAYS = 2  # that make a chronology
_MAX_LINES = 30
_MONTH_DAYS = 31  # days that an event may take, in whose order it is told
_DATED_BONUS = 0.02  # of a sentence that states its day, beside one that was published then
_NEAR = 0.16  # how far below the nearest sentence one may be that is still of the topic
_NEAR_IN_PART = 0.08  # and where only names of the topic are in the articles


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence that tells what happened in a period."""

    period: Period
    sentence: Sentence
    worth: float


def chronology(view: View) -> Report | Nothing:
    """One line for each event of the topic, in the order of their days."""
    topic = view.request.topic
    holding = find_holding(view, topic)
    if not holding.articles:
        return Nothing(f"No chronology: no article holds “{holding.missing or topic}”.")
    told_once = events_in(view, holding, view.times)
    if len({told[0].period.first for told in told_once}) < _FEWEST_DAYS:
        return Nothing(f"No chronology of “{topic}”: fewer than two dated events are told.")
    lines: list[Told] = []
    for told in told_once:
        best = told[0]
        changed = changed_since(best.sentence, [line.sentence for line in lines])
        lines.append(line_of(told, changed.words, changed.spans))
    articles = len(holding.articles)
    of = f"{articles} article{'' if articles == 1 else 's'}"
    return Report(f"{len(lines)} dated events in {of} that hold {holding.rule}:", tuple(lines))


def events_in(view: View, holding: Holding, times: Sequence[Period]) -> list[list[Event]]:
    """What tells of each event of a topic in these times, or of all where there are none, the best told
    first; the events in the order of their days.
    """
    events = [
        event
        for event in _events(view.sentences(holding.ids), holding)
        if not times or any(time.meets(event.period) for time in times)
    ]
    return _by_event(events, holding)


def line_of(told: Sequence[Event], changed: tuple[str, ...], marked: tuple[Span, ...]) -> Told:
    """The line of an event, as the best of what tells of it says it, with the outlets of all."""
    best = told[0]
    outlets = tuple(dict.fromkeys(event.sentence.outlet for event in told))
    label = f"{_in_words(best.period)}, {', '.join(outlets)}"
    return Told(label, best.sentence, best.period.first, outlets, changed, marked)


def _events(sentences: Sequence[Sentence], holding: Holding) -> Iterator[Event]:
    """What tells of the topic: sentences that name it, those that stand first in an article, and
    those beside them that are as near to it. Without a topic, those that stand first.
    """
    best = max((one.score for one in sentences), default=0.0)
    near = _NEAR if holding.is_whole else _NEAR_IN_PART
    for one in sentences:
        leads = one.position == 0
        if not (_is_of_it(one, holding) and one.score >= best - near if holding.words else leads):
            continue
        stated = _stated(one)
        if stated:
            yield Event(stated, one, one.score + _DATED_BONUS)
        elif leads and one.card.published:
            day = one.card.published
            yield Event(Period(day, day), one, one.score)


def _is_of_it(one: Sentence, holding: Holding) -> bool:
    """Whether a word of the topic stands around a sentence: in its passage, or in the title over one
    that stands first.
    """
    around = f"{one.card.title}\n{one.quote}" if one.position == 0 else one.hit.passage.text
    return holding.names(around, one.hit.passage.language)


def _stated(one: Sentence) -> Period | None:
    """The shortest time that a sentence states, the first of those."""
    passage = one.hit.passage
    before = passage.before(one.span)
    told = periods_told(one.quote, passage.language, one.card.published, before)
    known = [p for p in told if not p.any_year and p.days <= _MONTH_DAYS]
    return min(known, key=lambda period: period.days, default=None)


def _by_event(events: Sequence[Event], holding: Holding) -> list[list[Event]]:
    """What tells of one event, the best told first, in the order of the days; of many events those
    told best.
    """
    by_day: defaultdict[Period, list[Event]] = defaultdict(list)
    for event in events:
        by_day[event.period].append(event)
    found: list[list[Event]] = []
    for told in by_day.values():
        told.sort(key=lambda event: -event.worth)
        groups = grouped([event.sentence for event in told], holding)
        found += [[told[at] for at in group] for group in groups]
    found.sort(key=lambda group: -group[0].worth)
    return sorted(found[:_MAX_LINES], key=lambda group: _order(group[0]))


def _order(event: Event) -> tuple[date, date, date, int]:
    published = event.sentence.card.published or event.period.last
    return event.period.first, event.period.last, published, event.sentence.position


def _in_words(period: Period) -> str:
    return day_in_words(period.first) if period.days == 1 else month_in_words(period.first)
