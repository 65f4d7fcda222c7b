"""Is the answer here at all? The best sentence's score -> a calibrated confidence.

What a cosine means depends on the model and on the question: some questions lie near to anything.
So the best sentence is judged by how far it stands out above the question's mean cosine with what
cannot answer it: other articles' passages, and sentences about nothing in particular. All cosines
are levelled by language (see `qa.search.language_bias`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quoth.index.embedders.base import FloatArray
from quoth.index.store.generation import Generation
from quoth.index.store.neutral_sentences import SENTENCES, rows_of
from quoth.qa.answers import Evidence
from quoth.qa.search.query import Query

THRESHOLD = 0.5
_SAMPLE_PASSAGES = 256
_COHORT_WEIGHT = 32  # the cohort counts as much as so many passages of other articles
_OWN_WEIGHT = 0.25  # of the question's own mean; the rest is the model's usual level


@dataclass(frozen=True, slots=True)
class Calibration:
    """`level` and `spread` are a model's usual cosine with what cannot answer, and its standard
    deviation. An answer is as likely as not when the best sentence lies `middle` spreads above
    what is expected of any sentence, and the logistic curve rises by `slope` a spread.
    """

    level: float
    spread: float
    middle: float = 3.55
    slope: float = 3.4


# Fitted on the public sets, each counted alike: see RESULTS.md.
_SHIPPED = {"multilingual-e5-small": Calibration(level=0.75, spread=0.027)}
_SPREAD_TO_COHORT = 0.027 / 0.0197
_SPREADS_UNDER_COHORT = 0.7


class Confidence:
    """Judges the evidence found in one generation."""

    def __init__(self, generation: Generation) -> None:
        every = max(1, generation.manifest.passages // _SAMPLE_PASSAGES)
        numbers = generation.numbers[::every].tolist()
        self._sample = generation.vectors_of(numbers)
        origins = generation.catalog.origins_of(numbers)
        self._languages = [origins[number][0] for number in numbers]
        self._articles = np.array([origins[number][1] for number in numbers])
        self._calibration = calibration_of(generation)

    def of(
        self, query: Query, evidence: Sequence[Evidence], exclude: frozenset[str] = frozenset()
    ) -> float:
        """The chance, 0..1, that the library answers the query; `THRESHOLD` is enough to say so.
        The articles whose ids are in `exclude` are as if they were not there.
        """
        if not evidence:
            return 0.0
        scale = self._calibration
        aside = [evidence[0].hit.article.id, *exclude]
        mean = self._mean(query, ~np.isin(self._articles, aside))
        expected = _OWN_WEIGHT * mean + (1 - _OWN_WEIGHT) * scale.level
        score = evidence[0].score - query.favour_of(evidence[0].hit.article.id)
        spreads = (score - expected) / scale.spread
        return 1 / (1 + math.exp(-scale.slope * (spreads - scale.middle)))

    def _mean(self, query: Query, which: NDArray[np.bool_]) -> float:
        """The levelled mean cosine with the sample's passages and with the neutral sentences,
        which are all on the level of the question's own language.
        """
        lifts = {language: query.levels.lift(language) for language in set(self._languages)}
        lifted = np.array([lifts[language] for language in self._languages], dtype=np.float32)
        others = (self._sample @ query.vector + lifted)[which]
        known = query.levels.level(query.levels.own)
        return (float(others.sum()) + _COHORT_WEIGHT * known) / (len(others) + _COHORT_WEIGHT)


def calibration_of(generation: Generation) -> Calibration:
    """The figures of the model that made a generation."""
    shipped = _SHIPPED.get(generation.manifest.model.name)
    return shipped or _from_cohort(generation.cohort)


def _from_cohort(cohort: FloatArray) -> Calibration:
    """From unrelated sentences, for a model that has no shipped figures: their cosines in the
    language that it tells apart best. Questions' cosines spread more and lie lower: by as much as
    the built-in model's, and by half as much, to stay on the safe side.
    """
    alike = [np.triu(cohort[rows] @ cohort[rows].T, k=1) for rows in map(rows_of, SENTENCES)]
    pairs = min((block[block != 0] for block in alike), key=np.mean)
    spread = max(0.01, _SPREAD_TO_COHORT * float(pairs.std()))
    return Calibration(level=float(pairs.mean()) - _SPREADS_UNDER_COHORT * spread, spread=spread)
