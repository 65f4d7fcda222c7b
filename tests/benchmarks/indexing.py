"""Indexing beside the LangChain recipe, and what a passage costs in small and large libraries.

    python -m tests.benchmarks.indexing [recipe] [sizes] [change]

`recipe`: about 1,000 passages embedded in earnest by both, whole processes in turn, the same model
and texts; passages are counted as each cuts them, letters are those of the articles. Then our
passages a second as a share of what the model's int8 matrix products alone would allow.
`sizes`: 1,000, 10,000 and 50,000 passages with vectors made up in no time, so that what is measured
is everything but the model. `change`: one file of 10,000 changes, and none does; whole processes,
with the real model. Needs the `bench` extra, and Linux.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from index.builtin.model import write_sentence_transformer
from index.embedders import open_embedder
from index.reading import read_article
from tests.benchmarks.articles import write_articles
from tests.benchmarks.matrix_product import passages_per_core_second
from tests.benchmarks.processes import run

_SIZES = (1_000, 10_000, 50_000)
_PAIRS = 3


def recipe(scratch: Path) -> None:
    articles, model = scratch / "articles", scratch / "model"
    write_articles(articles, 200, sentences=40)
    letters = sum(file.stat().st_size for file in articles.rglob("*.txt"))
    write_sentence_transformer(model)
    ratios, rates = [], []
    for number in range(_PAIRS):
        library, store = scratch / f"library-{number}", scratch / f"store-{number}"
        ours = run("tui.cli", "--library", library, "rebuild", articles, "--json")
        theirs = run("tests.benchmarks.recipe", "index", model, store, articles)
        counts = json.loads(ours.output)["passages"], int(theirs.output)
        for name, done, count in (("quoth ", ours, counts[0]), ("recipe", theirs, counts[1])):
            print(
                f"{name}  {count} passages in {done.seconds:6.1f} s ({done.busy:.1f} busy): "
                f"{count / done.seconds:5.1f} passages/s, {letters / done.seconds:7,.0f} letters/s, "
                f"{done.megabytes:5.0f} MB at the most"
            )
        ratios.append(counts[0] / ours.seconds / (counts[1] / theirs.seconds))
        rates.append(counts[0] / ours.busy)
    print(f"passages/s, ratio: median of pairs {statistics.median(ratios):.2f}")
    possible = passages_per_core_second(_lengths(articles))
    best = max(rates)
    print(
        f"in a second of one core: matrix products alone {possible:.1f} passages, "
        f"the whole rebuild {best:.1f}, which is {best / possible:.0%}"
    )


def _lengths(articles: Path) -> list[int]:
    """Tokens of some passages, as the model sees them."""
    embedder = open_embedder("builtin")
    texts = [
        f"{embedder.identity.passage_prompt}{text.context}\n{text.text}"
        for file in sorted(articles.rglob("*.txt"))[:20]
        for text in read_article(str(file), "", embedder, 180, set()).texts
    ]
    return [count + 2 for count in embedder.count_tokens(texts)]


def sizes(scratch: Path) -> None:
    for count in _SIZES:
        articles = scratch / f"articles-{count}"
        write_articles(articles, count, sentences=7)
        done = run("tests.benchmarks.made_up", scratch / f"library-{count}", articles)
        each = 1000 * done.seconds / int(done.output)
        print(
            f"{int(done.output):6} passages: {done.seconds:6.1f} s ({done.busy:.1f} busy), "
            f"{each:5.2f} ms each ({1000 * done.busy / int(done.output):.2f} busy), "
            f"{done.megabytes:5.0f} MB at the most"
        )


def change(scratch: Path) -> None:
    articles, library = scratch / "articles", scratch / "library"
    write_articles(articles, 10_000, sentences=7)
    run("tests.benchmarks.made_up", library, articles)
    command = ("tui.cli", "--library", library, "rebuild")
    run(*command)
    for number in range(_PAIRS):
        with (articles / "042" / "04242.txt").open("a", encoding="utf-8") as file:
            file.write(f"A line is added for the {number + 1}. time.\n")
        one, none = run(*command), run(*command)
        print(
            f"one file of 10,000 changed: {one.seconds:5.2f} s ({one.busy:.2f} busy), "
            f"{one.megabytes:4.0f} MB; "
            f"none: {none.seconds:5.2f} s ({none.busy:.2f} busy), {none.megabytes:4.0f} MB"
        )


_PARTS: dict[str, Callable[[Path], None]] = {"recipe": recipe, "sizes": sizes, "change": change}

if __name__ == "__main__":
    for part in sys.argv[1:] or _PARTS:
        with tempfile.TemporaryDirectory() as folder:
            _PARTS[part](Path(folder))
