"""What the index knows of the sentences of ranked passages: their meaning and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from quoth.index.articles import Passage
from quoth.index.embedders.base import FloatArray
from quoth.index.store.generation import Generation
from quoth.index.text.tokens import indexed_tokens, question_terms
from quoth.qa.answers import Hit
from quoth.qa.search.query import Query

WORD_WEIGHT = 0.05
"""What all of the query's words add to a sentence's cosine. Measured: see RESULTS.md."""
_BEST_SENTENCE_WEIGHT = 0.6  # of a passage's best sentence, beside the passage's own score


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """By passage number, a figure for each of its sentences: `words`, what the query's words add;
    `cosines`, levelled, of the vectors pooled while indexing: None from a model that cannot pool.
    """

    words: dict[int, FloatArray]
    cosines: dict[int, FloatArray] | None

    def of(self, number: int) -> FloatArray:
        """Add both figures up for each sentence of a passage: (sentences,)."""
        return self.words[number] + (self.cosines[number] if self.cosines else 0)


def score_sentences(
    generation: Generation, query: Query, passages: Sequence[Passage]
) -> SentenceScores:
    rarity = _Rarity(generation, query.text)
    words = {p.number: WORD_WEIGHT * rarity.shares(p) for p in passages}
    pooled = generation.sentence_vectors(passages)
    if pooled is None:
        return SentenceScores(words, None)
    lifts = {p.number: query.lift(p.language, p.article_id) for p in passages}
    cosines = {n: rows @ query.vector + np.float32(lifts[n]) for n, rows in pooled.items()}
    return SentenceScores(words, cosines)


def with_best_sentences(hits: Sequence[Hit], scores: SentenceScores) -> list[Hit]:
    """The hits, ranked by their best sentences too."""
    if scores.cosines is None:
        return list(hits)
    best = {hit.passage.number: float(scores.of(hit.passage.number).max(initial=0)) for hit in hits}
    total = {
        hit.passage.number: (hit.score + _BEST_SENTENCE_WEIGHT * best[hit.passage.number])
        / (1 + _BEST_SENTENCE_WEIGHT)
        for hit in hits
    }
    order = sorted(hits, key=lambda hit: -total[hit.passage.number])
    return [
        replace(hit, rank=rank, score=total[hit.passage.number])
        for rank, hit in enumerate(order, start=1)
    ]


class _Rarity:
    """How much of a query's words, by their rarity, a sentence holds."""

    def __init__(self, generation: Generation, text: str) -> None:
        idf = generation.words.idf
        terms = question_terms(text, generation.languages)
        self._terms = [(frozenset(stems), max(map(idf, stems))) for stems in terms]
        self._total = sum(weight for _, weight in self._terms)

    def shares(self, passage: Passage) -> FloatArray:
        """0..1 for each sentence of a passage."""
        found = [self._share(passage.quote(s), passage.language) for s in passage.sentences]
        return np.array(found, dtype=np.float32)

    def _share(self, sentence: str, language: str) -> float:
        tokens = frozenset(indexed_tokens(sentence, language))
        held = sum(weight for stems, weight in self._terms if stems & tokens)
        return held / self._total if self._total else 0.0
