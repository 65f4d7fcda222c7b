"""The records of one Chroma collection, in batches that every server takes.

Chroma Cloud takes 300 records in a call, 4,096 bytes in a value and 16,384 in a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quoth.index.embedders.base import FloatArray
from quoth.index.server.connection import Server

_MAX_VALUE_BYTES = 4000
_PAGE_RECORDS = 300


@dataclass(frozen=True, slots=True)
class Record:
    """`vector` (dimension,), `document` and `metadata` are empty where they were not asked for."""

    id: str
    vector: FloatArray | None = None
    document: str = ""
    metadata: Mapping[str, str | int] = field(default_factory=dict)


class Records:
    """Reads and writes them. Everything raises ServerError, and IndexMoved where the collection has
    gone; what is written twice is as if it were written once.
    """

    def __init__(self, server: Server, collection: Any) -> None:
        self._server = server
        self._collection: Any = collection

    def put(self, records: Sequence[Record]) -> None:
        """Every one with its vector, and all or none with documents, and with metadata."""
        for batch in self._batches(records):
            self._server.call(
                lambda batch=batch: self._collection.upsert(  # type: ignore[misc]
                    ids=[record.id for record in batch],
                    embeddings=[record.vector for record in batch],
                    documents=[record.document for record in batch] if batch[0].document else None,
                    metadatas=[dict(r.metadata) for r in batch] if batch[0].metadata else None,
                )
            )

    def get(self, ids: Sequence[str], *parts: str) -> dict[str, Record]:
        """Fetch the records that there are, by id, with their "embeddings", "documents" or "metadatas"."""
        found: dict[str, Record] = {}
        for batch in self._batches(ids):
            found |= self._got({"ids": batch}, parts)
        return found

    def matching(
        self, pattern: str, limit: int, *parts: str, among: Sequence[str] | None = None
    ) -> dict[str, Record]:
        """At most `limit` of those whose document a regular expression matches, of all or of those
        with the ids in `among`, in no order.
        """
        where: dict[str, Any] = {"where_document": {"$regex": pattern}}
        if among is None:
            return self._listed(where, limit, parts)
        found: dict[str, Record] = {}
        for start in range(0, len(among), _PAGE_RECORDS):
            some = {**where, "ids": list(among[start : start + _PAGE_RECORDS])}
            found |= self._got(some, parts)
        return found

    def ids(self) -> Iterator[str]:
        """List the ids of all records."""
        offset = 0
        while some := self._got({"limit": _PAGE_RECORDS, "offset": offset}, ()):
            yield from some
            offset += len(some)

    def nearest(
        self, vectors: Sequence[FloatArray], limit: int, among: Sequence[str] | None = None
    ) -> list[dict[str, float]]:
        """For each of the vectors (dimension,), id -> cosine of the `limit` nearest to it."""
        only = {} if among is None else {"ids": list(among)}
        found: Any = self._server.call(
            lambda: self._collection.query(
                query_embeddings=list(vectors), n_results=limit, include=["distances"], **only
            )
        )
        return [
            {id: 1.0 - distance for id, distance in zip(ids, distances, strict=True)}
            for ids, distances in zip(found["ids"], found["distances"], strict=True)
        ]

    def remove(self, ids: Sequence[str]) -> None:
        for batch in self._batches(ids):
            self._server.call(lambda batch=batch: self._collection.delete(ids=batch))  # type: ignore[misc]

    def _listed(self, where: dict[str, Any], limit: int, parts: Sequence[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        while len(found) < limit:
            wanted = min(_PAGE_RECORDS, limit - len(found))
            some = self._got({**where, "limit": wanted, "offset": len(found)}, parts)
            found |= some
            if len(some) < wanted:
                break
        return found

    def _got(self, which: dict[str, Any], parts: Sequence[str]) -> dict[str, Record]:
        got: Any = self._server.call(lambda: self._collection.get(include=list(parts), **which))
        count = len(got["ids"])
        vectors = got.get("embeddings")
        return {
            id: Record(
                id,
                None if vector is None else np.asarray(vector, np.float32),
                text or "",
                data or {},
            )
            for id, vector, text, data in zip(
                got["ids"],
                [None] * count if vectors is None else vectors,
                got.get("documents") or [""] * count,
                got.get("metadatas") or [{}] * count,
                strict=True,
            )
        }

    def _batches(self, items: Sequence[Any]) -> Iterator[list[Any]]:
        for start in range(0, len(items), self._server.batch):
            yield list(items[start : start + self._server.batch])


def in_values(name: str, text: str) -> dict[str, str]:
    """A text as metadata, in as many values as it needs: name.0, name.1, …"""
    parts: list[str] = []
    part: list[str] = []
    size = 0
    for character in text:
        size += len(character.encode("utf-8"))
        if size > _MAX_VALUE_BYTES:
            parts.append("".join(part))
            part, size = [], len(character.encode("utf-8"))
        part.append(character)
    return {f"{name}.{number}": value for number, value in enumerate([*parts, "".join(part)])}


def from_values(name: str, metadata: Mapping[str, str | int]) -> str:
    """The text that `in_values` was given. Raises KeyError where it is missing."""
    parts = [str(metadata[f"{name}.0"])]
    while (key := f"{name}.{len(parts)}") in metadata:
        parts.append(str(metadata[key]))
    return "".join(parts)
