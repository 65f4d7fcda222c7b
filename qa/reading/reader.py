"""The face of a reader, and what it says of a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.qa.reading.windows import Window


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """What a reader says of a sentence, a span of the article's text: `logit` that it answers,
    against 0 for "no sentence does"; `words` the span that answers in it, if the reader tells.
    """

    passage: Passage
    span: Span
    logit: float
    words: Span | None


class Reader(Protocol):
    """Reads a question against windows of passages. Several threads may read at once."""

    @property
    def name(self) -> str: ...

    @property
    def sees_neighbours(self) -> bool:
        """Whether what stands around a sentence in its window changes what it is taken to say."""
        ...

    def read(
        self, question: str, windows: Sequence[Window], cards: Mapping[str, ArticleCard]
    ) -> list[ReadSentence]:
        """Every sentence of the windows, in order; `cards` are their articles by id.

        Raises EmbedderError.
        """
        ...
