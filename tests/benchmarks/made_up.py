"""The built-in model's face in front of vectors that are made up in no time, yet lie as its own do.

    python -m tests.benchmarks.made_up VECTORS LIBRARY FOLDER…

Every word has a vector, such that their mean comes nearest to the model's vector for a text (ridge
regression on the texts that the articles are made of). What the words leave unsaid is drawn for
every two words that follow each other, with the covariance that it has in earnest: so texts that
share sentences lie as near each other as the model's. `VECTORS` is what `Words.save` wrote. Passages of
articles that really are (see `articles.MARK`) get the model's own vectors. Prints the number of
passages.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from quoth.index.arrays import unit_rows
from quoth.index.building.rebuild import rebuild
from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder, FloatArray, PassageText, PassageVectors
from quoth.index.progress import silent
from quoth.index.settings import IndexSettings
from tests.benchmarks.articles import MARK

_DRAWN = 4096  # vectors, of which every run of words chooses one
_RUN = 2  # words
_LITTLE = 1e-9  # keeps a covariance of few texts positive
_WORD = re.compile(r"\w+")
_RIDGE = 0.01  # beside the 1 that a text of one word has on the diagonal


class Words:
    """Word -> row of `table` (words, dimension); `rest` (dimension, dimension) turns a normal draw
    into what the words leave unsaid; `mean` (dimension,) is that of all texts.
    """

    def __init__(self, words: Sequence[str], table: FloatArray, mean: FloatArray, rest: FloatArray):
        self._rows = {word: row for row, word in enumerate(words)}
        self._table, self._mean, self._rest = table, mean, rest
        draw = np.random.default_rng(0).standard_normal((_DRAWN, len(mean)), np.float32)
        self._unsaid = draw @ rest.T

    @classmethod
    def fitted(cls, texts: Sequence[str], vectors: FloatArray) -> Self:
        """From texts and the model's own vectors (n, dimension) for them."""
        split = [_words(text) for text in texts]
        names = sorted({word for words in split for word in words})
        rows = {word: row for row, word in enumerate(names)}
        shares = np.zeros((len(texts), len(names)), np.float32)
        for text, words in enumerate(split):
            for word in words:
                shares[text, rows[word]] += 1 / len(words)
        mean = vectors.mean(axis=0)
        # The dual form: as large as there are texts, not words.
        alike = shares @ shares.T + _RIDGE * np.eye(len(texts), dtype=np.float32)
        inverse = np.linalg.inv(alike)
        weights = inverse @ (vectors - mean)
        # What ridge regression leaves of each text when it has learned from all the others.
        left = weights / np.diag(inverse)[:, None]
        rest = np.linalg.cholesky(np.cov(left.T) + _LITTLE * np.eye(vectors.shape[1]))
        table = shares.T @ weights
        return cls(names, table.astype(np.float32), mean, rest.astype(np.float32))

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """(len(texts), dimension), rows of length one; the same text has always the same."""
        found = np.empty((len(texts), len(self._mean)), np.float32)
        for place, text in enumerate(texts):
            words = _words(text)
            known = [self._rows[word] for word in words if word in self._rows]
            runs = zip(*(words[start:] for start in range(_RUN)), strict=False)
            drawn = [zlib.crc32(" ".join(run).encode()) % _DRAWN for run in sorted(set(runs))]
            drawn = drawn or [zlib.crc32(text.encode()) % _DRAWN]
            found[place] = self._table[known].sum(axis=0) / max(1, len(words))
            found[place] += self._mean + self._unsaid[drawn].sum(axis=0) / np.sqrt(len(drawn))
        return unit_rows(found)

    def save(self, file: Path) -> None:
        names = np.array(list(self._rows))
        np.savez(file, names=names, table=self._table, mean=self._mean, rest=self._rest)

    @classmethod
    def load(cls, file: Path) -> Self:
        with np.load(file) as kept:
            return cls(kept["names"].tolist(), kept["table"], kept["mean"], kept["rest"])


class MadeUp:
    """An Embedder."""

    def __init__(self, embedder: Embedder, words: Words) -> None:
        self._model, self._words = embedder, words
        self.identity = embedder.identity
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        self.embed_question = embedder.embed_question

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        return [
            self._vectors(passage)
            if MARK in passage.context
            else self._model.embed_passages([passage])[0]
            for passage in passages
        ]

    def _vectors(self, passage: PassageText) -> PassageVectors:
        sentences = [passage.text[start:end] for start, end in passage.sentences]
        rows = self._words.vectors([f"{passage.context} {passage.text}", *sentences])
        return PassageVectors(rows[0], rows[1:])


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


if __name__ == "__main__":
    kept, library, *folders = map(Path, sys.argv[1:])
    embedder = MadeUp(open_embedder("builtin"), Words.load(kept))
    done = rebuild(library, folders, IndexSettings(), lambda: embedder, silent)
    print(done.passages)
