"""Judges what was found by vectors and words alone, where no reader reads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from quoth.index.embedders.base import Embedder
from quoth.index.store.generation import Generation
from quoth.qa.search.abstention import THRESHOLD, Confidence
from quoth.qa.search.evidence import find_evidence
from quoth.qa.search.found import Found, Weighed
from quoth.qa.search.sentence_vectors import SentenceVectorCache


class CosineJudge:
    """Weighs sentences by their vectors; several threads may ask at once."""

    def __init__(self, generation: Generation, embedder: Embedder) -> None:
        self._alone = SentenceVectorCache(embedder)
        self._confidence = Confidence(generation)

    def weigh(self, found: Sequence[Found], top_k: int) -> Weighed:
        """The first of `found`; the passages keep their order."""
        first = found[0]
        hits = first.hits[:top_k]
        judge = partial(self._confidence.of, first.query, exclude=first.exclude)
        evidence = tuple(find_evidence(self._alone, first.query, hits, first.scores, judge))
        confidence = judge(evidence)
        return Weighed(first, evidence, hits, confidence, confidence >= THRESHOLD)
