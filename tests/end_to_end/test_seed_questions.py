"""Questions over the seeds, asked of the real stack: every third of those with an answer, as each takes
a second, and all without one, as they are few."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from quoth.index.text.clean import one_line
from quoth.qa.answers import Answer, Evidence
from quoth.qa.engine import QuestionAnswerer

QUESTIONS = Path(__file__).parent.parent / "questions" / "seeds.json"


@dataclass(frozen=True)
class Asked:
    id: str
    question: str
    article: str
    gold: tuple[str, ...]


@cache
def questions() -> tuple[Asked, ...]:
    data = json.loads(QUESTIONS.read_text(encoding="utf-8"))["data"]
    every = tuple(
        Asked(qa["id"], qa["question"], article["title"], tuple(a["text"] for a in qa["answers"]))
        for article in data
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    )
    answerable = [asked for asked in every if asked.gold]
    return (*answerable[::3], *(asked for asked in every if not asked.gold))


@pytest.fixture(scope="module")
def answers(reading: QuestionAnswerer) -> dict[str, Answer]:
    return {asked.id: reading.answer(asked.question) for asked in questions()}


def test_the_set_is_large_enough() -> None:
    assert len(questions()) >= 50
    assert sum(not asked.gold for asked in questions()) >= 20


def holds(text: str, asked: Asked) -> bool:
    return any(one_line(gold) in one_line(text) for gold in asked.gold)


def missed(asked: list[Asked], wanted: list[bool]) -> list[str]:
    return [a.question for a, ok in zip(asked, wanted, strict=True) if not ok]


def test_the_passage_is_found(answers: dict[str, Answer]) -> None:
    """Or two others of the same long article stand before it: no more than two are shown."""
    asked = [a for a in questions() if a.gold]
    found = [
        any(Path(h.article.path).name == a.article and holds(h.passage.text, a)
            for h in answers[a.id].hits)
        for a in asked
    ]  # fmt: skip
    assert len(missed(asked, found)) <= 0.17 * len(asked), missed(asked, found)


def test_the_best_sentence_is_the_one_that_says_it(answers: dict[str, Answer]) -> None:
    asked = [a for a in questions() if a.gold]
    first = [_is_right(answers[a.id].evidence[0], a) for a in asked]
    assert len(missed(asked, first)) <= 0.35 * len(asked), missed(asked, first)


def test_what_is_quoted_answers_more_often_than_not(answers: dict[str, Answer]) -> None:
    """Of all questions, with an answer and without."""
    shown = [(a, c) for a in questions() for c in answers[a.id].citations]
    assert len(shown) >= 0.6 * sum(bool(asked.gold) for asked in questions())
    assert sum(_holds(c.article.path, c.quote, a) for a, c in shown) >= 0.5 * len(shown)


def _is_right(evidence: Evidence, asked: Asked) -> bool:
    return _holds(evidence.hit.article.path, evidence.quote, asked)


def _holds(path: str, quote: str, asked: Asked) -> bool:
    return Path(path).name == asked.article and holds(quote, asked)


def test_what_is_not_there_is_not_answered(answers: dict[str, Answer]) -> None:
    asked = [a for a in questions() if not a.gold]
    silent = [not answers[a.id].answered for a in asked]
    assert len(missed(asked, silent)) <= 0.4 * len(asked), missed(asked, silent)


def test_every_quote_stands_in_its_article(
    answers: dict[str, Answer], reading: QuestionAnswerer
) -> None:
    for answer in answers.values():
        for number, citation in enumerate(answer.citations, start=1):
            article = reading.generation.catalog.article(citation.article.id)
            assert article is not None
            assert citation.span.of(article.text) == citation.quote
            assert citation.number == number
            assert f"[{number}]" in answer.text
