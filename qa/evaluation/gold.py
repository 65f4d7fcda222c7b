"""Where the right answer to a question stands, which passages and quoted sentences must hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from quoth.index.articles import Span
from quoth.index.text.clean import clean, one_line

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: cleaning leaves them where they are


class Gold(Protocol):
    """Tells whether a stretch of an article holds the whole answer."""

    def stands_in(self, article_id: str, span: Span, text: str) -> bool:
        """`text` is the article's text at `span`."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """The answer at its place: any of `spans`, offsets in the text of one article."""

    article_id: str
    spans: tuple[Span, ...]

    def stands_in(self, article_id: str, span: Span, text: str) -> bool:
        return article_id == self.article_id and any(
            span.start <= gold.start and gold.end <= span.end for gold in self.spans
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """The answer by its words, in one article, or in any where `article_id` is None."""

    words: str
    article_id: str | None = None

    def stands_in(self, article_id: str, span: Span, text: str) -> bool:
        return self.article_id in (None, article_id) and one_line(self.words) in one_line(text)


def span_in_clean(context: str, start: int, answer: str) -> Span | None:
    """Where the answer at `context[start:]` stands in `clean(context)`.

    The answer is cleaned in its place, between two marks; the result is only given when the text
    at it is the cleaned answer. None where the answer is not at `start`, or is nothing.
    """
    if context[start : start + len(answer)] != answer or not answer.strip():
        return None
    first = start + len(answer) - len(answer.lstrip())
    last = start + len(answer.rstrip())
    marked = clean(
        context[:first] + _OPEN + context[first:last] + _CLOSE + context[last:],
    )
    span = Span(marked.find(_OPEN), marked.find(_CLOSE) - 1)
    text = clean(context)
    sound = marked.replace(_OPEN, "").replace(_CLOSE, "") == text
    return span if sound and span.start < span.end and span.of(text) == clean(answer) else None
