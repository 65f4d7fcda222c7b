"""Searching in one article by meaning, as its sentences are weighed for a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoth.index.articles import Span
from quoth.index.errors import QuothError
from quoth.qa.questions import Question
from quoth.qa.search.filters import Filters

if TYPE_CHECKING:
    from quoth.qa.engine import QuestionAnswerer


def sentences_near(answerer: QuestionAnswerer, words: str, article: str) -> list[Span]:
    """The sentences of the article of that id that are nearest to the words, the nearest first. Slow:
    for a thread. None where the words are none, or the index cannot be read.
    """
    try:
        answer = answerer.quoted(Question(words, Filters(articles=(article,))))
    except QuothError:
        return []
    found = [one.span for one in answer.evidence if one.hit.article.id == article]
    return list(dict.fromkeys(found))
