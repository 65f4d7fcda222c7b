"""The vectors of a generation in a folder, in Chroma.

Embedded Chroma writes to its files even when it is only asked (see Generations in the README), so
a folder is opened either by the one builder that fills it or, once flushed, by readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.index.arrays import unit_rows
from quoth.index.embedders.base import FloatArray
from quoth.index.store.chroma import HNSW, embedded_client

_COLLECTION = "passages"
_BATCH_VECTORS = 2000
_MOVED_SHARE = 0.02  # of a vector's length: its cosine with what it was stays above 0.9997
# Chroma applies its write-ahead log to the HNSW files when it is opened with this many entries
# waiting; set at the end of a build, it leaves nothing for a reader to replay.
_FLUSH_ENTRIES = 2


class VectorStoreError(Exception):
    """Chroma cannot serve this folder; the generation's own vectors can."""


def write_vectors(
    folder: Path, vectors: FloatArray, first: int = 0, gone: Sequence[int] = ()
) -> Iterator[float]:
    """Store `vectors[first:]` (n, dimension) under their row numbers, and flush. Yields the share
    that is done, now and then.

    `folder` is new, or a copy of a flushed one that nobody else opens: that keeps what it holds but
    the numbers in `gone`. Raises VectorStoreError.
    """
    again = _repeated(vectors)
    with _store_errors():
        with embedded_client(folder) as client:
            collection = client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": HNSW}
            )
            for start in range(0, len(gone), _BATCH_VECTORS):
                collection.delete(ids=list(map(str, gone[start : start + _BATCH_VECTORS])))
            for start in range(first, len(vectors), _BATCH_VECTORS):
                block = _apart(vectors, again, start)
                ids = [str(number) for number in range(start, start + len(block))]
                collection.add(ids=ids, embeddings=block)
                yield (start + len(block) - first) / (len(vectors) - first)
            if len(vectors) - first == 1:  # one entry would stay below any threshold
                collection.upsert(ids=ids, embeddings=block)
            collection.modify(configuration={"hnsw": {"sync_threshold": _FLUSH_ENTRIES}})
        with embedded_client(folder) as client:
            client.get_collection(_COLLECTION, embedding_function=None).count()


def _repeated(vectors: FloatArray) -> NDArray[np.bool_]:
    """(n,): whether a row is the same as one before it, which the first of its numbers tell."""
    again = np.ones(len(vectors), bool)
    again[np.unique(vectors[:, :16], axis=0, return_index=True)[1]] = False
    return again


def _apart(vectors: FloatArray, again: NDArray[np.bool_], start: int) -> FloatArray:
    """A batch of rows, those that repeat another moved a little, each its own way.

    Among thousands of rows in one place HNSW takes many times as long and loses its way to others.
    """
    block = np.array(vectors[start : start + _BATCH_VECTORS], np.float32)
    moved = again[start : start + _BATCH_VECTORS]
    ways = np.random.default_rng(start).normal(size=(int(moved.sum()), vectors.shape[1]))
    block[moved] += _MOVED_SHARE * unit_rows(ways)
    return block


class VectorIndex:
    """A published, flushed Chroma folder, opened for questions."""

    def __init__(self, folder: Path) -> None:
        """Raises VectorStoreError when Chroma cannot open the folder."""
        with ExitStack() as opened, _store_errors():
            client = opened.enter_context(embedded_client(folder))
            self._collection: Any = client.get_collection(_COLLECTION, embedding_function=None)
            self._opened = opened.pop_all()

    def numbers(self) -> set[int]:
        """The numbers of all passages. Raises VectorStoreError."""
        with _store_errors():
            return {int(id) for id in self._collection.get(include=[])["ids"]}

    def nearest(self, vectors: Sequence[FloatArray], limit: int) -> list[list[int]]:
        """The numbers of the `limit` passages nearest to each vector (dimension,), best first.

        Raises VectorStoreError.
        """
        questions: Any = list(vectors)
        with _store_errors():
            found = self._collection.query(query_embeddings=questions, n_results=limit, include=[])
            return [[int(id) for id in ids] for ids in found["ids"]]

    def close(self) -> None:
        self._opened.close()


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        # chromadb raises its own, ValueErrors, plain Exceptions, and for a panic none of these.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise VectorStoreError(str(error)) from error
        raise
