"""A published generation as questions see it, wherever it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from quoth.index.articles import Passage
from quoth.index.embedders.base import FloatArray
from quoth.index.store.catalog import Catalog
from quoth.index.store.manifest import Manifest


class WordScores(Protocol):
    """A BM25 index over the tokens of `index.text.tokens`; see `index.store.word_index`."""

    @property
    def count(self) -> int: ...

    def idf(self, token: str) -> float: ...

    def search(
        self,
        question: str,
        languages: Sequence[str],
        limit: int,
        among: Sequence[int] | None = None,
    ) -> dict[int, float]:
        """Passage number -> share 0..1 of the most that the question's words could score, of the
        `limit` best, of all or of those in `among`.

        A word counts once, by whichever of its stems (one a language of the library) scores best.
        """
        ...

    def score(
        self, question: str, languages: Sequence[str], numbers: Sequence[int]
    ) -> dict[int, float]:
        """Passage number -> share 0..1 of the most that the question's words could score, of given
        passages; one that holds no word of the question has none.
        """
        ...

    def holding(self, terms: Sequence[Sequence[str]], limit: int) -> list[int]:
        """The passages that hold, of each term, any of its stems; the `limit` best by BM25."""
        ...


class Generation(Protocol):
    """Safe to use from several threads; `close` it when done. Everything raises LibraryError when
    the index cannot be read.

    `languages` are those of the passages, the most frequent first; `cohort` is what
    `index.store.neutral_sentences.embed_cohort` gave; `notice` is what a user should know of it.
    """

    notice: str

    @property
    def name(self) -> str:
        """A name that no other generation has or will have."""
        ...

    @property
    def manifest(self) -> Manifest: ...
    @property
    def catalog(self) -> Catalog: ...
    @property
    def words(self) -> WordScores: ...
    @property
    def cohort(self) -> FloatArray: ...
    @property
    def languages(self) -> list[str]: ...
    @property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers of all passages, in order."""
        ...

    def current(self) -> Self:
        """What a question is asked of from its beginning to its end: this one, or, where passages
        are published one article after another, as it is now.
        """
        ...

    def is_outdated(self) -> bool:
        """Whether something else was published since that `current` does not lead to."""
        ...

    def warm(self) -> None:
        """Open what the first question needs before it is asked."""
        ...

    def nearest(self, vectors: Sequence[FloatArray], limit: int) -> list[dict[int, float]]:
        """For each of the vectors (dimension,), passage number -> cosine of the `limit` passages
        nearest to it.
        """
        ...

    def nearest_among(
        self, vectors: Sequence[FloatArray], numbers: Sequence[int], limit: int
    ) -> list[dict[int, float]]:
        """Find the nearest as `nearest` does, among the numbered passages only."""
        ...

    def cosines(self, vector: FloatArray, numbers: Sequence[int]) -> dict[int, float]:
        """The exact cosine of `vector` (dimension,) and each of the numbered passages."""
        ...

    def vectors_of(self, numbers: Sequence[int]) -> FloatArray:
        """The vectors of the numbered passages, (len(numbers), dimension), as they were embedded."""
        ...

    def sentence_vectors(self, passages: Sequence[Passage]) -> dict[int, FloatArray] | None:
        """Passage number -> (sentences, dimension), rows of length one.

        None where the model could not pool them: encode the sentences instead.
        """
        ...

    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
