"""What it takes to bring a library of many small files up to date when one of them was changed.

    python -m tests.benchmarks.one_changed [FILES]

Made-up articles of five sentences (`articles`), 10,000 unless told, indexed with made-up vectors
(`made_up`), in some minutes; then one file is changed, and a whole `quoth rebuild` timed, again and
again. Prints seconds, seconds of processor time, and megabytes of its processes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from quoth.index.embedders import open_embedder
from tests.benchmarks.articles import sources_of, write_articles
from tests.benchmarks.learned import learn
from tests.benchmarks.machine import load, machine
from tests.benchmarks.processes import Run, run
from tests.benchmarks.texts import seed_texts

FILES = 10_000
_SENTENCES = 5
_ROUNDS = 5


def measure(scratch: Path, files: int) -> list[Run]:
    """One run a round; `scratch` is an empty folder."""
    library, articles, texts = scratch / "library", scratch / "articles", seed_texts()
    words = scratch / "words.npz"
    learn(texts, open_embedder("builtin")).save(words)
    write_articles(articles, sources_of(texts), files, _SENTENCES)
    run("tests.benchmarks.made_up", words, library, articles)
    changed = sorted(articles.rglob("*.txt"))[files // 2]
    runs = []
    for number in range(_ROUNDS):
        with changed.open("a", encoding="utf-8") as file:
            file.write(f"Line {number} was added to this text.\n")
        runs.append(run("quoth.tui.cli.main", "--library", library, "rebuild"))
    return runs


def main(files: int) -> None:
    before = load()
    with tempfile.TemporaryDirectory() as scratch:
        runs = measure(Path(scratch), files)
    seconds, busy, megabytes = (
        statistics.median(getattr(done, name) for done in runs)
        for name in ("seconds", "busy", "megabytes")
    )
    print(f"{machine()}. Load before {before}, after {load()}.")
    print(f"one of {files:,} files changed: {seconds:.2f} s, {busy:.2f} s busy, {megabytes:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else FILES)
