"""The real embedder, with a note of what it was given."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.index.embedders.base import Embedder, PassageText, PassageVectors


class Counting:
    """`texts` are the passages that were embedded, in order."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.identity = embedder.identity
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        self.embed_question = embedder.embed_question
        self.texts: list[str] = []

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        self.texts += [passage.text for passage in passages]
        return self._embedder.embed_passages(passages)
