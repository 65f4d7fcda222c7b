"""What quotes say otherwise than each other: figures that changed, names and dates of one alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.articles import Span
from quoth.index.text.tokens import passage_tokens
from quoth.qa.checking.facts import Claim
from quoth.qa.checking.figures.counted import Figure, figures_of
from quoth.qa.checking.names import known_names
from quoth.qa.checking.sources import Source
from quoth.qa.corpus.view import Sentence

_SHORT = 4  # letters of a word that tells what a sentence is about
_SHARED_WORDS = 2  # words that two sentences share, beside the noun, that tell of one thing


@dataclass(frozen=True, slots=True)
class Changed:
    """What of a sentence's figures others gave otherwise before it: in words, and where."""

    words: tuple[str, ...]
    spans: tuple[Span, ...]


def changed_since(one: Sentence, before: Sequence[Sentence]) -> Changed:
    """The figures of a sentence that the last sentence before it that counts the same gives
    otherwise.
    """
    words, spans = [], []
    language = one.hit.passage.language
    for figure in figures_of(one.quote, language):
        was = _last(figure, one, before)
        if was and was.number != figure.number:
            words.append(f"{figure.noun}: {was.number} → {figure.number}")
            if figure.span:
                start = one.span.start + figure.span.start
                spans.append(Span(start, start + figure.span.end - figure.span.start))
    return Changed(tuple(words), tuple(spans))


def _last(figure: Figure, one: Sentence, before: Sequence[Sentence]) -> Figure | None:
    mine = _telling(one) - {figure.stem}
    for other in reversed(before):
        if len(mine & _telling(other)) < _SHARED_WORDS:
            continue
        for was in figures_of(other.quote, other.hit.passage.language):
            if was.stem == figure.stem:
                return was
    return None


def _telling(one: Sentence) -> set[str]:
    tokens = passage_tokens(one.quote, one.hit.passage.language)
    return {token for token in tokens if len(token) >= _SHORT}


def told_alone(one: Sentence, others: Sequence[Sentence]) -> tuple[Span, ...]:
    """Where a sentence states numbers, dates and names that none of the others does."""
    sources = [Source(other.hit, lambda _: None) for other in others]
    quotes = [(s.quote, s.hit.passage.language) for s in (one, *others)]
    claim = Claim.of(one.quote, known_names(quotes), one.hit.passage.language)
    spans = []
    for missing in claim.missing_from(sources):
        at = one.quote.find(missing.text)
        if at >= 0:
            spans.append(Span(one.span.start + at, one.span.start + at + len(missing.text)))
    return tuple(sorted(spans, key=lambda span: span.start))
