"""Is the answer here at all? The best sentence's score -> a calibrated confidence.

What a cosine means depends on the model and on the question: French questions lie nearer to French
passages than German ones do, whatever they ask. So the best sentence is judged by how far it stands
out above the question's mean cosine with what cannot answer it: other articles' passages, and
sentences about nothing in particular in the language of the best one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.cohort import SENTENCES, rows_of
from index.embedders.base import FloatArray
from index.generation import Generation
from qa.answers import Evidence

THRESHOLD = 0.5
_SAMPLE = 256
_COHORT_WEIGHT = 32  # the cohort counts as much as so many passages of other articles


@dataclass(frozen=True, slots=True)
class Calibration:
    """In standard deviations of a model's cosines (`spread`): an answer is as likely as not when
    the best sentence lies `middle` above the mean, and the logistic curve rises by `slope` a unit.
    """

    spread: float
    middle: float = 2.9
    slope: float = 3.0


# Fitted on the public sets, each counted alike: see the README.
_SHIPPED = {"multilingual-e5-small": Calibration(spread=0.027)}
_SHIPPED_TO_COHORT = 0.027 / 0.0197


class Confidence:
    """Judges the evidence found in one generation."""

    def __init__(self, generation: Generation) -> None:
        count = generation.manifest.passages
        numbers = range(0, count, max(1, count // _SAMPLE))
        self._sample = generation.vectors_of(numbers)
        passages = generation.catalog.passages(numbers)
        self._articles = np.array([passages[number].article_id for number in numbers])
        self._cohort = generation.cohort
        name = generation.manifest.model.name
        self._calibration = _SHIPPED.get(name) or _from_cohort(generation.cohort)

    def of(
        self,
        vector: FloatArray,
        evidence: Sequence[Evidence],
        exclude: frozenset[str] = frozenset(),
    ) -> float:
        """The chance, 0..1, that the library answers the question embedded as `vector`
        (dimension,); `THRESHOLD` is enough to say so. The articles whose ids are in `exclude`
        are as if they were not there.
        """
        if not evidence:
            return 0.0
        best = evidence[0].hit
        aside = [best.article.id, *exclude]
        others = self._sample[~np.isin(self._articles, aside)] @ vector
        known = float((self._cohort[rows_of(best.passage.language)] @ vector).mean())
        total = float(others.sum()) + _COHORT_WEIGHT * known
        mean = total / (len(others) + _COHORT_WEIGHT)
        scale = self._calibration
        spreads = (evidence[0].score - mean) / scale.spread
        return 1 / (1 + math.exp(-scale.slope * (spreads - scale.middle)))


def _from_cohort(cohort: FloatArray) -> Calibration:
    """From unrelated sentences, for a model that has no shipped figures: their spread in the
    language that it tells apart best, which for the built-in model is this much under its own.
    """
    alike = [np.triu(cohort[rows] @ cohort[rows].T, k=1) for rows in map(rows_of, SENTENCES)]
    pairs = min((block[block != 0] for block in alike), key=np.mean)
    return Calibration(spread=max(0.01, _SHIPPED_TO_COHORT * float(pairs.std())))
