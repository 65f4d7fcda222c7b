"""A published generation in a folder of this machine, opened for questions."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from quoth.index.arrays import map_rows, nearest_rows, unit_rows
from quoth.index.articles import Passage
from quoth.index.disk import may_write
from quoth.index.embedders.base import FloatArray
from quoth.index.errors import LibraryError
from quoth.index.store.catalog import Catalog
from quoth.index.store.manifest import content_problems, read_manifest, read_roots, size_problems
from quoth.index.store.publishing import Lease, live_generation
from quoth.index.store.vectors import VectorIndex, VectorStoreError
from quoth.index.store.word_index import WordIndex

_REBUILD = "Run: quoth rebuild"
_NATIVE = ("words/", "cohort.npy")  # that crash what reads them, or that every answer hangs on
_LARGE = ("catalog.sqlite3", "vectors.npy", "sentences.npy")
_FEW_ROWS = 20_000  # rows that are compared in milliseconds, where importing Chroma takes a second
_MAX_SUMMED_BYTES = 100_000_000  # bytes, some 13,000 passages; a tenth of a second


def roots_of(folder: Path) -> tuple[str, ...]:
    """The files and folders that a generation indexes, if need be by its catalog.

    Raises LibraryError when neither it nor the manifest can be read.
    """
    try:
        return read_roots(folder)
    except LibraryError as error:
        try:
            with closing(Catalog(folder / "catalog.sqlite3")) as catalog:
                return catalog.roots()
        except LibraryError:
            raise error from None


class LocalGeneration:
    """Readers of one immutable folder. Safe to use from several threads; `close` it when done."""

    def __init__(self, folder: Path) -> None:
        """Raises FileNotFoundError when the folder has gone, LibraryError when it is damaged.

        Its bytes are summed where that takes no more than a moment.
        """
        self.folder = folder
        self.name = folder.name
        with ExitStack() as opened:
            opened.callback(Lease(folder).release)
            self.manifest = read_manifest(folder)
            try:
                if found := size_problems(folder, self.manifest, _LARGE):
                    raise ValueError(found[0])
                small = self.manifest.bytes <= _MAX_SUMMED_BYTES
                self._vouch_for(*_NATIVE, *(_LARGE if small else ()))
                self.catalog = Catalog(folder / "catalog.sqlite3")
                opened.callback(self.catalog.close)
                self.words = WordIndex(folder / "words")
                self._vectors = map_rows(folder / "vectors.npy")
                self._sentences = map_rows(folder / "sentences.npy")
                self.cohort: FloatArray = map_rows(folder / "cohort.npy")
            except (OSError, ValueError) as error:
                raise LibraryError(f"The index is damaged: {error}.", _REBUILD) from error
            self.languages = self.catalog.languages()
            self._opened = opened.pop_all()
        self._chroma: VectorIndex | None = None
        self._opening = threading.Lock()
        self.notice = ""

    @property
    def rows(self) -> int:
        """How many vectors are stored, those of removed passages included."""
        return len(self._vectors)

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The numbers of all passages, in order."""
        if self.rows == self.manifest.passages:
            return np.arange(self.rows)
        return self.catalog.numbers()

    def nearest(self, vectors: Sequence[FloatArray], limit: int) -> list[dict[int, float]]:
        """For each of the vectors (dimension,), passage number -> cosine of the `limit` passages
        nearest to it.

        Of few, every vector is compared. So it is where Chroma fails, and `notice` says so.
        """
        limit = min(limit, self.manifest.passages)
        if not limit or not vectors:
            return [{} for _ in vectors]
        if self.rows <= _FEW_ROWS:
            return self._nearest_of_all(vectors, limit)
        try:
            if chroma := self._opened_chroma():
                # Its numbers are looked up in our own rows, which tells a number that is none.
                found = zip(vectors, chroma.nearest(vectors, limit), strict=True)
                return [self.cosines(vector, numbers) for vector, numbers in found]
        except (VectorStoreError, ValueError, IndexError) as error:
            self._chroma = None
            reason = str(error).splitlines()[0] if str(error) else "no reason given"
            self.notice = f"Chroma cannot be used ({reason}): searching without it. {_REBUILD}"
        return self._nearest_of_all(vectors, limit)

    def _nearest_of_all(self, vectors: Sequence[FloatArray], limit: int) -> list[dict[int, float]]:
        cosines = np.stack(vectors) @ self._vectors.T
        cosines[:, self._removed] = -np.inf
        found: list[dict[int, float]] = []
        for row in cosines:
            best = np.argpartition(-row, limit - 1)[:limit]
            best = best[np.argsort(-row[best], kind="stable")]
            found.append(dict(zip(best.tolist(), row[best].tolist(), strict=True)))
        return found

    @cached_property
    def _removed(self) -> NDArray[np.int64]:
        numbers, held = self.numbers, np.zeros(self.rows, bool)
        held[numbers[(numbers >= 0) & (numbers < self.rows)]] = True
        return np.flatnonzero(~held)

    def _opened_chroma(self) -> VectorIndex | None:
        """None where it failed before, or may not write, which it does even when it is asked."""
        with self._opening:
            if self._chroma is None and not self.notice and may_write(self.folder):
                self._vouch_for("chroma/")
                self._chroma = VectorIndex(self.folder / "chroma")
            return self._chroma

    def _vouch_for(self, *parts: str) -> None:
        """Raises ValueError for files that changed: native code that reads them may crash."""
        if found := content_problems(self.folder, self.manifest, parts):
            raise ValueError(found[0])

    def current(self) -> Self:
        """This generation itself: what is published next is another folder."""
        return self

    def is_outdated(self) -> bool:
        """Whether another generation of the library was published since. Raises LibraryError."""
        live = live_generation(self.folder.parents[1])
        return live not in (None, self.folder)

    def warm(self) -> None:
        """Read the vectors, or open Chroma, now rather than with the first question."""
        if self.manifest.passages:
            self.nearest([np.zeros(self.manifest.model.dimension, dtype=np.float32)], 1)

    def cosines(self, vector: FloatArray, numbers: Sequence[int]) -> dict[int, float]:
        """The exact cosine of `vector` (dimension,) and each of the numbered passages."""
        rows = np.asarray(self._vectors[list(numbers)]) if numbers else np.zeros((0, len(vector)))
        return dict(zip(numbers, (rows @ vector).tolist(), strict=True))

    def nearest_among(
        self, vectors: Sequence[FloatArray], numbers: Sequence[int], limit: int
    ) -> list[dict[int, float]]:
        """As `nearest`, of the numbered passages; all of them are compared."""
        rows = self.vectors_of(numbers)
        return [nearest_rows(rows, numbers, vector, limit) for vector in vectors]

    def vectors_of(self, numbers: Sequence[int]) -> FloatArray:
        """The vectors of the numbered passages, (len(numbers), dimension), as they were embedded."""
        return np.asarray(self._vectors[list(numbers)], dtype=np.float32)

    def sentence_vectors(self, passages: Sequence[Passage]) -> dict[int, FloatArray] | None:
        """Passage number -> (sentences, dimension), rows of length one.

        None where the model could not pool them: encode the sentences instead.
        """
        if not len(self._sentences):
            return None
        first = self.catalog.first_sentences(passage.number for passage in passages)
        found = {}
        for passage in passages:
            start = first[passage.number]
            block: NDArray[Any] = self._sentences[start : start + len(passage.sentences)]
            found[passage.number] = unit_rows(block)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._chroma is not None:
            self._chroma.close()
        self._opened.close()
