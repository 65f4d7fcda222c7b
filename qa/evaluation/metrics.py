"""Figures of merit, each from the plain numbers that were observed. None stands for no figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

Ranks = Sequence[int | None]
"""One a question: the rank (from 1) of the first right result, None where none was right."""


def first_rank(right: Iterable[bool]) -> int | None:
    """The rank of the first result that is right."""
    return next((rank for rank, ok in enumerate(right, start=1) if ok), None)


def share(flags: Sequence[bool]) -> float | None:
    """0..1"""
    return sum(flags) / len(flags) if flags else None


def recall(ranks: Ranks, k: int) -> float | None:
    """The share of questions with a right result among the first `k`."""
    return share([rank is not None and rank <= k for rank in ranks])


def reciprocal_rank(ranks: Ranks, k: int) -> float | None:
    """MRR@k: the mean of 1/rank, a rank beyond `k` counting 0 (TREC-8 question answering track)."""
    found = [1 / rank if rank is not None and rank <= k else 0.0 for rank in ranks]
    return sum(found) / len(found) if found else None


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """The chance that a positive scores above a negative, ties counting half.

    That is the area under the ROC curve: Mann and Whitney's U / (positives · negatives).
    """
    if not positives or not negatives:
        return None
    below = sorted(negatives)
    # How many lie below plus half of those that tie is the middle of the two places to insert at.
    wins = sum(bisect_left(below, score) + bisect_right(below, score) for score in positives) / 2
    return wins / (len(positives) * len(negatives))


def percentile(values: Sequence[float], percent: float) -> float | None:
    """`percent` is 0..100; between two values the line between them is followed."""
    return float(np.percentile(values, percent)) if values else None
