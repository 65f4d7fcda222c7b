"""The passages of one snapshot, fetched by their numbers, and kept for a while."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from quoth.index.embedders.base import FloatArray
from quoth.index.errors import IndexMoved
from quoth.index.server.passages import StoredPassage, passage_in, tokens_in
from quoth.index.server.records import Record, Records
from quoth.index.server.snapshot import Snapshot

_MAX_REMEMBERED_PASSAGES = 2000  # some 10 MB of each kind

Part = TypeVar("Part")


class RecordCache:
    """Everything may raise ServerError, and IndexMoved for a passage that has gone meanwhile."""

    def __init__(self, snapshot: Snapshot, records: Records) -> None:
        self._snapshot = snapshot
        self._records = records
        self._lock = threading.Lock()
        self._kept: dict[int, StoredPassage] = {}
        self._tokens: dict[int, list[str]] = {}
        self._vectors: dict[int, FloatArray] = {}

    def passages(self, numbers: Sequence[int]) -> dict[int, StoredPassage]:
        return self._fetched(numbers, self._kept, "metadatas", passage_in)

    def tokens(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        return self._fetched(numbers, self._tokens, "documents", tokens_in)

    def vectors(self, numbers: Sequence[int]) -> FloatArray:
        """Fetch the vectors of the numbered passages, (len(numbers), dimension)."""
        found = self._fetched(numbers, self._vectors, "embeddings", _vector)
        rows = [found[number] for number in numbers]
        return np.stack(rows) if rows else np.zeros((0, self._dimension), np.float32)

    def nearest(
        self, vectors: Sequence[FloatArray], limit: int, among: Sequence[int] | None = None
    ) -> list[dict[int, float]]:
        """For each of the vectors, passage number -> cosine, best first; `limit` are asked for,
        some are of no passage.
        """
        keys = None if among is None else list(self._snapshot.keys_of(among).values())
        return [self._numbered(near) for near in self._records.nearest(vectors, limit, keys)]

    def matching(
        self, pattern: str, limit: int, among: Sequence[int] | None = None
    ) -> dict[int, list[str]]:
        """Passage number -> tokens, of passages among whose tokens a regular expression is found."""
        keys = None if among is None else list(self._snapshot.keys_of(among).values())
        found = self._records.matching(pattern, limit, "documents", among=keys)
        tokens = self._numbered({key: tokens_in(record) for key, record in found.items()})
        with self._lock:
            _remember(self._tokens, tokens)
        return tokens

    @property
    def _dimension(self) -> int:
        return self._snapshot.manifest.model.dimension

    def _numbered(self, by_key: dict[str, Part]) -> dict[int, Part]:
        """By number instead of key, without records that are not part of the snapshot."""
        numbers = self._snapshot.numbers_of(list(by_key))
        return {numbers[key]: part for key, part in by_key.items() if key in numbers}

    def _fetched(
        self,
        numbers: Sequence[int],
        known: dict[int, Part],
        kind: str,
        read: Callable[[Record], Part],
    ) -> dict[int, Part]:
        with self._lock:
            found = {number: known[number] for number in numbers if number in known}
        keys = self._snapshot.keys_of([number for number in numbers if number not in found])
        records = self._records.get(list(keys.values()), kind)
        try:
            new = {number: read(records[key]) for number, key in keys.items()}
        except KeyError as error:
            raise IndexMoved("A passage on the server has gone.", "Ask again.") from error
        with self._lock:
            _remember(known, new)
        return found | new


def _vector(record: Record) -> FloatArray:
    if record.vector is None:
        raise KeyError(record.id)
    return record.vector


def _remember(known: dict[int, Part], new: dict[int, Part]) -> None:
    if len(known) + len(new) > _MAX_REMEMBERED_PASSAGES:
        known.clear()
    known.update(new)
