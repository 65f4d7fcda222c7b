"""What articles can be told apart by: paper, author, language, and the names in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quoth.index.articles import ArticleCard

if TYPE_CHECKING:
    from quoth.qa.corpus.entities import Entity

_NAMES = ("Source", "Author", "Language")
_MAX_SPELLINGS = 6  # of a name that are listed


def facets(card: ArticleCard) -> frozenset[str]:
    """Of an article, each as "Source: The Long Column"; none for what it does not state."""
    values = (card.source, card.author, card.language)
    return frozenset(
        f"{name}: {value}" for name, value in zip(_NAMES, values, strict=True) if value
    )


def facets_of(cards: Sequence[ArticleCard]) -> list[tuple[str, int]]:
    """All of them with how many articles have each, sources first, the most frequent first."""
    counted = Counter(facet for card in cards for facet in facets(card))
    return sorted(counted.items(), key=lambda pair: (_kind(pair[0]), -pair[1], pair[0]))


def _kind(facet: str) -> int:
    return _NAMES.index(facet.partition(":")[0])


def spelt(one: Entity) -> str:
    """How many articles hold a name, and its other spellings, by which it is found as well."""
    others = [text for text, _ in one.spellings if text != one.name]
    return " · ".join([f"{one.articles:,}", *others[:_MAX_SPELLINGS]])
