"""Questions that lean on the one before, with the real stack on the seeds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from quoth.index.text.clean import one_line
from quoth.qa.answers import Answer
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.follow_ups import ALONE, earlier_of, leans
from quoth.qa.questions import Question

FOLLOWUPS = Path(__file__).parents[1] / "questions" / "followups.jsonl"


@dataclass(frozen=True)
class Pair:
    previous: str
    question: str
    leans: bool
    article: str
    answer: str

    def is_answered_by(self, answer: Answer) -> bool:
        return any(
            Path(c.article.path).name == self.article and one_line(self.answer) in one_line(c.quote)
            for c in answer.citations
        )


@cache
def pairs() -> tuple[Pair, ...]:
    lines = FOLLOWUPS.read_text(encoding="utf-8").splitlines()
    return tuple(Pair(**json.loads(line)) for line in lines)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Et qui le dirige ?", True),
        ("And what about the lion?", True),
        ("How long did it stay there?", True),
        ("¿Qué animal dañó sus muros?", True),
        ("Welcher Vogel ist dorthin zurückgekehrt?", True),
        ("ومن أين جاءت فسائلها الجديدة؟", True),
        ("Qui a déchiffré l'écriture palmyrénienne ?", False),
        ("Wie groß ist das Hollener Moor?", False),
        ("When will Halley's Comet next pass closest to the Sun?", False),
        ("", False),
    ],
)
def test_a_question_leans_by_its_words(question: str, expected: bool) -> None:
    assert leans(question) is expected


def test_most_questions_are_taken_for_what_they_are() -> None:
    right = sum(leans(pair.question) is pair.leans for pair in pairs())
    assert right >= 0.85 * len(pairs())


def test_a_question_that_leans_is_answered_from_the_conversation(
    answerer: QuestionAnswerer,
) -> None:
    alone = together = 0
    asked = [pair for pair in pairs() if pair.leans]
    for pair in asked:
        turn = earlier_of(answerer.answer(pair.previous))
        alone += pair.is_answered_by(answerer.answer(pair.question))
        answer = answerer.answer(Question(pair.question, previous=(turn,)))
        together += pair.is_answered_by(answer)
        if leans(pair.question):
            assert pair.question in answer.understood_as
    assert together >= 0.3 * len(asked)
    assert together >= 1.5 * alone


def test_a_question_that_stands_alone_is_asked_as_it_is(answerer: QuestionAnswerer) -> None:
    for pair in pairs():
        if not pair.leans and not leans(pair.question):
            turn = earlier_of(answerer.answer(pair.previous))
            answer = answerer.answer(Question(pair.question, previous=(turn,)))
            assert answer.understood_as == ""
            assert answer.citations == answerer.answer(pair.question).citations


def test_a_mark_before_a_question_leaves_the_conversation_out(answerer: QuestionAnswerer) -> None:
    turn = earlier_of(answerer.answer("Wie groß ist das Hollener Moor?"))
    today = date(2026, 11, 22)
    leaning = Question.read("Und was kostet es?", today, previous=(turn,))
    alone = Question.read(f"{ALONE} Und was kostet es?", today, previous=(turn,))
    assert "Moor" in answerer.answer(leaning).understood_as
    assert alone.text == "Und was kostet es?"
    assert answerer.answer(alone).understood_as == ""
