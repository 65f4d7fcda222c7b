"""A warm question, from its words to its cited answer, beside the recipe's plain search.

    python -m tests.benchmarks.warm_question [PASSAGES…]

For each size (10,000 unless told), one library and one store of the recipe hold the seeds, embedded
in earnest, among made-up articles whose vectors are made up too: what a question costs depends on
how many there are, not on what they say. Both are asked the seeds' questions in turn, in one
process, with the same model; the recipe only searches, Quoth also picks and judges the sentence.
Needs the `bench` extra.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.builtin.model import write_sentence_transformer
from index.embedders import open_embedder
from index.embedders.base import ModelIdentity, PassageText, PassageVectors
from index.library import Library
from index.progress import silent
from index.rebuild import rebuild
from index.settings import IndexSettings
from qa.engine import QuestionAnswerer
from qa.metrics import percentile
from tests.benchmarks.articles import write_articles
from tests.benchmarks.made_up import MadeUp
from tests.benchmarks.recipe import open_store

_SEEDS = Path("seeds")
_QUESTIONS = Path("tests/questions/seeds.json")
_BATCH = 5000
_EACH = 4  # passages of a made-up article
_WARMING = 5


class _Among(MadeUp):
    """Made-up vectors for the made-up articles, the model's own for everything else."""

    def __init__(self) -> None:
        self._model = open_embedder("builtin")
        super().__init__(self._model)
        self.identity: ModelIdentity = self._model.identity

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        return [
            self._vectors(passage)
            if ", part " in passage.context
            else self._model.embed_passages([passage])[0]
            for passage in passages
        ]


def main(sizes: Sequence[int]) -> None:
    questions = _questions()
    with tempfile.TemporaryDirectory() as scratch:
        model = Path(scratch, "model")
        write_sentence_transformer(model)
        for size in sizes:
            _measure(Path(scratch, str(size)), model, size, questions)


def _measure(scratch: Path, model: Path, size: int, questions: Sequence[str]) -> None:
    articles = scratch / "articles"
    write_articles(articles, size // _EACH, sentences=40)
    embedder = _Among()
    rebuild(scratch / "library", [articles, _SEEDS], IndexSettings(), lambda: embedder, silent)
    with QuestionAnswerer.open(Library(scratch / "library")) as answerer:
        generation = answerer.generation
        store = open_store(str(model), str(scratch / "store"))
        numbers = generation.numbers.tolist()
        for start in range(0, len(numbers), _BATCH):
            some = numbers[start : start + _BATCH]
            passages = generation.catalog.passages(some)
            store._collection.add(
                ids=[str(number) for number in some],
                embeddings=generation.vectors_of(some),
                documents=[passages[number].text for number in some],
            )
        ours, theirs = [], []
        for question in questions:
            ours.append(_milliseconds(lambda q: answerer.answer(q), question))
            theirs.append(_milliseconds(lambda q: store.similarity_search(q, k=10), question))
    print(f"{len(numbers):,} passages, {len(questions)} questions")
    for name, times in (("quoth ", ours[_WARMING:]), ("recipe", theirs[_WARMING:])):
        p50, p95 = percentile(times, 50) or 0.0, percentile(times, 95) or 0.0
        print(f"{name}  p50 {p50:6.1f} ms   p95 {p95:6.1f} ms")
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)][_WARMING:]
    print(f"ratio: median of pairs {statistics.median(ratios):.2f}")


def _milliseconds(ask: Callable[[str], object], question: str) -> float:
    started = time.perf_counter()
    ask(question)
    return (time.perf_counter() - started) * 1000


def _questions() -> list[str]:
    data = json.loads(_QUESTIONS.read_text(encoding="utf-8"))["data"]
    return [
        qa["question"]
        for article in data
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    ]


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000])
