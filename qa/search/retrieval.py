"""Query -> ranked passages: the nearest by meaning and the best by words, scored together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quoth.index.embedders.base import FloatArray
from quoth.index.store.generation import Generation
from quoth.qa.answers import Hit
from quoth.qa.search.deduplication import select
from quoth.qa.search.fusion import ranked
from quoth.qa.search.query import Query
from quoth.qa.search.scope import EVERYTHING, Scope

MAX_PASSAGES_PER_ARTICLE = 2
_CANDIDATE_PASSAGES = 50  # from each search; more changed no figure on the public sets
_MAX_LANGUAGES = 4  # searched apart, the most frequent of the library
_MAX_EXACT_PASSAGES = (
    20_000  # passages of a scope that is searched by itself; of more, the nearest of all are sifted
)
_LOOKED_AT_PER_WANTED = 3  # passages looked at for each that is wanted, as some repeat others


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is ranked, by passage number: every one's cosine in -1..1, what its language adds to
    that, and the share 0..1 of the most the query's words could score for those that hold any.
    """

    cosines: Mapping[int, float]
    lifts: Mapping[int, float]
    words: Mapping[int, float]

    def ranked(self) -> list[tuple[int, float]]:
        """(passage number, fused score), best first."""
        levelled = {number: cosine + self.lifts[number] for number, cosine in self.cosines.items()}
        return ranked(levelled, self.words)


def find_candidates(
    generation: Generation,
    query: Query,
    limit: int = _CANDIDATE_PASSAGES,
    scope: Scope = EVERYTHING,
) -> Candidates:
    """The `limit` passages nearest to the query, as many in each other language, and the `limit`
    best by words; all of the scope.
    """
    search = _Search(generation, limit, scope)
    cosines, *elsewhere = search.nearest([query.vector, *_moved(generation, query)])
    words = search.words(query.text)
    others = set(words).union(*elsewhere)
    if query.favoured:
        others |= set(search.inside(generation.catalog.numbers_of([query.favoured])))
    cosines |= generation.cosines(query.vector, sorted(others - cosines.keys()))
    only_near = [number for number in cosines if number not in words]
    words |= generation.words.score(query.text, generation.languages, only_near)
    origins = generation.catalog.origins_of(cosines)
    lifts = {number: query.lift(language, id) for number, (language, id) in origins.items()}
    return Candidates(cosines, lifts, words)


def _moved(generation: Generation, query: Query) -> list[FloatArray]:
    """The query as it would lie in each other language of the library."""
    if len(generation.languages) < 2:
        return []
    moved = (query.levels.towards(language) for language in generation.languages[:_MAX_LANGUAGES])
    return [vector for vector in moved if vector is not None]


def retrieve(
    generation: Generation,
    query: Query,
    top_k: int,
    scope: Scope = EVERYTHING,
    per_article: int = MAX_PASSAGES_PER_ARTICLE,
) -> list[Hit]:
    """The `top_k` best passages of the scope, none of which repeats another, at most
    `per_article` of one article.
    """
    found = find_candidates(generation, query, max(_CANDIDATE_PASSAGES, top_k), scope)
    best = dict(found.ranked()[: top_k * _LOOKED_AT_PER_WANTED])
    passages = generation.catalog.passages(best)
    cards = generation.catalog.cards(passage.article_id for passage in passages.values())
    days = {id: card.published for id, card in cards.items()}
    chosen = select((passages[number] for number in best), top_k, per_article, days)
    return [
        Hit(
            passage=kept.passage,
            article=cards[kept.passage.article_id],
            score=best[kept.passage.number],
            rank=rank,
            cosine=found.cosines[kept.passage.number],
            words=found.words.get(kept.passage.number, 0.0),
            also=tuple(cards[id] for id in kept.also),
        )
        for rank, kept in enumerate(chosen, start=1)
    ]


class _Search:
    """Searches a scope: all of a small one, and of a large one what is nearest of everything."""

    def __init__(self, generation: Generation, limit: int, scope: Scope) -> None:
        self._generation = generation
        self._limit = limit
        self._all = scope.numbers is None
        self._numbers = np.array([], np.int64) if scope.numbers is None else scope.numbers
        self._few = len(self._numbers) <= _MAX_EXACT_PASSAGES
        share = generation.manifest.passages / max(1, len(self._numbers))
        self._deeper = limit * 2 * int(np.ceil(share))

    def nearest(self, vectors: Sequence[FloatArray]) -> list[dict[int, float]]:
        """For each of the vectors (dimension,), passage number -> cosine."""
        if self._all:
            return self._generation.nearest(vectors, self._limit)
        if not self._few:
            found = self._generation.nearest(vectors, self._deeper)
            return [self._sifted(near) for near in found]
        return self._generation.nearest_among(vectors, self._numbers.tolist(), self._limit)

    def inside(self, numbers: Sequence[int]) -> list[int]:
        """Those that are in the scope."""
        return [n for n in numbers if self._all or n in self._numbers]

    def words(self, text: str) -> dict[int, float]:
        """Passage number -> share of the most that the words could score."""
        words, languages = self._generation.words, self._generation.languages
        if self._all:
            return words.search(text, languages, self._limit)
        if not self._few:
            return self._sifted(words.search(text, languages, self._deeper))
        return words.search(text, languages, self._limit, self._numbers.tolist())

    def _sifted(self, scores: Mapping[int, float]) -> dict[int, float]:
        inside = np.isin(np.fromiter(scores, np.int64, len(scores)), self._numbers)
        left = [item for item, held in zip(scores.items(), inside, strict=True) if held]
        return dict(left[: self._limit])
