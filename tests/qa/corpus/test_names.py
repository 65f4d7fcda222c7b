"""The names of a library, with their spellings in all scripts, and what names one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from quoth.qa.corpus.entities import entities
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.questions import Question


def test_a_name_has_its_articles_and_its_spellings_in_all_scripts(quay: QuestionAnswerer) -> None:
    found = {one.name: one for one in entities(quay.generation)}
    brandt = next(one for name, one in found.items() if name.endswith("Brandt"))
    spellings = {text for text, _ in brandt.spellings}
    assert any("برانت" in text for text in spellings)
    cards = quay.generation.catalog.cards(brandt.ids)
    assert {Path(card.path).name for card in cards.values()} == {"bahn-streik.md", "names-ar.md"}
    assert brandt.articles == 2
    counts = [one.articles for one in found.values()]
    assert counts == sorted(counts, reverse=True)
    assert "Monday" not in found


@pytest.mark.parametrize("name", ["name", "person", "place", "Organisation", "organization"])
@pytest.mark.parametrize(
    ("value", "files"),
    [
        ("Brandt", {"bahn-streik.md", "names-ar.md"}),
        ("برانت", {"bahn-streik.md", "names-ar.md"}),  # and no burnt warehouse
        ("Брандт", {"bahn-streik.md", "names-ar.md"}),
        ("Зеленчук", {"names.md"}),
        ('"Signe Aaberg"', {"fire-2.md", "fire-5.md"}),
    ],
)
def test_a_question_is_asked_of_the_articles_that_name_somebody(
    quay: QuestionAnswerer, name: str, value: str, files: set[str]
) -> None:
    asked = Question.read(f"! What happened? {name}:{value}", date(2026, 11, 26))
    hits = quay.search(asked, top_k=20)
    assert {Path(hit.article.path).name for hit in hits} == files


@pytest.mark.parametrize(
    "question",
    ["list everyone who was elected mayor of Marnham", "Liste aller Bürgermeister von Marnham"],
)
def test_a_list_is_what_several_articles_answer_each_once(
    quay: QuestionAnswerer, question: str
) -> None:
    answer = quay.answer(question)
    assert (answer.kind, answer.answered) == ("list", True)
    assert "there may be more" in answer.text.split("\n")[0]
    said = [" ".join(citation.quote.split()) for citation in answer.citations]
    assert len(set(said)) == len(said) >= 2
    assert any("Ewald Prin" in quote for quote in said)
    assert any("Saskia Holm" in quote for quote in said)
    for citation in answer.citations:
        article = quay.generation.catalog.article(citation.article.id)
        assert article is not None
        assert citation.span.of(article.text) == citation.quote


def test_what_is_answered_once_is_no_list(quay: QuestionAnswerer) -> None:
    answer = quay.answer("list all volcanoes that erupted near Tarrow")
    assert not answer.kind or not answer.answered
