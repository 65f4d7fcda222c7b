"""Whether the parts of a generation open, count alike, and find what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from quoth.index.arrays import map_rows
from quoth.index.disk import may_write
from quoth.index.embedders.base import FloatArray
from quoth.index.store.catalog import Catalog
from quoth.index.store.manifest import read_manifest, size_problems
from quoth.index.store.vectors import VectorIndex
from quoth.index.store.word_index import WordIndex

_SAMPLE_PASSAGES = 5
_MIN_SAME_COSINE = 0.999


def problems(folder: Path) -> list[str]:
    """What does not fit together in a generation, in words; nothing when it is sound.

    Whatever its files make the libraries raise is let through, and they may crash: call it in a
    process of its own.
    """
    manifest = read_manifest(folder)
    found = size_problems(folder, manifest)
    if found:
        return found
    vectors = map_rows(folder / "vectors.npy")
    catalog = Catalog(folder / "catalog.sqlite3")
    numbers = catalog.numbers()
    counts = {
        "words": WordIndex(folder / "words").count,
        "catalog.sqlite3": len(numbers),
    }
    for name, count in counts.items():
        if count != manifest.passages:
            found.append(f"{name} holds {count} passages, not {manifest.passages}")
    if len(numbers) and numbers[-1] >= len(vectors):
        found.append(f"vectors.npy ends at {len(vectors)}, the passages at {numbers[-1] + 1}")
        return found
    found += [f"catalog.sqlite3: {problem}" for problem in catalog.problems()]
    # Where Chroma may not write it is not opened for questions either.
    if may_write(folder):
        found += _chroma_problems(folder / "chroma", vectors, numbers.tolist())
    return found


def unfound(
    numbers: Sequence[int],
    vector_of: Callable[[int], FloatArray],
    nearest: Callable[[Sequence[FloatArray], int], Sequence[Iterable[int]]],
) -> list[int]:
    """The passages of a sample that are not found by their own vectors."""
    sample = {n: vector_of(n) for n in numbers[:: max(1, len(numbers) // _SAMPLE_PASSAGES)]}
    lost = []
    for number, found in zip(sample, nearest(list(sample.values()), 1), strict=True):
        # Another passage with the same text may come first.
        cosines = (float(vector_of(other) @ sample[number]) for other in found)
        if max(cosines, default=0.0) < _MIN_SAME_COSINE:
            lost.append(number)
    return lost


def _chroma_problems(folder: Path, vectors: FloatArray, numbers: list[int]) -> list[str]:
    chroma = VectorIndex(folder)
    found = []
    if chroma.numbers() != set(numbers):
        found.append(f"chroma does not hold the {len(numbers)} passages")
    lost = unfound(numbers, vectors.__getitem__, chroma.nearest)
    found += [f"chroma does not find passage {number}" for number in lost]
    chroma.close()
    return found
