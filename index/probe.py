"""Opens a generation in a child process, where a crash or a hang of native code harms nobody.

`python -m index.probe FOLDER` exits 0 when the generation opens and finds its own passages.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from index.arrays import map_rows
from index.catalog import Catalog
from index.disk import may_write
from index.embedders.base import FloatArray
from index.manifest import read_manifest, size_problems
from index.vectors import VectorIndex
from index.words import WordIndex

_DEADLINE = 120  # seconds; a flushed index of 100,000 passages opens in under one
_SAMPLES = 5
_SAME = 0.999


def probe(folder: Path) -> str:
    """What is wrong with a generation, in one line; empty when it is sound."""
    command = [sys.executable, "-m", "index.probe", str(folder)]
    try:
        child = subprocess.run(
            command, capture_output=True, text=True, timeout=_DEADLINE, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it does not open within {_DEADLINE} s"
    if child.returncode == 0:
        return ""
    return (child.stderr.strip().splitlines() or [f"it crashed ({child.returncode})"])[-1]


def problems(folder: Path) -> list[str]:
    """What does not fit together in a generation, in words; nothing when it is sound.

    Whatever its files make the libraries raise is let through: the caller is a process of its own.
    """
    manifest = read_manifest(folder)
    found = size_problems(folder, manifest)
    if found:
        return found
    vectors = map_rows(folder / "vectors.npy")
    catalog = Catalog(folder / "catalog.sqlite3")
    counts = {
        "vectors.npy": len(vectors),
        "words": WordIndex(folder / "words").count,
        "catalog.sqlite3": catalog.count("passages"),
    }
    for name, count in counts.items():
        if count != manifest.passages:
            found.append(f"{name} holds {count} passages, not {manifest.passages}")
    found += [f"catalog.sqlite3: {problem}" for problem in catalog.problems()]
    # Where Chroma may not write it is not opened for questions either.
    return found + (_chroma_problems(folder / "chroma", vectors) if may_write(folder) else [])


def _chroma_problems(folder: Path, vectors: FloatArray) -> list[str]:
    chroma = VectorIndex(folder)
    found = []
    if chroma.numbers() != set(range(len(vectors))):
        found.append(f"chroma does not hold the {len(vectors)} passages")
    for number in range(0, len(vectors), max(1, len(vectors) // _SAMPLES)):
        # Another passage with the same text may come first, at the same distance.
        nearest = chroma.nearest(vectors[number], limit=1)
        if max(nearest.values(), default=0.0) < _SAME:
            found.append(f"chroma does not find passage {number}")
    chroma.close()
    return found


if __name__ == "__main__":
    sys.exit("; ".join(problems(Path(sys.argv[1]))) or 0)
