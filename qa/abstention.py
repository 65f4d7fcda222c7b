"""Is the answer here at all? The best sentence's score -> a calibrated confidence.

What a cosine means depends on the model and on the question: French questions lie nearer to French
passages than German ones do, whatever they ask. So the best sentence is judged by how far it stands
out above the question's mean cosine with passages picked without looking at it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedders.base import FloatArray
from index.generation import Generation
from qa.answers import Evidence

THRESHOLD = 0.5
_SAMPLE = 256
_PRIOR_PASSAGES = 16  # a library of two passages says little about what is far


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a model's cosines spread: `mean` of a question with any passage, and its `spread`, the
    standard deviation. An answer is as likely as not when the best sentence lies `_MIDDLE` spreads
    above the mean, and the logistic curve rises by `_SLOPE` a spread.
    """

    mean: float
    spread: float


_MIDDLE = 2.9
_SLOPE = 3.0
# Fitted on the public sets, each counted alike: see the README.
_SHIPPED = {"multilingual-e5-small": Calibration(mean=0.745, spread=0.027)}


class Confidence:
    """Judges the evidence found in one generation."""

    def __init__(self, generation: Generation) -> None:
        count = generation.manifest.passages
        step = max(1, count // _SAMPLE)
        self._sample = generation.vectors_of(range(0, count, step))
        shipped = _SHIPPED.get(generation.manifest.model.name)
        self._calibration = shipped or _from_library(self._sample)

    def of(self, vector: FloatArray, evidence: Sequence[Evidence]) -> float:
        """The chance, 0..1, that the library answers the question embedded as `vector`
        (dimension,); `THRESHOLD` is enough to say so.
        """
        if not evidence:
            return 0.0
        cosines = self._sample @ vector
        known = _PRIOR_PASSAGES * self._calibration.mean
        mean = (float(cosines.sum()) + known) / (len(cosines) + _PRIOR_PASSAGES)
        spreads = (evidence[0].score - mean) / self._calibration.spread
        return 1 / (1 + math.exp(-_SLOPE * (spreads - _MIDDLE)))


def _from_library(sample: FloatArray) -> Calibration:
    """From the cosines of the library's own passages, for a model that has no shipped figures."""
    if len(sample) < 2:
        return Calibration(mean=0.0, spread=0.1)
    pairs = (sample @ sample.T)[np.triu_indices(len(sample), k=1)]
    return Calibration(mean=float(pairs.mean()), spread=max(0.01, float(pairs.std())))
