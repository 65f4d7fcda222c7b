"""Ranked passages -> those worth showing: a reprint once, and not too many of one article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from index.articles import Passage
from index.text.dates import without_dates
from index.text.tokens import fold, words_of

_RUN = 4  # words; two texts are compared by the runs of words that they share
_SAME = 0.8  # share of the shorter text's runs that stands in the longer one
_FAR = 0.4  # share of its pieces between spaces, under which it cannot share so many runs
_ENOUGH = 20  # pieces that tell something; some scripts write no spaces
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class Selected:
    """A passage, and the ids of other articles in which it stands again."""

    passage: Passage
    also: list[str] = field(default_factory=list)


def select(passages: Iterable[Passage], most: int, per_article: int) -> list[Selected]:
    """At most `most` of the passages, in their order, which is best first."""
    chosen: list[tuple[Selected, _Text]] = []
    taken: Counter[str] = Counter()
    for passage in passages:
        if taken[passage.article_id] >= per_article:
            continue
        text = _Text(passage.text)
        twin = next((kept for kept, other in chosen if text.repeats(other)), None)
        if twin is None and len(chosen) < most:
            chosen.append((Selected(passage), text))
            taken[passage.article_id] += 1
        elif twin and passage.article_id not in (twin.passage.article_id, *twin.also):
            twin.also.append(passage.article_id)
    return [kept for kept, _ in chosen]


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text

    def repeats(self, other: _Text) -> bool:
        """Whether one holds nearly all of the other and they state the same numbers."""
        short, long = sorted((self, other), key=lambda text: len(text.text))
        return (
            not short.is_far_from(long)
            and _share(short.runs, long.runs) >= _SAME
            and short.numbers <= long.numbers
        )

    def is_far_from(self, long: _Text) -> bool:
        """Whether they share so little of what stands between spaces, which is soon seen, that
        their words need not be compared.
        """
        return len(self.pieces) >= _ENOUGH and _share(self.pieces, long.pieces) < _FAR

    @cached_property
    def pieces(self) -> frozenset[str]:
        return frozenset(self.text.lower().split())

    @cached_property
    def words(self) -> list[str]:
        return [fold(word) for word in words_of(self.text)]

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        words = self.words
        return frozenset(
            tuple(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))
        )

    @cached_property
    def numbers(self) -> frozenset[str]:
        """A reprint may carry another date: dates are left out."""
        return frozenset(_NUMBER.findall(without_dates(self.text)))


def _share(some: AbstractSet[object], others: AbstractSet[object]) -> float:
    """Of `some`, how much is in `others`."""
    return len(some & others) / len(some) if some else 1.0
