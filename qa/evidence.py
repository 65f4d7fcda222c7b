"""Ranked passages -> the sentences that answer, by meaning and by the question's rarer words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedders.base import Embedder, FloatArray, PassageText
from index.generation import Generation
from index.tokens import passage_tokens, question_terms
from qa.answers import Evidence, Hit

WORD_WEIGHT = 0.1
PASSAGE_WEIGHT = 1.0


def find_evidence(
    generation: Generation,
    embedder: Embedder,
    question: str,
    vector: FloatArray,
    hits: Sequence[Hit],
) -> list[Evidence]:
    """Every sentence of the hits, the best first; `vector` (dimension,) is the question."""
    vectors = _sentence_vectors(generation, embedder, hits)
    weigh = _Words(generation, question)
    found = []
    for hit in hits:
        near = vectors[hit.passage.number] @ vector
        for span, cosine in zip(hit.passage.sentences, near.tolist(), strict=True):
            words = weigh.share(hit.passage.quote(span), hit.passage.language)
            score = cosine + WORD_WEIGHT * words + PASSAGE_WEIGHT * hit.score
            found.append(Evidence(hit, span, score))
    return sorted(found, key=lambda evidence: -evidence.score)


def _sentence_vectors(
    generation: Generation, embedder: Embedder, hits: Sequence[Hit]
) -> dict[int, FloatArray]:
    """Passage number -> (sentences, dimension): those of the index, or else encoded now."""
    passages = [hit.passage for hit in hits]
    pooled = generation.sentence_vectors(passages)
    if pooled is not None:
        return pooled
    texts = [
        PassageText("", passage.quote(span)) for passage in passages for span in passage.sentences
    ]
    encoded = iter(embedder.embed_passages(texts))
    return {
        passage.number: np.stack([next(encoded).passage for _ in passage.sentences])
        for passage in passages
    }


class _Words:
    """How much of a question's words, by their rarity, a sentence holds."""

    def __init__(self, generation: Generation, question: str) -> None:
        idf = generation.words.idf
        terms = question_terms(question, generation.languages)
        self._terms = [(frozenset(stems), max(map(idf, stems))) for stems in terms]
        self._total = sum(weight for _, weight in self._terms)

    def share(self, sentence: str, language: str) -> float:
        """0..1"""
        tokens = frozenset(passage_tokens(sentence, language))
        held = sum(weight for stems, weight in self._terms if stems & tokens)
        return held / self._total if self._total else 0.0
