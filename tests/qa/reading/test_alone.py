"""Sentences read once more alone: what one says by itself counts, and what it lacks is brought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from quoth.index.articles import ArticleCard
from quoth.qa.answers import Evidence, Hit
from quoth.qa.reading.alone import reread_alone
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.windows import Window
from tests.qa.reading.test_windows import passage_of

PASSAGE = passage_of("The mayor met the miners. He refused to sign. " + "Rain fell. " * 12, "en")
CARD = ArticleCard("a", "a.txt", "", "Strike", date(2021, 2, 4), "", "", "en")
HIT = Hit(PASSAGE, CARD, 0.9, 1, 0.9, 0.0)


def read(
    logit: float, seen: list[str] | None = None
) -> Callable[[Sequence[Window]], list[ReadSentence]]:
    """Gives every sentence one logit, and writes down what is read."""

    def reading(windows: Sequence[Window]) -> list[ReadSentence]:
        if seen is not None:
            seen.extend(window.text for window in windows)
        return [ReadSentence(w.passage, s, logit, None) for w in windows for s in w.sentences]

    return reading


def quoted(number: int, score: float = 5.0) -> Evidence:
    return Evidence(HIT, PASSAGE.sentences[number], score, chance=3.0)


@pytest.mark.parametrize(("alone", "brought"), [(-2.0, True), (2.9, False)])
def test_context_is_brought_where_the_sentence_loses_its_sense_alone(
    alone: float, brought: bool
) -> None:
    (found,) = reread_alone([quoted(1)], read(alone))
    assert (found.context == PASSAGE.sentences[0]) is brought


def test_the_first_sentence_of_a_passage_has_none_before_it() -> None:
    (found,) = reread_alone([quoted(0)], read(-9.0))
    assert found.context is None


def test_what_follows_a_question_is_read_after_it() -> None:
    interview = passage_of("Q: When did you start? In 1998, with one kiln. It rained.", "en")
    hit, seen = replace(HIT, passage=interview), list[str]()
    answers = [Evidence(hit, span, 5.0, chance=3.0) for span in interview.sentences[1:]]
    found = reread_alone(answers, read(2.0, seen))
    assert seen == ["Q: When did you start? In 1998, with one kiln.", "It rained."]
    assert [one.context for one in found] == [interview.sentences[0], None]


def test_what_a_sentence_says_alone_counts_as_much_as_what_it_says_where_it_stands() -> None:
    (found,) = reread_alone([quoted(1)], read(1.0))
    assert found.chance == 2.0
    assert found.score == 4.0


def test_the_likeliest_are_read_again_each_by_itself_and_ranked_anew() -> None:
    seen: list[str] = []
    evidence = [quoted(number, 5.0 - number / 100) for number in range(12)]
    found = reread_alone(evidence, read(2.0, seen))
    assert seen == [PASSAGE.quote(span) for span in PASSAGE.sentences[:4]]
    assert [one.span for one in found] == [
        PASSAGE.sentences[n] for n in (4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3)
    ]
    assert reread_alone([], read(2.0)) == []
