"""Vectors of texts that were embedded before, so that no text is embedded twice.

A cache and nothing more: whatever is wrong with its file, the file is thrown away. Only the builder
that holds the library's lock opens it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from quoth.index.arrays import to_int8, unit_rows
from quoth.index.embedders.base import (
    Embedder,
    FloatArray,
    ModelIdentity,
    PassageText,
    PassageVectors,
)
from quoth.index.store.sqlite_reader import guard

FILE_NAME = "embeddings.sqlite3"
LIMIT_BYTES = 2_000_000_000  # about a million passages
_SCHEMA = """
CREATE TABLE IF NOT EXISTS embeddings (
    model TEXT NOT NULL, key BLOB NOT NULL, passage BLOB NOT NULL, sentences BLOB,
    used INTEGER NOT NULL, PRIMARY KEY (model, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS embeddings_by_use ON embeddings (used);
"""
_TRIMMED_SHARE = 0.8  # of the limit: what is left after a trim, so that it is not due every time


class CachedEmbedder:
    """An embedder that asks `embedder` only for what it never made before; for all of it when
    `afresh`. Passage vectors are kept as they were, sentence vectors in bytes. Close it when done.
    """

    def __init__(self, embedder: Embedder, library: Path, *, afresh: bool = False) -> None:
        self._embedder = embedder
        self._afresh = afresh
        self._file = library / FILE_NAME
        self._model = _digest(json.dumps(self.identity.as_json(), sort_keys=True)).hex()
        self._now = int(time.time())
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError:
            drop(library)
            self._connection = self._open()

    @property
    def identity(self) -> ModelIdentity:
        return self._embedder.identity

    @property
    def max_tokens(self) -> int:
        return self._embedder.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)

    def embed_question(self, question: str) -> FloatArray:
        return self._embedder.embed_question(question)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        keys = [_key(passage) for passage in passages]
        with self._connection:
            found = [None if self._afresh else self._get(key) for key in keys]
            wanted = [i for i, vectors in enumerate(found) if vectors is None]
            made = self._embedder.embed_passages([passages[i] for i in wanted]) if wanted else []
            for i, vectors in zip(wanted, made, strict=True):
                self._put(keys[i], vectors)
                found[i] = vectors
        return [vectors for vectors in found if vectors is not None]

    def close(self) -> None:
        self._connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file)
        try:
            guard(connection)
            connection.executescript(
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;{_SCHEMA}"
            )
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _get(self, key: bytes) -> PassageVectors | None:
        row = self._connection.execute(
            "SELECT passage, sentences FROM embeddings WHERE model = ? AND key = ?",
            (self._model, key),
        ).fetchone()
        if row is None:
            return None
        self._connection.execute(
            "UPDATE embeddings SET used = ? WHERE model = ? AND key = ?",
            (self._now, self._model, key),
        )
        try:
            passage: FloatArray = np.frombuffer(row[0], np.float32)
            if len(passage) != self.identity.dimension:
                return None
            if row[1] is None:
                return PassageVectors(passage, None)
            sentences = np.frombuffer(row[1], np.int8).reshape(-1, len(passage))
        except (ValueError, TypeError):
            return None
        return PassageVectors(passage, unit_rows(sentences))

    def _put(self, key: bytes, vectors: PassageVectors) -> None:
        sentences = None if vectors.sentences is None else to_int8(vectors.sentences).tobytes()
        passage = np.asarray(vectors.passage, np.float32).tobytes()
        self._connection.execute(
            "INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?, ?)",
            (self._model, key, passage, sentences, self._now),
        )


def size(library: Path) -> int:
    """Tell how many bytes the cache takes on the disk."""
    return sum(file.stat().st_size for file in _files(library))


def drop(library: Path) -> None:
    """Throw the cache away."""
    for file in _files(library):
        file.unlink(missing_ok=True)


def trim(library: Path, limit: int = LIMIT_BYTES) -> int:
    """Forget what was not used for longest until the file is well under `limit` bytes.

    Returns the bytes that were freed. Call it under the library's lock.
    """
    before = size(library)
    if before <= limit:
        return 0
    connection = sqlite3.connect(library / FILE_NAME, isolation_level=None)
    try:
        guard(connection)
        count = connection.execute("SELECT count(*) FROM embeddings").fetchone()[0]
        excess = int(count * (1 - limit * _TRIMMED_SHARE / before)) + 1
        connection.execute(
            "DELETE FROM embeddings WHERE (model, key) IN "
            "(SELECT model, key FROM embeddings ORDER BY used LIMIT ?)",
            (excess,),
        )
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        connection.close()
        drop(library)
    finally:
        connection.close()
    return before - size(library)


def _files(library: Path) -> list[Path]:
    return sorted(library.glob(f"{FILE_NAME}*"))


def _key(passage: PassageText) -> bytes:
    """Everything of a passage that its vectors depend on."""
    bounds = ",".join(f"{start}-{end}" for start, end in passage.sentences)
    return _digest(f"{len(passage.context)}\n{bounds}\n{passage.context}{passage.text}")


def _digest(content: str) -> bytes:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()
