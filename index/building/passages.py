"""Article -> passages: whole sentences packed to a token budget, section by section, and lists and
tables whole where they fit. Sections too short to stand alone share a passage.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from quoth.index.articles import Span
from quoth.index.text.line_breaks import listings

_SHORT_SHARE = 0.5  # share of the budget under which a section shares a passage if both fit into it
_TOO_SHORT_SHARE = 0.25  # and under which it is never a passage of its own

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
    over it, at its items or rows. A heading heads the passages of its section and stands in none
    of them, unless short sections share a passage: then all headings but the first are its text.
    """
    starts = [heading.start for heading in headings]

    def number(sentence: _Counted) -> int:
        """The number of the heading above or around a sentence; -1 for none."""
        return bisect_right(starts, sentence.span.start) - 1

    whole = listings(text)
    sections = []
    for above, group in groupby(_cut_to_budget(text, sentences, budget, count_tokens), key=number):
        end = headings[above].end if above >= 0 else -1
        parts = list(group)
        lines = [part for part in parts if part.span.end <= end]
        body = list(_kept_whole(parts[len(lines) :], whole, budget))
        heading = _Unit(tuple(line.span for line in lines), sum(line.tokens for line in lines))
        sections.append(_Section(heading, body))
    pieces: list[Piece] = []
    for shared in _shared(sections, budget):
        pieces += _pieces(text, shared, budget)
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
    """Sentences that stand in one passage; `heading` are those of a heading above it."""

    spans: tuple[Span, ...]
    tokens: int
    heading: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Section:
    heading: _Unit
    body: list[_Unit]

    @property
    def tokens(self) -> int:
        return self.heading.tokens + sum(unit.tokens for unit in self.body)


def _shared(sections: Sequence[_Section], budget: int) -> Iterator[list[_Section]]:
    """The sections, those that follow each other together where one of them is short."""
    together: list[_Section] = []
    tokens = 0
    for section in sections:
        shorter = min(tokens, section.tokens)
        fits = tokens + section.tokens <= budget and shorter < budget * _SHORT_SHARE
        if together and not fits and shorter >= budget * _TOO_SHORT_SHARE:
            yield together
            together, tokens = [], 0
        together.append(section)
        tokens += section.tokens
    if together:
        yield together


def _pieces(text: str, sections: Sequence[_Section], budget: int) -> Iterator[Piece]:
    """Passages of sections that share them. A heading goes where what follows it goes."""
    units: list[_Unit] = []
    above: list[_Unit] = []  # headings that nothing has followed yet
    for section in sections:
        above += [section.heading] if section.heading.spans else []
        for unit in section.body:
            lines = tuple(span for heading in above for span in heading.spans)
            tokens = unit.tokens + sum(heading.tokens for heading in above)
            units.append(_Unit(lines + unit.spans, tokens, lines))
            above = []
    units += above  # nothing follows them: they are text
    heading = ""
    for group in _pack(units, budget):
        first = group[0]
        if first.heading:
            heading = _heading(text, first)
        spans = [span for unit in group for span in unit.spans][len(first.heading) :]
        yield Piece(Span(spans[0].start, spans[-1].end), heading, tuple(spans))
        last = next((unit for unit in reversed(group) if unit.heading), None)
        if last is not None:
            heading = _heading(text, last)


def _heading(text: str, unit: _Unit) -> str:
    return " ".join(unit.heading[-1].of(text).split())


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


def _pack(units: Sequence[_Unit], budget: int) -> Iterator[list[_Unit]]:
    """Fill passages evenly, so that a section does not end in a passage of a few words."""
    total = sum(unit.tokens for unit in units)
    even = total / max(1, -(-total // budget))
    group: list[_Unit] = []
    groups = tokens = before = 0
    for unit in units:
        past_even = before + tokens + unit.tokens / 2 > even * (groups + 1)
        if group and (tokens + unit.tokens > budget or past_even):
            yield group
            groups, before, tokens, group = groups + 1, before + tokens, 0, []
        group.append(unit)
        tokens += unit.tokens
    if group:
        yield group
