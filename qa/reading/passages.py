"""Passages read in rounds, the likeliest windows first, for as long as the answer is in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from quoth.index.articles import ArticleCard, Span
from quoth.qa.answers import Evidence, Hit
from quoth.qa.reading.alone import reread_alone
from quoth.qa.reading.reader import Reader, ReadSentence
from quoth.qa.reading.shapes import shape_of
from quoth.qa.reading.windows import Window, windows_of
from quoth.qa.search.query import Query
from quoth.qa.search.sentence_scores import SentenceScores
from quoth.qa.understanding.times import agreement, periods_told

_EQUAL_LOGITS = 4.0  # logits within which sentences answer equally well
CANDIDATE_PASSAGES = 24
"""Passages of which windows may be read for a question."""
_WINDOWS_PER_ROUND = (8, 20)  # windows read in all after each round
_CERTAIN_LOGIT = 1.0  # the logit of a best sentence from which no more is read
_PASSAGE_WEIGHT = 14.0  # what a passage's fused score counts beside a sentence's logit
_SENTENCE_WEIGHT = 28.0  # and what the sentence's own cosine and words count
_JOINED_WEIGHT = 0.7  # what a logit counts for a question joined with others, and for it alone
_TIME_WEIGHT = 3.0  # and what it counts that it states the time that the question names


def read_passages(
    reader: Reader, query: Query, hits: Sequence[Hit], scores: SentenceScores
) -> list[Evidence]:
    """The sentences of the windows that were read, best first. Raises EmbedderError."""
    by_number = {hit.passage.number: hit for hit in hits}
    cards = {hit.article.id: hit.article for hit in hits}
    known = _known(query, hits, scores)
    windows = [window for hit in hits for window in windows_of(hit.passage)]
    windows.sort(key=lambda window: -_most(window, known))
    evidence: list[Evidence] = []
    done = 0
    for depth in _WINDOWS_PER_ROUND:
        if not (more := windows[done:depth]):
            break
        for sentence in _read(reader, query, more, cards):
            number, span = sentence.passage.number, sentence.span
            hit = by_number[number]
            shape = shape_of(query.text, hit.article.title, hit.passage.quote(span))
            logit = sentence.logit + shape
            total = logit + known[number, span.start]
            evidence.append(Evidence(hit, span, total, logit, sentence.words))
        done = depth
        best = max(evidence, key=lambda found: found.score, default=None)
        if best and best.chance is not None and best.chance >= _CERTAIN_LOGIT:
            break
    evidence.sort(key=lambda found: -found.score)
    if reader.sees_neighbours:
        evidence = reread_alone(evidence, lambda again: _read(reader, query, again, cards))
    return newest_first(evidence) if query.newest else evidence


def _read(
    reader: Reader, query: Query, windows: Sequence[Window], cards: Mapping[str, ArticleCard]
) -> list[ReadSentence]:
    """The windows read for the question. Joined with an earlier one, it is read alone too, as the
    earlier one's answer would otherwise do as well as its own. Raises EmbedderError.
    """
    read = reader.read(query.text, windows, cards)
    if not query.own:
        return read
    return [
        replace(joined, logit=_JOINED_WEIGHT * (joined.logit + alone.logit))
        for joined, alone in zip(read, reader.read(query.own, windows, cards), strict=True)
    ]


def newest_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence, best first: what answers about as well as the best by the day of its article, the
    newest first.
    """
    best = max((found.score for found in evidence), default=0.0)
    equal = [found for found in evidence if found.score >= best - _EQUAL_LOGITS]
    equal.sort(key=lambda found: found.hit.article.published or date.min, reverse=True)
    return [*equal, *(found for found in evidence if found.score < best - _EQUAL_LOGITS)]


def known_score(hit: Hit, scores: SentenceScores) -> float:
    """What the search alone says of a passage and its best sentence, on the scale of logits."""
    return _weighed(hit, float(scores.of(hit.passage.number).max(initial=0)))


def scaled(score: float) -> float:
    """A score of this module on the scale of cosines."""
    return score / (_PASSAGE_WEIGHT + _SENTENCE_WEIGHT)


def _known(
    query: Query, hits: Sequence[Hit], scores: SentenceScores
) -> Mapping[tuple[int, int], float]:
    """What the search and the times that are named say of each sentence, by its passage's number and
    its start.
    """
    return {
        (hit.passage.number, span.start): _weighed(hit, float(score)) + _timely(query, hit, span)
        for hit in hits
        for span, score in zip(hit.passage.sentences, scores.of(hit.passage.number), strict=True)
    }


def _timely(query: Query, hit: Hit, span: Span) -> float:
    """What it counts that a sentence speaks of the times that the question names, or of others."""
    if not query.times:
        return 0.0
    published = hit.article.published
    told = periods_told(hit.passage.quote(span), hit.passage.language, published)
    return _TIME_WEIGHT * agreement(query.times, told, published)


def _weighed(hit: Hit, sentence: float) -> float:
    return _PASSAGE_WEIGHT * hit.score + _SENTENCE_WEIGHT * sentence


def _most(window: Window, known: Mapping[tuple[int, int], float]) -> float:
    return max(known[window.passage.number, span.start] for span in window.sentences)
