"""Complaints about answers: the folder of each is indexed as it is, and asked with the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.answers import Answer
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.questions import Question
from quoth.qa.reading.reader import Reader

FILES = Path(__file__).parent / "files"
Ask = Callable[[str, str], Answer]


@pytest.fixture(scope="module")
def ask(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, reader: Reader
) -> Iterator[Ask]:
    """Asks a folder of `files/`, which is indexed for its first question."""
    opened: dict[str, QuestionAnswerer] = {}
    with ExitStack() as stack:

        def answer(folder: str, question: str) -> Answer:
            if folder not in opened:
                library = Library(tmp_path_factory.mktemp("asked") / "library", IndexSettings())
                library.rebuild([FILES / folder])
                answerer = QuestionAnswerer(library.open(), embedder, reader=reader)
                opened[folder] = stack.enter_context(answerer)
            return opened[folder].answer(Question.read(question, date.today()))

        yield answer


@pytest.mark.parametrize("narrowed", ["", "since:2021-01", 'source:"Marrow Valley"'])
def test_an_article_of_an_export_is_cited_with_its_own_facts(ask: Ask, narrowed: str) -> None:
    answer = ask("01-press-export", f"What did Idris Colwyn ask the county for? {narrowed}")
    first = answer.citations[0]
    assert "asked the county for 90,000 pounds in aid." in first.quote
    assert first.article.source == "Marrow Valley Gazette"
    assert first.article.published == date(2021, 6, 3)


def test_an_exported_page_is_three_papers(ask: Ask) -> None:
    answer = ask("51-press-export-html", "Combien demandent les éclusiers ?")
    first = answer.citations[0].article
    assert (first.source, first.published) == ("Libération", date(2015, 5, 4))
    answer = ask("51-press-export-html", "Que s'est-il passé avec le phare ? since:2023")
    assert answer.hits[0].article.title == "Un phare vendu"


@pytest.mark.parametrize(
    ("folder", "question", "quotes"),
    [
        (
            "13neg",
            "Did the court approve the demolition of the warehouse?",
            ["did not approve", "The court approved"],
        ),
        ("13date", "When does the warehouse reopen?", ["14 June 2023", "3 May 2022"]),
        ("13fr", "Combien de morts l'effondrement du toit a-t-il fait ?", ["dix-sept", "six"]),
        ("13b", "How many people died in the fire on the ferry Halvor?", ["Twenty-six"]),
    ],
)
def test_what_articles_say_otherwise_is_quoted_beside_it(
    ask: Ask, folder: str, question: str, quotes: list[str]
) -> None:
    answer = ask(f"02-false-also/{folder}", question)
    assert not any(citation.also for citation in answer.citations)
    for said, citation in zip(quotes, answer.citations, strict=False):
        assert said in citation.quote
    assert len(answer.citations) >= len(quotes)
    days = [citation.article.published for citation in answer.citations]
    assert days == sorted(days, key=str, reverse=True)


@pytest.mark.parametrize(
    ("folder", "question", "quote"),
    [
        (
            "10-file-name-is-the-subject",
            "What is the phone number of Runa Askeland?",
            "Phone: +47 555 01 34",
        ),
        (
            "10-file-name-is-the-subject",
            "When did Dara Quill start?",
            "In 1998, with one kiln and two apprentices",
        ),
        (
            "21-first-sentence-lost",
            "When did the bakery on Elm Street close?",
            "The bakery on Elm Street closed on Friday after 63 years.",
        ),
        (
            "21-first-sentence-lost",
            '"closed on Friday after 63 years"',
            "closed on Friday after 63",
        ),
        (
            "21-first-sentence-lost",
            "What is the wifi password of the reading room?",
            "wifi password of the reading room is heron-41",
        ),
        (
            "21-first-sentence-lost",
            "By how much was the weir at Hallen lowered?",
            "by 40 centimetres in June.",
        ),
        ("11-mail", "Who pays to cross the Sund bridge?", "nobody pays to cross the Sund bridge"),
    ],
)
def test_what_a_folder_answers(ask: Ask, folder: str, question: str, quote: str) -> None:
    answer = ask(folder, question)
    assert answer.answered
    assert quote in answer.citations[0].quote
