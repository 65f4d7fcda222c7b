"""The answer without a model: the sentences that say it, verbatim."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answers import Evidence

NAME = "extractive"
_MARGIN = 0.015  # a second sentence is quoted when it is almost as good as the first


def choose(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """The best sentence, and up to `most` in all that come close to it and say something else."""
    chosen: list[Evidence] = []
    said: set[str] = set()
    for candidate in evidence:
        words = " ".join(candidate.quote.split()).casefold()
        if len(chosen) == most or candidate.score < evidence[0].score - _MARGIN:
            break
        if words not in said:
            chosen.append(candidate)
            said.add(words)
    return chosen
