"""What is marked in an article: the sentence that is read, others of the conversation, and matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quoth.index.articles import Span

QUOTE, OTHER, MATCH, HERE = "quote", "other", "match", "here"


class Marks:
    """Where marks overlap, the last of OTHER, MATCH, QUOTE, HERE is shown."""

    def __init__(self) -> None:
        self.quote = Span(0, 0)
        self.here: Span | None = None  # the match that n and N walk from
        self._others = _Sorted(())
        self._matches = _Sorted(())

    def mark_others(self, spans: Sequence[Span]) -> None:
        self._others = _Sorted(spans)

    def mark_matches(self, spans: Sequence[Span]) -> None:
        self._matches = _Sorted(spans)
        self.here = None

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """(start, end, kind) of what stands between two offsets; the kind is empty for plain text."""
        layers: list[tuple[str, list[Span]]] = [
            (OTHER, self._others.between(start, end)),
            (MATCH, self._matches.between(start, end)),
            (QUOTE, [self.quote]),
            (HERE, [self.here] if self.here else []),
        ]
        every = [span for _, spans in layers for span in spans]
        cuts = {start, end}
        cuts.update(at for span in every for at in (span.start, span.end) if start < at < end)
        edges = sorted(cuts)
        for first, last in pairwise(edges):
            kinds = [kind for kind, spans in layers if _covers(spans, first)]
            yield first, last, kinds[-1] if kinds else ""


class _Sorted:
    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans, key=lambda span: (span.start, span.end))
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def between(self, start: int, end: int) -> list[Span]:
        first = min(bisect_right(self._ends, start), bisect_left(self._starts, start))
        return self._spans[first : bisect_left(self._starts, end)]


def _covers(spans: Sequence[Span], offset: int) -> bool:
    return any(span.start <= offset < span.end for span in spans)
