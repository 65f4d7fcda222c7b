"""How cost grows with the number of passages: 1,000 to 100,000, and what a million would cost.

    python -m tests.benchmarks.growth [SIZES…]

Articles that never were (`articles`), in the languages of the seeds and the public sets, among the
seeds themselves. Their vectors are made up as the model would lay them (`made_up`): the model alone
would take an hour for 100,000. Quoth, the LangChain recipe and LangChain's ensemble hold the same
passages with the same vectors and are asked the same questions in turn. Needs the `bench` extra,
Linux, and for 100,000 some 20 minutes and 3 GB of disk; writes RESULTS.md and growth.png.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder, FloatArray
from quoth.index.embedders.builtin.model import write_sentence_transformer
from quoth.index.library import Library
from tests.benchmarks.articles import sources_of, write_articles
from tests.benchmarks.asking import ask_all
from tests.benchmarks.bench import some_of_each
from tests.benchmarks.contestants import contestants
from tests.benchmarks.learned import learn, likeness
from tests.benchmarks.machine import load, machine
from tests.benchmarks.plot import draw
from tests.benchmarks.points import Point, conclusions, points_table
from tests.benchmarks.processes import run
from tests.benchmarks.results import RESULTS, write_section
from tests.benchmarks.systems.commands import TOP_K
from tests.benchmarks.texts import SEEDS, all_questions, all_texts
from tests.benchmarks.whole_processes import QUESTION

SIZES = (1_000, 10_000, 100_000)
SENTENCES = 24  # an article's
PASSAGES = 4.6  # an article's, about
_OF_A_GROUP = 40  # questions
_ASKED_FOR = 50  # passages
_METHOD = """\
Articles that never were, of stirred sentences of the seeds and the public sets with other names and
numbers, among the seeds themselves. Their vectors are made up: embedding 100,000 passages in earnest
takes most of an hour here. Quoth, the recipe and LangChain's ensemble hold the same passages and
vectors, and are asked the same questions, embedded in earnest, in turn; a passage of the recipe is
Quoth's. Indexing is a whole process that reads, cuts, embeds in no time, stores and checks."""


def measure(scratch: Path, articles: Path, made_up: Path, model: Path, embedder: Embedder) -> Point:
    """One size, whose articles are written and whose vectors are learned."""
    systems = contestants(scratch, model, ("recipe", "ensemble"))
    quoth, recipe, _ = systems
    built = run("tests.benchmarks.made_up", made_up, quoth.store, articles, SEEDS)
    filled = run("tests.benchmarks.fill", quoth.store, model, recipe.store)
    memory = {s.name: s.ask(QUESTION).megabytes for s in systems}
    questions = some_of_each(all_questions(), _OF_A_GROUP)
    seen = ask_all(systems, questions, {})
    vectors = [embedder.embed_question(asked.question) for asked in questions]
    return Point(
        passages=int(built.output),
        seconds={quoth.name: built.seconds, recipe.name: float(filled.output)},
        building=built.megabytes,
        disk={quoth.name: _megabytes(quoth.store), recipe.name: _megabytes(recipe.store)},
        memory=memory,
        milliseconds=seen.milliseconds,
        recall=recall_of_nearest(Library(quoth.store), vectors),
    )


def recall_of_nearest(library: Library, questions: Sequence[FloatArray]) -> float:
    """Of the exactly nearest 10 passages, the share that Chroma finds when asked as Quoth does."""
    with library.open() as generation:
        numbers = generation.numbers
        vectors, found = generation.vectors_of(numbers.tolist()), 0
        for question in questions:
            (cosines,) = generation.nearest([question], _ASKED_FOR)
            best = sorted(cosines, key=lambda number: -cosines[number])[:TOP_K]
            exact = numbers[np.argsort(-(vectors @ question), kind="stable")[:TOP_K]]
            found += len(set(best) & set(exact.tolist()))
    return found / len(questions) / TOP_K


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def main(sizes: Sequence[int]) -> None:
    before, embedder = load(), open_embedder("builtin")
    texts = all_texts()
    sources, points = sources_of(texts), []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        words = learn(texts, embedder)
        words.save(scratch / "words.npz")
        write_sentence_transformer(scratch / "model")
        for size in sizes:
            at, articles = scratch / str(size), scratch / f"articles-{size}"
            write_articles(articles, sources, round(size / PASSAGES), SENTENCES)
            points.append(measure(at, articles, scratch / "words.npz", scratch / "model", embedder))
            print(points_table(points[-1:]), file=sys.stderr, flush=True)
            alike = likeness(words, sources, embedder)
            # After each size: a run that is stopped at a large one leaves what it has measured.
            print(_written(points, f"{machine()}. Load before {before}, after {load()}.", alike))


def _written(points: Sequence[Point], where: str, alike: str) -> str:
    """What RESULTS.md says from now on, with its plot."""
    parts = (
        where,
        f"{_METHOD} {alike}",
        points_table(points),
        conclusions(points),
        "![cost against size](growth.png)",
    )
    text = "\n\n".join(parts)
    write_section("Growth", text)
    draw(points, RESULTS.with_name("growth.png"))
    return text


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
