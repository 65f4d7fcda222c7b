"""What quotes say otherwise than each other: figures that changed, names and dates of one alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.articles import Span
from quoth.index.text.tokens import passage_tokens
from quoth.qa.checking.facts import Claim
from quoth.qa.checking.figures.counted import Figure
from quoth.qa.checking.names import known_names
from quoth.qa.checking.sources import Source
from quoth.qa.corpus.percentages import SIGN, figures_told, percentages, western
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
    figures = figures_told(one.quote, language)
    for figure in figures:
        was = _last(figure, one, before) if _is_one(figure, figures) else None
        if was and was.number != figure.number:
            words.append(_in_words(was, figure))
            if figure.span:
                start = one.span.start + figure.span.start
                spans.append(Span(start, start + figure.span.end - figure.span.start))
    return Changed(tuple(words), tuple(spans))


def _is_one(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure can be compared: which of several percentages is meant cannot be told."""
    return figure.stem != SIGN or [one.stem for one in figures].count(SIGN) == 1


def _in_words(was: Figure, now: Figure) -> str:
    if now.stem == SIGN:
        return f"{was.number}{SIGN} → {now.number}{SIGN}"
    return f"{now.noun}: {was.number} → {now.number}"


def _last(figure: Figure, one: Sentence, before: Sequence[Sentence]) -> Figure | None:
    mine = _telling(one) - {figure.stem}
    for other in reversed(before):
        if len(mine & _telling(other)) < _SHARED_WORDS:
            continue
        told = figures_told(other.quote, other.hit.passage.language)
        for was in told:
            if was.stem == figure.stem and _is_one(was, told):
                return was
    return None


def _telling(one: Sentence) -> set[str]:
    tokens = passage_tokens(one.quote, one.hit.passage.language)
    return {token for token in tokens if len(token) >= _SHORT}


def told_alone(one: Sentence, others: Sequence[Sentence]) -> tuple[Span, ...]:
    """Where a sentence states numbers, dates and names that none of the others does."""
    sources = [Source(other.hit, lambda _: None) for other in others]
    return _unsaid(one, sources, _known((one, *others)))


def told_anew(sentences: Sequence[Sentence]) -> list[tuple[Span, ...]]:
    """For each sentence the spans of the numbers, dates and names in it that no passage of a sentence
    before it states; none for the first.
    """
    known = _known(sentences)
    sources: list[Source] = []
    found: list[tuple[Span, ...]] = []
    for one in sentences:
        found.append(_unsaid(one, sources, known) if sources else ())
        sources.append(Source(one.hit, lambda _: None))
    return found


def _known(sentences: Sequence[Sentence]) -> frozenset[str]:
    return known_names((one.quote, one.hit.passage.language) for one in sentences)


def _unsaid(one: Sentence, sources: Sequence[Source], known: frozenset[str]) -> tuple[Span, ...]:
    language = one.hit.passage.language
    claim = Claim.of(one.quote, known, language, (language,))
    quote, shares = western(one.quote), percentages(one.quote, language)
    found = {_place(missing.text, quote, shares) for missing in claim.missing_from(sources)}
    places = sorted((span for span in found if span), key=lambda span: span.start)
    first = one.span.start
    return tuple(Span(first + span.start, first + span.end) for span in places)


def _place(fact: str, quote: str, shares: Sequence[Span]) -> Span | None:
    """Where a quote, in western digits, states a fact; a percentage with its sign or words. None
    where it is said in other words.
    """
    number = fact.removesuffix(f" {SIGN}")
    share = next((span for span in shares if _is_of(span.of(quote), number)), None)
    if share and not number.strip("0123456789.,"):
        return share
    at = quote.find(fact)
    return Span(at, at + len(fact)) if at >= 0 else None


def _is_of(share: str, number: str) -> bool:
    """Whether a percentage as it is written is of that number."""
    return bool(number) and re.search(rf"(?<!\d){re.escape(number)}(?!\d)", share) is not None
