"""Passages in the order of a cross-encoder, which reads the question and a passage together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoth.qa.answers import Hit

RERANKED_PASSAGES = 20
"""Passages that are read again."""


class Reranker:
    """A sentence-transformers CrossEncoder, by name or folder."""

    def __init__(self, name: str) -> None:
        """Raises EmbedderError when the model cannot be found or loaded."""
        from quoth.index.embedders.hub import load, local_folder  # most questions need neither

        self._model = load("CrossEncoder", "reranker", name, local_folder(name, "reranker"))

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with the model's scores, best first."""
        if not hits:
            return []
        pairs = [(question, f"{hit.article.title}\n{hit.passage.text}") for hit in hits]
        scores = [float(score) for score in self._model.predict(pairs, show_progress_bar=False)]
        order = sorted(zip(scores, hits, strict=True), key=lambda pair: (-pair[0], pair[1].rank))
        return [
            replace(hit, score=score, rank=rank) for rank, (score, hit) in enumerate(order, start=1)
        ]
