"""Ranked passages -> those worth showing: a reprint once, and not too many of one article.

Two passages say the same only where every sentence of one stands in the other, letter for letter:
one word more may be a "not", another figure, another name. Passages that share most of their words
and differ in a sentence are versions of one story: all are shown, side by side, the newest first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from quoth.index.articles import Passage
from quoth.index.loaders.wire import without_dateline
from quoth.index.text.dates import without_dates
from quoth.index.text.tokens import unaccented, words_of

_RUN_WORDS = 4  # words; two texts are compared by the runs of words that they share
_MIN_VERSION_SHARE = 0.6  # share of the shorter text's runs that stands in the longer one
_FAR_SHARE = 0.3  # share of its pieces between spaces, under which it cannot share so many runs
_MIN_PIECES = 20  # pieces that tell something; some scripts write no spaces
_TYPOGRAPHY = {
    ord(character): plain
    for plain, characters in {
        "'": "‘’‚‛′`´",
        '"': "“”„‟«»‹›″",
        "-": "‐‑‒–—―",
        "...": "…",
        "": "\u00ad\u200b\u2060",
    }.items()
    for character in characters
}
_INNER = re.compile(
    r"""(?<=['"(])\s+|(?<!\s)\s+(?=['")?!:;,.])"""
)  # spaces that French sets, and others not


@dataclass(slots=True)
class Selected:
    """A passage, and the ids of other articles in which each of its sentences stands again."""

    passage: Passage
    also: list[str] = field(default_factory=list)


def select(
    passages: Iterable[Passage],
    most: int,
    per_article: int,
    published: Mapping[str, date | None] | None = None,
) -> list[Selected]:
    """At most `most` of the passages, in their order, which is best first.

    `published` are the days of their articles, by id: of the versions of one story, which stand
    where the best of them does, the newest comes first.
    """
    stories: list[list[_Kept]] = []
    taken: Counter[str] = Counter()
    for passage in passages:
        if taken[passage.article_id] >= per_article:
            continue
        kept = _Kept(Selected(passage), _Text(passage))
        if any(other.absorbs(kept) for story in stories for other in story):
            continue
        if taken.total() == most:
            continue
        taken[passage.article_id] += 1
        story = next((s for s in stories if any(kept.text.is_version_of(k.text) for k in s)), None)
        if story is None:
            stories.append([kept])
        else:
            story.append(kept)
    days = published or {}
    return [kept.selected for story in stories for kept in _newest_first(story, days)]


def tell_one_story(one: Passage, other: Passage) -> bool:
    """Whether two passages are versions of one text: one holds most of what the other does."""
    return _Text(one).is_version_of(_Text(other))


@dataclass(frozen=True, slots=True)
class _Kept:
    selected: Selected
    text: _Text

    def absorbs(self, other: _Kept) -> bool:
        """Whether `other` adds nothing; noted is the article in which all of this stands again."""
        mine, others = self.text.sentences, other.text.sentences
        id, passage = other.selected.passage.article_id, self.selected.passage
        if mine <= others and id not in (passage.article_id, *self.selected.also):
            self.selected.also.append(id)
        return mine <= others or others <= mine


def _newest_first(story: list[_Kept], published: Mapping[str, date | None]) -> list[_Kept]:
    """In the order that they had, where a day is not known."""

    def day(kept: _Kept) -> date | None:
        return published.get(kept.selected.passage.article_id)

    days = [found for kept in story if (found := day(kept))]
    if len(days) < len(story):
        return story
    return sorted(story, key=lambda kept: day(kept) or date.min, reverse=True)


class _Text:
    def __init__(self, passage: Passage) -> None:
        self.text = passage.text
        self._spans = passage.sentences or ()
        self._passage = passage

    def is_version_of(self, other: _Text) -> bool:
        """Whether one holds most of what the other does."""
        short, long = sorted((self, other), key=lambda text: len(text.text))
        return not short.is_far_from(long) and _share(short.runs, long.runs) >= _MIN_VERSION_SHARE

    def is_far_from(self, long: _Text) -> bool:
        """Whether they share so little of what stands between spaces, which is soon seen, that
        their words need not be compared.
        """
        return len(self.pieces) >= _MIN_PIECES and _share(self.pieces, long.pieces) < _FAR_SHARE

    @cached_property
    def sentences(self) -> frozenset[str]:
        """As they are compared; neither a line that only says
        when it was printed is one, nor is the place and the day that an agency puts in front."""
        quotes = (self._passage.quote(span) for span in self._spans)
        said = [as_compared(without_dateline(quote)) for quote in quotes]
        return frozenset(filter(_says_more_than_a_day, said)) or frozenset(said)

    @cached_property
    def pieces(self) -> frozenset[str]:
        return frozenset(self.text.lower().split())

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        words = [unaccented(word) for word in words_of(self.text)]
        return frozenset(
            tuple(words[start : start + _RUN_WORDS])
            for start in range(max(1, len(words) - _RUN_WORDS + 1))
        )


def as_compared(sentence: str) -> str:
    """The sentence with one kind of space, quotation mark and dash: two that are equal so are the
    same sentence, however it was set.
    """
    plain = unicodedata.normalize("NFC", sentence).translate(_TYPOGRAPHY)
    return _INNER.sub("", " ".join(plain.split()))


def _says_more_than_a_day(sentence: str) -> bool:
    return any(character.isalnum() for character in without_dates(sentence))


def _share(some: AbstractSet[object], others: AbstractSet[object]) -> float:
    """Of `some`, how much is in `others`."""
    return len(some & others) / len(some) if some else 1.0
