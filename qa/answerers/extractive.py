"""The answer without a model: the sentences that say it, verbatim."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from index.articles import Span
from qa.answerers.base import Draft, Task, Writing
from qa.answers import AnswerSentence, Citation, Evidence, Support
from qa.citations import cite, cited_text
from qa.follow_ups import Earlier

NAME = "extractive"
_MARGIN = 0.018  # a second sentence is quoted when it is almost as good as the first


class Extractive:
    """Quotes at most `most` sentences; each is supported, being what it cites."""

    name = NAME

    def __init__(self, most: int) -> None:
        self._most = most

    def rewrite(self, question: str, previous: Sequence[Earlier], stop: threading.Event) -> str:
        return question

    def write(self, task: Task) -> Writing:
        yield from ()
        return self.draft(task.evidence)

    def draft(self, evidence: Sequence[Evidence], notice: str = "") -> Draft:
        citations = cite(choose(evidence, self._most))
        sentences = tuple(_sentences(citations))
        return Draft(NAME, cited_text(citations), citations, sentences, notice)


def choose(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best sentence, and up to `most` in all that come close to it and say something else."""
    chosen: list[Evidence] = []
    said: set[str] = set()
    for candidate in evidence:
        words = " ".join(candidate.quote.split()).casefold()
        if len(chosen) == most or candidate.score < evidence[0].score - _MARGIN:
            break
        if words not in said:
            chosen.append(candidate)
            said.add(words)
    return chosen


def _sentences(citations: Sequence[Citation]) -> Iterator[AnswerSentence]:
    start = 0
    for citation in citations:
        text = cited_text([citation])
        span = Span(start, start + len(text))
        yield AnswerSentence(text, span, (citation.number,), Support.SUPPORTED)
        start = span.end + 1
