"""Fails when Quoth has lost ground to the LangChain recipe: some minutes, for CI.

    python -m tests.benchmarks.quick

Only ratios count, medians of pairs run in turn, with room for a busy machine; no absolute time is
tested. On the seeds among made-up articles, all embedded in earnest. Needs the `bench` extra.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.index.embedders.builtin.model import write_sentence_transformer
from tests.benchmarks import whole_processes
from tests.benchmarks.articles import sources_of, write_articles
from tests.benchmarks.asking import ask_all, warm
from tests.benchmarks.contestants import contestants
from tests.benchmarks.rows import Row
from tests.benchmarks.texts import seed_questions, seed_texts, write_texts

PEER = "recipe"
_ARTICLES = 4  # made up
_QUESTIONS = 40
_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Bound:
    """How Quoth's figure, divided by the recipe's, must lie to `ratio`."""

    row: str
    ratio: float

    def holds(self, row: Row) -> bool:
        ratio = row.ratio(PEER).median
        return ratio >= self.ratio if row.more_is_better else ratio <= self.ratio


BOUNDS = (
    Bound("cold question", 0.25),
    Bound("cold question, memory", 0.5),
    Bound("warm question, p50", 20.0),  # the recipe only searches; Quoth reads what it found
    Bound("indexing", 2.5),
)


def fallen(rows: Sequence[Row], bounds: Sequence[Bound] = BOUNDS) -> list[str]:
    """A line for each row that is beyond its bound. Raises KeyError where a row is missing."""
    named = {row.name: row for row in rows}
    return [
        f"{bound.row}: {named[bound.row].ratio(PEER)} of the {PEER}'s, "
        f"bound {'≥' if named[bound.row].more_is_better else '≤'} {bound.ratio}"
        for bound in bounds
        if not bound.holds(named[bound.row])
    ]


def measure(scratch: Path) -> list[Row]:
    articles, model, texts = scratch / "articles", scratch / "model", seed_texts()
    write_texts(articles, texts)
    write_articles(articles, sources_of(texts), _ARTICLES, sentences=24)
    write_sentence_transformer(model)
    systems = contestants(scratch, model, (PEER,))
    indexing = whole_processes.indexing(systems, articles, _PAIRS)
    cold = whole_processes.cold(systems, _PAIRS)
    seen = ask_all(systems, seed_questions()[:_QUESTIONS], {})
    return [*indexing, *cold, *warm(seen)]


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        rows = measure(Path(scratch))
    for row in rows:
        print(f"{row.name}: {row.ratio(PEER)} of the {PEER}'s")
    lost = fallen(rows)
    for line in lost:
        print(f"Quoth lost ground: {line}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
