"""Questions that are offered: each was asked, and answered by its own article."""

from __future__ import annotations

from itertools import count

from quoth.qa.answers import Verdict
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.suggestions import MOST_SUGGESTED, suggested


def test_each_is_answered_by_the_article_whose_title_it_is(answerer: QuestionAnswerer) -> None:
    titles = {card.title: card for card in answerer.generation.catalog.articles()}
    offered = list(suggested(answerer, lambda: False))
    assert 0 < len(offered) <= MOST_SUGGESTED
    assert len(set(offered)) == len(offered)
    for question in offered:
        answer = answerer.answer(question)
        assert answer.verdict in (Verdict.FOUND, Verdict.PROBABLY)
        assert answer.citations[0].article.id == titles[question].id
        assert question not in answer.citations[0].quote
    if len(offered) > 1:
        assert titles[offered[0]].language != titles[offered[1]].language


def test_it_ends_when_it_is_enough(answerer: QuestionAnswerer) -> None:
    looks = count()
    assert list(suggested(answerer, lambda: next(looks) > 0)) == []
    assert list(suggested(answerer, lambda: True)) == []
