"""Sentences embedded by themselves when a question comes, and kept for the next one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import islice

from quoth.index.embedders.base import Embedder, FloatArray, PassageText

_MAX_SENTENCES = 4096  # some 6 MB


class SentenceVectorCache:
    """Safe to use from several threads. A conversation stays with a few articles, so that most of
    what its next question needs is known.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._known: dict[PassageText, FloatArray] = {}

    def of(self, texts: Sequence[PassageText]) -> list[FloatArray]:
        """The vectors (dimension,) of some sentences, made where they are not kept."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            made = (vectors.passage for vectors in self._embedder.embed_passages(new))
            found |= zip(new, made, strict=True)
            self._remember({text: found[text] for text in new})
        return [found[text] for text in texts]

    def _remember(self, vectors: dict[PassageText, FloatArray]) -> None:
        """In place of those that have been known for longest."""
        with self._lock:
            self._known |= vectors
            for text in list(islice(self._known, max(0, len(self._known) - _MAX_SENTENCES))):
                del self._known[text]
