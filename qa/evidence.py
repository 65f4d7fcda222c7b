"""Ranked passages -> the sentences that answer, by meaning and by the question's rarer words.

Two vectors tell what a sentence means: the one pooled from its passage's token states while it was
indexed, which knows the surroundings, and its own, made when the question comes, which knows
nothing else. Their mean is better than either (see the README), and only the few sentences that
the first one likes need the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.embedders.base import Embedder, FloatArray, PassageText
from index.generation import Generation
from index.tokens import passage_tokens, question_terms
from qa.answers import Evidence, Hit

WORD_WEIGHT = 0.05
"""What all of the question's words add to a sentence's cosine. Measured: see the README."""
_SHORTLIST = 6


def find_evidence(
    generation: Generation,
    embedder: Embedder,
    question: str,
    vector: FloatArray,
    hits: Sequence[Hit],
) -> list[Evidence]:
    """The best sentences of the hits, best first; `vector` (dimension,) is the question."""
    words = _Words(generation, question)
    sentences = [Evidence(hit, span, 0.0) for hit in hits for span in hit.passage.sentences]
    shares = [words.share(sentence) for sentence in sentences]
    pooled = _pooled_cosines(generation, vector, hits)
    if pooled is None:
        shortlist = list(range(len(sentences)))
    else:
        order = np.argsort(-(pooled + WORD_WEIGHT * np.array(shares)), kind="stable")
        shortlist = order[:_SHORTLIST].tolist()
    own = _own_cosines(embedder, vector, [sentences[i] for i in shortlist])
    found = []
    for i, cosine in zip(shortlist, own, strict=True):
        meaning = cosine if pooled is None else (cosine + float(pooled[i])) / 2
        found.append(replace(sentences[i], score=meaning + WORD_WEIGHT * shares[i]))
    return sorted(found, key=lambda evidence: -evidence.score)


def _pooled_cosines(
    generation: Generation, vector: FloatArray, hits: Sequence[Hit]
) -> FloatArray | None:
    """One cosine a sentence, in the order of the hits; None where the model cannot pool."""
    pooled = generation.sentence_vectors([hit.passage for hit in hits])
    if pooled is None or not hits:
        return None
    cosines: FloatArray = np.concatenate([pooled[hit.passage.number] for hit in hits]) @ vector
    return cosines


def _own_cosines(
    embedder: Embedder, vector: FloatArray, sentences: Sequence[Evidence]
) -> list[float]:
    """Each sentence embedded by itself, under its article's title."""
    texts = [PassageText(sentence.hit.article.title, sentence.quote) for sentence in sentences]
    return [float(made.passage @ vector) for made in embedder.embed_passages(texts)]


class _Words:
    """How much of a question's words, by their rarity, a sentence holds."""

    def __init__(self, generation: Generation, question: str) -> None:
        idf = generation.words.idf
        terms = question_terms(question, generation.languages)
        self._terms = [(frozenset(stems), max(map(idf, stems))) for stems in terms]
        self._total = sum(weight for _, weight in self._terms)

    def share(self, sentence: Evidence) -> float:
        """0..1"""
        tokens = frozenset(passage_tokens(sentence.quote, sentence.hit.passage.language))
        held = sum(weight for stems, weight in self._terms if stems & tokens)
        return held / self._total if self._total else 0.0
