"""A question's cosines, made comparable from language to language.

A question lies nearer to any text of its own language than to one of another, whatever they say: a
Spanish question's cosine with an English passage that answers it may be below its cosine with a
Spanish one about nothing of the kind. How much nearer, its cosines with neutral sentences tell (see
`index.store.neutral_sentences`). What a text's language lacks to the question's own is given to the text.
"""

from __future__ import annotations

from functools import cached_property

from quoth.index.embedders.base import FloatArray
from quoth.index.store.neutral_sentences import SENTENCES, rows_of

_UNKNOWN = ""


class LanguageBias:
    """The neutral sentences of a generation, `cohort` (sentences, dimension), by language."""

    def __init__(self, cohort: FloatArray) -> None:
        languages = (*SENTENCES, _UNKNOWN)  # all rows stand for a language that has none
        self.means = {language: cohort[rows_of(language)].mean(axis=0) for language in languages}

    def of(self, vector: FloatArray) -> QuestionBias:
        """The levels of the question embedded as `vector` (dimension,)."""
        return QuestionBias(self.means, vector)


class QuestionBias:
    def __init__(self, means: dict[str, FloatArray], vector: FloatArray) -> None:
        self._means = means
        self._vector = vector
        self._levels = {language: float(mean @ vector) for language, mean in means.items()}

    @cached_property
    def own(self) -> str:
        """The language that the question is nearest to, which is its own or much like it."""
        return max(self._levels, key=self._levels.__getitem__)

    def level(self, language: str) -> float:
        """The question's mean cosine with neutral sentences of a language."""
        return self._levels.get(language, self._levels[_UNKNOWN])

    def lift(self, language: str) -> float:
        """What to add to the cosine of a text in that language; never negative."""
        return self._levels[self.own] - self.level(language)

    def towards(self, language: str) -> FloatArray | None:
        """The question, (dimension,), moved to where it would lie if it were asked in `language`,
        to search there; None for its own language, and for one without neutral sentences.
        """
        if language not in self._means or language == self.own:
            return None
        moved: FloatArray = self._vector + self._means[language] - self._means[self.own]
        return moved
