"""A sentence that says too little alone brings the one before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from quoth.index.articles import ArticleCard
from quoth.qa.answers import Evidence, Hit
from quoth.qa.reading.context import with_context
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.windows import Window
from tests.qa.reading.test_windows import passage_of

PASSAGE = passage_of("The mayor met the miners. He refused to sign.", "en")
CARD = ArticleCard("a", "a.txt", "", "Strike", date(2021, 2, 4), "", "", "en")
HIT = Hit(PASSAGE, CARD, 0.9, 1, 0.9, 0.0)


class Alone:
    """A reader that gives every sentence read alone one logit."""

    name = "alone"

    def __init__(self, logit: float) -> None:
        self.logit = logit

    def read(
        self, question: str, windows: Sequence[Window], cards: Mapping[str, ArticleCard]
    ) -> list[ReadSentence]:
        return [ReadSentence(w.passage, s, self.logit, None) for w in windows for s in w.sentences]


def quoted(number: int) -> Evidence:
    return Evidence(HIT, PASSAGE.sentences[number], 5.0, chance=3.0)


@pytest.mark.parametrize(("alone", "brought"), [(-2.0, True), (2.9, False)])
def test_context_is_brought_where_the_sentence_loses_its_sense_alone(
    alone: float, brought: bool
) -> None:
    found = with_context(Alone(alone), "What did the mayor do?", quoted(1))
    assert (found.context == PASSAGE.sentences[0]) is brought


def test_the_first_sentence_of_a_passage_has_none_before_it() -> None:
    assert with_context(Alone(-9.0), "Whom did the mayor meet?", quoted(0)).context is None
