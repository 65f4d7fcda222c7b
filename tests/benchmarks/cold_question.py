"""`quoth ask` beside the LangChain recipe: whole processes, warm disk, the same model and texts.

    python -m tests.benchmarks.cold_question [RUNS]

Needs the `bench` extra. The two are run in turn, so that a busy machine slows both; the ratio of
each pair is what counts.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index.builtin.model import write_sentence_transformer

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTION = "À quelle distance de Palmyre se trouve Al-Qaryatayn ?"


def timed(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        articles, library, store, model = (
            Path(scratch) / name for name in ("articles", "library", "store", "model")
        )
        articles.mkdir()
        for path in SEEDS.glob("*.txt"):
            text = path.read_bytes().decode("utf-8", errors="replace")
            (articles / path.name).write_text(text, encoding="utf-8")
        write_sentence_transformer(model)
        python = sys.executable
        recipe = [python, "-m", "tests.benchmarks.recipe"]
        quoth = [python, "-m", "tui.cli", "--library", str(library)]
        subprocess.run([*quoth, "rebuild", str(articles)], check=True, capture_output=True)
        subprocess.run([*recipe, "index", str(model), str(store), str(articles)], check=True)
        ours = [*quoth, "ask", QUESTION]
        theirs = [*recipe, "ask", str(model), str(store), QUESTION]
        pairs = [(timed(ours), timed(theirs)) for _ in range(runs + 1)][1:]
    ratios = [quoth_s / recipe_s for quoth_s, recipe_s in pairs]
    print(f"quoth ask      median {statistics.median(p[0] for p in pairs):6.2f} s")
    print(f"recipe         median {statistics.median(p[1] for p in pairs):6.2f} s")
    print(f"ratio of pairs median {statistics.median(ratios):6.3f}   worst {max(ratios):.3f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
