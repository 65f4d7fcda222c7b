"""What is told in answer to a request -> an Answer: its lines, each with its quotes and citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from quoth.index.articles import Span
from quoth.qa.answers import (
    Answer,
    AnswerSentence,
    Citation,
    Evidence,
    Hit,
    Line,
    Support,
)
from quoth.qa.citations import cite, introduced, quoted
from quoth.qa.corpus.view import Sentence
from quoth.qa.understanding.requests import Request

NAME = "library"
"""What the answerer of such an answer is called."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line: what is said of the quote in front of it, the quote, and as in `qa.answers.Line`;
    `marked` are spans of the article's text that other lines say otherwise.
    """

    label: str
    sentence: Sentence
    day: date | None = None
    outlets: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    marked: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All lines, under the rule by which they were chosen, in words; `articles` are the ids of those
    that they were chosen from, the first ones first.
    """

    rule: str
    lines: tuple[Told, ...]
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a request cannot be answered, in a sentence."""

    why: str


def answer_of(
    question: str, request: Request, report: Report, timings: Mapping[str, float]
) -> Answer:
    """The answer that a report makes."""
    hits = _ranked([line.sentence for line in report.lines])
    evidence = tuple(
        Evidence(hits[line.sentence.hit.passage.number], line.sentence.span, line.sentence.score)
        for line in report.lines
    )
    citations = tuple(
        replace(citation, label=line.label, marked=line.marked)
        for citation, line in zip(cite(evidence), report.lines, strict=True)
    )
    text, sentences = _text(report, citations)
    return Answer(
        question=question,
        answered=True,
        confidence=request.chance,
        answerer=NAME,
        text=text,
        citations=citations,
        hits=tuple(hits.values()),
        timings_ms=timings,
        evidence=evidence,
        sentences=sentences,
        kind=request.kind.value,
        lines=tuple(
            Line((number,), line.day, line.outlets, line.changed)
            for number, line in enumerate(report.lines, start=1)
        ),
    )


def refusal_of(
    question: str,
    request: Request,
    nothing: Nothing,
    hits: Sequence[Hit],
    timings: Mapping[str, float],
) -> Answer:
    """The answer that says why there is none."""
    return Answer(
        question=question,
        answered=False,
        confidence=0.0,
        answerer=NAME,
        text="",
        citations=(),
        hits=tuple(hits),
        timings_ms=timings,
        notice=nothing.why,
        kind=request.kind.value,
    )


def _ranked(sentences: Sequence[Sentence]) -> dict[int, Hit]:
    """The passages by number, in the order in which they are quoted."""
    ranked: dict[int, Hit] = {}
    for sentence in sentences:
        number = sentence.hit.passage.number
        if number not in ranked:
            ranked[number] = replace(sentence.hit, rank=len(ranked) + 1, score=sentence.score)
    return ranked


def _text(report: Report, citations: Sequence[Citation]) -> tuple[str, tuple[AnswerSentence, ...]]:
    """The rule, and a line for each citation."""
    text, sentences = report.rule, []
    for citation, line in zip(citations, report.lines, strict=True):
        text += f"\n{introduced(citation)}"
        said = quoted(citation)
        span = Span(len(text), len(text) + len(said))
        sentences.append(AnswerSentence(said, span, (citation.number,), Support.SUPPORTED))
        text += said
        if line.changed:
            text += f" ({'; '.join(line.changed)})"
    return text, tuple(sentences)
