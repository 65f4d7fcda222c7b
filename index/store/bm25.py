"""BM25 as tantivy reckons it, so that both word indexes mean the same by a score."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from quoth.index.text.across_scripts import SOUND

K1 = 1.2
B = 0.75


def idf(passages: int, holding: int) -> float:
    """ln(1 + (N - n + 0.5) / (n + 0.5)), n of N passages holding a token."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def token_idf(token: str, passages: int, holding: int) -> float:
    """The idf of a token; a sound that no passage has counts nothing, as the word itself does."""
    return 0.0 if not holding and token.startswith(SOUND) else idf(passages, holding)


def ideal(terms: Sequence[Sequence[str]], rarity: Callable[[str], float]) -> float:
    """The most that a passage could score: each term by its rarest stem; `rarity` is a stem's idf."""
    return (K1 + 1) * sum(max(map(rarity, stems)) for stems in terms)


def weight(times: int, length: int, average: float) -> float:
    """What a token's idf is multiplied by: it stands `times` times among a passage's `length`
    tokens; passages have `average`.
    """
    return (K1 + 1) * times / (times + K1 * (1 - B + B * length / average))
