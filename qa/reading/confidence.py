"""The chance that the best sentence answers, from what the search and the reader say of it.

Platt's scaling, 1 / (1 + exp(-(slope * value + shift))), two figures each, fitted on a newsroom's
questions and on public ones that nothing was trained on. With the built-in embedder the value is the
sentence's whole score, which tells what no article is about far better than the reader's logit alone;
another embedder's cosines lie elsewhere, so there the logit is the value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from quoth.qa.answers import Evidence

ANSWERED = 0.3
"""The chance from which a sentence is quoted at all."""
_BY_SCORE = {"multilingual-e5-small": (0.38, -13.6)}
_BY_LOGIT = (0.36, 0.26)


def chance_of(evidence: Sequence[Evidence], embedder: str) -> float:
    """The calibrated chance 0..1 that the first sentence answers; 0 where there is none.

    `embedder` is the name of the model that made the index.
    """
    if not evidence or evidence[0].chance is None:
        return 0.0
    value = evidence[0].score if embedder in _BY_SCORE else evidence[0].chance
    slope, shift = _BY_SCORE.get(embedder, _BY_LOGIT)
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, slope * value + shift))))
