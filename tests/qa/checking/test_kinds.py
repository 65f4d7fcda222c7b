"""How much of what is false is called supported, by kind, on passages and sentences of our own.

A line of checking_kinds.jsonl is a passage and sentences that cite it, each with its kind and language.
`python -m tests.qa.checking.test_kinds [FILE]` prints the table, also of a file of one pair a line.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.answers import Hit, Support
from quoth.qa.checking.checker import Checker
from quoth.qa.engine import QuestionAnswerer

PAIRS = Path(__file__).parents[2] / "questions" / "checking_kinds.jsonl"
EXACT = ("number", "number-scale", "ordinal", "percent", "date-", "name", "unit", "language-false")


@dataclass(frozen=True)
class Pair:
    kind: str
    sentence: str
    is_true: bool
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    pair: Pair
    support: Support


def read(file: Path) -> list[Pair]:
    pairs = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for kind, _, sentence in row.get("pairs", [(row.get("kind"), "", row.get("sentence"))]):
            is_true = row.get("true", kind in ("verbatim", "paraphrase") or kind.endswith("-true"))
            passages = tuple(row.get("passages", [row.get("passage")]))
            pairs.append(Pair(kind, sentence, is_true, passages))
    return pairs


def judge(pairs: list[Pair], folder: Path, embedder: Embedder) -> Iterator[Judged]:
    names = {
        text: f"p{i}" for i, text in enumerate(dict.fromkeys(t for p in pairs for t in p.passages))
    }
    articles = folder / "articles"
    articles.mkdir()
    for text, name in names.items():
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    library = Library(folder / "library", IndexSettings())
    library.rebuild([articles])
    with QuestionAnswerer.open(library) as answerer:
        catalog = answerer.generation.catalog
        cards = {Path(card.path).stem: card for card in catalog.articles()}
        for pair in pairs:
            held = [
                (passage, cards[names[text]])
                for text in pair.passages
                for passage in catalog.passages_of(cards[names[text]].id)
            ]
            hits = [Hit(p, card, 0.0, rank, 0.0, 0.0) for rank, (p, card) in enumerate(held, 1)]
            checker = Checker(answerer.generation, embedder, hits)
            verdict = checker.check(pair.sentence, range(1, len(hits) + 1), repair=False)
            yield Judged(pair, verdict.support)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> list[Judged]:
    return list(judge(read(PAIRS), tmp_path_factory.mktemp("kinds"), embedder))


def supported(judged: list[Judged]) -> float:
    """As a share."""
    return sum(one.support is Support.SUPPORTED for one in judged) / len(judged)


def test_there_are_pairs_of_every_kind() -> None:
    kinds = {pair.kind for pair in read(PAIRS)}
    assert len(read(PAIRS)) >= 100
    assert {"role", "rebound", "antonym", "attribution", "quantifier", "hedge", "negated"} <= kinds


def test_little_that_is_false_is_called_supported(judged: list[Judged]) -> None:
    false = [one for one in judged if not one.pair.is_true]
    passed = [one.pair.sentence for one in false if one.support is Support.SUPPORTED]
    assert supported(false) <= 0.15, passed


def test_no_other_number_date_name_or_unit_is(judged: list[Judged]) -> None:
    exact = [one for one in judged if not one.pair.is_true and one.pair.kind.startswith(EXACT)]
    passed = [one.pair.sentence for one in exact if one.support is Support.SUPPORTED]
    assert supported(exact) <= 0.05, passed


def test_most_of_what_is_true_is(judged: list[Judged]) -> None:
    true = [one for one in judged if one.pair.is_true]
    doubted = [one.pair.sentence for one in true if one.support is not Support.SUPPORTED]
    assert supported(true) >= 0.85, doubted


def main() -> None:
    """Print the figures as a table of Markdown."""
    pairs = read(Path(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
    with tempfile.TemporaryDirectory() as folder:
        embedder = Library(Path(folder) / "none", IndexSettings()).embedder()
        began = time.perf_counter()
        found = list(judge(pairs, Path(folder), embedder))
    print(f"{1000 * (time.perf_counter() - began) / len(found):.0f} ms a pair, indexing included")
    for is_true in (True, False):
        some = [one for one in found if one.pair.is_true is is_true]
        kinds = Counter((one.pair.kind, one.support) for one in some)
        for kind in sorted({one.pair.kind for one in some}):
            print(f"{kind:20}", *(f"{s} {kinds[kind, s]:3}" for s in Support))
        print(f"{'true' if is_true else 'false'}: {supported(some):.3f} of {len(some)} supported\n")


if __name__ == "__main__":
    main()
