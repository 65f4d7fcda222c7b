"""When a sentence is embedded by itself, and how often."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from quoth.index.embedders.base import Embedder, PassageText
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.evaluation.cases import library_of
from quoth.qa.evaluation.question_sets import Context
from quoth.qa.search import sentence_vectors as own_vectors
from quoth.qa.search.sentence_vectors import SentenceVectorCache
from tests.counting import Counting

TEXTS = (
    ("The ferry", "The ferry of Brannock crosses the sound in forty minutes. It carries sheep."),
    ("The mill", "Odile Garance rebuilt the mill wheel. Odile Garance painted the mill wheel."),
    ("The kiln", "The kiln of Oster burns peat. Potters from three valleys share it."),
)
ONE, TWO, THREE = (PassageText("", text) for text in ("One.", "Two.", "Three."))


@pytest.fixture
def counting(embedder: Embedder) -> Counting:
    return Counting(embedder)


@pytest.fixture
def answerer(counting: Counting) -> Iterator[QuestionAnswerer]:
    contexts = [Context(title, title, text) for title, text in TEXTS]
    with (
        library_of(contexts, IndexSettings()) as library,
        QuestionAnswerer(library.open(), counting) as answerer,
    ):
        yield answerer


def test_a_sentence_that_plainly_answers_is_not_embedded_again(
    answerer: QuestionAnswerer, counting: Counting
) -> None:
    question = "How long does the ferry of Brannock take to cross the sound?"
    answer = answerer.answer(question)
    assert answer.answered
    assert answer.confidence > 0.9
    assert answer.citations[0].quote == TEXTS[0][1].partition(" It")[0]
    assert set(counting.texts) <= {question}  # whose words may tell a request


def test_sentences_that_come_close_are_told_apart_by_their_own_vectors(
    answerer: QuestionAnswerer, counting: Counting
) -> None:
    question = "Who worked on the mill wheel?"
    first = answerer.answer(question)
    assert set(counting.texts) == {f"{part.rstrip('.')}." for part in TEXTS[1][1].split(". ")}
    counting.texts.clear()
    assert answerer.answer(question).evidence == first.evidence
    assert counting.texts == []


def test_in_doubt_the_best_sentence_is_judged_by_its_own_vector_too(
    answerer: QuestionAnswerer, counting: Counting
) -> None:
    question = "What fuel is used in Oster's industry nowadays?"
    answer = answerer.answer(question)
    # The question's own words are looked at where it might be a request to the whole library.
    assert [text for text in counting.texts if text != question] == [answer.evidence[0].quote]


def test_each_text_is_embedded_once_and_those_known_longest_are_forgotten(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_vectors, "_MAX_SENTENCES", 2)
    own = SentenceVectorCache(counting)
    one, again, two = own.of([ONE, ONE, TWO])
    assert one is again
    assert float(one @ two) < 0.999
    own.of([TWO, ONE])
    assert counting.texts == ["One.", "Two."]
    own.of([THREE])
    own.of([TWO, THREE])
    assert counting.texts == ["One.", "Two.", "Three."]
    own.of([ONE])
    assert counting.texts == ["One.", "Two.", "Three.", "One."]
