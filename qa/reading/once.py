"""A reader that reads nothing twice: the readings of one question share many of their windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quoth.index.articles import ArticleCard, Span
from quoth.qa.reading.reader import Reader, ReadSentence
from quoth.qa.reading.windows import Window

_Key = tuple[str, int, Span]


class ReadingOnce:
    """Remembers what a reader said of each question and window; for one thread and one generation."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._said: dict[_Key, list[ReadSentence]] = {}
        self.name = reader.name
        self.sees_neighbours = reader.sees_neighbours

    def read(
        self, question: str, windows: Sequence[Window], cards: Mapping[str, ArticleCard]
    ) -> list[ReadSentence]:
        """Every sentence of the windows, in order. Raises EmbedderError."""
        keys = [(question, window.passage.number, window.span) for window in windows]
        new = {key: w for key, w in zip(keys, windows, strict=True) if key not in self._said}
        read = iter(self._reader.read(question, list(new.values()), cards)) if new else iter(())
        for key, window in new.items():
            self._said[key] = [next(read) for _ in window.sentences]
        return [sentence for key in keys for sentence in self._said[key]]
