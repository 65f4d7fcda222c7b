"""The answer without a model: the sentences that say it, verbatim."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from quoth.index.text.written_days import day_in_words
from quoth.qa.answerers.base import Draft, Task, Writing
from quoth.qa.answerers.versions import with_versions
from quoth.qa.answers import Citation, Evidence
from quoth.qa.citations import cite, cited_sentences, cited_text
from quoth.qa.understanding.follow_ups import Earlier

NAME = "extractive"
_COSINE_MARGIN = 0.018  # a second sentence is quoted when it is almost as good as the first
_LOGIT_MARGIN = 1.0  # the same, in logits, where a reader says how well each answers


class Extractive:
    """Quotes at most `most` sentences; each is supported, being what it cites."""

    name = NAME

    def __init__(self, most: int) -> None:
        self._most = most

    def rewrite(self, question: str, previous: Sequence[Earlier], stop: threading.Event) -> str:
        return question

    def write(self, task: Task) -> Writing:
        yield from ()
        return self.draft(task.evidence, task.question, newest=task.newest)

    def draft(
        self, evidence: Sequence[Evidence], question: str, notice: str = "", *, newest: bool = False
    ) -> Draft:
        """Quote what answers. A question for the `newest` state of things has all that is older than
        the first quote labelled so; any other, what is a version of it.
        """
        versions = with_versions(evidence, question, self._most) if evidence else []
        chosen = _with_others(versions, evidence, self._most)
        dated = len(chosen) if newest else len(versions)
        citations = _dated(cite(chosen), dated)
        sentences = cited_sentences(citations)
        return Draft(NAME, cited_text(citations), citations, sentences, notice)


def choose(evidence: Sequence[Evidence], question: str, most: int) -> list[Evidence]:
    """The best sentence with what other articles say otherwise than it, and up to `most` in all that
    come close to it and say something else.

    Of sentences that a reader has read, a further one must answer too, in other words.
    """
    versions = with_versions(evidence, question, most) if evidence else []
    return _with_others(versions, evidence, most)


def _with_others(
    versions: Sequence[Evidence], evidence: Sequence[Evidence], most: int
) -> list[Evidence]:
    chosen = list(versions)
    said = [_words(sentence) for sentence in chosen]
    for candidate in evidence:
        if candidate in chosen:
            continue
        words = _words(candidate)
        if len(chosen) == most or not _is_close(candidate, evidence[0]):
            break
        if not any(words in other or other in words for other in said):
            chosen.append(candidate)
            said.append(words)
    return chosen


def _is_close(candidate: Evidence, best: Evidence) -> bool:
    if candidate.chance is None or best.chance is None:
        return candidate.score >= best.score - _COSINE_MARGIN
    near = candidate.score >= best.score - _LOGIT_MARGIN
    return candidate is best or (near and candidate.chance > 0)


def _words(candidate: Evidence) -> str:
    """What a sentence adds: the words in it that answer, or all of it where nothing tells them."""
    span = candidate.words or candidate.span
    return " ".join(candidate.hit.passage.quote(span).split()).casefold()


def _dated(citations: Sequence[Citation], dated: int) -> tuple[Citation, ...]:
    """The citations, the first `dated` of them labelled by how they stand to the first: "earlier: 12
    March 2016".
    """
    first = citations[0].article.published if citations else None
    return tuple(
        replace(citation, label=_beside(first, citation.article.published))
        if 1 < citation.number <= dated
        else citation
        for citation in citations
    )


def _beside(first: date | None, other: date | None) -> str:
    if first is None or other is None or first == other:
        return ""
    return f"{'earlier' if other < first else 'later'}: {day_in_words(other)}"
