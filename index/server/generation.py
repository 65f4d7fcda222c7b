"""What is published on a Chroma server, opened for questions: nothing of it is on this machine."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Self

import numpy as np
from numpy.typing import NDArray

from quoth.index.arrays import nearest_rows
from quoth.index.articles import Passage
from quoth.index.embedders.base import FloatArray
from quoth.index.errors import IndexMoved
from quoth.index.server.address import Address
from quoth.index.server.catalog import ServerCatalog
from quoth.index.server.connection import Server
from quoth.index.server.pointer import Live, Pointer
from quoth.index.server.record_cache import RecordCache
from quoth.index.server.snapshots import fetch_snapshot
from quoth.index.server.words import ServerWords

_OVERFETCH = (
    1.5  # times as many are asked for: some nearest records are not, or no longer, of the index
)
_MAX_COMPARED_PASSAGES = 250  # passages whose vectors are fetched to be compared
_MAX_RETRIES = 2  # before the last


class ServerGeneration:
    """One state of a published index, which stays as it is while a question is answered.

    Everything may raise ServerError, and IndexMoved where two newer states were published since.
    """

    def __init__(self, server: Server, pointer: Pointer, live: Live) -> None:
        """Raises IndexMoved when it has gone, LibraryError when it cannot be kept here."""
        self.live = live
        self.name = live.name
        self.notice = ""
        self._server = server
        self._pointer = pointer
        found = pointer.collections(live.name)
        if found is None:
            raise IndexMoved("The index on the server has moved on.", "Ask again.")
        passages, texts = found
        self._snapshot = fetch_snapshot(pointer.records, live)
        self.manifest = self._snapshot.manifest
        self.cohort = self._snapshot.cohort
        self._cache = RecordCache(self._snapshot, passages)
        self.catalog = ServerCatalog(self._snapshot, self._cache, texts)
        self.words = ServerWords(self._snapshot, self._cache)
        self.languages = self.catalog.languages()
        self._newest: ServerGeneration = self
        self._seen = live
        self._is_outdated = False
        self._moving = threading.Lock()

    @classmethod
    def open(cls, address: Address) -> ServerGeneration:
        """What is live there. Raises EmptyLibrary when nothing was published."""
        server = Server(address)
        try:
            pointer = Pointer.on(server)
            return _settled(server, pointer)
        except BaseException:
            server.close()
            raise

    @property
    def numbers(self) -> NDArray[np.int64]:
        return self.catalog.numbers()

    def current(self) -> ServerGeneration:
        """What is live now, unless another model made it: then this one as long as it is there."""
        with self._moving:
            if self._pointer.opened() != self._seen:
                found = _settled(self._server, self._pointer)
                self._seen = found.live
                self._is_outdated = found.manifest.model != self.manifest.model
                if not self._is_outdated:
                    self._newest = found
            return self._newest

    def is_outdated(self) -> bool:
        """Whether what is live now was made by another model."""
        self.current()
        return self._is_outdated

    def warm(self) -> None:
        """Do nothing: the server has the index open."""

    def nearest(self, vectors: Sequence[FloatArray], limit: int) -> list[dict[int, float]]:
        found = self._cache.nearest(vectors, int(limit * _OVERFETCH))
        return [dict(list(near.items())[:limit]) for near in found]

    def nearest_among(
        self, vectors: Sequence[FloatArray], numbers: Sequence[int], limit: int
    ) -> list[dict[int, float]]:
        if len(numbers) > _MAX_COMPARED_PASSAGES:
            return self._cache.nearest(vectors, limit, numbers)
        rows = self.vectors_of(numbers)
        return [nearest_rows(rows, numbers, vector, limit) for vector in vectors]

    def cosines(self, vector: FloatArray, numbers: Sequence[int]) -> dict[int, float]:
        return dict(zip(numbers, (self._cache.vectors(numbers) @ vector).tolist(), strict=True))

    def vectors_of(self, numbers: Sequence[int]) -> FloatArray:
        return self._cache.vectors(numbers)

    def sentence_vectors(self, passages: Sequence[Passage]) -> dict[int, FloatArray] | None:
        kept = self._cache.passages([passage.number for passage in passages])
        found = {n: k.vectors for n, k in kept.items() if k.vectors is not None}
        return found if len(found) == len(kept) else None

    def close(self) -> None:
        self._server.close()
        for state in {self, self._newest}:
            state.catalog.close()
            state._snapshot.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _settled(server: Server, pointer: Pointer) -> ServerGeneration:
    """What is live; read again where it moves on while it is opened."""
    for _ in range(_MAX_RETRIES):
        with suppress(IndexMoved):
            return ServerGeneration(server, pointer, pointer.opened())
    return ServerGeneration(server, pointer, pointer.opened())
