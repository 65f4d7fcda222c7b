"""What MCP's tools return, typed, so that a client knows it before it calls: the objects of `qa.output.json`."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict  # pydantic reads none of typing's before Python 3.12

_EXACTLY = ConfigDict(extra="forbid")


@with_config(_EXACTLY)
class CardResult(TypedDict):
    """An article without its text. `published` is a day, as ISO 8601; `url` is where a fetched page is from."""

    id: str
    title: str
    path: str
    url: str
    published: str | None
    source: str
    author: str
    language: str
    tags: list[str]


@with_config(_EXACTLY)
class ArticlesResult(TypedDict):
    """Articles from `start` on, of `total`; `next` is where to go on, null behind the last."""

    articles: list[CardResult]
    start: int
    total: int
    next: int | None


@with_config(_EXACTLY)
class TextResult(CardResult):
    """An article's text from its character `start` on; `next` is where to go on, null at its end."""

    start: int
    text: str
    next: int | None


@with_config(_EXACTLY)
class PassageResult(TypedDict):
    """A passage: `start` and `end` are offsets in its article's text, `also` other articles it stands in."""

    rank: int
    score: float
    id: str
    start: int
    end: int
    text: str
    article_id: str
    path: str
    url: str
    title: str
    also: list[str]


@with_config(_EXACTLY)
class SentenceResult(TypedDict):
    """A sentence of the answer, at `start` to `end` of it, and whether the passages it cites say it."""

    text: str
    start: int
    end: int
    citations: list[int]
    support: Literal["supported", "weak", "unsupported"]
    missing: list[str]
    reasons: list[str]
    repaired: bool


@with_config(_EXACTLY)
class LineResult(TypedDict):
    """A line of an answer that the whole library gives, as a chronology has them."""

    citations: list[int]
    date: str | None
    outlets: list[str]
    changed: list[str]


@with_config(_EXACTLY)
class CitationResult(TypedDict):
    """A quote: characters `start` to `end` of its article's text, `answer_span` the words that answer."""

    number: int
    quote: str
    start: int
    end: int
    answer_span: list[int] | None
    context: str
    context_span: list[int] | None
    label: str
    marked: list[list[int] | None]
    page: int | None
    recognised: bool
    score: float
    passage_id: str
    article: CardResult
    also: list[CardResult]


@with_config(_EXACTLY)
class AnswerResult(TypedDict):
    """An answer. Where not `answered`, `passages` are merely near; `confidence` is a chance 0..1."""

    schema: Literal["quoth.answer/1"]
    question: str
    understood_as: str
    answered: bool
    verdict: Literal["found", "probably", "uncertain", "not here"]
    confidence: float
    answerer: str
    notice: str
    kind: str
    lines: list[LineResult]
    answer: str
    sentences: list[SentenceResult]
    citations: list[CitationResult]
    passages: list[PassageResult]
    timings_ms: dict[str, float]
