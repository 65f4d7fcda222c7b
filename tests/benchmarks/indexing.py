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
from tests.benchmarks.matrix_product import passages_per_second
from tests.benchmarks.processes import run

_SIZES = (1_000, 10_000, 50_000)
_PAIRS = 3


def recipe(scratch: Path) -> None:
    articles, model = scratch / "articles", scratch / "model"
    write_articles(articles, 200, sentences=40)
    letters = sum(file.stat().st_size for file in articles.rglob("*.txt"))
    write_sentence_transformer(model)
    speeds = []
    for number in range(_PAIRS):
        library, store = scratch / f"library-{number}", scratch / f"store-{number}"
        ours = run("tui.cli", "--library", library, "rebuild", articles, "--json")
        theirs = run("tests.benchmarks.recipe", "index", model, store, articles)
        counts = json.loads(ours.output)["passages"], int(theirs.output)
        speeds.append((counts[0] / ours.seconds, counts[1] / theirs.seconds))
        for name, done, count in (("quoth ", ours, counts[0]), ("recipe", theirs, counts[1])):
            print(
                f"{name}  {count} passages in {done.seconds:6.1f} s: "
                f"{count / done.seconds:6.1f} passages/s, {letters / done.seconds:8,.0f} letters/s, "
                f"{done.megabytes:5.0f} MB at the most"
            )
    ratios = [ours / theirs for ours, theirs in speeds]
    print(f"passages/s, ratio: median of pairs {statistics.median(ratios):.2f}")
    embedder = open_embedder("builtin")
    files = [str(file) for file in sorted(articles.rglob("*.txt"))[:20]]
    texts = [
        f"{embedder.identity.passage_prompt}{text.context}\n{text.text}"
        for file in files
        for text in read_article(file, "", embedder, 180, set()).texts
    ]
    possible = passages_per_second([count + 2 for count in embedder.count_tokens(texts)])
    best = max(ours for ours, _ in speeds)
    print(f"matrix products alone: {possible:.1f} passages/s; our best is {best / possible:.0%}")


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
