"""Query -> ranked passages: the nearest by meaning and the best by words, scored together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.generation import Generation
from qa.answers import Hit
from qa.fusion import ranked
from qa.queries import Query

_CANDIDATES = 50  # from each search; more changed no figure on the public sets
_LANGUAGES = 4  # searched apart, the most frequent of the library


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
    limit: int = _CANDIDATES,
    exclude: frozenset[str] = frozenset(),
) -> Candidates:
    """The `limit` passages nearest to the query, as many in each other language, and the `limit`
    best by words. The articles whose ids are in `exclude` have no part in it.
    """
    gone = {p.number for id in exclude for p in generation.catalog.passages_of(id)}
    more = limit + len(gone)
    cosines = _best(generation.nearest(query.vector, more), gone, limit)
    for language in generation.languages[:_LANGUAGES]:
        moved = query.levels.towards(language) if len(generation.languages) > 1 else None
        if moved is not None:
            near = _best(generation.nearest(moved, more), gone, limit)
            cosines |= generation.cosines(query.vector, [n for n in near if n not in cosines])
    words = _best(generation.words.search(query.text, generation.languages, more), gone, limit)
    only_words = [number for number in words if number not in cosines]
    only_near = [number for number in cosines if number not in words]
    cosines |= generation.cosines(query.vector, only_words)
    words |= generation.words.score(query.text, generation.languages, only_near)
    languages = generation.catalog.languages_of(cosines)
    lifts = {number: query.levels.lift(language) for number, language in languages.items()}
    return Candidates(cosines, lifts, words)


def retrieve(
    generation: Generation,
    query: Query,
    top_k: int,
    exclude: frozenset[str] = frozenset(),
) -> list[Hit]:
    """The `top_k` best passages; `exclude` is as in `find_candidates`."""
    found = find_candidates(generation, query, max(_CANDIDATES, top_k), exclude)
    best = found.ranked()[:top_k]
    passages = generation.catalog.passages(number for number, _ in best)
    cards = generation.catalog.cards(passage.article_id for passage in passages.values())
    return [
        Hit(
            passage=passages[number],
            article=cards[passages[number].article_id],
            score=score,
            rank=rank,
            cosine=found.cosines[number],
            words=found.words.get(number, 0.0),
        )
        for rank, (number, score) in enumerate(best, start=1)
    ]


def _best(scores: Mapping[int, float], gone: set[int], limit: int) -> dict[int, float]:
    """The `limit` best of those that are not `gone`."""
    left = [(number, score) for number, score in scores.items() if number not in gone]
    return dict(sorted(left, key=lambda item: -item[1])[:limit])
