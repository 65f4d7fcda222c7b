"""Dense and word scores -> one score. Not rank fusion: words that match count for what they are,
and words of another language, which cannot match, count for nothing and do no harm.
"""

from __future__ import annotations

from collections.abc import Mapping

WORD_WEIGHT = 0.2
"""What a full match of the question's words adds to the cosine. Measured: see RESULTS.md."""


def fuse(cosine: float, words: float) -> float:
    """`cosine` in -1..1, `words` the share 0..1 of the most the question's words could score."""
    return cosine + WORD_WEIGHT * words


def ranked(cosines: Mapping[int, float], words: Mapping[int, float]) -> list[tuple[int, float]]:
    """(passage number, fused score), best first; every number of `cosines` is in it."""
    scores = {number: fuse(cosine, words.get(number, 0.0)) for number, cosine in cosines.items()}
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
