"""Bytes of any length, kept in records: name/0, name/1, …"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from quoth.index.embedders.base import FloatArray
from quoth.index.errors import IndexMoved
from quoth.index.server.records import Record, Records

_PART_BYTES = 3000  # bytes, which Base64 makes 4,000 of
_MAX_PARTS = 200_000  # 600 MB, of which one publishes two million passages
_MAX_BLOB_BYTES = 2**31  # bytes of a blob
_DATA, _OF, _SIZE = "data", "of", "size"


def put_blobs(records: Records, blobs: Mapping[str, bytes]) -> None:
    """Keep bytes under names that no others have. Raises ServerError."""
    records.put([record for name, data in blobs.items() for record in _parts(name, data)])


def _parts(name: str, data: bytes) -> list[Record]:
    packed = zlib.compress(data, 6)
    text = base64.b64encode(packed).decode("ascii")
    length = _PART_BYTES * 4 // 3
    parts = [text[start : start + length] for start in range(0, len(text), length)]
    shared: dict[str, str | int] = {_OF: len(parts), _SIZE: len(data)}
    return [
        Record(_id(name, number), place_of(_id(name, number)), "", {**shared, _DATA: part})
        for number, part in enumerate(parts)
    ]


def get_blob(records: Records, name: str) -> bytes:
    """Read the bytes of a name. Raises IndexMoved where they are not there whole."""
    try:
        first = records.get([_id(name, 0)], "metadatas")[_id(name, 0)].metadata
        rest = [_id(name, number) for number in range(1, _count(first))]
        found = records.get(rest, "metadatas")
        parts = [str(first[_DATA]), *(str(found[id].metadata[_DATA]) for id in rest)]
        size = int(first[_SIZE])
        if not 0 <= size <= _MAX_BLOB_BYTES:
            raise ValueError("no blob is as large")
        data = zlib.decompressobj().decompress(base64.b64decode("".join(parts)), size)
    except (KeyError, ValueError, TypeError, OverflowError, zlib.error) as error:
        raise IndexMoved("A part of the index on the server is missing.", "Ask again.") from error
    if len(data) != size:
        raise IndexMoved("A part of the index on the server is damaged.", "Ask again.")
    return data


def remove_blobs(records: Records, names: Sequence[str]) -> None:
    """Remove the bytes of these names; those that are not there are passed over."""
    firsts = records.get([_id(name, 0) for name in names], "metadatas")
    parts = [
        _id(name, number)
        for name in names
        if (first := firsts.get(_id(name, 0)))
        for number in range(_count(first.metadata))
    ]
    records.remove(parts)


def _count(metadata: Mapping[str, str | int]) -> int:
    """In how many parts a blob is kept. Raises ValueError for more than any has."""
    count = int(metadata[_OF])
    if not 1 <= count <= _MAX_PARTS:
        raise ValueError("no blob has as many parts")
    return count


def place_of(id: str) -> FloatArray:
    """(2,): a vector for a record that needs none, as Chroma insists; each in a place of its own,
    as its graph loses its way among many in one.
    """
    digest = hashlib.sha256(id.encode("utf-8")).digest()
    return (np.frombuffer(digest[:8], np.uint32) / 2**32).astype(np.float32)


def name_of(id: str) -> str:
    """The blob of which a record is a part."""
    return id.rpartition("/")[0]


def _id(name: str, number: int) -> str:
    return f"{name}/{number}"
