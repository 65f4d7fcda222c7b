"""The figures of a text with what they count: 212 cellars, onze blessés."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quoth.index.articles import Span
from quoth.index.text.tokens import passage_tokens
from quoth.qa.checking.figures.spoken import in_digits
from quoth.qa.understanding.dates import stated_dates

_FIGURE = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[  .,]\d{3})+|\d+(?:[.,]\d+)?)"
    r"(?:\s(?P<noun>[^\W\d_]{3,}))?"
)
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?")
_SHORT = 4  # letters of a word that tells what a sentence is about
_SHARED_WORDS = 2  # words that two sentences share which tell of one thing


@dataclass(frozen=True, slots=True)
class Figure:
    """A `number` of a text, and the stem and the word of what is counted; `span` is its place in the
    text, None where it was written in words.
    """

    number: str
    stem: str
    noun: str
    span: Span | None


def figures_of(text: str, language: str) -> list[Figure]:
    """The figures of a text behind which stands what is counted."""
    return list(_figures(text, language))


def _figures(text: str, language: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(in_digits(_undated(text), language)):
        if not match["noun"]:
            continue
        stem = passage_tokens(match["noun"], language)[0]
        at = text.find(match["number"])
        span = Span(at, at + len(match["number"])) if at >= 0 else None
        yield Figure(re.sub(r"[  ]", "", match["number"]), stem, match["noun"], span)


def _undated(text: str) -> str:
    """A text with blanks in place of its dates, whose figures count nothing."""
    for told in reversed(stated_dates(text)):
        start, end = told.span.start, told.span.end
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def corrects(newer: str, older: str, language: str) -> bool:
    """Whether a sentence repeats a figure of an older one, and gives another for what it counts, as
    "11 people were injured, not 4" does.
    """
    if len(_telling(newer, language) & _telling(older, language)) < _SHARED_WORDS:
        return False
    numbers = set(_NUMBER.findall(in_digits(newer, language)))
    counted = figures_of(newer, language)
    return any(
        was.number in numbers and was.stem == now.stem and was.number != now.number
        for was in figures_of(older, language)
        for now in counted
    )


def _telling(text: str, language: str) -> set[str]:
    return {token for token in passage_tokens(text, language) if len(token) >= _SHORT}
