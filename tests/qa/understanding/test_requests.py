"""Requests are told from questions much like them, in several languages.

A line of requests.jsonl is a question that nothing is fitted on, its language and its kind, "" for a question
to the articles. `python -m tests.qa.understanding.test_requests [FILE…]` prints how many of a kind are told; the
questions of a FILE of the same make, whose kinds are others, all count as questions.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from quoth.index.embedders import open_embedder
from quoth.index.embedders.base import Embedder
from quoth.qa.understanding.requests import Kind, Requests

HELD_OUT = Path(__file__).parents[2] / "questions" / "requests.jsonl"


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
        ("Résume l'incendie", "summary", "l'incendie"),
        ("résume l'affaire Wernsthal", "summary", "Wernsthal"),
        ("Summarise the strike", "summary", "strike"),
        (
            "Summarise the article How the Zelenchuk froze in one night",
            "summary",
            "the Zelenchuk froze in one night",
        ),
        ("Qu'est-ce qui a changé entre mars et mai à Palmyre ?", "changes", "Palmyre"),
        ("What changed between March and May in Palmyra?", "changes", "Palmyra"),
        ("¿Qué ha cambiado desde la tregua en Siria?", "changes", ""),
        ("Was hat sich seit der Waffenruhe in Syrien geändert?", "changes", ""),
        ("ما الذي تغير بين مارس ومايو في تدمر؟", "changes", "تدمر"),
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
        "What happened between 5 and 8 April?",
        "Qui a changé les serrures de la mairie ?",
        "By how much did rents rise between 2018 and 2020?",
        "Wer stellte die Zusammenfassung des Berichts vor?",
        "¿Qué cambia la nueva ley para los pescadores?",
        "كم عدد القتلى في الحريق؟",
    ],
)
def test_a_question_is_none(requests: Requests, question: str) -> None:
    assert requests.read(question) is None


def judged(requests: Requests, files: Iterable[Path]) -> Counter[tuple[str, str]]:
    """How many questions of a kind are told to be of a kind."""
    found: Counter[tuple[str, str]] = Counter()
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            kind = row["kind"] if row["kind"] in list(Kind) else ""
            told = requests.read(row["question"])
            found[kind, told.kind if told else ""] += 1
    return found


def test_most_requests_are_told_and_hardly_a_question_is_taken_for_one(requests: Requests) -> None:
    found = judged(requests, [HELD_OUT])
    held = Counter(kind for kind, told in found.elements())
    assert held["changes"] >= 35
    assert held["summary"] >= 35
    for kind in Kind:
        assert found[kind, kind] >= 0.8 * held[kind], kind
    assert found["", ""] >= 0.94 * held[""]


def main() -> None:
    """Print a row of Markdown for each kind."""
    embedder = open_embedder("builtin")
    files = [HELD_OUT, *map(Path, sys.argv[1:])]
    found = judged(Requests(embedder, embedder.embed_question), files)
    sys.stdout.write("| kind | of | told | others taken for it |\n| --- | --- | --- | --- |\n")
    for kind in (*Kind, ""):
        of = sum(count for (true, _), count in found.items() if true == kind)
        others = sum(c for (true, told), c in found.items() if told == kind != true)
        sys.stdout.write(f"| {kind or 'question'} | {of} | {found[kind, kind]} | {others} |\n")


if __name__ == "__main__":
    main()
