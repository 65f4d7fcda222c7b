"""Question -> ranked passages: the nearest by meaning and the best by words, scored together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.embedders.base import FloatArray
from index.generation import Generation
from qa.answers import Hit
from qa.fusion import ranked

_CANDIDATES = 50  # from each of the two; more changed no figure on the public sets


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is ranked, by passage number: every one's cosine in -1..1, and the share 0..1 of the
    most the question's words could score for those that hold any of them.
    """

    cosines: Mapping[int, float]
    words: Mapping[int, float]


def find_candidates(
    generation: Generation,
    question: str,
    vector: FloatArray,
    limit: int = _CANDIDATES,
    exclude: frozenset[str] = frozenset(),
) -> Candidates:
    """The `limit` nearest passages and the `limit` best by words; `vector` (dimension,) is the
    embedded question. The articles whose ids are in `exclude` have no part in it.
    """
    gone = {p.number for id in exclude for p in generation.catalog.passages_of(id)}
    more = limit + len(gone)
    cosines = _best(generation.nearest(vector, more), gone, limit)
    words = _best(generation.words.search(question, generation.languages, more), gone, limit)
    only_words = [number for number in words if number not in cosines]
    only_near = [number for number in cosines if number not in words]
    cosines |= generation.cosines(vector, only_words)
    words |= generation.words.score(question, generation.languages, only_near)
    return Candidates(cosines, words)


def retrieve(
    generation: Generation,
    question: str,
    vector: FloatArray,
    top_k: int,
    exclude: frozenset[str] = frozenset(),
) -> list[Hit]:
    """The `top_k` best passages; `vector` and `exclude` are as in `find_candidates`."""
    limit = max(_CANDIDATES, top_k)
    found = find_candidates(generation, question, vector, limit, exclude)
    best = ranked(found.cosines, found.words)[:top_k]
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
