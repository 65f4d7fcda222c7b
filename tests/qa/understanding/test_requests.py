"""Requests are told from questions much like them, in several languages."""

from __future__ import annotations

import pytest

from quoth.index.embedders.base import Embedder
from quoth.qa.understanding.requests import Requests


@pytest.fixture(scope="module")
def requests(embedder: Embedder) -> Requests:
    return Requests(embedder, embedder.embed_question)


@pytest.mark.parametrize(
    ("question", "kind", "topic"),
    [
        ("Chronologie de Palmyre", "chronology", "Palmyre"),
        ("timeline of the strike", "chronology", "strike"),
        ("combien d'articles parlent de Palmyre", "count", "Palmyre"),
        ("Wie viele Artikel handeln von Palmyra?", "count", "Palmyra"),
        ("which papers wrote about Palmyra", "papers", "Palmyra"),
        ("list everyone who was arrested", "list", ""),
        ("Que disent AFP et Sputnik de Palmyre ?", "compare", "Palmyre"),
        ("Résume l'article sur la banque Wernsthal", "summary", "Wernsthal"),
        ("últimas noticias de Palmira", "news", "Palmira"),
        ("ما الجديد في قضية الحلواني؟", "news", "الحلواني"),
    ],
)
def test_a_request_and_its_topic_are_told(
    requests: Requests, question: str, kind: str, topic: str
) -> None:
    told = requests.read(question)
    assert told is not None
    assert told.kind == kind
    assert topic in told.topic


@pytest.mark.parametrize(
    "question",
    [
        "Who was arrested?",
        "Combien de blessés y a-t-il eu ?",
        "How many people attended the match?",
        "¿Cuántas páginas tiene el informe?",
        "Quel journal dirige Hélène Sarvoz ?",
        "Was sagt der Bürgermeister zum Streik?",
        "Que dit le rapport sur la cause de l'incendie ?",
        "Wie lange dauerte der Prozess?",
        "Qui est le maire de Marnham aujourd'hui ?",
        "What happened on 3 March?",
        "كم عدد القتلى في الحريق؟",
    ],
)
def test_a_question_is_none(requests: Requests, question: str) -> None:
    assert requests.read(question) is None
