"""Rows of numbers on disk: .npy files that grow while they are written, and are mapped to read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

FloatArray = NDArray[np.float32]


class RowWriter:
    """Appends rows to a .npy file of shape (rows, width), a new one or one that it wrote before."""

    def __init__(self, file: Path, width: int, dtype: DTypeLike) -> None:
        self._dtype = np.dtype(dtype)
        self._width = width
        self.rows = len(map_rows(file)) if file.exists() else 0
        self._file = file.open("r+b" if self.rows else "wb")
        self._write_header()
        self._file.seek(0, os.SEEK_END)

    def append(self, rows: NDArray[Any]) -> None:
        """`rows` is (n, width), n may be 0."""
        self._file.write(np.ascontiguousarray(rows, dtype=self._dtype).tobytes())
        self.rows += len(rows)

    def finish(self) -> None:
        self._file.seek(0)
        self._write_header()
        self.close()

    def close(self) -> None:
        self._file.close()

    def _write_header(self) -> None:
        # numpy pads a header so that the first axis can grow without changing its length.
        header = {
            "descr": np.lib.format.dtype_to_descr(self._dtype),
            "fortran_order": False,
            "shape": (self.rows, self._width),
        }
        np.lib.format.write_array_header_1_0(self._file, header)


def map_rows(file: Path) -> NDArray[Any]:
    """The rows of a .npy file, mapped from disk: what is not looked at is not read.

    Raises OSError or ValueError when the file is missing or not rows of plain numbers.
    """
    array: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    if not isinstance(array, np.ndarray) or array.ndim != 2 or array.dtype.kind not in "fi":
        raise ValueError(f"{file.name} does not hold rows of numbers")
    return array


def nearest_rows(
    rows: FloatArray, numbers: Sequence[int], vector: FloatArray, limit: int
) -> dict[int, float]:
    """Number -> dot product, of the `limit` rows (n, dimension) nearest to `vector` (dimension,),
    nearest first; `numbers` are the rows'.
    """
    products = rows @ vector
    best = np.argsort(-products, kind="stable")[:limit]
    return {numbers[row]: float(products[row]) for row in best}


def to_int8(vectors: FloatArray) -> NDArray[np.int8]:
    """(n, dimension) -> the same directions in bytes: each row scaled to its own largest value."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-12)
    rounded: NDArray[np.int8] = np.rint(vectors * (127.0 / largest)).astype(np.int8)
    return rounded


def unit_rows(vectors: NDArray[Any]) -> FloatArray:
    """(…, dimension) -> float32, of length one along the last axis; zeros stay zeros."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: FloatArray = rows / np.maximum(lengths, 1e-12)
    return scaled
