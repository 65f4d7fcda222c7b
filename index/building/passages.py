"""Article -> passages: whole sentences packed to a token budget, never across a heading, and lists
and tables whole where they fit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.articles import Span
from index.text.line_breaks import listings

CountTokens = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before it has a place in an index; spans are offsets in the article's text."""

    span: Span
    heading: str
    sentences: tuple[Span, ...]


def split_passages(
    text: str,
    sentences: Sequence[Span],
    headings: Sequence[Span],
    budget: int,
    count_tokens: CountTokens,
) -> list[Piece]:
    """Pack `sentences` (in order, as spans of `text`) into passages of at most `budget` tokens.

    A sentence over the budget is cut at spaces, or anywhere where it has none; a list or a table
    over it, at its items or rows. Heading lines head the passages below them and stand in no
    passage, unless the text is nothing but headings.
    """
    starts = [heading.start for heading in headings]

    def heading_above(span: Span) -> int:
        return bisect_right(starts, span.start) - 1

    def is_heading(span: Span) -> bool:
        above = heading_above(span)
        return above >= 0 and span.end <= headings[above].end

    body = [span for span in sentences if not is_heading(span)] or list(sentences)
    fitting = _cut_to_budget(text, body, budget, count_tokens)
    pieces: list[Piece] = []
    whole = listings(text)
    for above, section in groupby(fitting, key=lambda sentence: heading_above(sentence.span)):
        heading = " ".join(headings[above].of(text).split()) if above >= 0 else ""
        for group in _pack(list(_kept_whole(section, whole, budget)), budget):
            pieces.append(Piece(Span(group[0].start, group[-1].end), heading, tuple(group)))
    return pieces


@dataclass(frozen=True, slots=True)
class _Counted:
    span: Span
    tokens: int


def _cut_to_budget(
    text: str, sentences: Sequence[Span], budget: int, count_tokens: CountTokens
) -> Iterator[_Counted]:
    counts = count_tokens([span.of(text) for span in sentences])
    for span, tokens in zip(sentences, counts, strict=True):
        if tokens <= budget or span.end - span.start < 2:
            yield _Counted(span, tokens)
        else:
            yield from _cut_to_budget(text, _halves(text, span), budget, count_tokens)


def _halves(text: str, span: Span) -> list[Span]:
    """The sentence cut in two at the space nearest its middle, or in the middle of a long word."""
    middle = (span.start + span.end) // 2
    spaces = [match.span() for match in re.finditer(r"\s+", span.of(text))]
    cuts = [(span.start + start, span.start + end) for start, end in spaces]
    end, start = min(cuts, key=lambda cut: abs(cut[0] - middle), default=(middle, middle))
    return [Span(span.start, end), Span(start, span.end)]


@dataclass(frozen=True, slots=True)
class _Unit:
    """Sentences that stand in one passage."""

    spans: tuple[Span, ...]
    tokens: int


def _kept_whole(section: Iterable[_Counted], whole: Sequence[Span], budget: int) -> Iterator[_Unit]:
    """The sentences, alone or, where they are parts of one of `whole` that fits, together."""
    starts = [span.start for span in whole]

    def number(sentence: _Counted) -> int:
        found = bisect_right(starts, sentence.span.start) - 1
        return found if found >= 0 and sentence.span.end <= whole[found].end else -1

    for listing, group in groupby(section, key=number):
        sentences = list(group)
        tokens = sum(sentence.tokens for sentence in sentences)
        if listing >= 0 and tokens <= budget:
            yield _Unit(tuple(sentence.span for sentence in sentences), tokens)
        else:
            yield from (_Unit((sentence.span,), sentence.tokens) for sentence in sentences)


def _pack(section: Sequence[_Unit], budget: int) -> Iterator[list[Span]]:
    """Fill passages evenly, so that a section does not end in a passage of a few words."""
    total = sum(unit.tokens for unit in section)
    even = total / max(1, -(-total // budget))
    group: list[Span] = []
    groups = tokens = before = 0
    for unit in section:
        past_even = before + tokens + unit.tokens / 2 > even * (groups + 1)
        if group and (tokens + unit.tokens > budget or past_even):
            yield group
            groups, before, tokens, group = groups + 1, before + tokens, 0, []
        group += unit.spans
        tokens += unit.tokens
    if group:
        yield group
