"""Is the answer here at all? The best sentence's score -> a calibrated confidence.

What a cosine means depends on the model and on the question, so the best sentence is judged by how
far it stands out: above the question's mean cosine with passages picked without looking at it
(`Background`), and, at half weight, by the best hit's lead over the last one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from index.embedders.base import FloatArray
from index.generation import Generation
from qa.answers import Evidence, Hit

_SAMPLE = 256
_LEAD_WEIGHT = 0.5
# A logistic curve fitted on the public sets, each counted alike: see the README.
_SLOPE = 67.0
_MIDDLE = 0.1125
THRESHOLD = 0.5


class Background:
    """A sample of a generation's passages, spread evenly over it."""

    def __init__(self, generation: Generation) -> None:
        count = generation.manifest.passages
        step = max(1, count // _SAMPLE)
        self._vectors = generation.vectors_of(range(0, count, step))

    def mean_cosine(self, vector: FloatArray) -> float:
        """Of the sample with `vector` (dimension,)."""
        return float((self._vectors @ vector).mean())


def confidence_of(
    background: Background, vector: FloatArray, hits: Sequence[Hit], evidence: Sequence[Evidence]
) -> float:
    """The chance, 0..1, that the library answers the question: `THRESHOLD` is enough to say so."""
    if not evidence:
        return 0.0
    lead = hits[0].score - hits[-1].score
    distinction = evidence[0].score - background.mean_cosine(vector) + _LEAD_WEIGHT * lead
    return 1 / (1 + math.exp(-_SLOPE * (distinction - _MIDDLE)))
