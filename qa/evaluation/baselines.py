"""Simpler ways to rank the same candidates, which ours is measured against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quoth.qa.search.retrieval import Candidates

_RRF_CONSTANT = 60


def baseline_rankings(found: Candidates) -> dict[str, list[int]]:
    """Name -> passage numbers, best first: by cosine alone, by BM25 alone, and by both ranks."""
    dense = _ranked(found.cosines)
    words = _ranked(found.words)
    return {"dense": dense, "bm25": words, "rrf": _ranked(rank_fusion((dense, words)))}


def rank_fusion(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    """Reciprocal rank fusion: the sum of 1 / (60 + rank) over the rankings that hold a number
    (Cormack, Clarke and Büttcher, SIGIR 2009).
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (_RRF_CONSTANT + rank)
    return scores


def _ranked(scores: Mapping[int, float]) -> list[int]:
    return sorted(scores, key=lambda number: (-scores[number], number))
