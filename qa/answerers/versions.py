"""What other articles on the same story say otherwise than a sentence: a correction or an update is
shown beside what it corrects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from quoth.index.articles import Span
from quoth.index.text.dates import states_day
from quoth.index.text.tokens import unaccented, words_of
from quoth.qa.answerers.name_corrections import corrects_name, tells_of_it
from quoth.qa.answers import Evidence, Hit
from quoth.qa.checking.figures.counted import corrects
from quoth.qa.search.deduplication import as_compared, tell_one_story

_FEWEST_WORDS = 3
_ALIKE = 0.5  # of the longer sentence's words, that a version has in an article on the same story
_ALIKE_ELSEWHERE = 0.7  # and in another article of the same weeks
_NEVER = 2.0
_DAYS = 60  # between an article and another version of it, at most
_CORRECTED_DAYS = 366  # and one that says what was wrong in it


def with_versions(evidence: Sequence[Evidence], question: str, most: int) -> list[Evidence]:
    """The best sentence with its versions in other articles: `most` in all, newest first.

    The best one comes first where an article is undated, or where the question asks of a day or a
    number, which may be that of an older one.
    """
    best = evidence[0]
    found = list(_versions(best, evidence))
    asks_of_one = states_day(question) or any(map(str.isdigit, question))
    if asks_of_one or not all(one.hit.article.published for one in (best, *found)):
        return [best, *found][:most]
    found = sorted(found, key=_day, reverse=True)[: max(0, most - 1)]
    return sorted([best, *found], key=_day, reverse=True)[:most]


def _versions(best: Evidence, evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """One sentence of each other article that says what `best` says otherwise."""
    read = {(one.hit.passage.number, one.span): one for one in evidence}
    hits = {one.hit.passage.number: one.hit for one in evidence}
    told = {best.hit.article.id}
    said = {as_compared(best.quote)}
    for hit in hits.values():
        if hit.article.id in told or hit.passage.language != best.hit.passage.language:
            continue
        needed = _needed(best.hit, hit)
        alike = {
            span: _share(best.quote, hit.passage.quote(span)) for span in hit.passage.sentences
        }
        span = max(alike, key=lambda one: alike[one], default=Span(0, 0))
        if alike.get(span, 0.0) < needed:
            span = _correcting(best, hit) or Span(0, 0)
        if span == Span(0, 0) or as_compared(hit.passage.quote(span)) in said:
            continue
        told.add(hit.article.id)
        said.add(as_compared(hit.passage.quote(span)))
        unread = Evidence(hit, span, best.score, best.chance)
        yield read.get((hit.passage.number, span), unread)


def _correcting(best: Evidence, hit: Hit) -> Span | None:
    """The sentence of another article that corrects the best one, or that it corrects."""
    first, second = best.hit.article.published, hit.article.published
    if first is None or second is None or abs((second - first).days) > _CORRECTED_DAYS:
        return None
    for span in hit.passage.sentences:
        other = _Told(hit, span)
        newer, older = _Told(best.hit, best.span), other
        if second >= first:
            newer, older = older, newer
        if _corrects(newer, older):
            return span
    return None


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence of a passage."""

    hit: Hit
    span: Span

    @property
    def quote(self) -> str:
        return self.hit.passage.quote(self.span)

    @property
    def with_last(self) -> str:
        """The sentence with the one before it."""
        passage = self.hit.passage
        before = [span for span in passage.sentences if span.end <= self.span.start]
        return passage.quote(Span(before[-1].start, self.span.end)) if before else self.quote


def _corrects(newer: _Told, older: _Told) -> bool:
    """Whether a sentence gives a figure or a name of an older one otherwise, beside that one."""
    language = newer.hit.passage.language
    if corrects(newer.quote, older.quote, language):
        return True
    around = f"{newer.hit.article.title}\n{newer.hit.passage.text}"
    return tells_of_it(around, older.quote, language) and (
        corrects_name(newer.quote, older.quote, language)
        or corrects_name(newer.with_last, older.quote, language)
    )


def _needed(one: Hit, other: Hit) -> float:
    """The share of its words that a sentence of `other` must have in common with one of `one`."""
    first, second = one.article.published, other.article.published
    if first is None or second is None:
        return _ALIKE if _is_one_story(one, other) else _NEVER
    if abs((first - second).days) > _DAYS:
        return _NEVER
    return _ALIKE if _is_one_story(one, other) else _ALIKE_ELSEWHERE


def _is_one_story(one: Hit, other: Hit) -> bool:
    titles = [as_compared(hit.article.title).casefold() for hit in (one, other)]
    return bool(titles[0] and titles[0] == titles[1]) or tell_one_story(one.passage, other.passage)


def _share(one: str, other: str) -> float:
    """Of the words of the longer sentence, how many stand in the other too."""
    first, second = (Counter(unaccented(word) for word in words_of(text)) for text in (one, other))
    longer = max(first.total(), second.total())
    if min(first.total(), second.total()) < _FEWEST_WORDS:
        return 0.0
    return (first & second).total() / longer


def _day(sentence: Evidence) -> date:
    return sentence.hit.article.published or date.min
