"""Passages in windows: a few sentences in a row, which a reader reads at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quoth.index.articles import Passage, Span

WINDOW_BYTES = 480
"""Of a window's text in UTF-8, some 100 to 130 tokens in most scripts; a longer sentence makes a
window by itself."""


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences in a row of a passage, as spans of the article's text."""

    passage: Passage
    sentences: tuple[Span, ...]

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].start, self.sentences[-1].end)

    @property
    def text(self) -> str:
        return self.passage.quote(self.span)


def windows_of(passage: Passage) -> list[Window]:
    """The passage's sentences in windows of at most WINDOW_BYTES, evenly filled."""
    sizes = [len(passage.quote(span).encode("utf-8", "replace")) for span in passage.sentences]
    return [Window(passage, passage.sentences[a:b]) for a, b in pairwise(_cuts(sizes))]


def _cuts(sizes: Sequence[int]) -> list[int]:
    """The sentence numbers at which windows begin, and at which the last one ends."""
    total = sum(sizes)
    even = total / max(1, -(-total // WINDOW_BYTES))
    cuts, held, before = [0], 0, 0
    for number, size in enumerate(sizes):
        full = held + size > WINDOW_BYTES or before + held + size / 2 > even * len(cuts)
        if number > cuts[-1] and full:
            before, held = before + held, 0
            cuts.append(number)
        held += size
    return [*cuts, len(sizes)] if sizes else []
