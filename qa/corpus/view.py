"""What a request is answered from: the library as it is narrowed, and how near its sentences are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from quoth.index.articles import ArticleCard, Passage, Span
from quoth.index.store.generation import Generation
from quoth.qa.answers import Hit
from quoth.qa.search.query import Query
from quoth.qa.search.scope import Scope
from quoth.qa.search.sentence_scores import score_sentences
from quoth.qa.understanding.requests import Request
from quoth.qa.understanding.times import Period

_MAX_READ_ARTICLES = 200  # articles whose sentences are looked at, the nearest to the topic


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the library, how near it is to the topic, and the how manieth of its article."""

    hit: Hit
    span: Span
    score: float
    position: int

    @property
    def quote(self) -> str:
        return self.hit.passage.quote(self.span)

    @property
    def card(self) -> ArticleCard:
        return self.hit.article

    @property
    def outlet(self) -> str:
        """Who says it: the source of the article, or its title where it states none."""
        return outlet_of(self.hit.article)


def outlet_of(card: ArticleCard) -> str:
    """The source of an article, or its title where it states none."""
    return card.source or card.title


@dataclass(frozen=True, slots=True)
class View:
    """A `generation` and the `scope` in it that the question leaves, the `request`, what is searched
    for its topic, what was `asked` in full, and the `times` that are asked for.
    """

    generation: Generation
    scope: Scope
    request: Request
    query: Query
    asked: str = ""
    times: tuple[Period, ...] = ()

    def is_timely(self, day: date | None) -> bool:
        """Whether a day is of the times asked for; all are where none is."""
        if day is None:
            return not self.times
        return not self.times or any(time.meets(Period(day, day)) for time in self.times)

    def inside(self, numbers: Iterable[int]) -> list[int]:
        """The passages that are in the scope."""
        if self.scope.numbers is None:
            return list(numbers)
        held = np.array(list(numbers), dtype=np.int64)
        return [int(number) for number in held[np.isin(held, self.scope.numbers)]]

    def articles_of(self, numbers: Iterable[int]) -> dict[str, ArticleCard]:
        """The articles of passages, by id."""
        origins = self.generation.catalog.origins_of(numbers)
        return self.generation.catalog.cards(id for _, id in origins.values())

    def sentences(self, ids: Iterable[str]) -> list[Sentence]:
        """All sentences of these articles, in the order of their text; of many articles those of
        the ones nearest to the topic.
        """
        catalog = self.generation.catalog
        passages = catalog.passages(catalog.numbers_of(self._nearest(list(ids))))
        cards = catalog.cards({passage.article_id for passage in passages.values()})
        return list(self._scored([passages[number] for number in sorted(passages)], cards))

    def _nearest(self, ids: list[str]) -> list[str]:
        if len(ids) <= _MAX_READ_ARTICLES:
            return ids
        numbers = self.generation.catalog.numbers_of(ids)
        cosines = self.generation.cosines(self.query.vector, numbers)
        origins = self.generation.catalog.origins_of(numbers)
        best: dict[str, float] = {}
        for number, cosine in cosines.items():
            id = origins[number][1]
            best[id] = max(best.get(id, -1.0), cosine)
        return sorted(best, key=lambda id: -best[id])[:_MAX_READ_ARTICLES]

    def _scored(
        self, passages: Sequence[Passage], cards: dict[str, ArticleCard]
    ) -> Iterator[Sentence]:
        scores = score_sentences(self.generation, self.query, passages)
        positions: dict[str, int] = {}
        for passage in passages:
            hit = Hit(passage, cards[passage.article_id], 0.0, 0, 0.0, 0.0)
            for span, score in zip(passage.sentences, scores.of(passage.number), strict=True):
                position = positions.get(passage.article_id, 0)
                positions[passage.article_id] = position + 1
                yield Sentence(hit, span, float(score), position)
