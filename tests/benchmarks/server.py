"""What a Chroma server costs: the same index asked here and there, on a set in SQuAD's format.

    python -m tests.benchmarks.server FILE [FILE2] [QUESTIONS]

FILE2 holds the questions in another language, as for `quoth eval`; QUESTIONS is how many are asked
(all unless told), taken evenly. The server is Chroma's own, on loopback.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from quoth.index.embedders import open_embedder
from quoth.index.library import library_at
from quoth.index.progress import silent
from quoth.index.server import publish_to
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.cases import library_of, squad_cases
from quoth.qa.evaluation.measure import Scores, measure
from quoth.qa.evaluation.question_sets import SquadSet
from tests.benchmarks.texts import squad_set
from tests.chroma_server import ChromaServer

_MEASURES = ("recall@1", "recall@10", "evidence@1", "answered_present", "p50_ms", "p95_ms")


def main(file: Path, parallel: Path | None, most: int | None) -> None:
    questions = squad_set(file, parallel)
    with (
        tempfile.TemporaryDirectory() as scratch,
        ChromaServer(Path(scratch, "chroma")) as server,
        library_of(questions.contexts, IndexSettings()) as library,
    ):
        there = library_at(library.folder, server.url)
        assert there.address is not None
        started = time.perf_counter()
        with library.open() as generation:
            publish_to(there.address, library.folder, generation, silent)  # type: ignore[arg-type]
        print(f"published in {time.perf_counter() - started:.1f} s")
        print(f"{'':8}", *(f"{name:>17}" for name in _MEASURES))
        for name, opened in (("here", library), ("server", there)):
            print(f"{name:8}", *(f"{value:17}" for value in _measured(opened, questions, most)))


def _measured(library, questions: SquadSet, most: int | None) -> list[float | None]:  # type: ignore[no-untyped-def]
    generation = library.open()
    with QuestionAnswerer(generation, open_embedder("builtin")) as answerer:
        cases, left_out = squad_cases(questions, generation)
        every = max(1, len(cases) // most) if most else 1
        scores: Scores = measure(answerer, cases[::every], left_out)
    found = scores.as_json()
    return [found[name] for name in _MEASURES]


if __name__ == "__main__":
    files = [Path(word) for word in sys.argv[1:] if not word.isdigit()]
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(files[0], files[1] if len(files) > 1 else None, numbers[0] if numbers else None)
