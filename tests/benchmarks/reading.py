"""What reading costs a user who waits: the passages, the answer, with the reader and without.

    python -m tests.benchmarks.reading [PASSAGES]

A library of made-up articles, as `growth` makes it, of 10,000 passages or as many as are given. A
warm process is asked the same questions with the reader and without, twice in turn; its memory is its
most. Needs the `bench` extra and the public sets (see `texts`); ten minutes. Writes RESULTS.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from quoth.index.embedders import open_embedder
from quoth.index.library import Library
from quoth.qa.answers import PassagesFound
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.settings import AnswerSettings
from tests.benchmarks.articles import sources_of, write_articles
from tests.benchmarks.bench import some_of_each
from tests.benchmarks.growth import PASSAGES, SENTENCES
from tests.benchmarks.learned import learn
from tests.benchmarks.machine import load, machine
from tests.benchmarks.processes import run
from tests.benchmarks.results import write_section
from tests.benchmarks.texts import SEEDS, all_questions, all_texts

_OF_A_GROUP = 40  # questions
_WARMING = 5  # questions that are not counted
_ROUNDS = 2
_READERS = {"builtin": "with the reader", "none": "without"}


def ask(library: Path, reader: str) -> Iterator[tuple[float, float]]:
    """For each question the milliseconds until its passages and until its answer."""
    settings = AnswerSettings(reader="" if reader == "none" else reader)
    questions = [asked.question for asked in some_of_each(all_questions(), _OF_A_GROUP)]
    with QuestionAnswerer.open(Library(library), settings) as answerer:
        for number, question in enumerate(questions[:_WARMING] + questions):
            started = time.perf_counter()
            found = 0.0
            for event in answerer.ask(question):
                if isinstance(event, PassagesFound):
                    found = time.perf_counter() - started
            if number >= _WARMING:
                yield 1000 * found, 1000 * (time.perf_counter() - started)


def measure(library: Path) -> str:
    """The table of one library."""
    took: dict[str, list[list[float]]] = {reader: [] for reader in _READERS}
    memory = dict.fromkeys(_READERS, 0.0)
    for _ in range(_ROUNDS):
        for reader in _READERS:
            asked = run("tests.benchmarks.reading", "ask", library, reader)
            took[reader] += json.loads(asked.output)
            memory[reader] = max(memory[reader], asked.megabytes)
    lines = ["|  | passages p50 | answer p50 | p95 | memory |", "| --- | --- | --- | --- | --- |"]
    for reader, name in _READERS.items():
        passages, answers = np.array(took[reader]).T
        p50, p95 = np.percentile(answers, [50, 95])
        cells = (
            f"{np.median(passages):.0f} ms | {p50:.0f} ms | {p95:.0f} ms | {memory[reader]:.0f} MB"
        )
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def main(passages: int) -> None:
    before, texts = load(), all_texts()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        learn(texts, open_embedder("builtin")).save(scratch / "words.npz")
        write_articles(
            scratch / "articles", sources_of(texts), round(passages / PASSAGES), SENTENCES
        )
        library = scratch / "library"
        built = run(
            "tests.benchmarks.made_up", scratch / "words.npz", library, scratch / "articles", SEEDS
        )
        table = measure(library)
    where = f"{machine()}. Load before {before}, after {load()}. {int(built.output):,} passages."
    write_section("What reading costs", f"{where}\n\n{table}")
    print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["ask"]:
        print(json.dumps(list(ask(Path(sys.argv[2]), sys.argv[3]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
