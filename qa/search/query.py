"""What is searched for a question."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.index.embedders.base import FloatArray
from quoth.qa.search.language_bias import QuestionBias
from quoth.qa.understanding.times import Period


@dataclass(frozen=True, slots=True)
class Query:
    """`text`, embedded as `vector` (dimension,), how near that lies to each language, and the
    `times` that it names and whether it asks for the `newest` state of things. `own` is the question
    by itself, where `text` puts what was asked before in front of it. The article with the id
    `favoured` is what was spoken of before; its cosines are `favour` higher.
    """

    text: str
    vector: FloatArray
    levels: QuestionBias
    times: tuple[Period, ...] = ()
    newest: bool = False
    own: str = ""
    favoured: str = ""
    favour: float = 0.0

    def lift(self, language: str, article_id: str) -> float:
        """What to add to the cosine of an article's passage or sentence in a language."""
        return self.levels.lift(language) + self.favour_of(article_id)

    def favour_of(self, article_id: str) -> float:
        return self.favour if article_id == self.favoured else 0.0
