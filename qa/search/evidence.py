"""Ranked passages -> the sentences that answer.

Two vectors tell what a sentence means: the one pooled from its passage's token states while it was
indexed, which knows the surroundings, and its own, made when the question comes, which knows
nothing else. Their mean is better than either (see RESULTS.md). The second costs as much as a
question, so it is made where it may change the answer: where several sentences come close by the
first one, or where it is in doubt that the best of them answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from quoth.index.embedders.base import PassageText
from quoth.qa.answers import Evidence, Hit
from quoth.qa.search.query import Query
from quoth.qa.search.sentence_scores import SentenceScores
from quoth.qa.search.sentence_vectors import SentenceVectorCache

_MAX_SENTENCES = 6
_COSINE_MARGIN = 0.01  # how far below the best a sentence may be and still be the answer
_MAX_CLOSE_SENTENCES = 4  # at most: two for each of two cores
_DOUBTFUL_CONFIDENCE = (0.05, 0.9)  # confidence between which a vector of its own may tell
_UNPOOLED_HITS = 3  # whose sentences are all encoded, for a model that cannot pool them


def find_evidence(
    alone: SentenceVectorCache,
    query: Query,
    hits: Sequence[Hit],
    scores: SentenceScores,
    confidence: Callable[[Sequence[Evidence]], float],
) -> list[Evidence]:
    """The best sentences of the hits, best first; `confidence` judges such evidence."""
    sentences = [
        (Evidence(hit, span, float(score)), float(words))
        for hit in hits
        for span, score, words in zip(
            hit.passage.sentences,
            scores.of(hit.passage.number),
            scores.words[hit.passage.number],
            strict=True,
        )
    ]
    if scores.cosines is None:
        sentences = [item for item in sentences if item[0].hit.rank <= _UNPOOLED_HITS]
        own = _own_scores(alone, query, sentences)
        return _best_first(
            replace(s, score=score) for (s, _), score in zip(sentences, own, strict=True)
        )
    sentences = sorted(sentences, key=lambda item: -item[0].score)[:_MAX_SENTENCES]
    best = [sentence for sentence, _ in sentences]
    least = best[0].score - _COSINE_MARGIN if best else 0.0
    close = [item for item in sentences[:_MAX_CLOSE_SENTENCES] if item[0].score >= least]
    if len(close) < 2 and not _DOUBTFUL_CONFIDENCE[0] < confidence(best) < _DOUBTFUL_CONFIDENCE[1]:
        return best
    own = _own_scores(alone, query, close)
    weighed = (
        replace(s, score=(s.score + score) / 2) for (s, _), score in zip(close, own, strict=True)
    )
    return _best_first(weighed) + best[len(close) :]


def _best_first(evidence: Iterable[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda sentence: -sentence.score)


def _own_scores(
    alone: SentenceVectorCache, query: Query, sentences: Sequence[tuple[Evidence, float]]
) -> list[float]:
    """Each sentence embedded by itself under its article's title: its levelled cosine, and what
    its words add.
    """
    texts = [PassageText(s.hit.article.title, s.quote) for s, _ in sentences]
    lifts = [query.lift(s.hit.passage.language, s.hit.article.id) for s, _ in sentences]
    return [
        float(vector @ query.vector) + lift + words
        for vector, lift, (_, words) in zip(alone.of(texts), lifts, sentences, strict=True)
    ]
