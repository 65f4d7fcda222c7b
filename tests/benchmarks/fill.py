"""Fills the recipe's store with a library's passages and their vectors, as the recipe would.

python -m tests.benchmarks.fill LIBRARY MODEL STORE
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from quoth.index.library import Library
from tests.benchmarks.systems.recipe import Recipe

_BATCH = 5000


def main(library: Path, model: str, store: Path) -> float:
    """Seconds, of the adding alone."""
    added = 0.0
    collection = Recipe(model, store).store._collection
    with Library(library).open() as generation:
        numbers = generation.numbers.tolist()
        for start in range(0, len(numbers), _BATCH):
            some = numbers[start : start + _BATCH]
            passages = generation.catalog.passages(some)
            vectors = generation.vectors_of(some)
            started = time.perf_counter()
            collection.add(
                ids=list(map(str, some)),
                embeddings=vectors,
                documents=[passages[number].text for number in some],
                metadatas=[{"source": passages[number].article_id} for number in some],
            )
            added += time.perf_counter() - started
    return added


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
