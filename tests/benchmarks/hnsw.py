"""Chroma's HNSW under several settings, beside exact search, and vectors kept in fewer bytes.

    python -m tests.benchmarks.hnsw [PASSAGES]

Vectors made up as the model would lay them (see `made_up`), 100,000 unless told, and real
questions. Takes some 20 minutes; writes RESULTS.md.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings
from numpy.typing import NDArray

from quoth.index.arrays import to_int8, unit_rows
from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import FloatArray
from tests.benchmarks.articles import sources_of
from tests.benchmarks.bench import some_of_each
from tests.benchmarks.learned import learn, many_vectors
from tests.benchmarks.machine import load, machine
from tests.benchmarks.results import write_section
from tests.benchmarks.texts import all_questions, all_texts

_ASKED_FOR = 50  # passages, as Quoth asks
_LOOKED_AT = 10
_OF_A_GROUP = 40  # questions
_EF = (100, 200, 400)


@dataclass(frozen=True, slots=True)
class Build:
    """M, the efforts of building, and how many vectors are added at once."""

    neighbours: int
    effort: int
    batch: int


_BUILDS = (
    Build(16, 100, 2000),
    Build(16, 200, 2000),
    Build(32, 100, 2000),
    Build(32, 200, 2000),
    Build(32, 200, 1000),
    Build(32, 200, 5000),
    Build(48, 400, 2000),
)


@dataclass(frozen=True, slots=True)
class Searched:
    """recall@10 and @50 beside exact search, and milliseconds a question."""

    ten: float
    fifty: float
    p50: float
    p95: float


def compare(
    vectors: FloatArray, questions: Sequence[FloatArray], builds: Sequence[Build] = _BUILDS
) -> str:
    """Writes a section of RESULTS.md: `vectors` (n, dimension), all of length one."""
    before, lines = load(), []
    exact = _exact(vectors, questions)
    for build in builds:
        with tempfile.TemporaryDirectory() as folder:
            seconds = _build(Path(folder), vectors, build)
            size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file()) / 1e6
            for ef in _EF:
                found = _search(Path(folder), questions, exact, ef)
                lines.append(
                    f"| {build.neighbours} | {build.effort} | {build.batch} | {ef} "
                    f"| {found.ten:.4f} | {found.fifty:.4f} | {found.p50:.1f} | {found.p95:.1f} "
                    f"| {seconds:.0f} | {size:.0f} |"
                )
                print(lines[-1], file=sys.stderr, flush=True)
    text = (
        f"{machine()}. Load before {before}, after {load()}.\n\n"
        f"{len(vectors):,} vectors made up as above, and {len(questions)} real questions, the {_ASKED_FOR} nearest"
        " asked for, as Quoth does; recall is the share of the exactly nearest 10 and 50.\n\n"
        "| M | ef construction | batch | ef search | recall@10 | recall@50 | p50 ms | p95 ms "
        "| build s | disk MB |\n" + "| --- " * 10 + "|\n" + "\n".join(lines) + "\n\n"
        "The same vectors kept in fewer bytes, and all compared with the questions: how many of the "
        "nearest stay the same.\n\n"
        "| kept as | bytes a passage | recall@10 | recall@50 | the same comes first |\n"
        + "| --- " * 5
        + "|\n"
        + "\n".join(_kept(vectors, questions, exact))
    )
    write_section("HNSW settings", text)
    return text


def _kept(
    vectors: FloatArray, questions: Sequence[FloatArray], exact: NDArray[np.int64]
) -> Iterator[str]:
    kinds: dict[str, NDArray[Any]] = {
        "float32": vectors,
        "float16": vectors.astype(np.float16),
        "int8": to_int8(vectors),
    }
    for name, rows in kinds.items():
        found = _exact(unit_rows(rows), questions)
        shares = [
            np.mean([np.isin(f[:k], e[:k]).mean() for f, e in zip(found, exact, strict=True)])
            for k in (_LOOKED_AT, _ASKED_FOR)
        ]
        first = (found[:, 0] == exact[:, 0]).mean()
        size = rows.itemsize * rows.shape[1]
        yield f"| {name} | {size} | {shares[0]:.4f} | {shares[1]:.4f} | {first:.4f} |"


def _exact(vectors: FloatArray, questions: Sequence[FloatArray]) -> NDArray[np.int64]:
    """(questions, 50): the numbers of the nearest, nearest first."""
    return np.argsort(-(np.stack(questions) @ vectors.T), axis=1, kind="stable")[:, :_ASKED_FOR]


def _build(folder: Path, vectors: FloatArray, build: Build) -> float:
    """Seconds, until all is in the HNSW files."""
    hnsw: Any = {
        "space": "cosine",
        "max_neighbors": build.neighbours,
        "ef_construction": build.effort,
        "ef_search": _EF[0],
    }
    started = time.perf_counter()
    with closing(_client(folder)) as client:
        collection = client.create_collection(
            "passages", embedding_function=None, configuration={"hnsw": hnsw}
        )
        for start in range(0, len(vectors), build.batch):
            block = vectors[start : start + build.batch]
            ids = [str(number) for number in range(start, start + len(block))]
            collection.add(ids=ids, embeddings=block)
        collection.modify(configuration={"hnsw": {"sync_threshold": 2}})
    with closing(_client(folder)) as client:
        client.get_collection("passages", embedding_function=None).count()
    return time.perf_counter() - started


def _search(
    folder: Path, questions: Sequence[FloatArray], exact: NDArray[np.int64], ef: int
) -> Searched:
    with closing(_client(folder)) as client:
        collection = client.get_collection("passages", embedding_function=None)
        collection.modify(configuration={"hnsw": {"ef_search": ef}})
    times, ten, fifty = [], 0, 0
    with closing(_client(folder)) as client:
        collection = client.get_collection("passages", embedding_function=None)
        collection.query(query_embeddings=[questions[0]], n_results=1)  # loads the index
        for question, wanted in zip(questions, exact.tolist(), strict=True):
            started = time.perf_counter()
            found = collection.query(
                query_embeddings=[question], n_results=_ASKED_FOR, include=["distances"]
            )
            times.append((time.perf_counter() - started) * 1000)
            numbers = [int(id) for id in found["ids"][0]]
            ten += len(set(numbers[:_LOOKED_AT]) & set(wanted[:_LOOKED_AT]))
            fifty += len(set(numbers) & set(wanted))
    p50, p95 = np.percentile(times, (50, 95))
    asked = len(questions)
    return Searched(ten / asked / _LOOKED_AT, fifty / asked / _ASKED_FOR, float(p50), float(p95))


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(
        path=str(folder), settings=Settings(anonymized_telemetry=False)
    )


def main(count: int) -> None:
    embedder, texts = open_embedder("builtin"), all_texts()
    vectors = many_vectors(learn(texts, embedder), sources_of(texts), count)
    asked = some_of_each(all_questions(), _OF_A_GROUP)
    print(compare(vectors, [embedder.embed_question(each.question) for each in asked]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
