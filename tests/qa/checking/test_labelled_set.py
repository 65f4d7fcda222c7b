"""How much of what is wrong is found, on sentences that we wrote and labelled over seeds/.

Even lines are those that the thresholds were fitted on, odd lines those that they are judged by.
The bounds are those of the design; `python -m tests.qa.checking.test_labelled_set` prints the figures.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from index.articles import ArticleCard, Passage
from index.embedders.base import Embedder
from index.library import Library
from index.settings import IndexSettings
from qa.answers import Hit, Support
from qa.checking.checker import Checker
from qa.engine import QuestionAnswerer
from tests.conftest import SEEDS

SET = Path(__file__).parents[2] / "questions" / "checking.jsonl"
TRUE = ("true", "paraphrase", "language")
PASSAGE_TOKENS = 180  # the passages on which the pairs were labelled
SHOWN = 8  # passages beside the cited one, as a model is shown them


@dataclass(frozen=True)
class Judged:
    line: int
    kind: str
    sentence: str
    support: Support

    @property
    def is_true(self) -> bool:
        return self.kind in TRUE

    @property
    def is_refused(self) -> bool:
        return self.support is Support.UNSUPPORTED


def judge(answerer: QuestionAnswerer, embedder: Embedder) -> Iterator[Judged]:
    for line, text in enumerate(SET.read_text(encoding="utf-8").splitlines()):
        group = json.loads(text)
        card, passage = _cited(answerer, group["article"], group["cites"])
        hits = [h for h in answerer.search(group["cites"], SHOWN) if h.passage.id != passage.id]
        hits = [h for h in hits if h.rank != SHOWN] + [Hit(passage, card, 0.0, SHOWN, 0.0, 0.0)]
        checker = Checker(answerer.generation, embedder, hits)
        for kind, _, sentence in group["pairs"]:
            yield Judged(
                line, kind, sentence, checker.check(sentence, [SHOWN], repair=False).support
            )


def _cited(answerer: QuestionAnswerer, name: str, quote: str) -> tuple[ArticleCard, Passage]:
    """The passage that holds the quote, or most of it."""
    catalog = answerer.generation.catalog
    card = next(card for card in catalog.articles() if Path(card.path).name == name)
    article = catalog.article(card.id)
    assert article is not None
    start = article.text.index(quote)

    def held(passage: Passage) -> int:
        return min(start + len(quote), passage.span.end) - max(start, passage.span.start)

    return card, max(catalog.passages_of(card.id), key=held)


def judge_all(folder: Path) -> list[Judged]:
    library = Library(folder, IndexSettings(passage_tokens=PASSAGE_TOKENS))
    library.rebuild([SEEDS])
    with QuestionAnswerer.open(library) as answerer:
        return list(judge(answerer, library.embedder()))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    return judge_all(tmp_path_factory.mktemp("labelled"))


def recall_and_precision(judged: list[Judged]) -> tuple[float, float]:
    """Of finding what is not supported."""
    wrong = [one for one in judged if not one.is_true]
    refused = [one for one in judged if one.is_refused]
    both = sum(one.is_refused for one in wrong)
    return both / len(wrong), both / len(refused)


def test_the_set_is_as_large_and_as_mixed_as_it_should_be(judged: list[Judged]) -> None:
    assert len(judged) >= 200
    kinds = [one.kind for one in judged]
    for kind in (*TRUE, "number", "name", "date", "citation", "negated", "invented"):
        assert kinds.count(kind) >= 15, kind


@pytest.mark.parametrize("half", [0, 1], ids=["fitted", "judged"])
def test_wrong_numbers_dates_and_names_are_found(judged: list[Judged], half: int) -> None:
    kinds = (*TRUE, "number", "name", "date")
    some = [one for one in judged if one.kind in kinds and one.line % 2 == half]
    recall, precision = recall_and_precision(some)
    assert recall >= 0.9
    assert precision >= 0.9


@pytest.mark.parametrize("half", [0, 1], ids=["fitted", "judged"])
def test_most_of_all_that_is_unsupported_is_found(judged: list[Judged], half: int) -> None:
    recall, precision = recall_and_precision([one for one in judged if one.line % 2 == half])
    assert recall >= 0.75
    assert precision >= 0.9


def test_what_is_true_is_seldom_doubted(judged: list[Judged]) -> None:
    true = [one for one in judged if one.is_true]
    supported = [one for one in true if one.support is Support.SUPPORTED]
    doubted = [one.sentence for one in true if one.support is not Support.SUPPORTED]
    assert len(supported) >= 0.8 * len(true), doubted


def main() -> None:
    """Print the table of the README."""
    with tempfile.TemporaryDirectory() as folder:
        judged = judge_all(Path(folder))
    line = partial("{:16} {:>8} {:>8} {:>10}".format)
    print(line("judged half", "pairs", "recall", "precision"))
    for name, kinds in (
        ("numbers", {"number"}),
        ("dates", {"date"}),
        ("names", {"name"}),
        ("all three", {"number", "date", "name"}),
        ("negated", {"negated"}),
        ("wrong citation", {"citation"}),
        ("invented", {"invented"}),
        ("all", {one.kind for one in judged}),
    ):
        some = [one for one in judged if one.kind in kinds | set(TRUE) and one.line % 2]
        recall, precision = recall_and_precision(some)
        wrong = sum(not one.is_true for one in some)
        print(line(name, wrong, f"{recall:.3f}", f"{precision:.3f}"))


if __name__ == "__main__":
    main()
