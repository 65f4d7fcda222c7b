"""The real embedder, asked once for each text: the same text always has the same vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from quoth.index.embedders.base import Embedder, PassageText, PassageVectors


class Remembering:
    """Many tests index the same few texts, and every new library the same cohort."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.identity = embedder.identity
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        self.embed_question = cache(embedder.embed_question)
        self._made: dict[PassageText, PassageVectors] = {}

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        new = list(dict.fromkeys(passage for passage in passages if passage not in self._made))
        made = self._embedder.embed_passages(new)
        self._made.update(zip(new, made, strict=True))
        return [self._made[passage] for passage in passages]
