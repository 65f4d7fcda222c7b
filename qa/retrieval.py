"""Question -> ranked passages: the nearest by meaning and the best by words, scored together."""

from __future__ import annotations

from index.embedders.base import FloatArray
from index.generation import Generation
from qa.answers import Hit
from qa.fusion import ranked

_CANDIDATES = 50  # from each of the two; more changed no figure on the public sets


def retrieve(generation: Generation, question: str, vector: FloatArray, top_k: int) -> list[Hit]:
    """The `top_k` best passages; `vector` (dimension,) is the embedded question."""
    limit = max(_CANDIDATES, top_k)
    cosines = generation.nearest(vector, limit)
    words = generation.words.search(question, generation.languages, limit)
    only_words = [number for number in words if number not in cosines]
    only_near = [number for number in cosines if number not in words]
    cosines |= generation.cosines(vector, only_words)
    words |= generation.words.score(question, generation.languages, only_near)
    best = ranked(cosines, words)[:top_k]
    passages = generation.catalog.passages(number for number, _ in best)
    cards = generation.catalog.cards(passage.article_id for passage in passages.values())
    return [
        Hit(
            passage=passages[number],
            article=cards[passages[number].article_id],
            score=score,
            rank=rank,
            cosine=cosines[number],
            words=words.get(number, 0.0),
        )
        for rank, (number, score) in enumerate(best, start=1)
    ]
