"""Indexes a folder with the built-in model's name and tokens, but with vectors that are made up.

    python -m tests.benchmarks.made_up LIBRARY FOLDER

A text's vector is a mixture of a few hundred directions that its words choose: texts that share
words are near each other, as a model's are. Prints the number of passages.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.arrays import unit_rows
from index.embedders import open_embedder
from index.embedders.base import Embedder, FloatArray, PassageText, PassageVectors
from index.progress import silent
from index.rebuild import rebuild
from index.settings import IndexSettings

_DIRECTIONS = 509


class MadeUp:
    """The face of the real model in front of vectors that cost nothing."""

    def __init__(self, embedder: Embedder) -> None:
        self.identity = embedder.identity
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        draw = np.random.default_rng(0)
        self._directions = draw.normal(size=(_DIRECTIONS, self.identity.dimension))

    def embed_question(self, question: str) -> FloatArray:
        return self._vector(question)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        return [self._vectors(passage) for passage in passages]

    def _vectors(self, passage: PassageText) -> PassageVectors:
        sentences = [self._vector(passage.text[start:end]) for start, end in passage.sentences]
        rows = np.array(sentences, np.float32).reshape(-1, self.identity.dimension)
        return PassageVectors(self._vector(passage.context + passage.text), rows)

    def _vector(self, text: str) -> FloatArray:
        chosen = [zlib.crc32(word.encode()) % _DIRECTIONS for word in text.split()]
        return unit_rows(self._directions[chosen].sum(axis=0))


if __name__ == "__main__":
    library, folder = map(Path, sys.argv[1:])
    embedder = MadeUp(open_embedder("builtin"))
    done = rebuild(library, [folder], IndexSettings(), lambda: embedder, silent)
    print(done.passages)
