"""Questions that lean on the one before, with the real stack on the seeds."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.text.clean import one_line
from quoth.qa.answers import Answer
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.metrics import auroc
from quoth.qa.questions import Question
from quoth.qa.understanding.follow_ups import ALONE, earlier_of
from quoth.qa.understanding.probes import Probes

FOLLOWUPS = Path(__file__).parents[2] / "questions" / "followups.jsonl"


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


def leaning(embedder: Embedder, question: str) -> float:
    return Probes(embedder.identity, embedder.embed_question).read(question).leaning


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
        ("Pourquoi ?", True),
        ("¿Y el año anterior?", True),
        ("Und bei den Frauen?", True),
        ("ولماذا؟", True),
        ("Qui a déchiffré l'écriture palmyrénienne ?", False),
        ("Y a-t-il eu des blessés dans l'incendie de Vaubrecy ?", False),
        ("Est-ce que la mairie de Loncelle a fermé la piscine ?", False),
        ("¿Es cierto que el puente de Tolva está cerrado?", False),
        ("Gab es bei der Regatta von Kerlin Verletzte?", False),
        ("Wie groß ist das Hollener Moor?", False),
        ("When will Halley's Comet next pass closest to the Sun?", False),
    ],
)
def test_whether_a_question_leans_is_told_in_any_language(
    embedder: Embedder, question: str, expected: bool
) -> None:
    assert (leaning(embedder, question) > 0) is expected


def test_a_question_that_leans_scores_above_one_that_stands_alone(embedder: Embedder) -> None:
    told = [(leaning(embedder, pair.question), pair.leans) for pair in pairs()]
    leaning_ones, others = (
        [score for score, leans in told if leans is way] for way in (True, False)
    )
    assert (auroc(leaning_ones, others) or 0.0) >= 0.9


def test_another_models_vectors_are_not_taken_for_the_built_in_ones(embedder: Embedder) -> None:
    other = replace(embedder.identity, name="other")
    told = Probes(other, lambda question: -embedder.embed_question(question))
    assert told.read("Et pourquoi ?").leaning == pytest.approx(leaning(embedder, "Et pourquoi ?"))


def test_a_question_that_leans_is_answered_from_the_conversation(
    answerer: QuestionAnswerer, embedder: Embedder
) -> None:
    alone = together = 0
    asked = [pair for pair in pairs() if pair.leans]
    for pair in asked:
        turn = earlier_of(answerer.answer(pair.previous))
        alone += pair.is_answered_by(answerer.answer(pair.question))
        answer = answerer.answer(Question(pair.question, previous=(turn,)))
        together += pair.is_answered_by(answer)
        if leaning(embedder, pair.question) > 0:
            assert pair.question in answer.understood_as
    assert together >= 0.3 * len(asked)
    assert together >= 1.5 * alone


def test_a_question_that_stands_alone_is_asked_as_it_is(
    answerer: QuestionAnswerer, embedder: Embedder
) -> None:
    for pair in pairs():
        if not pair.leans and leaning(embedder, pair.question) <= 0:
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
