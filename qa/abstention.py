"""Is the answer here at all? The best passage's and sentence's scores -> a calibrated confidence.

Models differ in what their cosines mean, so the best score is also seen against this question's
cosines with passages picked without looking at it: in standard deviations above their mean.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from index.embedders.base import FloatArray
from index.generation import Generation
from qa.answers import Evidence, Hit

_SAMPLE = 256
THRESHOLD = 0.5


class Background:
    """A sample of a generation's passages, spread evenly over it."""

    def __init__(self, generation: Generation) -> None:
        count = generation.manifest.passages
        step = max(1, count // _SAMPLE)
        self._vectors = generation.vectors_of(range(0, count, step))

    def standardise(self, vector: FloatArray, cosine: float) -> float:
        """How many standard deviations `cosine` lies above those of `vector` with the sample."""
        cosines = self._vectors @ vector
        return float((cosine - cosines.mean()) / max(1e-3, float(cosines.std())))


def features(
    background: Background, vector: FloatArray, hits: Sequence[Hit], evidence: Sequence[Evidence]
) -> tuple[float, ...]:
    best = hits[0]
    return (
        best.score,
        best.cosine,
        best.words,
        background.standardise(vector, best.cosine),
        evidence[0].score - evidence[0].hit.score,
        evidence[0].hit.score,
        (hits[0].score - hits[1].score) if len(hits) > 1 else 0.0,
    )


def confidence_of(
    background: Background, vector: FloatArray, hits: Sequence[Hit], evidence: Sequence[Evidence]
) -> tuple[float, bool]:
    """(chance 0..1 that the library answers the question, whether that is enough to say so)"""
    if not hits or not evidence:
        return 0.0, False
    confidence = 1 / (1 + math.exp(-(evidence[0].score)))
    return confidence, confidence >= THRESHOLD
