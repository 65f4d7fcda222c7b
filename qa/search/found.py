"""What a search brings back, before anything is said of it, and after."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.index.store.generation import Generation
from quoth.qa.answers import Evidence, Hit
from quoth.qa.search.query import Query
from quoth.qa.search.sentence_scores import SentenceScores


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that a search brought, best first, and their sentences' scores;
    `understood_as` and `notice` are as in an answer, `exclude` as in a question. `margin` are the
    logits by which its best sentence must beat that of the first reading of the question.
    """

    generation: Generation
    query: Query
    hits: tuple[Hit, ...]
    scores: SentenceScores
    understood_as: str = ""
    notice: str = ""
    exclude: frozenset[str] = frozenset()
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was `found`, judged: its sentences and passages, best first, and the chance 0..1 that
    the first sentence answers, from 0.5 in steps of certainty where it was never calibrated.
    """

    found: Found
    evidence: tuple[Evidence, ...]
    hits: tuple[Hit, ...]
    confidence: float
    answered: bool
